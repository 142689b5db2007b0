"""The CRPS in all its forms: by hand, against the integral and the pairs, against each other, proper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.scores import crps_of_cdf, crps_of_logistic, crps_of_normal, crps_of_quantiles, crps_of_sample
from tests.analysis.forecast.slow import crps_by_pairs, crps_integral, linear_cdf, step_cdf

levels = st.floats(0, 100).map(lambda x: round(x, 3))
samples = st.lists(levels, min_size=1, max_size=12)


def test_a_sample_by_hand() -> None:
    """Draws 40, 50, 70 and outcome 55.

    E|X - y| = (15 + 5 + 15) / 3 = 35/3. Differences of pairs: 10, 30, 20, each twice, together 120.
    Plain: 35/3 - 120/9/2 = 5. Fair: 35/3 - 120/6/2 = 5/3.
    """
    assert crps_of_sample([40, 50, 70], 55) == pytest.approx([5.0])
    assert crps_of_sample([40, 50, 70], 55, fair=True) == pytest.approx([5 / 3])


def test_a_forecast_without_spread_scores_its_distance() -> None:
    assert crps_of_sample([60, 60, 60], [55, 60]) == pytest.approx([5, 0])
    assert crps_of_sample(60, 55) == pytest.approx([5])
    assert crps_of_cdf([60], [1], 55) == pytest.approx([5])
    assert crps_of_normal(60, 0, 55) == crps_of_logistic(60, 0, 55) == pytest.approx([5])


def test_a_line_by_hand() -> None:
    """Uniform over 0 to 1, outcome y: y^3/3 + (1-y)^3/3; at 1/2 1/12, at 0 1/3; at 2 one more than at 1."""
    assert crps_of_cdf([0, 1], [0, 1], [0.5, 0, 2]) == pytest.approx([1 / 12, 1 / 3, 4 / 3])
    assert crps_of_quantiles([0, 0.5, 1], [0, 0.5, 1], 0.5) == pytest.approx([1 / 12])


def test_mass_at_the_outermost_quantiles_by_hand() -> None:
    """Quartiles 0 and 1, outcome 0: a quarter at each end. F - 1 from -3/4 to -1/4: (9 + 3 + 1)/16/3 = 13/48."""
    assert crps_of_quantiles([0.25, 0.75], [0, 1], 0) == pytest.approx([13 / 48])


def test_the_normal_by_hand() -> None:
    """At its mean a standard normal scores 2/sqrt(2 pi) - 1/sqrt(pi) = (sqrt 2 - 1)/sqrt(pi) = 0.23369."""
    assert crps_of_normal(0, 1, 0) == pytest.approx([(math.sqrt(2) - 1) / math.sqrt(math.pi)])
    assert crps_of_normal(50, 10, 50) == pytest.approx([2.3369498])


def test_the_logistic_by_hand() -> None:
    """At its mean a standard logistic scores 2 log 2 - 1 = 0.38629."""
    assert crps_of_logistic([50], 10, 50) == pytest.approx([10 * (2 * math.log(2) - 1)])


@given(st.lists(st.tuples(levels, st.integers(0, 5)), min_size=1, max_size=8), levels)
def test_a_weighted_sample_is_the_integral(draws: list[tuple[float, int]], outcome: float) -> None:
    sample, weights = [x for x, _ in draws], [w for _, w in draws]
    if sum(weights) == 0:
        weights[0] = 1
    slow = crps_integral(step_cdf(sample, weights), outcome, sample, steps=1)
    assert crps_of_sample(sample, outcome, weights) == pytest.approx([slow], abs=1e-9)


@given(st.lists(samples.filter(lambda draws: len(draws) >= 2), min_size=1, max_size=1), levels)
def test_a_sample_is_the_sum_over_pairs(rows: list[list[float]], outcome: float) -> None:
    for fair in (False, True):
        slow = crps_by_pairs(rows[0], outcome, fair)
        assert crps_of_sample(rows, outcome, fair=fair) == pytest.approx([slow], abs=1e-9)


@given(st.lists(st.tuples(levels, st.integers(1, 4)), min_size=1, max_size=6), levels)
def test_a_weight_counts_like_so_many_draws(draws: list[tuple[float, int]], outcome: float) -> None:
    repeated = [x for x, times in draws for _ in range(times)]
    weighted = crps_of_sample([x for x, _ in draws], outcome, [w for _, w in draws])
    assert weighted == pytest.approx(crps_of_sample(repeated, outcome), abs=1e-9)


@given(samples, st.lists(levels, min_size=1, max_size=4))
def test_one_forecast_for_all_cases_is_a_row_for_each(sample: list[float], outcomes: list[float]) -> None:
    rows = [sample for _ in outcomes]
    assert crps_of_sample(sample, outcomes) == pytest.approx(crps_of_sample(rows, outcomes))
    weights = [[1 + place for place in range(len(sample))] for _ in outcomes]
    assert crps_of_sample(rows, outcomes, weights) == pytest.approx(crps_of_sample(sample, outcomes, weights[0]))


@given(
    st.lists(levels, min_size=2, max_size=6, unique=True).map(sorted),
    st.lists(st.floats(0, 1), min_size=6, max_size=6).map(sorted),
    st.floats(-20, 120),
)
def test_lines_are_the_integral(points: list[float], heights: list[float], outcome: float) -> None:
    F = heights[: len(points)]
    slow = crps_integral(linear_cdf(points, F), outcome, points)
    assert crps_of_cdf(points, F, outcome) == pytest.approx([slow], abs=1e-3)
    assert crps_of_quantiles(F, points, outcome) == pytest.approx(crps_of_cdf([points], [F], [outcome]))


@given(st.lists(levels, min_size=1, max_size=6), levels)
def test_a_distribution_function_with_jumps_is_a_sample(sample: list[float], outcome: float) -> None:
    """Every draw stands twice on the grid: before its jump and after."""
    grid = np.repeat(np.sort(sample), 2)
    steps = np.arange(len(sample) + 1) / len(sample)
    cdf = np.repeat(steps, 2)[1:-1]
    assert crps_of_cdf(grid, cdf, outcome) == pytest.approx(crps_of_sample(sample, outcome), abs=1e-9)


@pytest.mark.parametrize("outcome", [-3.0, -0.2, 0.0, 1.0, 7.0])
def test_closed_forms_are_the_integral(outcome: float) -> None:
    kinks = [x / 4 for x in range(-160, 161)]
    normal = crps_integral(lambda x: (1 + math.erf(x / math.sqrt(2))) / 2, outcome, kinks)
    logistic = crps_integral(lambda x: 1 / (1 + math.exp(-x)), outcome, kinks)
    assert crps_of_normal(0, 1, outcome) == pytest.approx([normal], abs=1e-6)
    assert crps_of_logistic(0, 1, outcome) == pytest.approx([logistic], abs=1e-6)
    assert crps_of_normal(5, 3, 5 + 3 * outcome) == pytest.approx([3 * normal], abs=1e-5)
    assert crps_of_logistic(5, 3, 5 + 3 * outcome) == pytest.approx([3 * logistic], abs=1e-5)


def test_closed_forms_do_not_overflow_far_out() -> None:
    assert crps_of_logistic(0, 1, [-1e4, 1e4]) == pytest.approx([1e4 - 1, 1e4 - 1])
    assert crps_of_normal(0, 1, [-1e4, 1e4]) == pytest.approx([1e4 - 1 / math.sqrt(math.pi)] * 2)


def test_many_quantiles_come_near_to_the_normal() -> None:
    from scipy.special import ndtri

    inner = (np.arange(2000) + 0.5) / 2000
    assert crps_of_quantiles(inner, ndtri(inner), [0.3]) == pytest.approx(crps_of_normal(0, 1, 0.3), abs=1e-4)


@given(st.integers(2, 6), st.integers(0, 10**6))
def test_the_crps_is_proper(points: int, seed: int) -> None:
    """Of two forecasts on the same points, the truth has the smaller expected score."""
    random = np.random.default_rng(seed)
    grid = np.sort(random.choice(np.arange(101.0), size=points, replace=False))
    truth, said = random.dirichlet(np.ones(points), size=2)
    honest = truth @ crps_of_sample(grid, grid, truth)
    other = truth @ crps_of_sample(grid, grid, said)
    assert honest < other


def test_the_fair_score_does_not_depend_on_how_many_draws_there_are() -> None:
    """Exactly, over all samples of two or three draws from {0, 1, 5} with outcomes from the same: fair is unbiased."""
    truth = [0.0, 1.0, 5.0]
    exact = float(np.mean(crps_of_sample(truth, truth)))
    for draws in (2, 3):
        every = np.array(np.meshgrid(*[truth] * draws)).reshape(draws, -1).T
        fair = np.mean([crps_of_sample(every, np.full(len(every), y), fair=True).mean() for y in truth])
        plain = np.mean([crps_of_sample(every, np.full(len(every), y)).mean() for y in truth])
        assert fair == pytest.approx(exact)
        assert plain > exact + 0.1


def test_the_fair_score_with_weights_by_hand() -> None:
    """Draws 0 and 1 with weights 0.8 and 0.2, outcome 0: 0.2 - (2 * 0.16 / (1 - 0.68)) / 2 = -0.3."""
    assert crps_of_sample([0, 1], 0, [4, 1], fair=True) == pytest.approx([-0.3])
    assert crps_of_sample([0, 1], 0, [4, 1]) == pytest.approx([0.04])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: crps_of_sample([[1, 2], [3, 4]], [1, 2, 3]), "2 rows and there are 3 outcomes"),
        (lambda: crps_of_sample([1, 2], 1, [1, 2, 3]), "one for each draw"),
        (lambda: crps_of_sample([1, 2], 1, [1, -1]), "weights: -1, in place 0, 1 counted from 0, is below 0"),
        (lambda: crps_of_sample([1, 2], 1, [0, 0]), "no draw counts"),
        (lambda: crps_of_sample([1], 1, fair=True), "at least two draws"),
        (lambda: crps_of_sample([1, 2], 1, [1, 0], fair=True), "at least two draws"),
        (lambda: crps_of_sample([[[1]]], 1), "a row per case"),
        (lambda: crps_of_cdf([0, 2, 1], [0, 0.5, 1], 1), "grid: 1, .* sort them"),
        (lambda: crps_of_cdf([0, 1, 2], [0, 0.6, 0.5], 1), "cdf: 0.5, .* sort them"),
        (lambda: crps_of_cdf([0, 1], [0, 0.5, 1], 1), "one for each point"),
        (lambda: crps_of_quantiles([5, 50, 95], [1, 2, 3], 1), "levels: 5, .* 0.63 for 63 percent"),
        (lambda: crps_of_normal(0, -1, 0), "deviation: -1"),
        (lambda: crps_of_logistic(0, -1, 0), "scale: -1"),
    ],
)
def test_mistakes_are_named(call: object, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        call()  # type: ignore[operator]
