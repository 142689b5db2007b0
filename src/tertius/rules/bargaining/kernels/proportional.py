"""Raising shares together: the Kalai-Smorodinsky and the egalitarian solution of one talk.

Each party's gain is counted in a unit of its own, u_i:

    egalitarian          u_i = power_i          gains are shares of the range
    Kalai-Smorodinsky    u_i = power_i I_i      I_i: the largest gain that leaves nobody below its walk-away value

and the smallest share g_i / u_i is raised as far as it goes; then, with those who can rise no further held where
they are, the smallest of the others, and so on (the lexicographic refinement of Imai 1983, without which the levels
need not be on the Pareto frontier). Powers are relative to the largest.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.bargaining.kernels.nash import BLUNT, CENTRED, SHARP, best_in_zone, copy_levels, go_nearest
from tertius.rules.bargaining.kernels.newton import DONE, gains_at, newton_ascent
from tertius.rules.bargaining.kernels.subproblem import Subproblem
from tertius.rules.compiled import kernel

TIGHT = 1e-13  # how closely a share is raised to where it can rise no further
BINDING = 1e-3  # a share of the pull on z above which a party is what holds z down
FIRST = 2.0  # with what slack the barrier begins
NARROWER = 0.05  # by how much the slack falls from step to step


@kernel
def note_ideals(problem: Subproblem, x: NDArray[np.float64], a: float) -> None:
    """Raises ``problem.ideal`` to the largest gain of each party that is found from x inside the zone."""
    n = problem.size[1]
    for c in range(problem.size[0]):
        if problem.power[c] > 0.0:
            copy_levels(x, problem.best, n)
            problem.ideal[c] = max(problem.ideal[c], best_in_zone(problem, problem.best, c, a))


@kernel
def set_units(problem: Subproblem, by_ideal: bool) -> None:
    """Fills ``problem.unit``; 1 for a party without power, which must only not lose."""
    m = problem.size[0]
    largest = 0.0
    for c in range(m):
        largest = max(largest, problem.power[c])
    for c in range(m):
        problem.unit[c] = problem.power[c] / largest if problem.power[c] > 0.0 else 1.0
        if by_ideal and problem.power[c] > 0.0:
            problem.unit[c] *= problem.ideal[c]


@kernel
def _count_by(problem: Subproblem, back: bool) -> None:
    """Divides all that makes up each party's gain by its unit; or multiplies it back."""
    m, n, needs = problem.size
    for c in range(m):
        factor = problem.unit[c] if back else 1.0 / problem.unit[c]
        problem.constant[c] *= factor
        for k in range(n):
            problem.salience[c, k] *= factor
        for j in range(needs):
            if problem.need_party[j] == c:
                problem.left[j] *= factor


@kernel
def _smallest_rising(problem: Subproblem) -> float:
    """The smallest of the gains last computed among those that z stands for."""
    smallest = np.inf
    for c in range(problem.size[0]):
        if problem.rise[c] > 0.0:
            smallest = min(smallest, problem.gain[c])
    return smallest


@kernel
def _smallest_held(problem: Subproblem) -> float:
    """The smallest of the gains last computed among those that must only stay above nothing."""
    smallest = np.inf
    for c in range(problem.size[0]):
        if problem.rise[c] == 0.0:
            smallest = min(smallest, problem.gain[c])
    return smallest


@kernel
def _raise_smallest(problem: Subproblem, y: NDArray[np.float64], a: float) -> float:
    """Moves y, inside the domain, to the largest z there is, less a slack of `TIGHT`; returns z."""
    m, n = problem.size[0], problem.size[1]
    safe = problem.safe
    copy_levels(y, safe, n)
    for c in range(m):
        problem.weight[c] = 1.0
    gains_at(problem, y, a, SHARP)
    y[n] = _smallest_rising(problem) - FIRST
    slack = FIRST
    while slack > TIGHT:
        slack = max(TIGHT, NARROWER * slack)
        width = max(SHARP, min(BLUNT, slack))
        gains_at(problem, y, a, width)
        if _smallest_held(problem) <= 0.0:  # a kink has become sharper than what is left of a gain
            copy_levels(safe, y, n)
            gains_at(problem, y, a, width)
        y[n] = min(y[n], _smallest_rising(problem) - slack)
        newton_ascent(problem, y, 1.0 / slack, a, width, CENTRED)
    gains_at(problem, y, a, SHARP)
    z: float = y[n]
    return z


@kernel
def _hold_the_bound(problem: Subproblem, z: float) -> int:
    """Holds at z those whose gain holds z down; returns how many still rise."""
    m = problem.size[0]
    tightest, rising = -1, 0
    for c in range(m):
        if problem.rise[c] > 0.0 and (tightest < 0 or problem.gain[c] < problem.gain[tightest]):
            tightest = c
    for c in range(m):
        if problem.rise[c] > 0.0:
            if c == tightest or BINDING * (problem.gain[c] - z) < TIGHT:
                problem.rise[c] = 0.0
                problem.constant[c] -= z
                problem.held_at[c] = z
            else:
                rising += 1
    return rising


@kernel
def _may_be_flat(problem: Subproblem, a: float) -> bool:
    """Whether several levels can be equally good: linear losses, or an issue on which nobody has a stance."""
    if a == 1.0:
        return True
    for k in range(problem.size[1]):
        wanted = False
        for c in range(problem.size[0]):
            wanted |= problem.salience[c, k] > 0.0
        if not wanted:
            return True
    return False


@kernel
def raise_together(problem: Subproblem, x: NDArray[np.float64], a: float) -> float:
    """From x inside the zone to the levels that raise the shares together; returns the smallest share.

    ``problem.unit`` is set. x is overwritten.
    """
    m, n = problem.size[0], problem.size[1]
    _count_by(problem, False)
    y = problem.lifted
    copy_levels(x, y, n)
    rising = 0
    for c in range(m):
        problem.held_at[c] = 0.0
        problem.rise[c] = 1.0 if problem.power[c] > 0.0 else 0.0
        rising += problem.power[c] > 0.0
    smallest = np.inf
    while rising > 0:
        z = _raise_smallest(problem, y, a)
        smallest = min(smallest, z)
        rising = _hold_the_bound(problem, z)
    gains_at(problem, y, a, SHARP)
    newton_ascent(problem, y, 0.0, a, SHARP, DONE)  # to the centre of the little room that is left
    if _may_be_flat(problem, a):
        go_nearest(problem, y, a)
    copy_levels(y, x, n)
    for c in range(m):
        problem.constant[c] += problem.held_at[c]
        problem.rise[c] = 1.0
    _count_by(problem, True)
    return smallest
