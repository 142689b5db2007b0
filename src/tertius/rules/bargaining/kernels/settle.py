"""The one kernel that the interpreter calls: settles draws of a network, or says what given levels are worth."""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.demands import has_demands, note_all_short, upper_hand_in_ways
from tertius.rules.bargaining.kernels.fixed_point import be_sure_of, hold_others, update_approval
from tertius.rules.bargaining.kernels.hold import settle_held
from tertius.rules.bargaining.kernels.layout import (
    ACTORS,
    APPROVAL,
    ASKED,
    CLOSED,
    CYCLING,
    DEMANDS,
    ELECTORS,
    ENDED_AS,
    HAND,
    HANDS,
    IF_MADE,
    ISSUE_TALK,
    ISSUES,
    LEVELS,
    LIMBO,
    LIMIT,
    LUCK,
    MODE,
    PARTED,
    REFERENCE,
    RENEGOTIATE,
    RESIDUAL,
    REST,
    ROW,
    SET_AGREED,
    SET_FLAGS,
    SET_LEVELS,
    SET_LIMBO,
    SET_PARTED,
    SET_PAYOFFS,
    SET_RESIDUAL,
    SETTLE,
    SEVERAL,
    STAND,
    START,
    SURE,
    TALKS,
    TASK,
    UNITS,
    WALK,
)
from tertius.rules.bargaining.kernels.partings import enter_partings
from tertius.rules.bargaining.kernels.sets import settle_sets, walk_from_sets
from tertius.rules.bargaining.kernels.state import begin_draw, enter_set, look_at, payoff
from tertius.rules.bargaining.kernels.talk.bargain import upper_hand
from tertius.rules.bargaining.kernels.talk.newton import copy_levels
from tertius.rules.compiled.decorators import kernel, outside


@kernel
def _may_have_missed(v: Ints, asked: int) -> bool:
    """Whether talks lack a deal that may only have lacked it for each other: several do, or they are in the way."""
    lacking = 0
    for t in range(v[TALKS]):
        lacking += ((asked & ~v[v[SET_AGREED] + asked]) >> t) & 1
    return lacking > 1 or (lacking == 1 and v[v[SET_FLAGS] + asked] & SEVERAL != 0)


@kernel
def _rank(v: Ints, asked: int) -> int:
    """How good an outcome is as the headline: first that the search came to rest, then how many talks are agreed."""
    rank = 0 if v[v[SET_FLAGS] + asked] & (CYCLING | LIMIT) else 1 + v[TALKS]
    for t in range(v[TALKS]):
        rank += (v[v[SET_AGREED] + asked] >> t) & 1
    return rank


@kernel
def _search_from_deals(v: Ints, w: Floats, asked: int) -> None:
    """Searches once more from the deal that each talk would strike alone, and keeps what is the better headline."""
    first, issues = _rank(v, asked), v[ISSUES]
    for k in range(issues):
        t = v[v[ISSUE_TALK] + k]
        if t >= 0 and (asked >> t) & 1:
            w[v[START] + k] = w[v[SET_LEVELS] + (1 << t) * issues + k]
    settle_sets(v, w, asked)
    if _rank(v, asked) <= first:
        copy_levels(w, v[REFERENCE], v[START], issues)
        settle_sets(v, w, asked)


@kernel
def _search(v: Ints, w: Floats) -> None:
    """Fills in how the search for the settlement of the set asked for ended: `levels`, `ended_as` and `residual`."""
    asked = v[ASKED]
    if v[MODE] != RENEGOTIATE:
        settle_held(v, w, asked)
        return
    settle_sets(v, w, asked)
    if v[TASK] == SETTLE and _may_have_missed(v, asked):
        _search_from_deals(v, w, asked)
    v[v[ENDED_AS]], v[v[ENDED_AS] + 1] = v[v[SET_AGREED] + asked], v[v[SET_FLAGS] + asked]
    w[v[RESIDUAL]] = w[v[SET_RESIDUAL] + asked]


@kernel
def _walk_away(v: Ints, w: Floats, agreed: int, t: int) -> None:
    """Fills the walk-away values of a talk."""
    if v[MODE] == RENEGOTIATE:
        walk_from_sets(v, w, v[ASKED] | v[PARTED] << v[TALKS], t)
    else:
        hold_others(v, w, agreed, t, v[LEVELS])


