"""A set of talks, each settled in its turn given the others, round after round until no level moves."""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.anderson import accelerate, forget, note_start
from tertius.rules.bargaining.kernels.demands import has_demands, note_all_short, note_in_set, settle_in_ways
from tertius.rules.bargaining.kernels.layout import (
    ACTOR,
    ACTORS,
    AMBIGUOUS,
    APPROVAL,
    CORNER,
    CURVATURE,
    CYCLING,
    DATED,
    DEMANDS,
    ELECTORS,
    GIVEN,
    HELD_AS_IS,
    HELD_LEVELS,
    HELD_WALK,
    ISSUE,
    ISSUE_TALK,
    ISSUES,
    LATER,
    LEVELS,
    LIMIT,
    LUCK,
    MARK,
    MODE,
    OPEN,
    ORDER,
    PARTED,
    PARTIES,
    PARTING_TALK,
    PARTINGS,
    PARTY,
    REFERENCE,
    SETTLED,
    SHARE,
    SOLUTION,
    START,
    SURE,
    TALKS,
    TIED,
    TOLERANCE,
    UNITS,
    WAIT,
    WALK,
)
from tertius.rules.bargaining.kernels.partings import (
    closes,
    enter_partings,
    left_by,
    parted_as,
    parting_in,
    without,
)
from tertius.rules.bargaining.kernels.state import ALIKE, enter_set, enter_side, payoff, update_needs
from tertius.rules.bargaining.kernels.talk.bargain import approve, bargain
from tertius.rules.bargaining.kernels.talk.nash import ZONE
from tertius.rules.bargaining.kernels.talk.newton import copy_levels
from tertius.rules.bargaining.kernels.talk.subproblem import fill_subproblem, select_parties
from tertius.rules.compiled.decorators import kernel

NEARING = 0.5  # a round that moves no level by more than this share of the move before may be leapt from
SPARE = 1e-3  # if it leaves every gain larger than this
STILL = 1e-7  # the search goes on until no level moves more than this
PLAIN = 4000  # rounds that go all the way
CLIMBED = 600  # so many where losses are not quadratic, and every talk has to be climbed
NO_DOUBT = -1e-5  # a smallest gain below this is no matter of how well the levels rest
CLOSER = 0.5  # nor is one that is still this share of what it was half way
DAMPED = 400  # and rounds that go half of it, once the levels were seen to go round in a circle
BEARABLE = 1e-6  # what a party that must only not lose may lose, as a share of its range
ROUNDING = 1.01  # its loss may rest exactly on that bound


@kernel
def be_sure_of(v: Ints, w: Floats, mask: int, t: int) -> None:
    """Makes the deal of talk t come about, if there is one, while its parties bargain over it; with t = -1 of none."""
    if v[LUCK]:
        v[SURE] = t
        enter_side(v, w, mask)


@kernel
def _answer(v: Ints, w: Floats, mask: int, t: int, x: int) -> float:
    """Fills `settled` with the levels at which talk t settles, all else given; returns the smallest gain."""
    to, issue = v[SETTLED], v[ISSUE]
    if v[DEMANDS] and has_demands(v, t):
        return settle_in_ways(v, w, mask, t, x, BEARABLE)
    fill_subproblem(v, w, t, x, v[WALK] + t * v[ACTORS], BEARABLE)
    for r in range(v[OPEN]):
        w[to + r] = w[x + v[issue + r]]
    smallest, _ = bargain(v, w, to, v[v[SOLUTION] + t], w[v[CURVATURE]], False)
    return smallest


@kernel
def _take_in(v: Ints, w: Floats, mask: int, t: int, x: int) -> None:
    """Makes what follows from new levels of talk t that of the state: what fires, who says yes, what needs lack."""
    if v[DEMANDS] and has_demands(v, t):
        note_in_set(v, w, mask, t, x)
    if v[ELECTORS]:
        update_approval(v, w, mask, t, x)
    update_needs(v, w, t, x)


@kernel
def update_approval(v: Ints, w: Floats, mask: int, t: int, x: int) -> None:
    """P(those at home say yes) to the levels x of talk t."""
    fill_subproblem(v, w, t, x, v[WALK] + t * v[ACTORS], 0.0)
    for r in range(v[OPEN]):
        w[v[CORNER] + r] = w[x + v[v[ISSUE] + r]]
    approval = approve(v, w, v[CORNER], w[v[CURVATURE]])
    if approval != w[v[APPROVAL] + t]:
        w[v[APPROVAL] + t] = approval
        enter_set(v, w, mask, x)


