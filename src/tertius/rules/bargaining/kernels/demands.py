"""Threats and links that fire unless a deal reaches what was demanded: one talk in each of the ways that leaves.

A commitment of talk t with demands is stilled only where the deal reaches all of them; short of one it fires as if
there were no deal. So the gains of the talk jump at the levels demanded. In each *way* of the talk every such
commitment is either stilled, with the levels kept where its demands are reached, or fires. Within a way the gains are
as smooth as without demands; the best way is the answer.

A threat that fires is worse for both who have a part in it than one that is stilled. So a way in which it fires needs
no bounds: an answer among them that would still the threat is not the best. And a way in which it is taken as stilled,
wherever the levels are, is a bound on both: only threats that such an answer does not still are tried out, all others
are left *open*. A link may be welcome: in the ways in which it fires the levels are kept short of one of its demands,
each in its turn.

    short_link (L), short_threat (H)   1 if the deal as it stands is short of what the commitment demands
    link_way (L), threat_way (H)       the way being tried: 0 stilled; 1, 2, ... short of the first, second, ... demand
    tried_out (H)                      whether the threat is tried out in the ways; else it is open
    low, high (K)                      where it keeps the levels
    hope (I)                           the largest gain over all ways
"""

from __future__ import annotations

import math

from tertius.rules.arrays import KALAI_SMORODINSKY, Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    ACTOR,
    ACTORS,
    AMBIGUOUS,
    CHOSEN,
    CORNER,
    CURVATURE,
    DEMAND,
    DEMAND_ISSUE,
    DEMAND_LINK,
    DEMAND_SIDE,
    DEMAND_THREAT,
    DEMANDS,
    ENTERED_LINK,
    GAIN,
    HERE_COVER,
    HERE_POSITION,
    HERE_REFERENCE,
    HERE_SALIENCE,
    HIGH,
    HOPE,
    IDEAL,
    ISSUE,
    ISSUES,
    LEFT,
    LINK_FROM,
    LINK_WAY,
    LINKS,
    LOW,
    OPEN,
    PARTIES,
    SETTLED,
    SHORT_LINK,
    SHORT_THREAT,
    SOLUTION,
    SOURCES,
    TALKS,
    THREAT_TALK,
    THREAT_WAY,
    TRIED_OUT,
    VOTES,
    WALK,
)
from tertius.rules.bargaining.kernels.state import enter_set, fill_short_losses
from tertius.rules.bargaining.kernels.talk.bargain import LOSING, bargain, find_ideals
from tertius.rules.bargaining.kernels.talk.nash import SHARP, ZONE, enter_zone
from tertius.rules.bargaining.kernels.talk.newton import copy_levels, gains_at
from tertius.rules.bargaining.kernels.talk.subproblem import fill_subproblem
from tertius.rules.bargaining.kernels.talk.two_party import best_for
from tertius.rules.compiled.decorators import kernel

REACHED = 1e-7  # a level that misses a demand by no more than this share of its scale reaches it
SHORT_BY = 1e-6  # by how much a deal that is to stop short does so
SLIVER = 1e-7  # the least width of what is left of a scale
BETTER = 1e-9  # by how much a way must be better than one tried before
WORST = -1e18


@kernel
def _talk_of(v: Ints, d: int) -> int:
    """The talk of a demand."""
    if v[v[DEMAND_LINK] + d] >= 0:
        return v[v[LINK_FROM] + v[v[DEMAND_LINK] + d]]
    return v[v[THREAT_TALK] + v[v[DEMAND_THREAT] + d]]


@kernel
def has_demands(v: Ints, t: int) -> bool:
    """Whether a commitment of the talk asks for more than a signature."""
    found = False
    for d in range(v[DEMANDS]):
        found |= _talk_of(v, d) == t
    return found


@kernel
def note_short(v: Ints, w: Floats, t: int, x: int) -> None:
    """Notes of which commitments of talk t the levels x stop short."""
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t:
            place = _flag_of(v, d, v[SHORT_LINK], v[SHORT_THREAT])
            v[place] = 0
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t:
            missed = v[v[DEMAND_SIDE] + d] * (w[v[DEMAND] + d] - w[x + v[v[DEMAND_ISSUE] + d]])
            if missed > REACHED:
                v[_flag_of(v, d, v[SHORT_LINK], v[SHORT_THREAT])] = 1
    fill_short_losses(v, w, t)


