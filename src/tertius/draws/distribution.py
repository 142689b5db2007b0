"""From evenly spread numbers to draws of an uncertain number: the quantile functions of the four shapes.

Each takes u from 0 to 1 and gives the value below which the share u of all draws lies. All have the ends of
the range as their own ends: u = 0 gives the low end and u = 1 the high end, to the last bit, and a larger u
never gives a smaller value.

Reference: D. G. Malcolm, J. H. Roseboom, C. E. Clark and W. Fazar (1959), Application of a technique for
research and development program evaluation, Operations Research 7(5), for PERT; M. H. Kalos and
P. A. Whitlock (2008), Monte Carlo Methods, for drawing through the inverse of a distribution function.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tertius.case.parse.quantity import Quantity, Shape
from tertius.draws.pert import PERT_WEIGHT, pert

Floats = NDArray[np.float64]

_DEVIATIONS = 2.0
"""From the middle of a normal range to its ends."""


def uniform(u: Floats, likely: float) -> Floats:
    """Every value between the ends is as likely as any other: x = u. `likely` plays no part."""
    return u


def triangular(u: Floats, likely: float) -> Floats:
    """A density that rises in a straight line to the likely value m and falls in a straight line from there.

    x = sqrt(u m) for u < m,   x = 1 - sqrt((1 - u)(1 - m)) from there on
    """
    rising = np.minimum(np.sqrt(u * likely), likely)
    falling = np.maximum(1 - np.sqrt((1 - u) * (1 - likely)), likely)
    return np.where(u < likely, rising, falling)


def normal(u: Floats, likely: float) -> Floats:
    """The bell curve around the likely value m, cut off at the ends, which are four standard deviations apart.

        x = m + Phi^-1(Phi(z0) + u (Phi(z1) - Phi(z0))) / 4,   z0 = -4 m,   z1 = 4 (1 - m)

    With the likely value in the middle the range is two standard deviations either side: 95 percent of the
    whole curve.
    """
    from scipy.special import ndtr, ndtri

    ends = 2 * _DEVIATIONS * np.array([-likely, 1 - likely])
    below, above = ndtr(ends)
    shares: Floats = likely + ndtri(below + u * (above - below)) / (2 * _DEVIATIONS)
    return shares


QUANTILES: dict[Shape, Callable[[Floats, float], Floats]] = {
    "uniform": uniform,
    "pert": pert,
    "triangular": triangular,
    "normal": normal,
}
"""The quantile function of each shape, on the range 0 to 1."""


def quantile(quantity: Quantity, u: Floats) -> Floats:
    """The values of an uncertain number at shares of its draws.

    Args:
        quantity: The number, on its plain scale.
        u: Shares of the draws, 0 to 1, of any shape.

    Returns:
        Values between its ends, of the shape of `u`; `u` 0 and 1 give the ends.
    """
    low, width = quantity.low, quantity.high - quantity.low
    if width <= 0:
        return np.full_like(u, low)
    # Without a likely value the middle stands in for it.
    shares = QUANTILES[quantity.distribution](u, (quantity.middle - low) / width)
    values: Floats = np.clip(low + width * shares, low, quantity.high)
    values = np.where(u <= 0, low, values)
    return np.where(u >= 1, quantity.high, values)


def share_below(quantity: Quantity, value: float) -> float:
    """F(value): the share of all draws of an uncertain number that lie below a value; what `quantile` turns round.

    Uniform m, PERT I_{a, b}(x), triangular x^2 / m up to the likely value and 1 - (1 - x)^2 / (1 - m) from there,
    normal (Phi(4 (x - m)) - Phi(z0)) / (Phi(z1) - Phi(z0)), with x the share of the range below the value.

    Args:
        quantity: The number, on its plain scale.
        value: The value; 0 below the low end, and 1 from the high end on.
    """
    if value <= quantity.low:
        return 0.0
    if value >= quantity.high:
        return 1.0
    width = quantity.high - quantity.low
    x, likely = (value - quantity.low) / width, (quantity.middle - quantity.low) / width
    return float(_SHARES[quantity.distribution](x, likely))


def _pert_below(x: float, likely: float) -> float:
    from scipy.special import betainc

    return float(betainc(1 + PERT_WEIGHT * likely, 1 + PERT_WEIGHT * (1 - likely), x))


def _triangular_below(x: float, likely: float) -> float:
    return x**2 / likely if x < likely else 1 - (1 - x) ** 2 / (1 - likely)


def _normal_below(x: float, likely: float) -> float:
    from scipy.special import ndtr

    low, here, high = ndtr(2 * _DEVIATIONS * (np.array([0.0, x, 1.0]) - likely))
    return float((here - low) / (high - low))


_SHARES: dict[Shape, Callable[[float, float], float]] = {
    "uniform": lambda x, likely: x,
    "pert": _pert_below,
    "triangular": _triangular_below,
    "normal": _normal_below,
}
