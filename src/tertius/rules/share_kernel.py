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

from tertius.rules.climb_kernel import DONE, climb, gains_at
from tertius.rules.compiled import kernel
from tertius.rules.one_talk_kernel import Table
from tertius.rules.talk_kernel import BLUNT, CENTRED, SHARP, best_in_zone, copy_levels, go_nearest

__all__ = ["note_ideals", "raise_together", "set_units"]

TIGHT = 1e-13  # how closely a share is raised to where it can rise no further
BINDING = 1e-3  # a share of the pull on z above which a party is what holds z down
FIRST = 2.0  # with what slack the barrier begins
NARROWER = 0.05  # by how much the slack falls from step to step


@kernel
def note_ideals(table: Table, x: NDArray[np.float64], a: float) -> None:
    """Raises ``table.ideal`` to the largest gain of each party that is found from x inside the zone."""
    n = table.size[1]
    for c in range(table.size[0]):
        if table.power[c] > 0.0:
            copy_levels(x, table.best, n)
            table.ideal[c] = max(table.ideal[c], best_in_zone(table, table.best, c, a))


@kernel
def set_units(table: Table, by_ideal: bool) -> None:
    """Fills ``table.unit``; 1 for a party without power, which must only not lose."""
    m = table.size[0]
    largest = 0.0
    for c in range(m):
        largest = max(largest, table.power[c])
    for c in range(m):
        table.unit[c] = table.power[c] / largest if table.power[c] > 0.0 else 1.0
        if by_ideal and table.power[c] > 0.0:
            table.unit[c] *= table.ideal[c]


@kernel
def _count_by(table: Table, back: bool) -> None:
    """Divides all that makes up each party's gain by its unit; or multiplies it back."""
    m, n, needs = table.size
    for c in range(m):
        factor = table.unit[c] if back else 1.0 / table.unit[c]
        table.constant[c] *= factor
        for k in range(n):
            table.salience[c, k] *= factor
        for j in range(needs):
            if table.need_party[j] == c:
                table.left[j] *= factor


@kernel
def _smallest_rising(table: Table) -> float:
    """The smallest of the gains last computed among those that z stands for."""
    smallest = np.inf
    for c in range(table.size[0]):
        if table.rise[c] > 0.0:
            smallest = min(smallest, table.gain[c])
    return smallest


@kernel
def _smallest_held(table: Table) -> float:
    """The smallest of the gains last computed among those that must only stay above nothing."""
    smallest = np.inf
    for c in range(table.size[0]):
        if table.rise[c] == 0.0:
            smallest = min(smallest, table.gain[c])
    return smallest


@kernel
def _raise_smallest(table: Table, y: NDArray[np.float64], a: float) -> float:
    """Moves y, inside the domain, to the largest z there is, less a slack of `TIGHT`; returns z."""
    m, n = table.size[0], table.size[1]
    safe = table.safe
    copy_levels(y, safe, n)
    for c in range(m):
        table.weight[c] = 1.0
    gains_at(table, y, a, SHARP)
    y[n] = _smallest_rising(table) - FIRST
    slack = FIRST
    while slack > TIGHT:
        slack = max(TIGHT, NARROWER * slack)
        width = max(SHARP, min(BLUNT, slack))
        gains_at(table, y, a, width)
        if _smallest_held(table) <= 0.0:  # a kink has become sharper than what is left of a gain
            copy_levels(safe, y, n)
            gains_at(table, y, a, width)
        y[n] = min(y[n], _smallest_rising(table) - slack)
        climb(table, y, 1.0 / slack, a, width, CENTRED)
    gains_at(table, y, a, SHARP)
    z: float = y[n]
    return z


@kernel
def _hold_the_bound(table: Table, z: float) -> int:
    """Holds at z those whose gain holds z down; returns how many still rise."""
    m = table.size[0]
    tightest, rising = -1, 0
    for c in range(m):
        if table.rise[c] > 0.0 and (tightest < 0 or table.gain[c] < table.gain[tightest]):
            tightest = c
    for c in range(m):
        if table.rise[c] > 0.0:
            if c == tightest or BINDING * (table.gain[c] - z) < TIGHT:
                table.rise[c] = 0.0
                table.constant[c] -= z
                table.held_at[c] = z
            else:
                rising += 1
    return rising


@kernel
def _may_be_flat(table: Table, a: float) -> bool:
    """Whether several levels can be equally good: linear losses, or an issue on which nobody has a stance."""
    if a == 1.0:
        return True
    for k in range(table.size[1]):
        wanted = False
        for c in range(table.size[0]):
            wanted |= table.salience[c, k] > 0.0
        if not wanted:
            return True
    return False


@kernel
def raise_together(table: Table, x: NDArray[np.float64], a: float) -> float:
    """From x inside the zone to the levels that raise the shares together; returns the smallest share.

    ``table.unit`` is set. x is overwritten.
    """
    m, n = table.size[0], table.size[1]
    _count_by(table, False)
    y = table.lifted
    copy_levels(x, y, n)
    rising = 0
    for c in range(m):
        table.held_at[c] = 0.0
        table.rise[c] = 1.0 if table.power[c] > 0.0 else 0.0
        rising += table.power[c] > 0.0
    smallest = np.inf
    while rising > 0:
        z = _raise_smallest(table, y, a)
        smallest = min(smallest, z)
        rising = _hold_the_bound(table, z)
    gains_at(table, y, a, SHARP)
    climb(table, y, 0.0, a, SHARP, DONE)  # to the centre of the little room that is left
    if _may_be_flat(table, a):
        go_nearest(table, y, a)
    copy_levels(y, x, n)
    for c in range(m):
        table.constant[c] += table.held_at[c]
        table.rise[c] = 1.0
    _count_by(table, True)
    return smallest
