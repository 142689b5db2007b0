"""Talks that may be missed although a deal is there: the outcomes of luck in a set of talks.

In a set, the deal of talk t comes about with probability c_t, its chance times the approval at home, each talk on its
own. A talk that does not come about, or that failed before, fires its links; one whose deal stops short of what was
demanded fires those that demand it. So

    sigma_t = c_t prod over other talks u of (1 - P(u is missed or short) p_ut).

The talks of a need are not independent if one and the same breakdown can bring down several: the expectation over
their product goes through every combination of the talks whose breakdown by chance fires a link within the set. Given
these, all others are independent.

    outcome (Q)      the probability of the combination
    made (Q)         mask of the talks of the set that come about in it, or that fire no link
    holds_in (Q, G, T)  P(the agreement holds) in it
    holds (G, T)     its expectation, sigma

While a talk is settled its own deal is certain: `sure` is that talk.
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    APPROVAL,
    CHANCE,
    DEMANDS,
    HOLDS,
    HOLDS_IN,
    LINK_FROM,
    LINK_TO,
    LINKS,
    LUCK,
    MADE,
    OUTCOME,
    OUTCOMES,
    PENDING,
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
    return w[v[CHANCE] + t] * w[v[APPROVAL] + t]


@kernel
def _firing(v: Ints, w: Floats, mask: int) -> int:
    """Mask of the talks of the set whose breakdown by chance fires a link at another talk of the set."""
    firing = 0
    if v[LUCK]:
        for link in range(v[LINKS]):
            t, u = v[v[LINK_FROM] + link], v[v[LINK_TO] + link]
            if (mask >> t) & (mask >> u) & 1 and chance_of(v, w, t) < 1.0:
                firing |= 1 << t
    return firing


@kernel
def _list_outcomes(v: Ints, w: Floats, mask: int) -> int:
    """Fills the combinations of talks that come about or not; returns the mask of those that are told apart so."""
    firing, count = _firing(v, w, mask), 1
    w[v[OUTCOME]], v[v[MADE]] = 1.0, mask
    for t in range(v[TALKS]):
        if (firing >> t) & 1:
            chance = chance_of(v, w, t)
            for q in range(count):
                w[v[OUTCOME] + count + q] = w[v[OUTCOME] + q] * (1.0 - chance)
                v[v[MADE] + count + q] = v[v[MADE] + q] & ~(1 << t)
                w[v[OUTCOME] + q] *= chance
            count *= 2
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
def _holds_in(v: Ints, w: Floats, view: int, mask: int, made: int, t: int, holds: float) -> float:
    """P(the agreement of talk t holds) where the talks `made` come about, and its own with probability `holds`."""
    talks, survival = v[TALKS], v[SURVIVAL] + view * v[TALKS] * v[TALKS]
    for u in range(talks):
        goes_on = v[v[PENDING] + u] and not (mask >> u) & 1
        if u != t and not (made >> u) & 1 and not goes_on:
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
                    holds = _holds_in(v, w, view, mask, made, t, own)
                w[v[HOLDS_IN] + q * views * talks + place] = holds
                w[v[HOLDS] + place] += w[v[OUTCOME] + q] * holds
