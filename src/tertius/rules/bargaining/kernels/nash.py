"""One talk, everything else held still: its zone of agreement and the asymmetric Nash bargaining solution.

    max_x  sum_i power_i log g_i(x)   subject to  g_i(x) > 0

Without a zone there is no solution; the levels are then those that maximise the smallest gain.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tertius.rules.bargaining.kernels.newton import DONE, gains_at, newton_ascent, smallest_gain
from tertius.rules.bargaining.kernels.subproblem import TIE_WEIGHT, Subproblem
from tertius.rules.compiled import kernel, part

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
def go_nearest(problem: Subproblem, x: NDArray[np.float64], a: float) -> None:
    """Moves x, where every gain is above nothing by a hair, as near to the references as leaves them above it."""
    problem.tie[0] = 1.0
    for weight in (1e-3, 1e-6, 1e-9):
        for i in range(problem.size[0]):
            problem.weight[i] = weight
        gains_at(problem, x, a, SHARP)
        newton_ascent(problem, x, 0.0, a, SHARP, CENTRED if weight > 1e-8 else DONE)
    problem.tie[0] = TIE_WEIGHT


@kernel
def _go_to_references(problem: Subproblem, x: NDArray[np.float64], smallest: float, a: float) -> None:
    """Moves x as near to the references as the smallest gain allows: all the way, if it is no smaller there."""
    m, n = problem.size[0], problem.size[1]
    if gains_at(problem, problem.reference, a, SHARP) >= smallest:
        copy_levels(problem.reference, x, n)
        return
    for i in range(m):
        problem.constant[i] -= smallest - HAIR
    go_nearest(problem, x, a)
    for i in range(m):
        problem.constant[i] += smallest - HAIR


@kernel
def find_zone(problem: Subproblem, x: NDArray[np.float64], a: float) -> float:
    """Moves x towards the largest smallest gain, and stops inside the zone if there is one.

    Returns the smallest gain at x: above `ZONE` inside the zone, else the largest smallest gain there is. That is
    often found at the references, exactly, where the search comes only close.
    """
    m, n = problem.size[0], problem.size[1]
    y = problem.lifted
    copy_levels(x, y, n)
    for i in range(m):
        problem.weight[i] = 1.0
    slack = 2.0
    smallest = gains_at(problem, x, a, BLUNT)
    y[n] = smallest - slack
    while slack > CLOSE:
        slack *= 0.05
        width = max(SHARP, min(BLUNT, slack))
        y[n] = min(y[n], gains_at(problem, y, a, width) - slack)
        newton_ascent(problem, y, 1.0 / slack, a, width, CENTRED)
        smallest = gains_at(problem, y, a, SHARP)
        if smallest > max(ZONE, 0.1 * slack):
            break
    copy_levels(y, x, n)
    if smallest <= ZONE:
        _go_to_references(problem, x, smallest, a)
        smallest = gains_at(problem, x, a, SHARP)
    return smallest


@part
def _maximise(problem: Subproblem, x: NDArray[np.float64], guard: float, a: float) -> bool:
    """From x inside the zone to the maximum; parties without power weigh no more than `guard`. True if it got there.

    The gains must be those at x, before as after.
    """
    m, n = problem.size[0], problem.size[1]
    largest = 1.0
    for i in range(m):
        problem.weight[i] = max(problem.power[i], guard)
        largest = max(largest, problem.gain[i])
    problem.tie[0] = TIE_WEIGHT / largest
    safe = problem.safe
    copy_levels(x, safe, n)
    reached, width = True, BLUNT if a == 1.0 else SHARP
    while width >= 0.5 * SHARP:
        if a == 1.0 and gains_at(problem, x, a, width) <= 0.0:
            copy_levels(safe, x, n)
            gains_at(problem, x, a, width)
        reached = newton_ascent(problem, x, 0.0, a, width, DONE)
        width *= 0.1
    if a == 1.0 and gains_at(problem, x, a, SHARP) <= 0.0:
        copy_levels(safe, x, n)
        gains_at(problem, x, a, SHARP)
    problem.tie[0] = TIE_WEIGHT
    return reached


@kernel
def enter_zone(problem: Subproblem, x: NDArray[np.float64], a: float) -> float:
    """Moves x well into the zone unless it is there; returns the smallest gain, at most `ZONE` without a zone."""
    smallest = gains_at(problem, x, a, SHARP)
    return smallest if smallest >= WIDE else find_zone(problem, x, a)


@kernel
def nash(problem: Subproblem, x: NDArray[np.float64], a: float) -> float:
    """The Nash solution reached from x, which is overwritten; returns the smallest gain.

    The edge that a light party guards is neared step by step, lest the ascent crawl along it; where it crawls all the
    same it goes back, and on in shorter steps.
    """
    m = problem.size[0]
    smallest = enter_zone(problem, x, a)
    if smallest <= ZONE:
        return smallest
    lightest = 1.0
    for i in range(m):
        lightest = min(lightest, problem.power[i])
    steps = 1 if lightest >= LIGHT else len(GUARDS)
    guard = GUARDS[0] if steps > 1 else 0.0
    step, before, stride = 0, guard, np.inf
    while step < steps:
        copy_levels(x, problem.lifted, problem.size[1])
        if _maximise(problem, x, guard, a) or guard < LAST_GUARD or before < FINEST * guard:
            before = guard
            step += guard <= GUARDS[step]
            target = GUARDS[min(step, steps - 1)]
            guard = guard / stride if guard > FINEST * stride * target else target
        else:
            copy_levels(problem.lifted, x, problem.size[1])
            gains_at(problem, x, a, SHARP)
            stride = math.sqrt(before / guard)
            guard = before / stride
    return smallest_gain(problem)


@kernel
def best_in_zone(problem: Subproblem, x: NDArray[np.float64], one: int, a: float) -> float:
    """The largest gain of party `one` of the problem that leaves nobody below its walk-away value.

    Starts from x inside the zone; x is overwritten.
    """
    m = problem.size[0]
    powers = problem.hidden
    copy_levels(problem.power, powers, m)
    for i in range(m):
        problem.power[i] = 1.0 if i == one else 0.0
    nash(problem, x, a)
    copy_levels(powers, problem.power, m)
    return problem.gain[one]
