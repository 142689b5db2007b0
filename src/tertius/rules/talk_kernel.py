"""One talk, everything else held still: its zone of agreement and the asymmetric Nash bargaining solution.

    max_x  sum_i power_i log g_i(x)   subject to  g_i(x) > 0

Without a zone there is no solution; the levels are then those that maximise the smallest gain.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import DONE, climb, gains_at, smallest_gain
from tertius.rules.compiled import kernel, part
from tertius.rules.one_talk_kernel import TIE_WEIGHT, Table

__all__ = ["best_in_zone", "copy_levels", "enter_zone", "find_zone", "go_nearest", "nash"]

ZONE = 1e-8  # a gain must be larger than this share of the actor's range
SHARP = 1e-8  # width of a kink at curvature 1
BLUNT = 1e-3  # width with which the ascent over kinks begins
CENTRED = 1e-6  # squared Newton decrement with which a step of the search for a zone is good enough
CLOSE = 1e-11  # how closely the largest smallest gain is found, as a share of the range
HAIR = 1e-12  # gains that differ by less are as good
WIDE = 1e-7  # a smallest gain above this is a fair place to start from
LIGHT = 1e-2  # share of power below which a party needs care
GUARDS = (1e-2, 1e-5, 1e-8, 1e-11, 1e-14)  # what such a party weighs, step by step
LAST_GUARD = 1e-9  # a party that weighs less moves the levels by no more than rounding may
FINEST = 1.5  # the shortest of steps: this times lighter


@kernel
def copy_levels(source: NDArray[np.float64], target: NDArray[np.float64], size: int) -> None:
    """Copies the first `size` entries; plain loops compile several times faster than slices."""
    for k in range(size):
        target[k] = source[k]


@kernel
def go_nearest(table: Table, x: NDArray[np.float64], a: float) -> None:
    """Moves x, where every gain is above nothing by a hair, as near to the references as leaves them above it."""
    table.tie[0] = 1.0
    for weight in (1e-3, 1e-6, 1e-9):
        for i in range(table.size[0]):
            table.weight[i] = weight
        gains_at(table, x, a, SHARP)
        climb(table, x, 0.0, a, SHARP, CENTRED if weight > 1e-8 else DONE)
    table.tie[0] = TIE_WEIGHT


@kernel
def _go_to_references(table: Table, x: NDArray[np.float64], smallest: float, a: float) -> None:
    """Moves x as near to the references as the smallest gain allows: all the way, if it is no smaller there."""
    m, n = table.size[0], table.size[1]
    if gains_at(table, table.reference, a, SHARP) >= smallest:
        copy_levels(table.reference, x, n)
        return
    for i in range(m):
        table.constant[i] -= smallest - HAIR
    go_nearest(table, x, a)
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
    copy_levels(x, y, n)
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
    copy_levels(y, x, n)
    if smallest <= ZONE:
        _go_to_references(table, x, smallest, a)
        smallest = gains_at(table, x, a, SHARP)
    return smallest


@part
def _maximise(table: Table, x: NDArray[np.float64], guard: float, a: float) -> bool:
    """From x inside the zone to the maximum; parties without power weigh no more than `guard`. True if it got there.

    The gains must be those at x, before as after.
    """
    m, n = table.size[0], table.size[1]
    largest = 1.0
    for i in range(m):
        table.weight[i] = max(table.power[i], guard)
        largest = max(largest, table.gain[i])
    table.tie[0] = TIE_WEIGHT / largest
    safe = table.safe
    copy_levels(x, safe, n)
    reached, width = True, BLUNT if a == 1.0 else SHARP
    while width >= 0.5 * SHARP:
        if a == 1.0 and gains_at(table, x, a, width) <= 0.0:
            copy_levels(safe, x, n)
            gains_at(table, x, a, width)
        reached = climb(table, x, 0.0, a, width, DONE)
        width *= 0.1
    if a == 1.0 and gains_at(table, x, a, SHARP) <= 0.0:
        copy_levels(safe, x, n)
        gains_at(table, x, a, SHARP)
    table.tie[0] = TIE_WEIGHT
    return reached


@kernel
def enter_zone(table: Table, x: NDArray[np.float64], a: float) -> float:
    """Moves x well into the zone unless it is there; returns the smallest gain, at most `ZONE` without a zone."""
    smallest = gains_at(table, x, a, SHARP)
    return smallest if smallest >= WIDE else find_zone(table, x, a)


@kernel
def nash(table: Table, x: NDArray[np.float64], a: float) -> float:
    """The Nash solution reached from x, which is overwritten; returns the smallest gain.

    The edge that a light party guards is neared step by step, lest the ascent crawl along it; where it crawls all the
    same it goes back, and on in shorter steps.
    """
    m = table.size[0]
    smallest = enter_zone(table, x, a)
    if smallest <= ZONE:
        return smallest
    lightest = 1.0
    for i in range(m):
        lightest = min(lightest, table.power[i])
    steps = 1 if lightest >= LIGHT else len(GUARDS)
    guard = GUARDS[0] if steps > 1 else 0.0
    step, before, stride = 0, guard, np.inf
    while step < steps:
        copy_levels(x, table.lifted, table.size[1])
        if _maximise(table, x, guard, a) or guard < LAST_GUARD or before < FINEST * guard:
            before = guard
            step += guard <= GUARDS[step]
            target = GUARDS[min(step, steps - 1)]
            guard = guard / stride if guard > FINEST * stride * target else target
        else:
            copy_levels(table.lifted, x, table.size[1])
            gains_at(table, x, a, SHARP)
            stride = math.sqrt(before / guard)
            guard = before / stride
    return smallest_gain(table)


@kernel
def best_in_zone(table: Table, x: NDArray[np.float64], one: int, a: float) -> float:
    """The largest gain of party `one` of the table that leaves nobody below its walk-away value.

    Starts from x inside the zone; x is overwritten.
    """
    m = table.size[0]
    powers = table.hidden
    copy_levels(table.power, powers, m)
    for i in range(m):
        table.power[i] = 1.0 if i == one else 0.0
    nash(table, x, a)
    copy_levels(powers, table.power, m)
    return table.gain[one]
