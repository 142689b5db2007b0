"""The test of dates, held against every way in which the dates could have fallen."""

from __future__ import annotations

import datetime as dt
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.claims.events import clustering, clustering_of
from tertius.case.actions import EventsTest
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