@kernel
def settle_talk(v: Ints, w: Floats, mask: int, t: int, x: int, share: float) -> tuple[float, float]:
    """Settles talk t of the set and moves its levels by `share` of the way.

    Returns the full move and the smallest gain.
    """
    to, issue = v[SETTLED], v[ISSUE]
    be_sure_of(v, w, mask, t)
    smallest = _answer(v, w, mask, t, x)
    moved = 0.0
    for r in range(v[OPEN]):
        k = x + v[issue + r]
        moved = max(moved, abs(w[to + r] - w[k]))
        w[k] = w[k] + share * (w[to + r] - w[k]) if share < 1.0 else w[to + r]
    _take_in(v, w, mask, t, x)
    return moved, smallest


@kernel
def go_on(v: Ints, w: Floats, t: int, whole: bool) -> None:
    """Of a talk that goes on in a later season: the walk-away values of this season and what is to come, as one.

    d_i = (1 - delta_i) V_i(no deal in this season) + delta_i V_i(the next season)

    Walk-away values that are given, in the place of what is to come, are those in the `whole` set of talks.
    """
    if v[DATED] and (whole or v[v[GIVEN] + t] == 0):
        for i in range(v[ACTORS]):
            walk, wait = v[WALK] + t * v[ACTORS] + i, w[v[WAIT] + t * v[ACTORS] + i]
            w[walk] = (1.0 - wait) * w[walk] + wait * w[v[LATER] + t * v[ACTORS] + i] / w[v[UNITS] + i]


@kernel
def hold_others(v: Ints, w: Floats, mask: int, t: int, x: int) -> None:
    """Makes the payoffs if talk t alone fails, at the levels x of the others, the walk-away values of talk t."""
    v[SURE] = -1
    walk, here = v[WALK] + t * v[ACTORS], mask | v[PARTED] << v[TALKS]
    failed = without(v, here, t)
    _enter_as(v, w, failed, x)
    for i in range(v[ACTORS]):
        w[walk + i] = payoff(v, w, x, i)
    for place in range(v[PARTINGS]):  # from behind: how a talk fails; then who closes it, the smallest group first
        c = v[PARTINGS] - 1 - place
        if v[v[PARTING_TALK] + c] == t:
            _leave(v, w, here, t, c, x)
    go_on(v, w, t, True)
    _enter_as(v, w, here, x)


@kernel
def _enter_as(v: Ints, w: Floats, mask: int, x: int) -> None:
    """Enters a set with its partings."""
    enter_partings(v, w, mask)
    enter_set(v, w, mask, x)


@kernel
def _leave(v: Ints, w: Floats, mask: int, t: int, c: int, x: int) -> None:
    """Gives everyone whose leaving talk t comes to the parting c what it has then, all others held at the levels x.

    Where some could close the talk without it, and find no deal, the talk has plainly failed.
    """
    kept, issues, actors, walk = v[HELD_LEVELS], v[ISSUES], v[ACTORS], v[WALK] + t * v[ACTORS]
    there, stands = parted_as(v, mask, t, c), not closes(v, c)
    _enter_as(v, w, there, x)
    if not stands:
        copy_levels(w, x, kept, issues)
        copy_levels(w, walk, v[HELD_WALK], actors)
        _, smallest = settle_talk(v, w, there, t, x, 1.0)
        be_sure_of(v, w, there, -1)
        copy_levels(w, v[HELD_WALK], walk, actors)
        stands = smallest > ZONE
    for i in range(actors if stands else 0):
        if parting_in(v, left_by(v, mask, t, i), t) == c:
            w[walk + i] = payoff(v, w, x, i)
    if closes(v, c):
        copy_levels(w, kept, x, issues)


@kernel
def put_levels(v: Ints, w: Floats, mask: int) -> None:
    """Puts the levels of a set where its search starts, with the other issues at their references, and enters it."""
    x, start = v[LEVELS], v[START]
    for k in range(v[ISSUES]):
        t = v[v[ISSUE_TALK] + k]
        tabled = t >= 0 and (mask >> t) & 1
        w[x + k] = w[start + k] if tabled else w[v[REFERENCE] + k]
    note_all_short(v, w, x)
    enter_set(v, w, mask, x)


@kernel
def _round(v: Ints, w: Floats, mask: int, x: int, share: float) -> tuple[float, float, int]:
    """Settles every talk of the set once, in turn.

    Returns the largest move, the smallest gain, and TIED if there was a tie.
    """
    moved, smallest, flags = 0.0, math.inf, 0
    for turn in range(v[TALKS]):
        t = v[v[ORDER] + turn]
        if (mask >> t) & 1:
            if v[MODE] == HELD_AS_IS:
                hold_others(v, w, mask, t, x)
            step, gain = settle_talk(v, w, mask, t, x, share)
            moved, smallest = max(moved, step), min(smallest, gain)
            if v[AMBIGUOUS]:
                flags = TIED
    return moved, smallest, flags


