"""The bootstrap over groups: by hand, against the plain loop, against theory, deterministic."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.scores import bootstrap as module
from tertius.scores import bootstrap_difference, bootstrap_mean
from tests.analysis.forecast.slow import mean_of_resample

grouped = st.lists(st.tuples(st.floats(-50, 50), st.sampled_from("abcd")), min_size=2, max_size=12).filter(
    lambda cases: len({group for _, group in cases}) > 1
)


def test_by_hand() -> None:
    """Groups a with 0 and b with 2: resamples aa, ab, ba, bb have means 0, 1, 1, 2; standard deviation sqrt(1/2)."""
    found = bootstrap_mean([0, 2], "ab")
    assert found.mean == 1
    assert found.error == pytest.approx(math.sqrt(0.5), abs=0.02)
    assert (found.low, found.high) == (0, 2)
    assert (found.cases, found.groups, found.resamples, found.seed) == (2, 2, 10_000, 0)


def test_cases_of_a_group_stay_together() -> None:
    """Ten copies of each case tell no more than one: the error is that of two groups, not of twenty cases."""
    once, copied = bootstrap_mean([0, 2], "ab"), bootstrap_mean([0, 2] * 10, "ab" * 10)
    assert copied.error == pytest.approx(once.error)
    assert bootstrap_mean([0, 2] * 10).error < once.error / 2


@given(grouped, st.integers(0, 1000))
def test_against_the_plain_loop(cases: list[tuple[float, str]], seed: int) -> None:
    scores, groups = [score for score, _ in cases], [group for _, group in cases]
    labels = list(dict.fromkeys(groups))
    random = np.random.default_rng(seed)
    means = []
    for _ in range(40):
        drawn = [labels[int(random.integers(len(labels)))] for _ in labels]
        means.append(mean_of_resample(scores, groups, drawn))
    found = bootstrap_mean(scores, groups, resamples=40, seed=seed, coverage=0.8)
    assert found.mean == pytest.approx(sum(scores) / len(scores), abs=1e-9)
    assert found.error == pytest.approx(np.std(means, ddof=1), abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(means, [0.1, 0.9])), abs=1e-9)


def test_against_every_resample_there_is() -> None:
    """Three groups of different sizes have 27 resamples; a quarter of the way is the 7th smallest, and largest."""
    scores, groups = [1.0, 3, 4, 10, 11, 15], list("aabbbc")
    every = [mean_of_resample(scores, groups, drawn) for drawn in product("abc", repeat=3)]
    found = bootstrap_mean(scores, groups, resamples=100_000, coverage=0.5)
    assert found.error == pytest.approx(np.std(every), rel=0.01)
    assert (found.low, found.high) == pytest.approx((sorted(every)[6], sorted(every)[-7]))


def test_single_cases_have_the_textbook_error() -> None:
    scores = np.random.default_rng(2).normal(size=250)
    found = bootstrap_mean(scores)
    assert found.error == pytest.approx(scores.std() / math.sqrt(250), rel=0.03)
    assert found.low < found.mean < found.high


def test_intervals_cover_about_what_they_promise() -> None:
    """Sixty groups of three cases that share a shock, true mean 0: 90 percent intervals hold it nearly as often."""
    random = np.random.default_rng(8)
    inside = 0
    for _ in range(200):
        scores = np.repeat(random.normal(size=60), 3) + random.normal(size=180) / 2
        found = bootstrap_mean(scores, np.repeat(np.arange(60), 3), resamples=400, coverage=0.9)
        inside += found.low <= 0 <= found.high
    assert inside / 200 == pytest.approx(0.9, abs=0.06)


def test_the_seed_decides() -> None:
    scores = [1.0, 4, 2, 8, 5]
    assert bootstrap_mean(scores, seed=7) == bootstrap_mean(scores, seed=7)
    assert bootstrap_mean(scores, seed=7).error != bootstrap_mean(scores, seed=8).error


def test_batches_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    scores = np.random.default_rng(1).normal(size=31)
    whole = bootstrap_mean(scores, resamples=1001)
    monkeypatch.setattr(module, "_AT_ONCE", 100)
    assert bootstrap_mean(scores, resamples=1001) == whole


def test_a_difference_is_paired() -> None:
    """Errors that go up and down together: the difference is known far better than either mean."""
    random = np.random.default_rng(4)
    hard = random.normal(20, 10, size=100)
    one, other = hard + random.normal(0, 1, size=100), hard + 2 + random.normal(0, 1, size=100)
    found = bootstrap_difference(one, other)
    assert found.mean == pytest.approx(one.mean() - other.mean())
    assert found.high < 0
    assert found.error < bootstrap_mean(one).error / 3
    assert bootstrap_difference(one, one).low == bootstrap_difference(one, one).high == 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: bootstrap_mean([1, 2], "aa"), "fewer than two groups"),
        (lambda: bootstrap_mean([1, 2], "abc"), "3 groups for 2 scores"),
        (lambda: bootstrap_mean([1, math.inf]), "inf, in place 1"),
        (lambda: bootstrap_mean([1, 2], resamples=1), "10,000 are usual"),
        (lambda: bootstrap_mean([1, 2], coverage=1), "above 0 and below 1"),
        (lambda: bootstrap_difference([1, 2], [1]), "2 scores against 1"),
    ],
)
def test_mistakes_are_named(call: object, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        call()  # type: ignore[operator]
