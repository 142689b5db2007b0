"""Known answers for `mode`: the published table, and ties."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.rules.decisions.mode import mode


def test_the_emission_standards() -> None:
    """By hand: weights 0.248 at 4, 0.093 at 7 and 0.336 at 10."""
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="mode")
    assert settlement.rule == "mode"
    assert settlement.levels["delay"] == pytest.approx(10)


def test_ties_are_averaged() -> None:
    assert mode(np.array([0.0, 20, 100]), np.array([1.0, 0.5, 1])) == 50
    assert mode(np.array([0.0, 30, 30, 100]), np.array([0.3, 0.1, 0.2, 0.1])) == 15
    assert mode(np.array([7.0, 7.0]), np.array([0.0, 2.0])) == 7
    with pytest.raises(ValueError, match="nobody"):
        mode(np.array([0.0, 100]), np.zeros(2))
