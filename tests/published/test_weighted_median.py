"""Known answers for `weighted-median`: the published median, and Black's theorem."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.rules.decisions.weighted_median import weighted_median


def test_the_emission_standards() -> None:
    """By hand: weights 0.248 at 4, 0.093 at 7 and 0.336 at 10; half of 0.677 is passed at 7."""
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="weighted-median")
    assert settlement.rule == "weighted-median"
    assert settlement.levels["delay"] == pytest.approx(7)


def test_the_median_before_the_first_round(data: Path) -> None:
    told = json.loads((data / "emission_1994" / "emission_eum_reference.json").read_text("utf-8"))
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="weighted-median")
    assert settlement.levels["delay"] == pytest.approx(told["initial"]["median"])


def test_ties_end_halfway_between_those_who_have_weight() -> None:
    assert weighted_median(np.array([0.0, 50, 100]), np.array([1.0, 0, 1])) == 50
    assert weighted_median(np.array([0.0, 70, 100]), np.array([1.0, 0, 1])) == 50
    assert weighted_median(np.array([0.0, 100]), np.array([0.1 + 0.2, 0.3])) == 50
    with pytest.raises(ValueError, match="nobody"):
        weighted_median(np.array([0.0, 100]), np.zeros(2))


columns = st.lists(st.tuples(st.floats(-100, 100), st.floats(0.01, 100)), min_size=1, max_size=12)


@given(columns, st.floats(-100, 100))
def test_no_level_beats_it(rows: list[tuple[float, float]], rival: float) -> None:
    """Black 1948: never does more than half of the weight stand nearer to another level."""
    x, w = (np.array(column) for column in zip(*rows, strict=True))
    level = weighted_median(x, w)
    side = x > level if rival > level else x < level
    assert rival == level or w[side].sum() <= w.sum() / 2 * (1 + 1e-9)


@given(columns)
def test_it_is_the_same_from_the_other_end(rows: list[tuple[float, float]]) -> None:
    x, w = (np.array(column) for column in zip(*rows, strict=True))
    assert weighted_median(-x, w) == pytest.approx(-weighted_median(x, w), abs=1e-9)
