"""Events: whether some come before others more often than chance would have it, by permutation of their dates.

n events of the tested kind fall on d days in the S days from the first to the last event of the two kinds. Statistic:
how many of them begin 1 to N days before an event of the other kind begins. Were their dates drawn at random, day by
day and each for itself, the count k would be binomial, so that the permutation test is exact:

    P(k or more)  =  sum_{j >= k} C(n, j) q^j (1 - q)^(n - j),        q = days in a window / S

Visits bring visits, and a lump of them may fall before a summit by accident. So the pattern of the dates is also kept
and moved as a whole, round the end to the beginning, by each of the S days: the share of shifts with k or more.

Reference: P. Good (2005), Permutation, Parametric, and Bootstrap Tests of Hypotheses, Springer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np

from tertius.case.actions import EventsTest
from tertius.case.model import Case
from tertius.results import Record

LEVEL = 0.05
"""A pattern counts as more than chance up to this p-value."""


@dataclass(frozen=True)
class Clustering(Record):
    """How often events come before others, and how often chance would have it.

    Attributes:
        observed: How many of the tested events begin in a window.
        expected: How many would on average.
        events: How many tested events there are.
        others: How many events they may come before.
        days: Days from the first to the last event of the two kinds.
        windows: How many of these days lie in a window.
        p: Probability of so many or more by chance.
        p_moved: The same if the pattern of the dates is kept and moved as a whole.
    """

    observed: int
    expected: float
    events: int
    others: int
    days: int
    windows: int
    p: float
    p_moved: float

    def of_claim(self) -> dict[str, Any]:
        """What it adds to a claim in JSON."""
        return {"clustering": self.to_dict()}


def clustering_of(case: Case, test: EventsTest) -> Clustering | None:
    """The test of a claim on the events of a case; None if the kinds are the same, or the case has none of one."""
    if test.kind == test.before:
        return None
    tested = [event.date for event in case.events.values() if event.kind == test.kind]
    others = [event.date for event in case.events.values() if event.kind == test.before]
    return clustering(tested, others, test.within) if tested and others else None


def clustering(tested: Sequence[dt.date], others: Sequence[dt.date], within: float) -> Clustering:
    """How often events come before others.

    Args:
        tested: Dates of the tested events, 1 or more.
        others: Dates of the events that they may come before, 1 or more.
        within: How many days before, above 0.
    """
    first = min(*tested, *others)
    days = (max(*tested, *others) - first).days + 1
    inside = np.zeros(days, np.bool_)
    for other in others:
        end = (other - first).days
        inside[max(0, end - int(within)) : end] = True
    places = np.array([(date - first).days for date in tested])
    observed, share = int(inside[places].sum()), float(inside.mean())
    moved = inside[(places[None, :] + np.arange(days)[:, None]) % days].sum(axis=1)
    n = len(tested)
    chances = (comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(observed, n + 1))
    return Clustering(
        observed=observed,
        expected=len(tested) * share,
        events=len(tested),
        others=len(others),
        days=days,
        windows=int(inside.sum()),
        p=min(1.0, float(sum(chances))),
        p_moved=float((moved >= observed).mean()),
    )
