"""Events: whether some come before others more often than chance would have it, by permutation of their dates.

n events of the tested kind fall on d days in the S days from the first to the last of the events of the two kinds.
Statistic: how many of them begin 1 to N days before an event of the other kind begins. Were their dates drawn at
random, day by day and each for itself, the count k would be binomial, so that the permutation test is exact:

    P(k or more)  =  sum_{j >= k} C(n, j) q^j (1 - q)^(n - j),        q = days in a window / S

Visits bring visits, and a lump of them may fall before a summit by accident. So the pattern of the dates is also kept
and moved as a whole, round the end to the beginning, by each of the S days: the share of shifts with k or more.

Two corrections. Whoever tries windows N_1 < N_2 < ... takes the smallest p for a find; how likely a p as small as that
is for one window or another, by the same permutations, is exact too (the statistic of the maximum). Windows lie in
each other, so the counts are sums of a multinomial, and with c_w the least count whose p is as small

    P(some p_w <= p)  =  1 - P(k_1 < c_1, k_2 < c_2, ...)

is a recursion over the windows. And a case with several claims on events makes several tests: their p-values are
corrected after Holm, by which the verdict goes.

References: P. Good (2005), Permutation, Parametric, and Bootstrap Tests of Hypotheses, Springer. P. Westfall and
S. Young (1993), Resampling-Based Multiple Testing, Wiley. S. Holm (1979), A simple sequentially rejective multiple
test procedure, Scandinavian Journal of Statistics 6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.actions import EventsTest
from tertius.case.model import Case, Event
from tertius.results import Record

Floats = NDArray[np.float64]

LEVEL = 0.05
"""A pattern counts as more than chance up to this p-value."""

WINDOWS = (15, 30, 45, 60, 75, 90)
"""The windows, in days, that are tried beside the one that a claim states."""

_AS_SMALL = 1 + 1e-9


@dataclass(frozen=True)
class Window(Record):
    """The test with one window.

    Attributes:
        within: Its days.
        observed: How many of the tested events begin in it.
        p: Probability of so many or more by chance.
    """

    within: float
    observed: int
    p: float


@dataclass(frozen=True)
class Clustering(Record):
    """How often events come before others, and how often chance would have it.

    Attributes:
        observed: How many of the tested events begin in a window.
        expected: How many would on average.
        events: How many tested events there are.
        others: How many events they may come before.
        after_last: How many tested events come after the last of the others: what may follow them is not on record.
        days: Days from the first to the last event of the two kinds.
        windows: How many of these days lie in a window.
        p: Probability of so many or more by chance.
        p_moved: The same if the pattern of the dates is kept and moved as a whole.
        tried: The same test with each of several windows.
        p_windows: Probability that chance gives one of these windows a p as small as the smallest of them.
        tests: How many claims on events the case has.
        p_corrected: p corrected for their number, after Holm.
    """

    observed: int
    expected: float
    events: int
    others: int
    after_last: int
    days: int
    windows: int
    p: float
    p_moved: float
    tried: tuple[Window, ...]
    p_windows: float
    tests: int
    p_corrected: float

    def of_claim(self) -> dict[str, Any]:
        """What it adds to a claim in JSON."""
        return {"clustering": self.to_dict()}


def tested_of(case: Case, test: EventsTest) -> list[Event]:
    """The events that a claim tests."""
    return [event for event in case.events.values() if event.is_of(test.kind, test.actors, test.host)]


def others_of(case: Case, test: EventsTest) -> list[Event]:
    """The events that those may come before."""
    return [event for event in case.events.values() if event.is_of(test.before, test.others)]


def clustering_of(case: Case, test: EventsTest) -> Clustering | None:
    """The test of a claim on the events of a case, corrected for the other claims on events that the case has.

    None if the events are the same on both sides, or there are none on one.
    """
    found = _alone(case, test)
    if found is None:
        return None
    stated = [claim.events for claim in case.claims.values() if claim.events is not None]
    tests = {_asked(one): one for one in (*stated, test)}
    known = {asked: one.p for asked, one in ((asked, _alone(case, one)) for asked, one in tests.items()) if one}
    return replace(found, tests=len(known), p_corrected=holm(list(known.values()))[list(known).index(_asked(test))])


def _asked(test: EventsTest) -> tuple[object, ...]:
    return test.kind, frozenset(test.actors), test.host, test.before, frozenset(test.others), test.within


def _alone(case: Case, test: EventsTest) -> Clustering | None:
    """The test of a claim as if it were the only one."""
    tested, others = tested_of(case, test), others_of(case, test)
    if not tested or not others or tested == others:
        return None
    return clustering([event.date for event in tested], [event.date for event in others], test.within)


def holm(p: Sequence[float]) -> list[float]:
    """p-values corrected for their number: (m - r + 1) p of the r-th smallest, and no less than those before it."""
    corrected, least = [0.0] * len(p), 0.0
    for rank, place in enumerate(sorted(range(len(p)), key=lambda place: p[place])):
        least = max(least, min(1.0, (len(p) - rank) * p[place]))
        corrected[place] = least
    return corrected


def clustering(
    tested: Sequence[dt.date], others: Sequence[dt.date], within: float, tried: Sequence[float] = WINDOWS
) -> Clustering:
    """How often events come before others.

    Args:
        tested: Dates of the tested events, 1 or more.
        others: Dates of the events that they may come before, 1 or more.
        within: How many days before, above 0.
        tried: Further windows, in days, each above 0.
    """
    first = min(*tested, *others)
    days = (max(*tested, *others) - first).days + 1
    places = np.array([(date - first).days for date in tested])
    ends = [(other - first).days for other in others]
    widths = sorted({*tried, within})
    inside = {width: _inside(ends, width, days) for width in widths}
    counts = {width: int(inside[width][places].sum()) for width in widths}
    shares = [float(inside[width].mean()) for width in widths]
    tails = [_tails(len(tested), share) for share in shares]
    p = {width: float(tail[counts[width]]) for width, tail in zip(widths, tails, strict=True)}
    moved = inside[within][(places[None, :] + np.arange(days)[:, None]) % days].sum(axis=1)
    return Clustering(
        observed=counts[within],
        expected=len(tested) * float(inside[within].mean()),
        events=len(tested),
        others=len(others),
        after_last=int((places >= max(ends)).sum()),
        days=days,
        windows=int(inside[within].sum()),
        p=p[within],
        p_moved=float((moved >= counts[within]).mean()),
        tried=tuple(Window(width, counts[width], p[width]) for width in widths),
        p_windows=_p_of_any(len(tested), shares, tails, min(p.values())),
        tests=1,
        p_corrected=p[within],
    )


def _inside(ends: Iterable[int], width: float, days: int) -> NDArray[np.bool_]:
    """(S,) whether a day lies 1 to `width` days before one of the others."""
    inside = np.zeros(days, np.bool_)
    for end in ends:
        inside[max(0, end - int(width)) : end] = True
    return inside


def _chances(n: int, share: float) -> Floats:
    """(n + 1,) the binomial probability of every count; by logarithms, since n may be in the thousands."""
    if not 0 < share < 1:
        sure = np.zeros(n + 1)
        sure[n if share >= 1 else 0] = 1.0
        return sure
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    k = np.arange(n + 1)
    chances: Floats = np.exp(logs[n] - logs[k] - logs[n - k] + k * np.log(share) + (n - k) * np.log1p(-share))
    return chances


def _tails(n: int, share: float) -> Floats:
    """(n + 1,) the probability of so many or more."""
    tails: Floats = np.minimum(1.0, np.cumsum(_chances(n, share)[::-1])[::-1])
    tails[0] = 1.0
    return tails


def _p_of_any(n: int, shares: Sequence[float], tails: Sequence[Floats], least: float) -> float:
    """How likely chance gives one of nested windows, from the narrowest on, a p of `least` or less."""
    missed, before = _chances(n, 0.0), 0.0  # the count in the window before, none of them having had such a p
    for share, tail in zip(shares, tails, strict=True):
        rest = 1 - before
        more = (share - before) / rest if rest > 0 else 0.0
        now = np.zeros(n + 1)
        for count in np.flatnonzero(missed):
            now[count:] += missed[count] * _chances(n - int(count), more)
        now[tail <= least * _AS_SMALL] = 0.0
        missed, before = now, share
    return float(min(1.0, max(0.0, 1 - missed.sum())))
