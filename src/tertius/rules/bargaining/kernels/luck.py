"""Talks that may be missed although a deal is there: the outcomes of luck in a set of talks.

In a set, the deal of talk t comes about with probability c_t, its chance times the approval at home, each talk on its
own. A talk that does not come about, or that failed before, fires its links; one whose deal stops short of what was
demanded fires those that demand it. So

    sigma_t = c_t prod over other talks u of (1 - P(u is missed or short) p_ut).

A planned talk takes place with the probability h_t; if it does not, it has no deal and fires nothing. Its own parties,
who sit there, know that it does. A talk that lacks a deal for now is in *limbo*: it fires only if it takes place.

The talks of a need are not independent if one and the same breakdown can bring down several: the expectation over
their product goes through every combination of the talks whose breakdown by chance fires a link within the set. Given
these, all others are independent.

    outcome (Q)      the probability of the combination
    made (Q)         mask of the talks of the set that come about in it, or that fire no link
    absent (Q)       mask of the talks that do not take place in it
    holds_in (Q, G, T)  P(the agreement holds) in it
    holds (G, T)     its expectation, sigma

While a talk is settled its own deal is certain: `sure` is that talk.
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    ABSENT,
    APPROVAL,
    CHANCE,
    DEMANDS,
    HOLDS,
    HOLDS_IN,
    LIMBO,
    LINK_FROM,
    LINK_TO,
    LINKS,
    LUCK,
    MADE,
    OCCURS,
    OUTCOME,
    OUTCOMES,
    PENDING,
    PLANNED,
    SEEN_LINK,
    SHORT_LINK,
    SURE,
    SURVIVAL,
    TALKS,
    VIEWS,
)
from tertius.rules.compiled.decorators import kernel


@kernel
def chance_of(v: Ints, w: Floats, t: int) -> float:
    """P(the deal of talk t comes about), given that there is one."""
    if v[LUCK] == 0 or t == v[SURE]:
        return 1.0
    return w[v[OCCURS] + t] * (w[v[CHANCE] + t] * w[v[APPROVAL] + t])


@kernel
def present(v: Ints, w: Floats, mask: int, t: int) -> float:
    """P(talk t takes place); one outside the set that is not in limbo has."""
    if v[LUCK] == 0 or t == v[SURE] or not ((mask | v[LIMBO]) >> t) & 1:
        return 1.0
    return w[v[OCCURS] + t]


@kernel
def _missed(v: Ints, w: Floats, mask: int, t: int) -> float:
    """P(talk t takes place, and its deal does not come about)."""
    if (mask >> t) & 1:
        return 0.0 if t == v[SURE] else w[v[OCCURS] + t] * (1.0 - w[v[CHANCE] + t] * w[v[APPROVAL] + t])
    return w[v[OCCURS] + t] if (v[LIMBO] >> t) & 1 else 1.0


@kernel
def _firing(v: Ints, w: Floats, mask: int) -> int:
    """Mask of the talks of the set whose breakdown by chance fires a link at another talk of the set."""
    firing = 0
    if v[LUCK]:
        for link in range(v[LINKS]):
            t, u = v[v[LINK_FROM] + link], v[v[LINK_TO] + link]
            missed = _missed(v, w, mask, t)
            if (mask >> u) & 1 and (((mask >> t) & 1 and missed > 0.0) or (missed < 1.0 and (v[LIMBO] >> t) & 1)):
                firing |= 1 << t
    return firing


@kernel
def _list_outcomes(v: Ints, w: Floats, mask: int) -> int:
    """Fills the combinations of talks that come about or not; returns the mask of those that are told apart so."""
    firing, count = _firing(v, w, mask), 1
    w[v[OUTCOME]], v[v[MADE]], v[v[ABSENT]] = 1.0, mask, 0
    for t in range(v[TALKS]):
        if (firing >> t) & 1:
            held, missed = w[v[OCCURS] + t], _missed(v, w, mask, t)
            made = chance_of(v, w, t) if (mask >> t) & 1 else 0.0
            for q in range(count):
                w[v[OUTCOME] + count + q] = w[v[OUTCOME] + q] * missed
                v[v[MADE] + count + q] = v[v[MADE] + q] & ~(1 << t)
                v[v[ABSENT] + count + q] = v[v[ABSENT] + q]
            for q in range(count if v[v[PLANNED] + t] else 0):
                w[v[OUTCOME] + 2 * count + q] = w[v[OUTCOME] + q] * (1.0 - held)
                v[v[MADE] + 2 * count + q] = v[v[MADE] + q] & ~(1 << t)
                v[v[ABSENT] + 2 * count + q] = v[v[ABSENT] + q] | 1 << t
            for q in range(count):
                w[v[OUTCOME] + q] *= made
            count *= 3 if v[v[PLANNED] + t] else 2
    v[OUTCOMES] = count
    return firing


@kernel
def _escapes_short_deals(v: Ints, w: Floats, view: int, made: int, t: int) -> float:
    """P(talk t survives the deals of other talks that stop short of what a link demands)."""
    survives = 1.0
    for link in range(v[LINKS]):
        u = v[v[LINK_FROM] + link]
        if v[v[LINK_TO] + link] == t and u != t and (made >> u) & 1 and v[v[SHORT_LINK] + link]:
            survives *= 1.0 - w[v[SEEN_LINK] + view * v[LINKS] + link]
    return survives


@kernel
def _holds_in(v: Ints, w: Floats, view: int, mask: int, q: int, t: int, holds: float) -> float:
    """P(the agreement of talk t holds) in an outcome of luck, in which its own comes about with probability `holds`."""
    made, absent = v[v[MADE] + q], v[v[ABSENT] + q]
    talks, survival = v[TALKS], v[SURVIVAL] + view * v[TALKS] * v[TALKS]
    for u in range(talks):
        goes_on = v[v[PENDING] + u] and not (mask >> u) & 1
        if u != t and not ((made | absent) >> u) & 1 and not goes_on:
            holds *= w[survival + u * talks + t]
    if v[DEMANDS]:
        holds *= _escapes_short_deals(v, w, view, made, t)
    return holds


@kernel
def _fill_without_luck(v: Ints, w: Floats, mask: int) -> None:
    """The same where every deal comes about and none is short: there is one outcome."""
    talks = v[TALKS]
    for view in range(v[VIEWS]):
        survival = v[SURVIVAL] + view * talks * talks
        for t in range(talks):
            holds = 0.0
            if (mask >> t) & 1:
                holds = 1.0
                for u in range(talks):
                    if not (mask >> u) & 1 and v[v[PENDING] + u] == 0:
                        holds *= w[survival + u * talks + t]
            w[v[HOLDS] + view * talks + t] = w[v[HOLDS_IN] + view * talks + t] = holds


@kernel
def fill_holds(v: Ints, w: Floats, mask: int) -> None:
    """Fills the outcomes of luck in a set, and with which probability each agreement holds in each view of the links.

    Args:
        v: The integers of the workspace.
        w: Its floats.
        mask: The set; the talks outside it have failed.
    """
    if v[LUCK] == 0 and v[DEMANDS] == 0:
        _fill_without_luck(v, w, mask)
        return
    talks, views = v[TALKS], v[VIEWS]
    told_apart = _list_outcomes(v, w, mask)
    for place in range(views * talks):
        w[v[HOLDS] + place] = 0.0
    for q in range(v[OUTCOMES]):
        made = v[v[MADE] + q]
        for view in range(views):
            for t in range(talks):
                place, holds = view * talks + t, 0.0
                if (made >> t) & 1:
                    own = 1.0 if (told_apart >> t) & 1 else chance_of(v, w, t)
                    holds = _holds_in(v, w, view, mask, q, t, own)
                w[v[HOLDS_IN] + q * views * talks + place] = holds
                w[v[HOLDS] + place] += w[v[OUTCOME] + q] * holds
