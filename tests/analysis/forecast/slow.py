"""The scores once more, slow and obvious: loops over the definition, and integrals on a fine grid."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

__all__ = [
    "crps_by_pairs",
    "crps_integral",
    "linear_cdf",
    "mean_of_resample",
    "step_cdf",
]


def step_cdf(sample: Sequence[float], weights: Sequence[float]) -> Callable[[float], float]:
    """The distribution function of weighted draws."""
    total = sum(weights)
    return lambda x: sum(w for value, w in zip(sample, weights, strict=True) if value <= x) / total


def linear_cdf(points: Sequence[float], heights: Sequence[float]) -> Callable[[float], float]:
    """Straight lines between points, 0 below the first and 1 above the last."""

    def at(x: float) -> float:
        if x < points[0]:
            return 0.0
        if x >= points[-1]:
            return 1.0
        k = max(place for place, point in enumerate(points) if point <= x)
        share = (x - points[k]) / (points[k + 1] - points[k])
        return heights[k] + share * (heights[k + 1] - heights[k])

    return at


def crps_integral(cdf: Callable[[float], float], outcome: float, kinks: Sequence[float], steps: int = 200) -> float:
    """The integral of (F(x) - 1{x >= y})^2 by the midpoint rule between the kinks of F and y.

    Where F is a step it is exact; where F is a line its error falls with the square of the steps.
    """
    ends = sorted({*kinks, outcome})
    total = 0.0
    for start, end in pairwise(ends):
        width = (end - start) / steps
        for step in range(steps):
            x = start + (step + 0.5) * width
            total += (cdf(x) - (1.0 if x >= outcome else 0.0)) ** 2 * width
    return total


def crps_by_pairs(sample: Sequence[float], outcome: float, fair: bool) -> float:
    """E|X - y| - E|X - X'| / 2 over all pairs of draws, or over all pairs of different draws."""
    n = len(sample)
    distance = math.fsum(abs(x - outcome) for x in sample) / n
    spread = math.fsum(abs(one - other) for one in sample for other in sample)
    return distance - spread / (n * (n - 1) if fair else n * n) / 2


def mean_of_resample(scores: Sequence[float], groups: Sequence[object], drawn: Sequence[object]) -> float:
    """The mean over the cases of the groups drawn, each group's cases as often as it was drawn."""
    cases = [score for group in drawn for score, label in zip(scores, groups, strict=True) if label == group]
    return sum(cases) / len(cases)