@kernel
def note_in_set(v: Ints, w: Floats, mask: int, t: int, x: int) -> None:
    """Notes it within the set entered, which is another one if links fire or do not."""
    note_short(v, w, t, x)
    if _links_changed(v):
        enter_set(v, w, mask, x)


@kernel
def _links_changed(v: Ints) -> bool:
    """Whether links fire or do not that did not or did when the set was entered."""
    changed = False
    for link in range(v[LINKS]):
        changed |= v[v[SHORT_LINK] + link] != v[v[ENTERED_LINK] + link]
    return changed


@kernel
def note_all_short(v: Ints, w: Floats, x: int) -> None:
    """The same for every talk."""
    if v[DEMANDS]:
        for t in range(v[TALKS]):
            note_short(v, w, t, x)


@kernel
def _flag_of(v: Ints, d: int, links: int, threats: int) -> int:
    """The place of the commitment of a demand in the fields of links and of threats."""
    return links + v[v[DEMAND_LINK] + d] if v[v[DEMAND_LINK] + d] >= 0 else threats + v[v[DEMAND_THREAT] + d]


@kernel
def _ways_of(v: Ints, d: int) -> int:
    """How many ways the commitment of a demand has."""
    if v[v[DEMAND_LINK] + d] < 0:
        return 1 + v[v[TRIED_OUT] + v[v[DEMAND_THREAT] + d]]
    ways = 1
    for other in range(v[DEMANDS]):
        ways += v[v[DEMAND_LINK] + other] == v[v[DEMAND_LINK] + d]
    return ways


@kernel
def _number_of(v: Ints, d: int) -> int:
    """Which of the demands of its commitment this is, from 1."""
    number = 1
    for other in range(d):
        same = v[v[DEMAND_LINK] + other] == v[v[DEMAND_LINK] + d]
        number += same and v[v[DEMAND_THREAT] + other] == v[v[DEMAND_THREAT] + d]
    return number


@kernel
def _first_way(v: Ints, t: int) -> None:
    """Begins with the way in which everything demanded of talk t is reached."""
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t:
            v[_flag_of(v, d, v[LINK_WAY], v[THREAT_WAY])] = 0


@kernel
def _next_way(v: Ints, t: int) -> bool:
    """Goes on to the next way of talk t; False after the last. Links come first, and so change last."""
    for place in range(v[DEMANDS]):
        d = v[DEMANDS] - 1 - place
        if _talk_of(v, d) == t and _number_of(v, d) == 1:
            way = _flag_of(v, d, v[LINK_WAY], v[THREAT_WAY])
            v[way] += 1
            if v[way] < _ways_of(v, d):
                return True
            v[way] = 0
    return False


@kernel
def _keep_to(v: Ints, w: Floats, d: int, reach: bool) -> None:
    """Keeps the level of a demand where it is reached, or short of it."""
    k, level = v[v[DEMAND_ISSUE] + d], w[v[DEMAND] + d]
    up = v[v[DEMAND_SIDE] + d] > 0
    if up == reach:
        w[v[LOW] + k] = max(w[v[LOW] + k], level if reach else level + SHORT_BY)
    else:
        w[v[HIGH] + k] = min(w[v[HIGH] + k], level if reach else level - SHORT_BY)


@kernel
def _is_implied(v: Ints, w: Floats, h: int) -> bool:
    """Whether all levels within the bounds reach what threat h demands."""
    implied = True
    for d in range(v[DEMANDS]):
        if v[v[DEMAND_THREAT] + d] == h:
            k, level = v[v[DEMAND_ISSUE] + d], w[v[DEMAND] + d]
            up = v[v[DEMAND_SIDE] + d] > 0
            implied &= w[v[LOW] + k] >= level if up else w[v[HIGH] + k] <= level
    return implied


