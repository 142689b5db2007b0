"""Summaries against NumPy on all the data, and the errors that they state against known truths."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.case import read_text
from tertius.case.parse.quantity import read_quantity
from tertius.draws.distribution import quantile
from tertius.draws.sampling import REPLICATES, sample
from tertius.draws.summaries import BINS, Histogram, Mean, Share
from tertius.draws.uncertain import uncertain_of

LOW, HIGH = np.array([0.0, -5.0, 3.0]), np.array([1.0, 20.0, 3.0])
WORDS = """
case: c
title: t
as_of: 2024-01-01
actors:
  a: A
  b: B
issues:
  x: X
talks:
  t:
    parties: [a, b]
    without_agreement:
      x: {}
"""


def some_values(n: int, seed: int = 1, gaps: bool = True) -> np.ndarray:
    """Two clusters far apart, a skewed one, and a quantity without width; some values are missing."""
    rng = np.random.default_rng(seed)
    clusters = np.where(rng.random(n) < 0.4, 0.1 * rng.random(n), 0.9 + 0.1 * rng.random(n))
    values = np.column_stack([clusters, -5 + 25 * rng.random(n) ** 3, np.full(n, 3.0)])
    if gaps:
        values[rng.random((n, 3)) < 0.1] = np.nan
    return values


def bits(summary: Histogram | Share | Mean) -> bytes:
    return b"".join(counter.tobytes() for counter in summary.counters)


@pytest.mark.parametrize("n", [1, 2, 17, 5000])
@pytest.mark.parametrize("q", [0.0, 0.05, 0.4, 0.5, 0.975, 1.0])
def test_quantiles_are_those_of_numpy_within_a_bin(n: int, q: float) -> None:
    values = some_values(n, gaps=n > 20)
    histogram = Histogram(LOW, HIGH)
    histogram.add(values, 0)
    error = np.abs(histogram.quantile(q).value - np.nanquantile(values, q, axis=0))
    assert np.all(error <= (HIGH - LOW) / BINS)
    if q in (0.0, 1.0):
        assert not error.any()


@given(st.lists(st.integers(1, 299), unique=True, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_batches_and_summaries_in_any_order_give_the_same_bits(cuts: list[int], random: object) -> None:
    values = some_values(300)
    edges = [0, *sorted(cuts), 300]
    parts = list(pairwise(edges))
    random.shuffle(parts)  # type: ignore[attr-defined]
    makers: list[Callable[[], Histogram | Share | Mean]] = [
        lambda: Histogram(LOW, HIGH),
        lambda: Mean(LOW, HIGH),
        lambda: Share(3),
    ]
    for make in makers:
        whole, added, merged = make(), make(), make()
        given = values if not isinstance(whole, Share) else np.where(np.isnan(values), np.nan, values > 0.5)
        whole.add(given, 0)
        for first, last in parts:
            added.add(given[first:last], first)
            one = make()
            one.add(given[first:last], first)
            merged.merge(one)  # type: ignore[arg-type]
        assert bits(whole) == bits(added) == bits(merged)
    histogram = Histogram(LOW, HIGH)
    histogram.add(values, 0)
    assert histogram.quantile(0.3).error.tobytes() == histogram.quantile(0.3).error.tobytes()


def test_what_is_missing_is_counted_apart() -> None:
    values = some_values(1000)
    histogram, mean, share = Histogram(LOW, HIGH), Mean(LOW, HIGH), Share(3)
    histogram.add(values, 0)
    mean.add(values, 0)
    share.add(np.where(np.isnan(values), np.nan, values > 0.5), 0)
    for summary in (histogram, mean, share):
        np.testing.assert_array_equal(summary.missing.sum(axis=0), np.isnan(values).sum(axis=0))
        np.testing.assert_array_equal(summary.known.sum(axis=0) + summary.missing.sum(axis=0), [1000] * 3)
    np.testing.assert_allclose(mean.mean().value, np.nanmean(values, axis=0), rtol=1e-8)
    truth = np.nansum(values > 0.5, axis=0) / (~np.isnan(values)).sum(axis=0)
    np.testing.assert_array_equal(share.probability().value, truth)
    assert share.probability().error[2] == 0


def test_rows_go_to_the_replicate_of_their_draw() -> None:
    share = Share(1)
    share.add(np.ones((3, 1)), 15)
    assert share.known[:, 0].tolist() == [1, 1, *[0] * 13, 1]


@pytest.mark.parametrize("method", ["sobol", "random"])
@pytest.mark.parametrize("words", ["0 to 10", "2 to 9, likely 3", "1 to 7, triangular", "0 to 8, normal"])
def test_the_stated_error_of_a_mean_holds(method: str, words: str) -> None:
    """The truth is known to many digits; the error that is stated must cover it, and not be idle."""
    case = read_text(WORDS.format(words))
    uncertain = uncertain_of(case)
    quantity = read_quantity(words)
    truth = quantile(quantity, (np.arange(1_000_000) + 0.5) / 1_000_000).mean()
    ratios = []
    for seed in range(40):
        mean = Mean(quantity.low, quantity.high)
        mean.add(sample(uncertain, 0, 256, seed, method), 0)
        estimate = mean.mean()
        ratios.append((estimate.value[0] - truth) / estimate.error[0])
    assert np.all(np.abs(ratios) < 4)
    # Student's t with 15 degrees of freedom has a standard deviation of 1.07.
    assert 0.75 < np.std(ratios) < 1.4


def test_the_stated_error_of_a_quantile_and_a_share_holds() -> None:
    quantiles, shares = [], []
    for seed in range(40):
        values = np.random.default_rng(seed).random((4000, 1))
        histogram, share = Histogram(0, 1), Share(1)
        histogram.add(values, 0)
        share.add(values < 0.3, 0)
        for found, estimate in ((quantiles, histogram.quantile(0.3)), (shares, share.probability())):
            found.append((estimate.value[0] - 0.3) / estimate.error[0])
    for found in (quantiles, shares):
        assert np.all(np.abs(found) < 4)
        assert 0.75 < np.std(found) < 1.4


def test_an_error_from_fewer_than_two_replicates_is_unknown() -> None:
    histogram, mean, share = Histogram(LOW, HIGH), Mean(LOW, HIGH), Share(3)
    for summary in (histogram, mean, share):
        values = some_values(1, gaps=False)
        values[0, 1] = np.nan
        summary.add(values > 0.5 if isinstance(summary, Share) else values, 5)
    for estimate in (histogram.quantile(0.5), mean.mean()):
        assert np.isnan(estimate.value).tolist() == [False, True, False]
        assert np.all(np.isnan(estimate.error))
    mean.add(some_values(1, gaps=False), 5 + REPLICATES)
    assert np.all(np.isnan(mean.mean().error))
    mean.add(some_values(2, gaps=False), 6)
    assert not np.any(np.isnan(mean.mean().error))


def test_nothing_counted_is_nothing_known() -> None:
    assert np.all(np.isnan(Histogram(LOW, HIGH).quantile(0.5).value))
    assert np.all(np.isnan(Mean(LOW, HIGH).mean().value))
    assert np.all(np.isnan(Share(2).probability().value))


def test_memory_does_not_grow_with_the_draws() -> None:
    histogram = Histogram(LOW, HIGH)
    before = sum(counter.nbytes for counter in histogram.counters)
    for first in range(0, 20_000, 1000):
        histogram.add(some_values(1000, first), first)
    assert sum(counter.nbytes for counter in histogram.counters) == before
    assert histogram.known.sum() + histogram.missing.sum() == 60_000


def test_values_that_do_not_belong_are_refused() -> None:
    for summary in (Histogram(LOW, HIGH), Mean(LOW, HIGH)):
        for wrong in (1.1, -0.1, np.inf):
            with pytest.raises(ValueError, match="outside the bounds"):
                summary.add([[wrong, 0.0, 3.0]], 0)
        summary.add([[1 + 1e-9, 0.0, 3.0]], 0)
        with pytest.raises(ValueError, match="of shape"):
            summary.add([0.5, 0.0, 3.0], 0)
    with pytest.raises(ValueError, match="bounds"):
        Histogram([1.0], [0.0])
    with pytest.raises(ValueError, match="other bounds"):
        Mean([0.0], [1.0]).merge(Mean([0.0], [2.0]))
    with pytest.raises(ValueError, match="other quantities"):
        Share(2).merge(Share(3))
