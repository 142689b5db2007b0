"""Settling one talk by the solution that it asks for, from as many starts as its needs require.

The upper hand: how far a party got from its walk-away value towards its best in the zone of agreement.
"""

from __future__ import annotations

import math

from tertius.rules.arrays import KALAI_SMORODINSKY, NASH, Floats, Ints
from tertius.rules.bargaining.kernels.layout import (
    ACTOR,
    AMBIGUOUS,
    BALLOT,
    CORNER,
    CURVATURE,
    GAIN,
    HERE_COVER,
    HERE_REFERENCE,
    IDEAL,
    IDEAL_FROM,
    ISSUE,
    ISSUES,
    NEED_PARTY,
    OPEN,
    PARTIES,
    SETTLED,
    SHARE,
    SOURCES,
    VOTES,
)
from tertius.rules.bargaining.kernels.talk.ballots import log_approval
from tertius.rules.bargaining.kernels.talk.nash import SHARP, ZONE, enter_zone, nash, open_ballot
from tertius.rules.bargaining.kernels.talk.newton import copy_levels, gains_at
from tertius.rules.bargaining.kernels.talk.proportional import note_ideals, raise_together, set_units
from tertius.rules.bargaining.kernels.talk.subproblem import fill_subproblem
from tertius.rules.bargaining.kernels.talk.two_party import best_for, nash_of_two
from tertius.rules.compiled.decorators import kernel

CORNERS = 6  # with two sources of a need in one talk: try every corner of so many issues
LOSING = 1e-5  # a party that would gain more than this share of its range without a talk loses by it
AS_GOOD = 1e-9  # two answers whose scores differ by less are a tie


@kernel
def _solve(v: Ints, w: Floats, x: int, solution: int, a: float) -> tuple[float, float]:
    """The solution reached from x, which is overwritten: the smallest gain, and how good it is.

    Without a zone how good it is lies far below any score.
    """
    if solution == NASH:
        smallest, explicit = nash_of_two(v, w, x, a)
        if not explicit:
            smallest = nash(v, w, x, a)
        if smallest <= ZONE:
            return smallest, -1e9 + smallest
        score = 0.0  # the logarithm of the Nash product
        for i in range(v[PARTIES]):
            if w[v[SHARE] + i] > 0.0:
                score += w[v[SHARE] + i] * math.log(w[v[GAIN] + i])
        if v[VOTES]:
            v[BALLOT] = v[VOTES]
            gains_at(v, w, x, a, SHARP)
            score += log_approval(v, w)
            v[BALLOT] = 0
        return smallest, score
    smallest = enter_zone(v, w, x, a)
    if smallest <= ZONE:
        return smallest, -1e9 + smallest
    set_units(v, w, solution == KALAI_SMORODINSKY)
    share = raise_together(v, w, x, a)
    return gains_at(v, w, x, a, SHARP), share


@kernel
def _two_sources(v: Ints, w: Floats) -> bool:
    """Whether some need has two sources in this talk, so that the problem is not concave."""
    for j in range(v[SOURCES]):
        sources = 0
        for k in range(v[OPEN] if v[v[NEED_PARTY] + j] < v[PARTIES] else 0):
            sources += w[v[HERE_COVER] + j * v[ISSUES] + k] > 0.0
        if sources > 1:
            return True
    return False


@kernel
def _go_to_corner(v: Ints, w: Floats, corner: int, x: int) -> None:
    """Puts x at one of the corners; issues beyond the first few stay at their references."""
    for k in range(v[OPEN]):
        w[x + k] = float((corner >> k) & 1) if k < CORNERS else w[v[HERE_REFERENCE] + k]


@kernel
def _corners(v: Ints, w: Floats) -> int:
    """From how many corners the talk is tried."""
    return 1 << min(v[OPEN], CORNERS) if _two_sources(v, w) else 0


@kernel
def find_ideals(v: Ints, w: Floats, x: int, a: float) -> None:
    """Fills `ideal`, the largest gain of each party that leaves nobody below its walk-away value, from x on."""
    start, corners = v[IDEAL_FROM], _corners(v, w)
    for c in range(v[PARTIES]):
        w[v[IDEAL] + c] = 0.0
    for corner in range(-1, corners):
        if corner < 0:
            copy_levels(w, x, start, v[OPEN])
        else:
            _go_to_corner(v, w, corner, start)
        if enter_zone(v, w, start, a) > ZONE:
            note_ideals(v, w, start, a)


@kernel
def bargain(v: Ints, w: Floats, x: int, solution: int, a: float, known: bool) -> tuple[float, float]:
    """Settles the talk from x, which is overwritten with the levels; `ideal` is filled if it is `known`.

    Returns the smallest gain (above `ZONE`: agreement), and how good the answer is, to compare with others;
    `ambiguous` is 1 if another answer is just as good, else 0.
    """
    n, tried = v[OPEN], v[CORNER]
    v[AMBIGUOUS] = 0
    if n == 0:
        return math.inf, 0.0
    corners = _corners(v, w)
    if solution == KALAI_SMORODINSKY and not known:
        find_ideals(v, w, x, a)
    smallest, best = _solve(v, w, x, solution, a)
    for corner in range(corners):
        _go_to_corner(v, w, corner, tried)
        candidate, score = _solve(v, w, tried, solution, a)
        apart = False
        for k in range(n):
            apart |= abs(w[tried + k] - w[x + k]) > 1e-5
        if score > best + AS_GOOD:
            best, smallest, v[AMBIGUOUS] = score, candidate, 0
            copy_levels(w, tried, x, n)
        elif apart and score > best - AS_GOOD:
            v[AMBIGUOUS] = 1
    return smallest, best


@kernel
def approve(v: Ints, w: Floats, x: int, a: float) -> float:
    """P(those at home say yes) to the levels x of the talk at hand."""
    if v[VOTES] == 0:
        return 1.0
    open_ballot(v, w, x, a)
    return math.exp(log_approval(v, w))


@kernel
def upper_hand(v: Ints, w: Floats, t: int, x: int, walk: int, hand: int) -> None:
    """Fills (I,) (V - d) / (I - d), at the place `hand`, for the parties of talk t, in agreement at the levels x.

    Where a party would be better off without the talk there is no share of a gain to speak of.
    """
    a, settled, best = w[v[CURVATURE]], v[SETTLED], v[CORNER]
    fill_subproblem(v, w, t, x, walk, 0.0)
    n = v[OPEN]
    for r in range(n):
        w[settled + r] = w[x + v[v[ISSUE] + r]]
    if gains_at(v, w, settled, a, SHARP) < -LOSING:
        return
    for c in range(v[PARTIES]):
        gains_at(v, w, settled, a, SHARP)
        gain = w[v[GAIN] + c]
        copy_levels(w, settled, best, n)
        most = best_for(v, w, best, c, a)
        if most > 0.0:
            w[hand + v[v[ACTOR] + c]] = min(1.0, max(0.0, gain / most))
