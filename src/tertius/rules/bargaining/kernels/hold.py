"""`hold`, one draw: every talk settles given the others, which stay as they are if it breaks down.

As long as a talk lacks a zone, the worst falls out of the set.

    fell (T)        the turn in which the talk fell out, from 0; -1 if it did not
    fell_gain (T)   the smallest gain of such a talk, in units of the party's range
    fell_party (T)  the party whose gain that is
    ended_as (3)    mask of the talks in agreement; CYCLING, LIMIT and TIED bits; mask of the partings
    residual        largest move of a level in the last round
"""

from __future__ import annotations

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.fixed_point import find_failing_talk, hold_others, iterate, put_levels
from tertius.rules.bargaining.kernels.layout import (
    ENDED_AS,
    FELL,
    FELL_GAIN,
    FELL_PARTY,
    LEVELS,
    LIMBO,
    PARTED,
    PARTING_TALK,
    PARTINGS,
    RESIDUAL,
    TALKS,
)
from tertius.rules.bargaining.kernels.partings import closes, enter_partings, parted_as, parting_in, without
from tertius.rules.compiled.decorators import kernel


@kernel
def _next_group(v: Ints, mask: int, t: int) -> int:
    """The next group that can close talk t after those who had no deal; -1 if there is none."""
    here = parting_in(v, mask | v[PARTED] << v[TALKS], t)
    for c in range(here + 1, v[PARTINGS]):
        if v[v[PARTING_TALK] + c] == t and closes(v, c):
            return c
    return -1


@kernel
def settle_held(v: Ints, w: Floats, mask: int) -> None:
    """Fills in the settlement of a set whose other talks stay as they are if one fails."""
    talks, fell = v[TALKS], v[FELL]
    for t in range(talks):
        v[fell + t], w[v[FELL_GAIN] + t], v[v[FELL_PARTY] + t] = -1, 0.0, -1
    residual, flags, turn, asked = 0.0, 0, 0, mask
    while True:
        v[LIMBO] = asked & ~mask
        put_levels(v, w, mask)
        moved, ended = iterate(v, w, mask)
        for t in range(talks):
            if (mask >> t) & 1:
                hold_others(v, w, mask, t, v[LEVELS])
        residual, flags = max(residual, moved), flags | ended
        worst, least, poorest = find_failing_talk(v, w, mask)
        if worst < 0:
            break
        closing = _next_group(v, mask, worst)
        if closing >= 0:
            enter_partings(v, w, parted_as(v, mask | v[PARTED] << talks, worst, closing))
            continue
        v[fell + worst], w[v[FELL_GAIN] + worst], v[v[FELL_PARTY] + worst] = turn, least, poorest
        enter_partings(v, w, without(v, mask | v[PARTED] << talks, worst))
        mask &= ~(1 << worst)
        turn += 1
    v[v[ENDED_AS]], v[v[ENDED_AS] + 1], v[v[ENDED_AS] + 2] = mask, flags, v[PARTED]
    w[v[RESIDUAL]] = residual
