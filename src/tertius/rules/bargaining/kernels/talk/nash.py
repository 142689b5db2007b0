"""One talk, everything else held still: its zone of agreement and the asymmetric Nash bargaining solution.

    max_x  sum_i power_i log g_i(x)   subject to  g_i(x) > 0

Without a zone there is no solution; the levels are then those that maximise the smallest gain.
"""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    BALLOT,
    CONSTANT,
    GAIN,
    HERE_REFERENCE,
    HIDDEN,
    LIFTED,
    LOG_WEIGHT,
    OPEN,
    PARTIES,
    SAFE,
    SHARE,
    TIE,
    VOTES,
)
from tertius.rules.bargaining.kernels.talk.ballots import set_ballot
from tertius.rules.bargaining.kernels.talk.newton import DONE, copy_levels, gains_at, newton_ascent, smallest_gain
from tertius.rules.compiled.decorators import kernel

ZONE = 1e-8  # a gain must be larger than this share of the actor's range
SHARP = 1e-8  # width of a kink at curvature 1
BLUNT = 1e-3  # width with which the ascent over kinks begins
CENTRED = 1e-6  # squared Newton decrement with which a step of the search for a zone is good enough
CLOSE = 1e-11  # how closely the largest smallest gain is found, as a share of the range
HAIR = 1e-12  # gains that differ by less are as good
WIDE = 1e-7  # a smallest gain above this is a fair place to start from
LIGHT = 1e-2  # share of power below which a party needs care
GUARD = 1e-2  # the most that such a party weighs to begin with
LIGHTER = 1e-3  # by which that falls from step to step
GUARDS = 5  # so many steps
LAST_GUARD = 1e-9  # a party that weighs less moves the levels by no more than rounding may
FINEST = 1.5  # the shortest of steps: this times lighter
TIE_WEIGHT = 1e-9  # weight of the distance from the references that no result shows


@kernel
def go_nearest(v: Ints, w: Floats, x: int, a: float) -> None:
    """Moves x, where every gain is above nothing by a hair, as near to the references as leaves them above it."""
    w[v[TIE]] = 1.0
    for weight in (1e-3, 1e-6, 1e-9):
        for i in range(v[PARTIES]):
            w[v[LOG_WEIGHT] + i] = weight
        gains_at(v, w, x, a, SHARP)
        newton_ascent(v, w, x, 0.0, a, SHARP, CENTRED if weight > 1e-8 else DONE)
    w[v[TIE]] = TIE_WEIGHT


@kernel
def find_zone(v: Ints, w: Floats, x: int, a: float) -> float:
    """Moves x towards the largest smallest gain, and stops inside the zone if there is one.

    Returns the smallest gain at x: above `ZONE` inside the zone, else the largest smallest gain there is. That is
    often found at the references, exactly, where the search comes only close.
    """
    m, n, y, reference = v[PARTIES], v[OPEN], v[LIFTED], v[HERE_REFERENCE]
    copy_levels(w, x, y, n)
    for i in range(m):
        w[v[LOG_WEIGHT] + i] = 1.0
    slack = 2.0
    smallest = gains_at(v, w, x, a, BLUNT)
    w[y + n] = smallest - slack
    while slack > CLOSE:
        slack *= 0.05
        width = max(SHARP, min(BLUNT, slack))
        w[y + n] = min(w[y + n], gains_at(v, w, y, a, width) - slack)
        newton_ascent(v, w, y, 1.0 / slack, a, width, CENTRED)
        smallest = gains_at(v, w, y, a, SHARP)
        if smallest > max(ZONE, 0.1 * slack):
            break
    copy_levels(w, y, x, n)
    if smallest > ZONE:
        return smallest
    # As near to the references as the smallest gain allows: all the way, if it is no smaller there.
    if gains_at(v, w, reference, a, SHARP) >= smallest:
        copy_levels(w, reference, x, n)
    else:
        for i in range(m):
            w[v[CONSTANT] + i] -= smallest - HAIR
        go_nearest(v, w, x, a)
        for i in range(m):
            w[v[CONSTANT] + i] += smallest - HAIR
    return gains_at(v, w, x, a, SHARP)


