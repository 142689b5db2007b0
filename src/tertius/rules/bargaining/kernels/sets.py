"""`renegotiate`, one draw: by recursion over sets of talks.

A set of talks is a bit mask. Every talk outside the set has failed: its threats and links fire, but for those that
answer another party's refusal (see `partings`). The outcome of a set needs the outcomes of the set without each of its
talks, so masks of talks are settled in ascending order; and of the set with some parties gone from a talk, so that of
one such mask those with partings come first.

    set_levels (S, K)   levels, in [0, 1]
    set_agreed (S)      mask of the talks that end in agreement
    set_payoffs (S, I)  payoffs in units of each actor's range
    set_flags (S)       CYCLING, LIMIT, TIED and SEVERAL bits, of this set and of every set that it rests on
    set_residual (S)    largest move of a level in the last round, of this set and of every set that it rests on
    set_others (S)      mask of the talks that a party may leave instead of the one that is off the table
    set_same (S)        the smallest set known to have this very outcome
    set_parted (S)      mask of the partings with which it ends
    set_limbo (S)       mask of the talks without agreement that may never take place
    set_fell (S, T)     the turn in which a talk was left without agreement, from 0; -1 if it was not
    set_margin (S, T)   the smallest gain of such a talk, in units of the party's range
    set_loser (S, T)    the party whose gain that is
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.fixed_point import find_failing_talk, go_on, iterate, put_levels
from tertius.rules.bargaining.kernels.layout import (
    ACTORS,
    ASKED,
    ISSUES,
    LEVELS,
    LIMBO,
    PARTING_TALK,
    PARTINGS,
    PARTY,
    PLANNED,
    SET_AGREED,
    SET_FELL,
    SET_FLAGS,
    SET_LEVELS,
    SET_LIMBO,
    SET_LOSER,
    SET_MARGIN,
    SET_OTHERS,
    SET_PARTED,
    SET_PAYOFFS,
    SET_RESIDUAL,
    SET_SAME,
    SEVERAL,
    TALKS,
    WALK,
)
from tertius.rules.bargaining.kernels.partings import (
    closes,
    enter_partings,
    is_set,
    left_by,
    lies_in,
    parted_as,
    parting_in,
    without,
)
from tertius.rules.bargaining.kernels.state import payoff
from tertius.rules.bargaining.kernels.talk.newton import copy_levels
from tertius.rules.compiled.decorators import kernel

UNWANTED = 1e-6  # a talk without agreement is in the way if that costs a party more than this share of its range


@kernel
def _begin_set(v: Ints, w: Floats, mask: int) -> None:
    """Nothing is known of the set but what the sets that it rests on bring along."""
    talks = v[TALKS]
    flags, residual = 0, 0.0
    for t in range(talks):
        v[v[SET_FELL] + mask * talks + t] = v[v[SET_LOSER] + mask * talks + t] = -1
        w[v[SET_MARGIN] + mask * talks + t] = 0.0
        if (mask >> t) & 1:
            left = without(v, mask, t)
            flags |= v[v[SET_FLAGS] + left]
            residual = max(residual, w[v[SET_RESIDUAL] + left])
            for i in range(v[ACTORS] if v[PARTINGS] else 0):
                left = left_by(v, mask, t, i)
                flags |= v[v[SET_FLAGS] + left]
                residual = max(residual, w[v[SET_RESIDUAL] + left])
    v[v[SET_FLAGS] + mask] = flags
    v[v[SET_PARTED] + mask], v[v[SET_LIMBO] + mask] = mask >> talks, 0
    w[v[SET_RESIDUAL] + mask] = residual
    v[v[SET_SAME] + mask] = mask
    v[v[SET_AGREED] + mask] = v[v[SET_OTHERS] + mask] = 0


@kernel
def _fixed_point(v: Ints, w: Floats, mask: int, left: int) -> None:
    """Fills the levels with those at which the talks of `left` rest, the others of the set without agreement.

    Walk-away values are those of the set `mask`: a talk without agreement may come back if another breaks down.
    """
    v[LIMBO] = (mask & ~left) & ((1 << v[TALKS]) - 1)
    put_levels(v, w, left)
    for t in range(v[TALKS]):
        if (left >> t) & 1:
            walk_from_sets(v, w, mask, t)
    residual, flags = iterate(v, w, left)
    v[v[SET_FLAGS] + mask] |= flags
    w[v[SET_RESIDUAL] + mask] = max(residual, w[v[SET_RESIDUAL] + mask])


@kernel
def _is_as_in(v: Ints, mask: int, left: int) -> bool:
    """Whether the talks of `left` have the same walk-away values in `mask` as if the others were off the table."""
    as_in = v[PARTINGS] == 0
    for t in range(v[TALKS]):
        as_in &= v[v[PLANNED] + t] == 0
        if (left >> t) & 1 and as_in:
            as_in &= v[v[SET_SAME] + (mask ^ (1 << t))] == v[v[SET_SAME] + (left ^ (1 << t))]
    return as_in


@kernel
def _take(v: Ints, w: Floats, mask: int, left: int, turn: int) -> None:
    """Makes the outcome of the set `left` that of `mask`, from which talks fell in the turns before `turn`."""
    actors, issues, talks = v[ACTORS], v[ISSUES], v[TALKS]
    v[v[SET_SAME] + mask] = v[v[SET_SAME] + left]
    v[v[SET_AGREED] + mask] = v[v[SET_AGREED] + left]
    v[v[SET_PARTED] + mask], v[v[SET_LIMBO] + mask] = v[v[SET_PARTED] + left], v[v[SET_LIMBO] + left]
    copy_levels(w, v[SET_LEVELS] + left * issues, v[SET_LEVELS] + mask * issues, issues)
    copy_levels(w, v[SET_PAYOFFS] + left * actors, v[SET_PAYOFFS] + mask * actors, actors)
    for t in range(talks):
        here, there = mask * talks + t, left * talks + t
        if (left >> t) & 1 and v[v[SET_FELL] + there] >= 0:
            v[v[SET_FELL] + here] = turn + v[v[SET_FELL] + there]
            v[v[SET_LOSER] + here] = v[v[SET_LOSER] + there]
            w[v[SET_MARGIN] + here] = w[v[SET_MARGIN] + there]


@kernel
def walk_from_sets(v: Ints, w: Floats, mask: int, t: int) -> None:
    """Fills the walk-away values of talk t: what everyone has in the set that is left if it leaves."""
    actors = v[ACTORS]
    copy_levels(w, v[SET_PAYOFFS] + without(v, mask, t) * actors, v[WALK] + t * actors, actors)
    for i in range(actors if v[PARTINGS] else 0):
        w[v[WALK] + t * actors + i] = w[v[SET_PAYOFFS] + left_by(v, mask, t, i) * actors + i]
    go_on(v, w, t, mask & ((1 << v[TALKS]) - 1) == v[ASKED])


@kernel
def _closed_without(v: Ints, mask: int, t: int) -> int:
    """The set in which some close talk t, of which not all can have a deal; -1 if nobody can."""
    here = parting_in(v, mask, t)
    for c in range(here + 1, v[PARTINGS]):
        if v[v[PARTING_TALK] + c] == t and closes(v, c) and lies_in(v, c, here):
            alone = parted_as(v, mask, t, c)
            if (v[v[SET_AGREED] + alone] >> t) & 1:
                return alone
    return -1


@kernel
def _settle_set(v: Ints, w: Floats, mask: int) -> None:
    """The outcome of one set of talks, from those of its subsets."""
    actors, issues, talks = v[ACTORS], v[ISSUES], v[TALKS]
    _begin_set(v, w, mask)
    left, turn = mask, 0
    while True:
        _fixed_point(v, w, mask, left)
        worst, margin, loser = find_failing_talk(v, w, left)
        if worst < 0:
            break
        here = mask * talks + worst
        v[v[SET_FELL] + here], v[v[SET_LOSER] + here], w[v[SET_MARGIN] + here] = turn, loser, margin
        turn += 1
        alone = _closed_without(v, mask, worst)
        if alone >= 0:
            _take(v, w, mask, alone, turn)
            return
        left = without(v, left, worst)
        if _is_as_in(v, mask, left):
            _take(v, w, mask, left, turn)
            v[v[SET_OTHERS] + mask] = v[v[SET_OTHERS] + left]
            return
    v[v[SET_AGREED] + mask] = left & ((1 << talks) - 1)
    v[v[SET_PARTED] + mask], v[v[SET_LIMBO] + mask] = left >> talks, v[LIMBO]
    copy_levels(w, v[LEVELS], v[SET_LEVELS] + mask * issues, issues)
    for i in range(actors):
        w[v[SET_PAYOFFS] + mask * actors + i] = payoff(v, w, v[LEVELS], i)


@kernel
def _what_its_end_brings(v: Ints, w: Floats, mask: int, t: int) -> tuple[float, float]:
    """The most that a party of talk t would lose, and gain, if it were off the table for good."""
    actors, loss, gain = v[ACTORS], 0.0, 0.0
    now, then = v[SET_PAYOFFS] + mask * actors, v[SET_PAYOFFS] + without(v, mask, t) * actors
    for i in range(actors):
        if v[v[PARTY] + t * actors + i]:
            change = w[then + i] - w[now + i]
            loss, gain = max(loss, -change), max(gain, change)
    return loss, gain


@kernel
def _clear(v: Ints, w: Floats, mask: int) -> None:
    """Takes the first talk that is in its own parties' way off the table, if there is one.

    Which talk goes is open then: whoever gains by it may leave another one first.
    """
    talks, first, others = v[TALKS], -1, 0
    fell = v[SET_FELL] + mask * talks
    for t in range(talks):
        if v[fell + t] >= 0:
            loss, gain = _what_its_end_brings(v, w, mask, t)
            if gain > UNWANTED:
                others |= 1 << t
                if loss <= UNWANTED and (first < 0 or v[fell + t] < v[fell + first]):
                    first = t
    if first < 0:
        return
    for t in range(talks):
        v[fell + t] = 0 if t == first else -1
    v[v[SET_FLAGS] + mask] |= SEVERAL
    v[v[SET_OTHERS] + mask] = others ^ (1 << first)
    _take(v, w, mask, without(v, mask, first), 1)


@kernel
def settle_sets(v: Ints, w: Floats, asked: int) -> None:
    """Fills in the outcomes of a set of talks and of every set within it; those of other sets say nothing."""
    for mask in range(asked + 1):
        if mask & asked == mask:
            for turn in range(1 << v[PARTINGS]):
                parted = mask | ((1 << v[PARTINGS]) - 1 - turn) << v[TALKS]
                if is_set(v, parted):
                    enter_partings(v, w, parted)
                    _settle_set(v, w, parted)
                    _clear(v, w, parted)
    v[LIMBO] = 0