@kernel
def _enter_way(v: Ints, w: Floats, t: int) -> bool:
    """Notes what fires in the way being tried, and fills where it keeps the levels.

    False if there are no such levels, or if they would still a threat that fires in it.
    """
    for k in range(v[ISSUES]):
        w[v[LOW] + k], w[v[HIGH] + k] = 0.0, 1.0
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t:
            way, link = v[_flag_of(v, d, v[LINK_WAY], v[THREAT_WAY])], v[v[DEMAND_LINK] + d] >= 0
            v[_flag_of(v, d, v[SHORT_LINK], v[SHORT_THREAT])] = int(way > 0)
            if way == 0 and (link or v[v[TRIED_OUT] + v[v[DEMAND_THREAT] + d]]):
                _keep_to(v, w, d, True)
            elif link and way == _number_of(v, d):
                _keep_to(v, w, d, False)
    there_are = True
    for k in range(v[ISSUES]):
        there_are &= w[v[LOW] + k] <= w[v[HIGH] + k]
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t and v[v[DEMAND_LINK] + d] < 0:
            h = v[v[DEMAND_THREAT] + d]
            there_are &= v[v[THREAT_WAY] + h] == 0 or not _is_implied(v, w, h)
    return there_are


@kernel
def _try_out(v: Ints, t: int, all_of_them: int) -> None:
    """Makes all threats of talk t be tried out, or none."""
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t and v[v[DEMAND_LINK] + d] < 0:
            v[v[TRIED_OUT] + v[v[DEMAND_THREAT] + d]] = all_of_them


@kernel
def _try_out_missed(v: Ints, w: Floats, t: int, levels: int) -> bool:
    """Makes the open threats of talk t be tried out that its levels do not still; False if they still all of them."""
    more = False
    for d in range(v[DEMANDS]):
        if _talk_of(v, d) == t and v[v[DEMAND_LINK] + d] < 0:
            h = v[v[DEMAND_THREAT] + d]
            for r in range(v[OPEN]):
                if v[v[ISSUE] + r] == v[v[DEMAND_ISSUE] + d]:
                    missed = v[v[DEMAND_SIDE] + d] * (w[v[DEMAND] + d] - w[levels + r])
                    if missed > 0.0 and v[v[TRIED_OUT] + h] == 0:
                        v[v[TRIED_OUT] + h], more = 1, True
    return more


@kernel
def _width(v: Ints, w: Floats, r: int) -> float:
    """How much of the scale of an open issue is left."""
    k = v[v[ISSUE] + r]
    return max(w[v[HIGH] + k] - w[v[LOW] + k], SLIVER)


@kernel
def _narrow(v: Ints, w: Floats, a: float) -> None:
    """Writes the talk at hand anew in y = (x - low) / (high - low), which is kept within 0 and 1."""
    issues, rows = v[ISSUES], v[PARTIES] + v[VOTES]
    for r in range(v[OPEN]):
        low, width = w[v[LOW] + v[v[ISSUE] + r]], _width(v, w, r)
        for c in range(rows):
            here = c * issues + r
            w[v[HERE_SALIENCE] + here] *= width**a
            w[v[HERE_POSITION] + here] = (w[v[HERE_POSITION] + here] - low) / width
        for j in range(v[SOURCES]):
            cover = w[v[HERE_COVER] + j * issues + r]
            rest = 1.0 - cover * low
            w[v[LEFT] + j] *= rest
            w[v[HERE_COVER] + j * issues + r] = cover * width / rest if rest > 0.0 else 0.0
        w[v[HERE_REFERENCE] + r] = min(1.0, max(0.0, (w[v[HERE_REFERENCE] + r] - low) / width))


@kernel
def _fill_way(v: Ints, w: Floats, mask: int, t: int, x: int, y: int, slack: float) -> bool:
    """Fills in the talk in the way being tried, with its levels at y, as near to x as may be; False if it is none."""
    if not _enter_way(v, w, t):
        return False
    fill_short_losses(v, w, t)
    if _links_changed(v):
        enter_set(v, w, mask, x)
    fill_subproblem(v, w, t, x, v[WALK] + t * v[ACTORS], slack)
    for r in range(v[OPEN]):
        k = v[v[ISSUE] + r]
        w[y + r] = min(1.0, max(0.0, (w[x + k] - w[v[LOW] + k]) / _width(v, w, r)))
    _narrow(v, w, w[v[CURVATURE]])
    return True


@kernel
def _begin_hopes(v: Ints, w: Floats, t: int) -> None:
    """Hopes for nothing yet, and begins with the first of all ways of talk t."""
    for i in range(v[ACTORS]):
        w[v[HOPE] + i] = 0.0
    _try_out(v, t, 1)
    _first_way(v, t)


