"""The levels of one talk at which a weighted sum of gains is highest, for many weights at once.

    max over low <= x <= high of sum_i w_i g_i(x)

One issue after the other: along each the sum is concave, -sum_i c_i |x - p_i|^a + b x, whatever the others are. Without
needs that two issues of the talk cover one pass is exact; with them it climbs from several starts, the best counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.bargaining.chances.talk import Side

PASSES = 300
STILL = 1e-10
HALVINGS = 50


def best_levels(sides: Sequence[Side], weights: Floats, low: Floats, high: Floats, start: Floats) -> Floats:
    """(R, n) the best levels for every row of weights.

    Args:
        sides: The gains of the m parties, of one type each.
        weights: (R, m) weights, 0 or more.
        low: (n,) the lowest levels.
        high: (n,) the highest levels.
        start: (n,) where issues stay that nobody cares about, within the bounds.
    """
    coupled = any(((side.cover[0] > 0).sum(axis=1) > 1).any() for side in sides)
    best = _climb(sides, weights, low, high, start)
    if not coupled:
        return best
    worth = _worth(sides, weights, best)
    for other in (low, high):
        found = _climb(sides, weights, low, high, other)
        more = _worth(sides, weights, found)
        better = more > worth
        best[better], worth[better] = found[better], more[better]
    return best


def _worth(sides: Sequence[Side], weights: Floats, levels: Floats) -> Floats:
    """(R,) the weighted sums of the gains."""
    gains = np.stack([side.gains(levels)[0] for side in sides], axis=1)
    return np.asarray((weights * gains).sum(axis=1))


def _climb(sides: Sequence[Side], weights: Floats, low: Floats, high: Floats, start: Floats) -> Floats:
    """(R, n) where a climb along one issue after the other ends."""
    levels = np.tile(start, (len(weights), 1))
    a = sides[0].curvature
    for _ in range(PASSES):
        before = levels.copy()
        for k in range(levels.shape[1]):
            slope = np.zeros(len(weights))
            for i, side in enumerate(sides):
                for n in range(side.left.shape[1]):
                    others = np.delete(np.arange(levels.shape[1]), k)
                    open_part = (side.before[0, n, others] - side.cover[0, n, others] * levels[:, others]).prod(axis=1)
                    slope += weights[:, i] * side.left[0, n] * side.cover[0, n, k] * open_part
            stakes = weights * np.array([side.stake[0, k] for side in sides])
            positions = np.array([side.position[0, k] for side in sides])
            levels[:, k] = _along(stakes, positions, slope, a, (low[k], high[k]), levels[:, k])
        if np.abs(levels - before).max(initial=0.0) < STILL:
            break
    return levels


def _along(
    stakes: Floats, positions: Floats, slope: Floats, a: float, bounds: tuple[float, float], now: Floats
) -> Floats:
    """(R,) argmax of -sum_i c_i |x - p_i|^a + b x between bounds; where it stands, if that is the same everywhere."""
    idle = (stakes.sum(axis=1) <= 0) & (slope <= 0)
    if a == 2:
        whole = np.maximum(stakes.sum(axis=1), 1e-300)
        best = np.clip((stakes @ positions + slope / 2) / whole, *bounds)
    else:
        low, high = np.full(len(stakes), bounds[0]), np.full(len(stakes), bounds[1])
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            far = middle[:, None] - positions
            rising = slope - (stakes * a * np.abs(far) ** (a - 1) * np.sign(far)).sum(axis=1) > 0
            low, high = np.where(rising, middle, low), np.where(rising, high, middle)
        best = (low + high) / 2
    return np.where(idle, now, best)