@kernel
def _stand(v: Ints, w: Floats) -> None:
    """Fills walk-away values (T, I) and upper hands (T, I), with the talks in agreement with which it ended."""
    agreed = v[v[ENDED_AS]]
    actors, talks, x, walk, hand = v[ACTORS], v[TALKS], v[LEVELS], v[WALK], v[HAND]
    v[SURE] = -1
    v[LIMBO] = v[v[SET_LIMBO] + v[REST]] if v[MODE] == RENEGOTIATE else v[REST] & ~agreed
    enter_partings(v, w, v[v[ENDED_AS] + 2] << talks)
    note_all_short(v, w, x)
    enter_set(v, w, agreed, x)
    for t in range(talks if v[ELECTORS] else 0):
        if (agreed >> t) & 1:
            _walk_away(v, w, agreed, t)
            be_sure_of(v, w, agreed, t)
            update_approval(v, w, agreed, t, x)
            be_sure_of(v, w, agreed, -1)
    for place in range(talks * actors):
        w[hand + place] = math.nan
    for t in range(talks):
        _walk_away(v, w, agreed, t)
        be_sure_of(v, w, agreed, t)
        for i in range(actors if v[LUCK] else 0):
            w[v[IF_MADE] + t * actors + i] = payoff(v, w, x, i)
        be_sure_of(v, w, agreed, -1)
        if v[HANDS] and (agreed >> t) & 1:
            be_sure_of(v, w, agreed, t)
            if v[DEMANDS] and has_demands(v, t):
                upper_hand_in_ways(v, w, agreed, t, x, hand + t * actors)
            else:
                upper_hand(v, w, t, x, walk + t * actors, hand + t * actors)
            be_sure_of(v, w, agreed, -1)


@kernel
def _tell(v: Ints, w: Floats, out: Floats, place: int) -> None:
    """Writes levels, payoffs, walk-away values, upper hands, units, residual, approvals, payoffs if a deal is made."""
    actors, issues, table = v[ACTORS], v[ISSUES], v[TALKS] * v[ACTORS]
    for k in range(issues):
        out[place + k] = w[v[LEVELS] + k]
    place += issues
    payoffs = place
    for i in range(actors):
        kept = v[SET_PAYOFFS] + v[REST] * actors + i
        out[place + i] = w[kept] if v[MODE] == RENEGOTIATE else payoff(v, w, v[LEVELS], i)
    place += actors
    for entry in range(table):
        out[place + entry] = w[v[WALK] + entry]
        out[place + table + entry] = w[v[HAND] + entry]
    place += 2 * table
    for i in range(actors):
        out[place + i] = w[v[UNITS] + i]
    out[place + actors] = w[v[RESIDUAL]]
    place += actors + 1
    for t in range(v[TALKS]):
        out[place + t] = w[v[APPROVAL] + t]
    place += v[TALKS]
    for entry in range(table):
        out[place + entry] = w[v[IF_MADE] + entry] if v[LUCK] else out[payoffs + entry % v[ACTORS]]


@outside
def settle(v: Ints, w: Floats, batch: Floats, draws: int, out: Floats, how: Ints) -> int:
    """Settles the draws of a batch, one by one, and says what that is worth to everyone.

    Args:
        v: The integers of the workspace, with what is asked for.
        w: Its floats; afterwards they hold what the last draw came to.
        batch: (D, R) the numbers of every draw, as they lie in `w`.
        draws: D.
        out: (D, K + I + T I + T I + I + 1 + T + T I) filled: levels, payoffs, walk-away values, upper hands, units,
            residual, approvals at home, payoffs if the deal of each talk comes about.
        how: (D, 3) filled: mask of the talks in agreement; CYCLING, LIMIT, TIED and SEVERAL bits; mask of the partings.

    Returns:
        How many draws were settled.
    """
    issues, row, width = v[ISSUES], v[ROW], v[ISSUES] + v[ACTORS] * (2 + 3 * v[TALKS]) + 1 + v[TALKS]
    for d in range(draws):
        for place in range(row):
            w[place] = batch[d * row + place]
        begin_draw(v, w)
        if v[TASK] == SETTLE:
            copy_levels(w, v[REFERENCE], v[START], issues)
        if v[TASK] == STAND:
            v[v[ENDED_AS]], v[v[ENDED_AS] + 1], w[v[RESIDUAL]] = v[ASKED], 0, 0.0
            v[v[ENDED_AS] + 2] = v[CLOSED]
        else:
            _search(v, w)
        if v[MODE] == RENEGOTIATE:
            v[v[ENDED_AS]], v[v[ENDED_AS] + 2] = v[v[SET_AGREED] + v[REST]], v[v[SET_PARTED] + v[REST]]
            copy_levels(w, v[SET_LEVELS] + v[REST] * issues, v[LEVELS], issues)
        elif v[TASK] == STAND:
            copy_levels(w, v[START], v[LEVELS], issues)
        _stand(v, w)
        _tell(v, w, out, d * width)
        for column in range(3):
            how[3 * d + column] = v[v[ENDED_AS] + column]
    look_at(v, 0)
    return draws
