"""Settling one talk by the solution that it asks for, from as many starts as its needs require."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import gains_at
from tertius.rules.compiled import kernel
from tertius.rules.network import KALAI_SMORODINSKY, NASH
from tertius.rules.one_talk_kernel import Table
from tertius.rules.share_kernel import note_ideals, raise_together, set_units
from tertius.rules.talk_kernel import SHARP, ZONE, copy_levels, enter_zone, nash

__all__ = ["bargain"]

CORNERS = 6  # with two sources of a need in one talk: try every corner of so many issues
AS_GOOD = 1e-9  # two answers whose scores differ by less are a tie


@kernel
def _nash_score(table: Table) -> float:
    """The Nash product's logarithm at the gains last computed."""
    score = 0.0
    for i in range(table.size[0]):
        if table.power[i] > 0.0:
            score += table.power[i] * math.log(table.gain[i])
    return score


@kernel
def _solve(table: Table, x: NDArray[np.float64], solution: int, a: float) -> tuple[float, float]:
    """The solution reached from x, which is overwritten: the smallest gain, and how good it is.

    Without a zone how good it is lies far below any score.
    """
    if solution == NASH:
        smallest = nash(table, x, a)
        return smallest, _nash_score(table) if smallest > ZONE else -1e9 + smallest
    smallest = enter_zone(table, x, a)
    if smallest <= ZONE:
        return smallest, -1e9 + smallest
    set_units(table, solution == KALAI_SMORODINSKY)
    share = raise_together(table, x, a)
    return gains_at(table, x, a, SHARP), share


@kernel
def _two_sources(table: Table) -> bool:
    """Whether some need has two sources on this table, so that the problem is not concave."""
    for j in range(table.size[2]):
        sources = 0
        for k in range(table.size[1]):
            sources += table.cover[j, k] > 0.0
        if sources > 1:
            return True
    return False


@kernel
def _go_to_corner(table: Table, corner: int, x: NDArray[np.float64]) -> None:
    """Puts x at one of the corners; issues beyond the first few stay at their references."""
    for k in range(table.size[1]):
        x[k] = float((corner >> k) & 1) if k < CORNERS else table.reference[k]


@kernel
def _find_ideals(table: Table, x: NDArray[np.float64], corners: int, a: float) -> None:
    """Fills ``table.ideal``, from x and from so many corners."""
    start = table.ideal_from
    for c in range(table.size[0]):
        table.ideal[c] = 0.0
    for corner in range(-1, corners):
        if corner < 0:
            copy_levels(x, start, table.size[1])
        else:
            _go_to_corner(table, corner, start)
        if enter_zone(table, start, a) > ZONE:
            note_ideals(table, start, a)


@kernel
def bargain(table: Table, x: NDArray[np.float64], solution: int, a: float) -> tuple[float, bool]:
    """Settles the talk from x, which is overwritten with the levels.

    Returns the smallest gain (above `ZONE`: agreement) and whether another answer is just as good.
    """
    n = table.size[1]
    if n == 0:
        return np.inf, False
    corners = 2 ** min(n, CORNERS) if _two_sources(table) else 0
    if solution == KALAI_SMORODINSKY:
        _find_ideals(table, x, corners, a)
    smallest, best = _solve(table, x, solution, a)
    tie = False
    tried = table.corner
    for corner in range(corners):
        _go_to_corner(table, corner, tried)
        candidate, score = _solve(table, tried, solution, a)
        apart = False
        for k in range(n):
            apart |= abs(tried[k] - x[k]) > 1e-5
        if score > best + AS_GOOD:
            best, smallest, tie = score, candidate, False
            copy_levels(tried, x, n)
        elif apart and score > best - AS_GOOD:
            tie = True
    return smallest, tie
