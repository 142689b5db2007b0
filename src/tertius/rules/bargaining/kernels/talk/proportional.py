"""Raising shares together: the Kalai-Smorodinsky and the egalitarian solution of one talk.

Each party's gain is counted in a unit of its own, u_i:

    egalitarian          u_i = power_i          gains are shares of the range
    Kalai-Smorodinsky    u_i = power_i I_i      I_i: the largest gain that leaves nobody below its walk-away value

and the smallest share g_i / u_i is raised as far as it goes; then, with those who can rise no further held where
they are, the smallest of the others, and so on (the lexicographic refinement of Imai 1983, without which the levels
need not be on the Pareto frontier). Powers are relative to the largest.
"""

from __future__ import annotations

import math

from tertius.rules.arrays import Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    BEST,
    CONSTANT,
    GAIN,
    HELD_AT,
    HERE_SALIENCE,
    IDEAL,
    ISSUES,
    LEFT,
    LIFTED,
    LOG_WEIGHT,
    NEED_PARTY,
    OPEN,
    PARTIES,
    RISE,
    SAFE,
    SHARE,
    SOURCES,
    UNIT,
)
from tertius.rules.bargaining.kernels.talk.nash import BLUNT, CENTRED, SHARP, go_nearest
from tertius.rules.bargaining.kernels.talk.newton import DONE, copy_levels, gains_at, newton_ascent
from tertius.rules.bargaining.kernels.talk.two_party import best_for
from tertius.rules.compiled.decorators import kernel

TIGHT = 1e-13  # how closely a share is raised to where it can rise no further
BINDING = 1e-3  # a share of the pull on z above which a party is what holds z down
FIRST = 2.0  # with what slack the barrier begins
NARROWER = 0.05  # by how much the slack falls from step to step


@kernel
def note_ideals(v: Ints, w: Floats, x: int, a: float) -> None:
    """Raises `ideal` to the largest gain of each party that is found from x inside the zone."""
    for c in range(v[PARTIES]):
        if w[v[SHARE] + c] > 0.0:
            copy_levels(w, x, v[BEST], v[OPEN])
            w[v[IDEAL] + c] = max(w[v[IDEAL] + c], best_for(v, w, v[BEST], c, a))


@kernel
def set_units(v: Ints, w: Floats, by_ideal: bool) -> None:
    """Fills `unit`; 1 for a party without power, which must only not lose."""
    m, share, unit = v[PARTIES], v[SHARE], v[UNIT]
    largest = 0.0
    for c in range(m):
        largest = max(largest, w[share + c])
    for c in range(m):
        w[unit + c] = w[share + c] / largest if w[share + c] > 0.0 else 1.0
        if by_ideal and w[share + c] > 0.0:
            w[unit + c] *= w[v[IDEAL] + c]


@kernel
def _count_by(v: Ints, w: Floats, back: int) -> None:
    """Divides all that makes up each party's gain by its unit; or multiplies it back."""
    issues = v[ISSUES]
    for c in range(v[PARTIES]):
        factor = w[v[UNIT] + c] if back else 1.0 / w[v[UNIT] + c]
        w[v[CONSTANT] + c] *= factor
        for k in range(v[OPEN]):
            w[v[HERE_SALIENCE] + c * issues + k] *= factor
        for j in range(v[SOURCES]):
            if v[v[NEED_PARTY] + j] == c:
                w[v[LEFT] + j] *= factor


@kernel
def _smallest_of(v: Ints, w: Floats, rise: float) -> float:
    """The smallest of the gains last computed: rise 1, of those that z stands for; 0, of those held above nothing."""
    smallest = math.inf
    for c in range(v[PARTIES]):
        if w[v[RISE] + c] == rise:
            smallest = min(smallest, w[v[GAIN] + c])
    return smallest


@kernel
def _raise_smallest(v: Ints, w: Floats, y: int, a: float) -> float:
    """Moves y, inside the domain, to the largest z there is, less a slack of `TIGHT`; returns z."""
    n, safe = v[OPEN], v[SAFE]
    copy_levels(w, y, safe, n)
    for c in range(v[PARTIES]):
        w[v[LOG_WEIGHT] + c] = 1.0
    gains_at(v, w, y, a, SHARP)
    w[y + n] = _smallest_of(v, w, 1.0) - FIRST
    slack = FIRST
    while slack > TIGHT:
        slack = max(TIGHT, NARROWER * slack)
        width = max(SHARP, min(BLUNT, slack))
        gains_at(v, w, y, a, width)
        if _smallest_of(v, w, 0.0) <= 0.0:  # a kink has become sharper than what is left of a gain
            copy_levels(w, safe, y, n)
            gains_at(v, w, y, a, width)
        w[y + n] = min(w[y + n], _smallest_of(v, w, 1.0) - slack)
        newton_ascent(v, w, y, 1.0 / slack, a, width, CENTRED)
    gains_at(v, w, y, a, SHARP)
    return w[y + n]


@kernel
def _hold_the_bound(v: Ints, w: Floats, z: float) -> int:
    """Holds at z those whose gain holds z down; returns how many still rise."""
    m, gain, rise = v[PARTIES], v[GAIN], v[RISE]
    tightest, rising = -1, 0
    for c in range(m):
        if w[rise + c] > 0.0 and (tightest < 0 or w[gain + c] < w[gain + tightest]):
            tightest = c
    for c in range(m):
        if w[rise + c] > 0.0:
            if c == tightest or BINDING * (w[gain + c] - z) < TIGHT:
                w[rise + c] = 0.0
                w[v[CONSTANT] + c] -= z
                w[v[HELD_AT] + c] = z
            else:
                rising += 1
    return rising


@kernel
def _may_be_flat(v: Ints, w: Floats, a: float) -> bool:
    """Whether several levels can be equally good: linear losses, or an issue on which nobody has a stance."""
    if a == 1.0:
        return True
    for k in range(v[OPEN]):
        wanted = False
        for c in range(v[PARTIES]):
            wanted |= w[v[HERE_SALIENCE] + c * v[ISSUES] + k] > 0.0
        if not wanted:
            return True
    return False


@kernel
def raise_together(v: Ints, w: Floats, x: int, a: float) -> float:
    """From x inside the zone to the levels that raise the shares together; returns the smallest share.

    `unit` is set. x is overwritten.
    """
    m, n, y = v[PARTIES], v[OPEN], v[LIFTED]
    _count_by(v, w, 0)
    copy_levels(w, x, y, n)
    rising = 0
    for c in range(m):
        powerful = w[v[SHARE] + c] > 0.0
        w[v[HELD_AT] + c] = 0.0
        w[v[RISE] + c] = 1.0 if powerful else 0.0
        rising += powerful
    smallest = math.inf
    while rising > 0:
        z = _raise_smallest(v, w, y, a)
        smallest = min(smallest, z)
        rising = _hold_the_bound(v, w, z)
    gains_at(v, w, y, a, SHARP)
    newton_ascent(v, w, y, 0.0, a, SHARP, DONE)  # to the centre of the little room that is left
    if _may_be_flat(v, w, a):
        go_nearest(v, w, y, a)
    copy_levels(w, y, x, n)
    for c in range(m):
        w[v[CONSTANT] + c] += w[v[HELD_AT] + c]
        w[v[RISE] + c] = 1.0
    _count_by(v, w, 1)
    return smallest
