"""Known answers for `mean`: the published table, and laws of a mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.mean import mean


def test_the_emission_standards() -> None:
    """By hand from the published table: (4 times 4 + 3 times 7 + 3 times 10) / 10."""
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="mean")
    assert settlement.rule == "mean"
    assert settlement.levels["delay"] == pytest.approx(6.7)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12), st.floats(0.1, 10), st.floats(-5, 5))
def test_it_follows_the_scale(positions: list[float], factor: float, shift: float) -> None:
    x = np.array(positions)
    assert mean(factor * x + shift) == pytest.approx(factor * mean(x) + shift, abs=1e-9)
