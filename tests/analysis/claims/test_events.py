"""The test of dates, held against every way in which the dates could have fallen."""

from __future__ import annotations

import datetime as dt
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.claims.events import clustering, clustering_of, holm
from tertius.case.actions import Claim, EventsTest
from tertius.case.model import Event
from tests.analysis.claims.dam import dam

FIRST = dt.date(2024, 1, 1)


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def slow_count(places: list[int], others: list[int], within: int) -> int:
    return sum(any(0 < other - place <= within for other in others) for place in places)


@settings(max_examples=30)
@given(
    st.lists(st.integers(0, 7), min_size=1, max_size=3),
    st.lists(st.integers(0, 7), min_size=1, max_size=3),
    st.integers(1, 4),
)
def test_the_p_value_is_that_of_all_dates(tested: list[int], others: list[int], within: int) -> None:
    found = clustering([day(n) for n in tested], [day(n) for n in others], within)
    first, last = min(*tested, *others), max(*tested, *others)
    observed = slow_count(tested, others, within)
    counts = [slow_count(list(p), others, within) for p in product(range(first, last + 1), repeat=len(tested))]
    assert found.observed == observed
    assert found.expected == pytest.approx(np.mean(counts))
    assert found.p == pytest.approx(np.mean([count >= observed for count in counts]))
    length = last - first + 1
    moved = [
        slow_count([first + (place - first + step) % length for place in tested], others, within)
        for step in range(length)
    ]
    assert found.p_moved == pytest.approx(np.mean([count >= observed for count in moved]))


def test_dates_that_all_lie_just_before_are_no_chance() -> None:
    found = clustering([day(n) for n in (8, 9, 98, 99)], [day(0), day(10), day(100), day(200)], 5)
    assert (found.observed, found.windows, found.days) == (4, 15, 201)
    assert found.p < 0.0001


def test_the_day_itself_does_not_count() -> None:
    assert clustering([day(10)], [day(0), day(10)], 5).observed == 0


def test_a_kind_is_not_tested_against_itself_or_against_nothing() -> None:
    assert clustering_of(dam(), EventsTest(kind="visit", before="visit", within=5)) is None
    assert clustering_of(dam(), EventsTest(kind="visit", before="measure", within=5)) is None


def test_the_p_of_the_best_of_several_windows_is_that_of_all_dates() -> None:
    random = np.random.default_rng(5)
    for _ in range(12):
        tested, others = (list(map(int, random.integers(0, 9, random.integers(1, 4)))) for _ in range(2))
        windows = sorted(map(int, random.choice(np.arange(1, 7), 3, replace=False)))
        found = clustering([day(n) for n in tested], [day(n) for n in others], windows[0], windows)
        first, last = min(*tested, *others), max(*tested, *others)
        counts = np.array(
            [
                [slow_count(list(p), others, within) for within in windows]
                for p in product(range(first, last + 1), repeat=len(tested))
            ]
        )
        p_of = np.array([[(column >= count).mean() for count in column] for column in counts.T])
        observed = [slow_count(tested, others, within) for within in windows]
        least = min((column >= count).mean() for column, count in zip(counts.T, observed, strict=True))
        assert found.p_windows == pytest.approx((p_of.min(axis=0) <= least + 1e-12).mean())
        assert [one.observed for one in found.tried] == observed


def test_thousands_of_events_have_a_p_value() -> None:
    found = clustering([day(n % 400) for n in range(2000)], [day(0), day(200), day(399)], 30)
    assert 0 < found.p <= 1
    assert found.p <= found.p_windows <= 1


def test_events_are_chosen_by_who_took_part_and_where() -> None:
    case = dam()
    abroad = Event(date=day(150), kind="visit", actors=("corda", "bassa"), host="bassa", what="Corda comes to Bassa.")
    case = case.model_copy(update={"events": {**case.events, "abroad": abroad}})
    whole = EventsTest(kind="visit", before="summit", within=14)
    to_corda = EventsTest(
        kind="visit", actors="bassa", host="corda", before="summit", within=14, **{"with": ["alta", "bassa"]}
    )
    assert clustering_of(case, whole).events == 3
    assert clustering_of(case, to_corda) is None  # no visit says that it was to Corda
    events = {ident: one.model_copy(update={"host": one.host or "corda"}) for ident, one in case.events.items()}
    hosted = case.model_copy(update={"events": events})
    alone = hosted.model_copy(update={"events": {k: one for k, one in events.items() if k != "abroad"}, "claims": {}})
    found = clustering_of(hosted.model_copy(update={"claims": {}}), to_corda)
    assert found == clustering_of(alone, whole)
    assert clustering_of(hosted, to_corda.model_copy(update={"others": ("corda", "alta")})) is None


def test_several_claims_on_events_are_corrected_for_after_holm() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.7]) == [1.0, 1.0]
    case = dam()
    narrow = EventsTest(kind="visit", before="summit", within=7)
    both = case.model_copy(update={"claims": {**case.claims, "narrow": Claim(says="Sooner.", events=narrow)}})
    alone, one_of_two = clustering_of(case, case.claims["visits-for-the-talks"].test), clustering_of(both, narrow)
    assert (alone.tests, alone.p_corrected) == (1, alone.p)
    assert one_of_two.tests == 2
    assert one_of_two.p_corrected == pytest.approx(max(2 * min(alone.p, one_of_two.p), one_of_two.p))


def test_events_after_the_last_of_the_others_are_told() -> None:
    assert clustering([day(5), day(12), day(30)], [day(10), day(12)], 5).after_last == 2