@kernel
def _find_hopes(v: Ints, w: Floats, mask: int, t: int, x: int, slack: float) -> None:
    """Fills `hope`, the largest gain of each party of the talk over all ways."""
    _begin_hopes(v, w, t)
    going = True
    while going:
        if _fill_way(v, w, mask, t, x, v[SETTLED], slack) and v[OPEN]:
            find_ideals(v, w, v[SETTLED], w[v[CURVATURE]])
            for c in range(v[PARTIES]):
                hope = v[HOPE] + v[v[ACTOR] + c]
                w[hope] = max(w[hope], w[v[IDEAL] + c])
        going = _next_way(v, t)


@kernel
def _best_way(v: Ints, w: Floats, mask: int, t: int, x: int, slack: float) -> float:
    """Fills `chosen` with the best levels over the ways of talk t; returns the smallest gain there."""
    solution, a, y = v[v[SOLUTION] + t], w[v[CURVATURE]], v[SETTLED]
    by_hope = solution == KALAI_SMORODINSKY
    best, smallest, ambiguous = WORST, -math.inf, 0
    _first_way(v, t)
    going = True
    while going:
        if _fill_way(v, w, mask, t, x, y, slack):
            for c in range(v[PARTIES] if by_hope else 0):
                w[v[IDEAL] + c] = w[v[HOPE] + v[v[ACTOR] + c]]
            gain, score = bargain(v, w, y, solution, a, by_hope)
            if score > best + BETTER:
                best, smallest, ambiguous = score, gain, v[AMBIGUOUS]
                for r in range(v[OPEN]):
                    w[v[CHOSEN] + r] = w[v[LOW] + v[v[ISSUE] + r]] + _width(v, w, r) * w[y + r]
        going = _next_way(v, t)
    v[AMBIGUOUS] = ambiguous
    return smallest


@kernel
def settle_in_ways(v: Ints, w: Floats, mask: int, t: int, x: int, slack: float) -> float:
    """Fills `settled` with the best levels of talk t over all its ways; returns the smallest gain there.

    Which commitments they stop short of is noted, and the set entered with it, only by whoever takes them.
    """
    if v[v[SOLUTION] + t] == KALAI_SMORODINSKY:
        _find_hopes(v, w, mask, t, x, slack)
    _try_out(v, t, 0)
    smallest = _best_way(v, w, mask, t, x, slack)
    while _try_out_missed(v, w, t, v[CHOSEN]):
        smallest = _best_way(v, w, mask, t, x, slack)
    copy_levels(w, v[CHOSEN], v[SETTLED], v[OPEN])
    return smallest


@kernel
def upper_hand_in_ways(v: Ints, w: Floats, mask: int, t: int, x: int, hand: int) -> None:
    """Fills (I,) (V - d) / (I - d), at the place `hand`, for the parties of talk t: its best over all ways.

    The levels x of the talk are an agreement. The set is entered anew.
    """
    a, y, best, walk = w[v[CURVATURE]], v[SETTLED], v[CORNER], v[WALK] + t * v[ACTORS]
    _begin_hopes(v, w, t)
    going = True
    while going:
        if _fill_way(v, w, mask, t, x, y, 0.0) and v[OPEN] and enter_zone(v, w, y, a) > ZONE:
            for c in range(v[PARTIES]):
                copy_levels(w, y, best, v[OPEN])
                gains_at(v, w, y, a, SHARP)
                hope = v[HOPE] + v[v[ACTOR] + c]
                w[hope] = max(w[hope], best_for(v, w, best, c, a))
        going = _next_way(v, t)
    note_in_set(v, w, mask, t, x)
    fill_subproblem(v, w, t, x, walk, 0.0)
    for r in range(v[OPEN]):
        w[y + r] = w[x + v[v[ISSUE] + r]]
    if gains_at(v, w, y, a, SHARP) < -LOSING:
        return
    for c in range(v[PARTIES]):
        i = v[v[ACTOR] + c]
        if w[v[HOPE] + i] > 0.0:
            w[hand + i] = min(1.0, max(0.0, w[v[GAIN] + c] / w[v[HOPE] + i]))