@kernel
def _maximise(v: Ints, w: Floats, x: int, guard: float, a: float) -> bool:
    """From x inside the zone to the maximum; parties without power weigh no more than `guard`. True if it got there.

    The gains must be those at x, before as after.
    """
    m, n, safe = v[PARTIES], v[OPEN], v[SAFE]
    largest = 1.0
    if v[VOTES]:
        v[BALLOT] = v[VOTES]
        gains_at(v, w, x, a, SHARP)
    for i in range(m):
        w[v[LOG_WEIGHT] + i] = max(w[v[SHARE] + i], guard)
        largest = max(largest, w[v[GAIN] + i])
    w[v[TIE]] = TIE_WEIGHT / largest
    copy_levels(w, x, safe, n)
    reached, width = True, BLUNT if a == 1.0 else SHARP
    while width >= 0.5 * SHARP:
        if a == 1.0 and gains_at(v, w, x, a, width) <= 0.0:
            copy_levels(w, safe, x, n)
            gains_at(v, w, x, a, width)
        reached = newton_ascent(v, w, x, 0.0, a, width, DONE)
        width *= 0.1
    if a == 1.0 and gains_at(v, w, x, a, SHARP) <= 0.0:
        copy_levels(w, safe, x, n)
        gains_at(v, w, x, a, SHARP)
    w[v[TIE]] = TIE_WEIGHT
    v[BALLOT] = 0
    return reached


@kernel
def enter_zone(v: Ints, w: Floats, x: int, a: float) -> float:
    """Moves x well into the zone unless it is there; returns the smallest gain, at most `ZONE` without a zone."""
    smallest = gains_at(v, w, x, a, SHARP)
    return smallest if smallest >= WIDE else find_zone(v, w, x, a)


@kernel
def open_ballot(v: Ints, w: Floats, x: int, a: float) -> None:
    """Fixes over what the approval of those at home is smoothed, at the levels x."""
    v[BALLOT] = v[VOTES]
    gains_at(v, w, x, a, SHARP)
    set_ballot(v, w)
    v[BALLOT] = 0


@kernel
def _guard_of(step: int) -> float:
    """What a light party weighs in a step."""
    guard = GUARD
    for _ in range(step):
        guard *= LIGHTER
    return guard


@kernel
def nash(v: Ints, w: Floats, x: int, a: float) -> float:
    """The Nash solution reached from x, which is overwritten; returns the smallest gain.

    The edge that a light party guards is neared step by step, lest the ascent crawl along it; where it crawls all the
    same it goes back, and on in shorter steps.
    """
    n, lifted = v[OPEN], v[LIFTED]
    smallest = enter_zone(v, w, x, a)
    if smallest <= ZONE:
        return smallest
    if v[VOTES]:
        open_ballot(v, w, x, a)
    lightest = 1.0
    for i in range(v[PARTIES]):
        lightest = min(lightest, w[v[SHARE] + i])
    steps = 1 if lightest >= LIGHT else GUARDS
    guard = GUARD if steps > 1 else 0.0
    step, before, stride = 0, guard, math.inf
    while step < steps:
        copy_levels(w, x, lifted, n)
        if _maximise(v, w, x, guard, a) or guard < LAST_GUARD or before < FINEST * guard:
            before = guard
            step += guard <= _guard_of(step)
            target = _guard_of(min(step, steps - 1))
            guard = guard / stride if guard > FINEST * stride * target else target
        else:
            copy_levels(w, lifted, x, n)
            gains_at(v, w, x, a, SHARP)
            stride = math.sqrt(before / guard)
            guard = before / stride
    return smallest_gain(v, w)


@kernel
def best_in_zone(v: Ints, w: Floats, x: int, one: int, a: float) -> float:
    """The largest gain of party `one` that leaves nobody below its walk-away value.

    Starts from x inside the zone; x is overwritten.
    """
    m, share, hidden, votes = v[PARTIES], v[SHARE], v[HIDDEN], v[VOTES]
    v[VOTES] = 0
    copy_levels(w, share, hidden, m)
    for i in range(m):
        w[share + i] = 1.0 if i == one else 0.0
    nash(v, w, x, a)
    copy_levels(w, hidden, share, m)
    v[VOTES] = votes
    return w[v[GAIN] + one]