@kernel
def _margin(v: Ints, w: Floats, mask: int, t: int, x: int) -> tuple[float, int, bool]:
    """The smallest gain of talk t at the levels x, whose it is, and whether the talk has a deal."""
    actors = v[ACTORS]
    be_sure_of(v, w, mask, t)
    select_parties(v, w, t)
    smallest, loser, deal = math.inf, -1, True
    for i in range(actors):
        if v[v[PARTY] + t * actors + i]:
            gain = payoff(v, w, x, i) - w[v[WALK] + t * actors + i]
            wants = False
            for c in range(v[PARTIES]):
                wants |= v[v[ACTOR] + c] == i and w[v[SHARE] + c] > 0.0
            deal &= gain > ZONE if wants else gain >= -ROUNDING * BEARABLE
            if gain < smallest:
                smallest, loser = gain, i
    return smallest, loser, deal


@kernel
def find_failing_talk(v: Ints, w: Floats, mask: int) -> tuple[int, float, int]:
    """The talk of the set that lacks a zone worst of all, or -1; its smallest gain, and whose that is.

    Of talks that are equally bad it is the first in the order in which they are settled.
    """
    worst, least, poorest = -1, 0.0, -1
    for turn in range(v[TALKS]):
        t = v[v[ORDER] + turn]
        if (mask >> t) & 1:
            margin, loser, deal = _margin(v, w, mask, t, v[LEVELS])
            if not deal and (worst < 0 or margin < least - ALIKE):
                worst, least, poorest = t, margin, loser
    be_sure_of(v, w, mask, -1)
    return worst, least, poorest


@kernel
def _is_back(v: Ints, w: Floats, x: int) -> bool:
    """Whether the levels are where they were at the mark."""
    back = True
    for k in range(v[ISSUES]):
        back &= abs(w[x + k] - w[v[MARK] + k]) < 0.1 * STILL
    return back


@kernel
def _accelerate(v: Ints, w: Floats, mask: int, x: int) -> None:
    """Moves the levels to where they are heading, if that can be told, and what is left of each need with them."""
    if accelerate(v, w, x):
        if v[DEMANDS]:
            note_all_short(v, w, x)
            enter_set(v, w, mask, x)
        for t in range(v[TALKS]):
            if (mask >> t) & 1:
                update_needs(v, w, t, x)


@kernel
def iterate(v: Ints, w: Floats, mask: int) -> tuple[float, int]:
    """Round after round until the levels rest: the last residual, and flags.

    Once the levels are back where they were (Brent's test), each move goes half the way only. The set is entered, its
    levels are those to start from, and its walk-away values are in place, unless the others are held as they are:
    then these follow the levels.

    Levels that creep do not matter if a talk has no zone for all that: it falls out. So they count as at rest if one
    and the same talk was the worst half way and at the end, and is not half as close to a zone by then.
    """
    x, issues = v[LEVELS], v[ISSUES]
    copy_levels(w, x, v[MARK], issues)
    forget(v)
    turn, last = 0, PLAIN if w[v[CURVATURE]] == 2.0 else CLIMBED
    half_way, mark_at, cycled, flags, moved = last // 2, 1, False, 0, math.inf
    early, lacked = -1, 0.0
    while turn < last:
        turn += 1
        share, before = 0.5 if cycled else 1.0, moved
        note_start(v, w, x)
        moved, smallest, flags = _round(v, w, mask, x, share)
        if moved < STILL:
            return moved, flags
        if not cycled and _is_back(v, w, x):
            cycled, last = True, turn + DAMPED
        if turn == mark_at:
            mark_at *= 2
            copy_levels(w, x, v[MARK], issues)
        if turn == half_way:
            early, lacked, _ = find_failing_talk(v, w, mask)
        if cycled or moved > NEARING * before or smallest < SPARE:
            forget(v)
        else:
            _accelerate(v, w, mask, x)
    if moved > TOLERANCE and not cycled:
        worst, least, _ = find_failing_talk(v, w, mask)
        if worst >= 0 and worst == early and least < min(NO_DOUBT, CLOSER * lacked):
            return 0.0, flags  # it falls out, and nothing is left of these levels
    if moved > TOLERANCE:
        flags |= CYCLING if cycled else LIMIT
    return moved, flags
