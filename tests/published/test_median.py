"""Known answers for `median`: the published table, and Black's theorem."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.median import median


def test_the_emission_standards() -> None:
    """Four governments at 4, three at 7, three at 10: the fifth and the sixth stand at 7."""
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="median")
    assert settlement.rule == "median"
    assert settlement.levels["delay"] == pytest.approx(7)


def test_an_even_number_ends_halfway() -> None:
    assert median(np.array([0.0, 100.0])) == 50


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=12), st.floats(-100, 100))
def test_no_level_beats_it(positions: list[float], rival: float) -> None:
    """Black 1948: never do more than half of the voters stand nearer to another level."""
    x = np.array(positions)
    level = median(x)
    side = x > level if rival > level else x < level
    assert rival == level or side.sum() <= len(x) / 2
