"""Coverage of intervals and the probability integral transform."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.scores import interval_coverage, pit_of_sample

levels = st.integers(0, 20).map(float)


def test_coverage_by_hand() -> None:
    """0 to 10 holds 10, 5 to 6 does not hold 7, 20 to 40 holds 30: two of three, mean width (10 + 1 + 20)/3."""
    found = interval_coverage([0, 5, 20], [10, 6, 40], [10, 7, 30])
    assert (found.share, found.width, found.count) == pytest.approx((2 / 3, 31 / 3, 3))


@given(st.lists(st.tuples(levels, levels, levels), min_size=1, max_size=20))
def test_coverage_against_the_loop(cases: list[tuple[float, float, float]]) -> None:
    low, high = [min(a, b) for a, b, _ in cases], [max(a, b) for a, b, _ in cases]
    found = interval_coverage(low, high, [y for _, _, y in cases])
    assert found.share == pytest.approx(sum(min(a, b) <= y <= max(a, b) for a, b, y in cases) / len(cases))
    assert found.width == pytest.approx(sum(abs(a - b) for a, b, _ in cases) / len(cases))


def test_an_interval_that_ends_before_it_begins_is_named() -> None:
    with pytest.raises(UsageError, match="high: 1, in place 1 counted from 0, is below the low end"):
        interval_coverage([0, 2], [1, 1], [1, 1])


def test_pit_by_hand() -> None:
    """Draws 1, 2, 2, 4: below 3 three of four; below 2 one, at 2 two, so 1/4 + 1/2 * 2/4 = 1/2; 0 and 9 lie outside."""
    assert list(pit_of_sample([1, 2, 2, 4], [3, 2, 0, 9])) == [0.75, 0.5, 0, 1]
    assert list(pit_of_sample([1, 2], [1.5, 1], weights=[3, 1])) == [0.75, 0.375]


@given(st.lists(levels, min_size=1, max_size=12), levels, st.integers(0, 1000))
def test_pit_lies_on_the_jump(sample: list[float], outcome: float, seed: int) -> None:
    below = sum(x < outcome for x in sample) / len(sample)
    upto = sum(x <= outcome for x in sample) / len(sample)
    middle, random = pit_of_sample(sample, outcome)[0], pit_of_sample(sample, outcome, seed=seed)[0]
    assert middle == pytest.approx((below + upto) / 2)
    assert below - 1e-12 <= random <= upto + 1e-12
    assert pit_of_sample(sample, outcome, seed=seed)[0] == random


def test_pit_of_calibrated_forecasts_is_uniform_even_with_ties() -> None:
    """Outcomes and draws from the same five levels: with v at random a tenth of the values lies in each tenth."""
    random = np.random.default_rng(3)
    draws, outcomes = np.repeat(np.arange(5), 40), random.integers(5, size=20_000)
    shares = np.histogram(pit_of_sample(draws, outcomes, seed=1), bins=10, range=(0, 1))[0] / len(outcomes)
    assert shares == pytest.approx(np.full(10, 0.1), abs=0.01)
    assert set(pit_of_sample(draws, outcomes).round(6)) == {0.1, 0.3, 0.5, 0.7, 0.9}
