"""Paired differences: against slow references, and how often their interval holds when there are few groups."""

from __future__ import annotations

from itertools import product
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from tertius.errors import UsageError
from tertius.scores import bootstrap_mean, paired_difference

SCORES = st.lists(st.integers(-20, 20).map(lambda n: n / 10), min_size=2, max_size=8)


@given(SCORES)
def test_cases_alone_have_the_interval_of_students_t_and_every_pattern_of_signs(scores: list[float]) -> None:
    found = paired_difference(scores, np.zeros(len(scores)))
    if np.ptp(scores) > 0:
        interval = ttest_1samp(scores, 0).confidence_interval(0.95)
        assert (found.low, found.high) == pytest.approx((interval.low, interval.high))
    as_large = [
        abs(sum(s * x for s, x in zip(signs, scores, strict=True))) >= abs(sum(scores)) - 1e-9
        for signs in product((-1, 1), repeat=len(scores))
    ]
    assert found.p == pytest.approx(np.mean(as_large))
    assert found.p >= 2 / 2 ** len(scores)
    assert found.smallest == pytest.approx(found.high - found.mean)


@given(SCORES)
def test_the_other_way_round_the_sign_alone_is_another(scores: list[float]) -> None:
    there, back = paired_difference(scores, [0.0] * len(scores)), paired_difference([0.0] * len(scores), scores)
    assert (there.mean, there.low, there.high) == pytest.approx((-back.mean, -back.high, -back.low))
    assert there.p == pytest.approx(back.p)


def test_cases_of_one_group_count_as_one() -> None:
    alone = paired_difference([0.1, 0.3, 0.2], [0, 0, 0])
    twice = paired_difference([0.1, 0.1, 0.3, 0.3, 0.2, 0.2], [0] * 6, ["a", "a", "b", "b", "c", "c"])
    assert (twice.low, twice.high, twice.p) == pytest.approx((alone.low, alone.high, alone.p))
    assert (twice.cases, twice.groups) == (6, 3)


def test_many_groups_have_the_interval_of_the_bootstrap() -> None:
    scores = np.random.default_rng(1).normal(size=25)
    found, whole = paired_difference(scores, np.zeros(25)), bootstrap_mean(scores)
    assert (found.method, found.low, found.high) == ("bootstrap", whole.low, whole.high)


def test_one_group_tells_nothing() -> None:
    found = paired_difference([0.1, 0.2], [0, 0], ["a", "a"])
    assert found.method == "none"
    assert all(map(isnan, (found.low, found.high, found.p, found.smallest)))
    assert not found.told_apart


def test_five_groups_are_never_told_apart_however_alike_they_are() -> None:
    assert not paired_difference([-0.2] * 5, [0.0] * 5).told_apart
    assert paired_difference([-0.2] * 6, [0.0] * 6).told_apart


@pytest.mark.parametrize("groups", [4, 12])
def test_the_interval_holds_as_often_as_it_says_with_few_groups_and_the_bootstrap_does_not(groups: int) -> None:
    """1,000 worlds of normal differences, three to a group: 95 percent hold, but for what chance allows."""
    random, held, resampled = np.random.default_rng(groups), 0, 0
    labels = np.repeat(np.arange(groups), 3)
    for _ in range(1000):
        scores = (random.normal(size=groups)[labels] + random.normal(size=3 * groups)) / 10
        found = paired_difference(scores, np.zeros(len(scores)), labels.tolist(), 200)
        held += found.low <= 0 <= found.high
        narrow = bootstrap_mean(scores, labels.tolist(), 200)
        resampled += narrow.low <= 0 <= narrow.high
    assert 930 <= held <= 970
    assert resampled < held - 10


@pytest.mark.parametrize(("rival", "groups"), [([0.1], None), ([0.1, 0.2], ["a"])])
def test_other_lengths_are_refused(rival: list[float], groups: list[str] | None) -> None:
    with pytest.raises(UsageError, match=r"scores"):
        paired_difference([0.1, 0.2], rival, groups)
