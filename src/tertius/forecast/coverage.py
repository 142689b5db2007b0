"""Whether ranges hold what they promise: coverage and width of intervals, and where outcomes fall in a forecast."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tertius.forecast.arguments import Array, as_numbers, as_sample, as_weights, matched, refuse

__all__ = ["IntervalCoverage", "interval_coverage", "pit_of_sample"]


@dataclass(frozen=True)
class IntervalCoverage:
    """How often intervals held the outcome, and how wide they were: neither says anything without the other.

    Attributes:
        share: Share of the outcomes inside, 0 to 1; intervals meant to cover 80 percent are calibrated at 0.8.
        width: Mean width, in the units of the scale.
        count: How many cases.
    """

    share: float
    width: float
    count: int


def interval_coverage(low: ArrayLike, high: ArrayLike, outcome: ArrayLike) -> IntervalCoverage:
    """Coverage and mean width of forecast intervals.

        share = (1/n) sum_i 1{l_i <= y_i <= u_i},    width = (1/n) sum_i (u_i - l_i)

    The ends belong to the interval.

    Args:
        low: l, shape (cases,), or one number for all cases.
        high: u, likewise, not below l.
        outcome: y, shape (cases,), on the same scale.

    Raises:
        UsageError: Lengths differ, an entry is not finite, or an interval ends below its beginning.
    """
    lower, upper, y = matched(
        low=as_numbers("low", low), high=as_numbers("high", high), outcome=as_numbers("outcome", outcome)
    )
    refuse("high", upper, upper < lower, "is below the low end of the same interval")
    inside = (lower <= y) & (y <= upper)
    return IntervalCoverage(float(inside.mean()), float((upper - lower).mean()), len(y))


def pit_of_sample(
    sample: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None, seed: int | None = None
) -> Array:
    """Probability integral transform: where the outcome falls in the draws, case by case.

        PIT_i = F_i(y_i-) + v_i (F_i(y_i) - F_i(y_i-))

    F is the distribution function of the draws and F(y-) the weight below y. If the forecasts are calibrated and
    continuous, the values are uniform over 0 to 1 (for n draws up to steps of 1/n); heaped at both ends they tell of
    forecasts that were too sure, heaped in the middle of forecasts that were not sure enough. Where draws equal the
    outcome, as at the end of a scale, v decides: 1/2 by default, which is always the same but not quite uniform; with
    a seed uniform at random, which is.

    Args:
        sample: Shape (cases, draws), or (draws,) if all cases share one forecast.
        outcome: y, shape (cases,), on the same scale.
        weights: One for each draw, shape (draws,) or that of the sample.
        seed: Draws v; the same seed gives the same values.

    Returns:
        Shape (cases,), 0 to 1.

    Raises:
        UsageError: Shapes do not fit, an entry is not finite, or weights are negative or all 0.

    Reference:
        Dawid, A. P. (1984). Present position and potential developments: some personal views: statistical theory: the
        prequential approach. Journal of the Royal Statistical Society A 147, 278-292.
    """
    x, y = as_sample(sample, outcome)
    w = as_weights(weights, x)
    below = (w * (x < y[:, None])).sum(axis=1)
    equal = (w * (x == y[:, None])).sum(axis=1)
    v = np.full(len(y), 0.5) if seed is None else np.random.default_rng(seed).random(len(y))
    return np.asarray(np.clip(below + v * equal, 0, 1), dtype=np.float64)
