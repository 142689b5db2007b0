"""The quantile function of PERT, read from one small table of polynomials.

PERT on the range 0 to 1 with the likely value m is the beta distribution with a = 1 + lambda m and
b = 1 + lambda (1 - m). Finding x = I^-1_{a, b}(u) anew for every draw takes far longer than drawing u. But below
the median x is a power of u times something smooth, in u and in m:

    x(u, m) = v G(v, m),   v = (2 u)^(1/a)          for u <= 1/2
    x(u, m) = 1 - x(1 - u, 1 - m)                   for u > 1/2

G is interpolated at Chebyshev points of the square of v and m, once for all ranges there are. The error is below
1e-13 of the range, in the tails too, where v takes the infinite slope out. A value depends on its u and m alone,
never on what else is asked with it.

Reference: L. N. Trefethen (2013), Approximation Theory and Approximation Practice, chapters 3, 4 and 8, for the
interpolation, whose error falls geometrically in its degree.
"""

from __future__ import annotations

from functools import cache, reduce

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PERT_WEIGHT = 4.0
"""lambda: how much the likely value weighs against the two ends in the mean of PERT."""

_DEGREE_OF_V = 30
_DEGREE_OF_LIKELY = 34
"""Degrees of G in v and in m. Four degrees less in each make the error 25 times larger."""

_FEW = 12
"""With fewer values than this a call of NumPy takes longer than the arithmetic it does, which is the same."""


def pert(u: Floats, likely: float) -> Floats:
    """The beta distribution of PERT.

        a = 1 + lambda m,   b = 1 + lambda (1 - m),   x = I^-1_{a, b}(u)

    with lambda = 4 and I the regularised incomplete beta function; the mean is (0 + 4 m + 1) / 6.

    Args:
        u: Shares of the draws, 0 to 1, of any shape.
        likely: m, the most likely value as a share of the way from the low end to the high one.
    """
    below = u <= 0.5
    shares = np.empty(u.shape)
    shares[below] = _below_the_median(u[below], likely)
    shares[~below] = 1 - _below_the_median(1 - u[~below], 1 - likely)
    return shares


def _below_the_median(u: Floats, likely: float) -> Floats:
    """(D,) x(u, m) for (D,) u of at most 1/2, by Horner's rule."""
    if not u.size:
        return u
    table = _polynomials()
    chebyshev = np.cos(np.arange(len(table)) * np.arccos(2 * likely - 1))
    v = (2 * u) ** (1 / (1 + PERT_WEIGHT * likely))
    return v * _horner((chebyshev @ table)[::-1].tolist(), 2 * v - 1)


def _horner(coefficients: list[float], t: Floats) -> Floats:
    """(D,) the polynomial with these coefficients, that of the highest power first, at (D,) t."""
    if t.size < _FEW:
        return np.array(
            [reduce(lambda value, coefficient: value * at + coefficient, coefficients) for at in t.tolist()]
        )
    values = np.full_like(t, coefficients[0])
    for coefficient in coefficients[1:]:
        values *= t
        values += coefficient
    return values


@cache
def _polynomials() -> Floats:
    """(degrees of m, degrees of v) P with G(v, m) = sum over j, k of P_jk T_j(2 m - 1) (2 v - 1)^k."""
    from scipy.special import betaincinv

    points_of_v, series_of_v = _chebyshev(_DEGREE_OF_V)
    points_of_likely, series_of_likely = _chebyshev(_DEGREE_OF_LIKELY)
    v, a = (1 + points_of_v) / 2, 1 + PERT_WEIGHT * (1 + points_of_likely[:, None]) / 2
    smooth = betaincinv(a, 2 + PERT_WEIGHT - a, v**a / 2) / v
    table: Floats = series_of_likely @ smooth @ series_of_v.T @ _powers(_DEGREE_OF_V)
    return table


def _chebyshev(degree: int) -> tuple[Floats, Floats]:
    """Chebyshev's points on -1 to 1, and the matrix that makes of values there the series in T_0 to T_degree."""
    angles = np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1)
    series = np.cos(np.arange(degree + 1)[:, None] * angles) * 2 / (degree + 1)
    series[0] /= 2
    return np.cos(angles), series


def _powers(degree: int) -> Floats:
    """Row k has the coefficients of T_k in powers of its argument: T_k+1 = 2 t T_k - T_k-1."""
    rows = np.eye(degree + 1)
    for k in range(2, degree + 1):
        rows[k] = 2 * np.roll(rows[k - 1], 1) - rows[k - 2]
    return rows
