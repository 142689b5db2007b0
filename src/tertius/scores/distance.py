"""How far a forecast level was from what happened: the scores of a single number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from tertius.errors import UsageError
from tertius.scores.arguments import Array, as_numbers, matched

HIT_DISTANCES = (5.0, 10.0)
"""Within which distances a forecast counts as a hit, on scales from 0 to 100."""

_SAME = 1e-9  # 55.1 - 50.1 is a distance of 5, whatever the last bit says


def absolute_error(forecast: ArrayLike, outcome: ArrayLike) -> Array:
    """Distance between forecast and outcome, case by case.

        AE_i = |x_i - y_i|

    Args:
        forecast: x, shape (cases,), or one number for all cases.
        outcome: y, shape (cases,).

    Returns:
        Shape (cases,), in the units of the scale; 0 is best.

    Raises:
        UsageError: Lengths differ, or an entry is not finite.
    """
    x, y = matched(forecast=as_numbers("forecast", forecast), outcome=as_numbers("outcome", outcome))
    return np.abs(x - y)


def mean_absolute_error(forecast: ArrayLike, outcome: ArrayLike) -> float:
    """Mean distance between forecast and outcome (MAE).

        MAE = (1/n) sum_i |x_i - y_i|

    The forecast that does best by it in expectation is the median. Arguments, units and errors as
    `absolute_error`.
    """
    return float(absolute_error(forecast, outcome).mean())


def hit_rates(
    forecast: ArrayLike, outcome: ArrayLike, distances: Sequence[float] = HIT_DISTANCES
) -> dict[float, float]:
    """Share of the cases forecast within each distance.

        H(r) = (1/n) sum_i 1{|x_i - y_i| <= r}

    A distance of exactly r is a hit (to 1e-9).

    Args:
        forecast: x, shape (cases,), or one number for all cases.
        outcome: y, shape (cases,), on the same scale.
        distances: Each r, in the units of the scale.

    Returns:
        The share, 0 to 1, by distance; 1 is best.

    Raises:
        UsageError: Lengths differ, an entry is not finite, or a distance is below 0.
    """
    if not all(distance >= 0 for distance in distances):
        raise UsageError(f"distances {list(distances)}: each is 0 or above")
    error = absolute_error(forecast, outcome)
    return {float(distance): float((error <= distance + _SAME).mean()) for distance in distances}
