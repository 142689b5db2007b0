"""Scores of a single number, by hand and against the loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.scores import absolute_error, hit_rates, mean_absolute_error

levels = st.floats(0, 100)


def test_by_hand() -> None:
    """Forecasts 60, 50, 20, 0 of 55, 50, 32, 8: errors 5, 0, 12, 8, mean 25/4; two within 5, three within 10."""
    forecast, outcome = [60, 50, 20, 0], [55, 50, 32, 8]
    assert list(absolute_error(forecast, outcome)) == [5, 0, 12, 8]
    assert mean_absolute_error(forecast, outcome) == 6.25
    assert hit_rates(forecast, outcome) == {5.0: 0.5, 10.0: 0.75}
    assert hit_rates(forecast, outcome, [0, 100]) == {0.0: 0.25, 100.0: 1.0}


def test_one_number_stands_for_all_cases() -> None:
    assert mean_absolute_error(50, [40, 60, 80]) == pytest.approx(50 / 3)


def test_the_last_bit_does_not_decide_a_hit() -> None:
    assert abs(8.3 - 3.3) > 5  # in binary
    assert hit_rates(8.3, 3.3, [5]) == {5.0: 1.0}
    assert hit_rates(8.3001, 3.3, [5]) == {5.0: 0.0}


@given(st.lists(st.tuples(levels, levels), min_size=1, max_size=20))
def test_against_the_loop(cases: list[tuple[float, float]]) -> None:
    forecast, outcome = [x for x, _ in cases], [y for _, y in cases]
    errors = [abs(x - y) for x, y in cases]
    assert mean_absolute_error(forecast, outcome) == pytest.approx(sum(errors) / len(errors))
    rates = hit_rates(forecast, outcome)
    for distance, rate in rates.items():
        assert rate == pytest.approx(sum(error <= distance + 1e-9 for error in errors) / len(errors))


@pytest.mark.parametrize(
    ("forecast", "outcome", "says"),
    [
        ([], [], "no entry"),
        ([1, 2, 3], [1, 2], "found 3 of forecast, 2 of outcome"),
        ([1, float("nan")], [1, 2], "nan, in place 1 counted from 0, is not a finite number"),
        (["high"], [1], "not a number"),
        ([[1, 2]], [1], "one row is legal"),
    ],
)
def test_mistakes_are_named(forecast: object, outcome: object, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        absolute_error(forecast, outcome)  # type: ignore[arg-type]


def test_a_distance_is_not_negative() -> None:
    with pytest.raises(UsageError, match="0 or above"):
        hit_rates([1], [1], [-5])
