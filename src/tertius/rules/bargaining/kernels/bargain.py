"""Settling one talk by the solution that it asks for, from as many starts as its needs require.

The upper hand: how far a party got from its walk-away value towards its best in the zone of agreement.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import KALAI_SMORODINSKY, NASH
from tertius.rules.bargaining.kernels.nash import SHARP, ZONE, best_in_zone, copy_levels, enter_zone, nash
from tertius.rules.bargaining.kernels.newton import gains_at
from tertius.rules.bargaining.kernels.proportional import note_ideals, raise_together, set_units
from tertius.rules.bargaining.kernels.setup import fill_subproblem
from tertius.rules.bargaining.kernels.state import State
from tertius.rules.bargaining.kernels.subproblem import Subproblem
from tertius.rules.compiled import kernel

CORNERS = 6  # with two sources of a need in one talk: try every corner of so many issues
LOSING = 1e-5  # a party that would gain more than this share of its range without a talk loses by it
AS_GOOD = 1e-9  # two answers whose scores differ by less are a tie


@kernel
def _nash_score(problem: Subproblem) -> float:
    """The Nash product's logarithm at the gains last computed."""
    score = 0.0
    for i in range(problem.size[0]):
        if problem.power[i] > 0.0:
            score += problem.power[i] * math.log(problem.gain[i])
    return score


@kernel
def _solve(problem: Subproblem, x: NDArray[np.float64], solution: int, a: float) -> tuple[float, float]:
    """The solution reached from x, which is overwritten: the smallest gain, and how good it is.

    Without a zone how good it is lies far below any score.
    """
    if solution == NASH:
        smallest = nash(problem, x, a)
        return smallest, _nash_score(problem) if smallest > ZONE else -1e9 + smallest
    smallest = enter_zone(problem, x, a)
    if smallest <= ZONE:
        return smallest, -1e9 + smallest
    set_units(problem, solution == KALAI_SMORODINSKY)
    share = raise_together(problem, x, a)
    return gains_at(problem, x, a, SHARP), share


@kernel
def _two_sources(problem: Subproblem) -> bool:
    """Whether some need has two sources in this talk, so that the problem is not concave."""
    for j in range(problem.size[2]):
        sources = 0
        for k in range(problem.size[1]):
            sources += problem.cover[j, k] > 0.0
        if sources > 1:
            return True
    return False


@kernel
def _go_to_corner(problem: Subproblem, corner: int, x: NDArray[np.float64]) -> None:
    """Puts x at one of the corners; issues beyond the first few stay at their references."""
    for k in range(problem.size[1]):
        x[k] = float((corner >> k) & 1) if k < CORNERS else problem.reference[k]


@kernel
def _find_ideals(problem: Subproblem, x: NDArray[np.float64], corners: int, a: float) -> None:
    """Fills ``problem.ideal``, from x and from so many corners."""
    start = problem.ideal_from
    for c in range(problem.size[0]):
        problem.ideal[c] = 0.0
    for corner in range(-1, corners):
        if corner < 0:
            copy_levels(x, start, problem.size[1])
        else:
            _go_to_corner(problem, corner, start)
        if enter_zone(problem, start, a) > ZONE:
            note_ideals(problem, start, a)


@kernel
def bargain(problem: Subproblem, x: NDArray[np.float64], solution: int, a: float) -> tuple[float, bool]:
    """Settles the talk from x, which is overwritten with the levels.

    Returns the smallest gain (above `ZONE`: agreement) and whether another answer is just as good.
    """
    n = problem.size[1]
    if n == 0:
        return np.inf, False
    corners = 2 ** min(n, CORNERS) if _two_sources(problem) else 0
    if solution == KALAI_SMORODINSKY:
        _find_ideals(problem, x, corners, a)
    smallest, best = _solve(problem, x, solution, a)
    tie = False
    tried = problem.corner
    for corner in range(corners):
        _go_to_corner(problem, corner, tried)
        candidate, score = _solve(problem, tried, solution, a)
        apart = False
        for k in range(n):
            apart |= abs(tried[k] - x[k]) > 1e-5
        if score > best + AS_GOOD:
            best, smallest, tie = score, candidate, False
            copy_levels(tried, x, n)
        elif apart and score > best - AS_GOOD:
            tie = True
    return smallest, tie


@kernel
def upper_hand(
    state: State, t: int, x: NDArray[np.float64], walk: NDArray[np.float64], hand: NDArray[np.float64]
) -> None:
    """Fills `hand` (I,), (V - d) / (I - d), for the parties of talk t, which is in agreement at the levels x.

    Where a party would be better off without the talk there is no share of a gain to speak of.
    """
    problem, a = state.problem, state.structure.curvature
    fill_subproblem(state, t, x, walk, 0.0)
    n = problem.size[1]
    settled, best = problem.levels, problem.corner
    for r in range(n):
        settled[r] = x[problem.issue[r]]
    if gains_at(problem, settled, a, SHARP) < -LOSING:
        return
    for c in range(problem.size[0]):
        gains_at(problem, settled, a, SHARP)
        gain = problem.gain[c]
        for r in range(n):
            best[r] = settled[r]
        most = best_in_zone(problem, best, c, a)
        if most > 0.0:
            hand[problem.actor[c]] = min(1.0, max(0.0, gain / most))
