"""One talk, everything else held still: its zone of agreement and the asymmetric Nash bargaining solution.

    max_x  sum_i power_i log g_i(x)   subject to  g_i(x) > 0

Without a zone there is no solution; the levels are then those that maximise the smallest gain.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import DONE, TIE_WEIGHT, Table, climb, gains_at
from tertius.rules.compiled import kernel

__all__ = ["bargain", "best_in_zone"]

ZONE = 1e-8  # a gain must be larger than this share of the actor's range
SHARP = 1e-8  # width of a kink at curvature 1
BLUNT = 1e-3  # width with which the ascent over kinks begins
CENTRED = 1e-6  # squared Newton decrement with which a step of the search for a zone is good enough
CLOSE = 1e-11  # how closely the largest smallest gain is found, as a share of the range
HAIR = 1e-12  # gains that differ by less are as good
WIDE = 1e-7  # a smallest gain above this is a fair place to start from
LIGHT = 1e-2  # share of power below which a party needs care
CORNERS = 6  # with two sources of a need in one talk: try every corner of so many issues
AS_GOOD = 1e-9  # two answers whose objectives differ by less are a tie


@kernel
def _copy(source: NDArray[np.float64], target: NDArray[np.float64], size: int) -> None:
    """Copies the first `size` entries; plain loops compile several times faster than slices."""
    for k in range(size):
        target[k] = source[k]


@kernel
def _go_to_references(table: Table, x: NDArray[np.float64], smallest: float, a: float) -> None:
    """Moves x as near to the references as the smallest gain allows: all the way, if it is no smaller there."""
    m, n = table.size[0], table.size[1]
    if gains_at(table, table.reference, a, SHARP) >= smallest:
        _copy(table.reference, x, n)
        return
    for i in range(m):
        table.constant[i] -= smallest - HAIR
    table.tie[0] = 1.0
    for weight in (1e-3, 1e-6, 1e-9):
        for i in range(m):
            table.weight[i] = weight
        climb(table, x, 0.0, a, SHARP, CENTRED if weight > 1e-8 else DONE)
    table.tie[0] = TIE_WEIGHT
    for i in range(m):
        table.constant[i] += smallest - HAIR


@kernel
def find_zone(table: Table, x: NDArray[np.float64], a: float) -> float:
    """Moves x towards the largest smallest gain, and stops inside the zone if there is one.

    Returns the smallest gain at x: above `ZONE` inside the zone, else the largest smallest gain there is. That is
    often found at the references, exactly, where the search comes only close.
    """
    m, n = table.size[0], table.size[1]
    y = table.lifted
    _copy(x, y, n)
    for i in range(m):
        table.weight[i] = 1.0
    slack = 2.0
    smallest = gains_at(table, x, a, BLUNT)
    y[n] = smallest - slack
    while slack > CLOSE:
        slack *= 0.05
        width = max(SHARP, min(BLUNT, slack))
        y[n] = min(y[n], gains_at(table, y, a, width) - slack)
        climb(table, y, 1.0 / slack, a, width, CENTRED)
        smallest = gains_at(table, y, a, SHARP)
        if smallest > max(ZONE, 0.1 * slack):
            break
    _copy(y, x, n)
    if smallest <= ZONE:
        _go_to_references(table, x, smallest, a)
        smallest = gains_at(table, x, a, SHARP)
    return smallest


@kernel
def _maximise(table: Table, x: NDArray[np.float64], guard: float, a: float) -> bool:
    """From x inside the zone to the maximum; parties without power weigh no more than `guard`. True if it got there."""
    m, n = table.size[0], table.size[1]
    gains_at(table, x, a, SHARP)
    largest = 1.0
    for i in range(m):
        table.weight[i] = max(table.power[i], guard)
        largest = max(largest, table.gain[i])
    table.tie[0] = TIE_WEIGHT / largest
    safe = table.safe
    _copy(x, safe, n)
    reached, width = True, BLUNT if a == 1.0 else SHARP
    while width >= 0.5 * SHARP:
        if gains_at(table, x, a, width) <= 0.0:
            _copy(safe, x, n)
        reached = climb(table, x, 0.0, a, width, DONE)
        width *= 0.1
    if gains_at(table, x, a, SHARP) <= 0.0:
        _copy(safe, x, n)
    table.tie[0] = TIE_WEIGHT
    return reached


@kernel
def _climb_from(table: Table, x: NDArray[np.float64], a: float) -> float:
    """The solution reached from x, which is overwritten; returns the smallest gain."""
    m = table.size[0]
    smallest = gains_at(table, x, a, SHARP)
    if smallest < WIDE:
        smallest = find_zone(table, x, a)
        if smallest <= ZONE:
            return smallest
    lightest = 1.0
    for i in range(m):
        lightest = min(lightest, table.power[i])
    if lightest >= LIGHT:
        _maximise(table, x, 0.0, a)
    else:  # the edge that a light party guards is neared step by step, lest the ascent crawl along it
        for guard in (1e-2, 1e-5, 1e-8, 1e-11, 1e-14):
            _maximise(table, x, guard, a)
    return gains_at(table, x, a, SHARP)


@kernel
def _score(table: Table, smallest: float) -> float:
    """The Nash product's logarithm at the gains last computed; without a zone, far below any."""
    if smallest <= ZONE:
        return -1e9 + smallest
    score = 0.0
    for i in range(table.size[0]):
        if table.power[i] > 0.0:
            score += table.power[i] * math.log(table.gain[i])
    return score


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
def bargain(table: Table, x: NDArray[np.float64], a: float) -> tuple[float, bool]:
    """Settles the talk from x, which is overwritten with the levels.

    Returns the smallest gain (above `ZONE`: agreement) and whether another answer is just as good.
    """
    n = table.size[1]
    if n == 0:
        return np.inf, False
    if not _two_sources(table):
        return _climb_from(table, x, a), False
    smallest = _climb_from(table, x, a)
    best = _score(table, smallest)
    tie = False
    tried = table.corner
    for corner in range(2 ** min(n, CORNERS)):
        for k in range(n):
            tried[k] = float((corner >> k) & 1) if k < CORNERS else table.reference[k]
        candidate = _climb_from(table, tried, a)
        score = _score(table, candidate)
        apart = False
        for k in range(n):
            apart |= abs(tried[k] - x[k]) > 1e-5
        if score > best + AS_GOOD:
            best, smallest, tie = score, candidate, False
            _copy(tried, x, n)
        elif apart and score > best - AS_GOOD:
            tie = True
    return smallest, tie


@kernel
def best_in_zone(table: Table, x: NDArray[np.float64], one: int, a: float) -> float:
    """The largest gain of party `one` of the table that leaves nobody below its walk-away value.

    Starts from x inside the zone; x is overwritten.
    """
    m = table.size[0]
    powers = table.hidden
    _copy(table.power, powers, m)
    for i in range(m):
        table.power[i] = 1.0 if i == one else 0.0
    _climb_from(table, x, a)
    _copy(powers, table.power, m)
    return table.gain[one]
