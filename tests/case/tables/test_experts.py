"""Pooled answers: by hand, against numpy's median, and what cannot be pooled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tertius
from tertius.case.parse.quantity import Quantity


def test_by_hand() -> None:
    assert tertius.pool(["45 to 75, likely 60", 50, "40 to 60"]) == Quantity(40, 75, 50)
    assert tertius.pool([60, 60]) == Quantity(60, 60)
    assert tertius.pool(["20%", "40%"]) == Quantity(20, 40, 30, percent=True)
    assert tertius.pool([10, 20, 30], weights=[1, 1, 5]) == Quantity(10, 30, 30)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=9))
def test_without_weights_the_likely_value_is_the_median(values: list[float]) -> None:
    pooled = tertius.pool(values)
    assert (pooled.low, pooled.high) == (min(values), max(values))
    assert pooled.middle == pytest.approx(float(np.median(values)), abs=1e-9)


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(1, 4)), min_size=1, max_size=6))
def test_a_weight_counts_like_so_many_experts(rows: list[tuple[float, int]]) -> None:
    repeated = [value for value, weight in rows for _ in range(weight)]
    weighted = tertius.pool([value for value, _ in rows], weights=[weight for _, weight in rows])
    assert weighted.middle == pytest.approx(tertius.pool(repeated).middle, abs=1e-9)


@pytest.mark.parametrize(
    ("answers", "weights", "says"),
    [([], None, "no answers"), ([1, 2], [1], "as many"), ([1, 2], [1, 0], "above 0"), (["1%", 2], None, "percent")],
)
def test_what_cannot_be_pooled(answers: list[object], weights: list[float] | None, says: str) -> None:
    with pytest.raises(tertius.UsageError, match=says):
        tertius.pool(answers, weights)
