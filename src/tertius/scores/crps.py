"""The continuous ranked probability score: how far a whole distribution was from what happened.

    CRPS(F, y) = integral (F(x) - 1{x >= y})^2 dx = E|X - y| - E|X - X'| / 2,    X, X' ~ F independent

It is in the units of the scale, strictly proper for distributions with a mean, and for a forecast without spread it is
the absolute error.

Reference:
    Matheson, J. E. and Winkler, R. L. (1976). Scoring rules for continuous probability distributions. Management
    Science 22, 1087-1096. Second form and closed form of the normal: Gneiting, T. and Raftery, A. E. (2007). Strictly
    proper scoring rules, prediction, and estimation. Journal of the American Statistical Association 102, 359-378.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tertius.errors import UsageError
from tertius.scores.arguments import Array, as_numbers, as_probabilities, as_sample, as_weights, matched, refuse


def crps_of_sample(
    sample: ArrayLike, outcome: ArrayLike, weights: ArrayLike | None = None, fair: bool = False
) -> Array:
    """CRPS of draws, case by case, plain or fair.

        plain   sum_j w_j |x_j - y| - 1/2 sum_jk w_j w_k |x_j - x_k|
        fair    sum_j w_j |x_j - y| - 1/2 sum_jk w_j w_k |x_j - x_k| / (1 - sum_j w_j^2)

    with weights that add up to 1; without weights, 1/n each, so that the fair one averages over the n (n - 1) pairs of
    different draws. *Plain* is the exact score of the draws taken as the forecast: what was published is scored.
    *Fair* estimates without bias what the distribution behind n independent draws would score: for comparing
    forecasts with few and different numbers of draws. With weights it is unbiased only if they do not depend on the
    draws, and may be negative. The two differ by E|X - X'| / 2n, which 10,000 draws make negligible.

    The double sum is found from the sorted draws, in n log n steps: with W_k the weight of the k smallest,
    sum_jk w_j w_k |x_j - x_k| = 2 sum_k W_k (1 - W_k) (x_(k+1) - x_(k)).

    Args:
        sample: x, shape (cases, draws), or (draws,) if all cases share one forecast.
        outcome: y, shape (cases,), on the same scale.
        weights: w, one for each draw, shape (draws,) or that of the sample; 0 or above, scaled to add up to 1.
            With weights, the sample can be the points of a discrete distribution.
        fair: Fair rather than plain.

    Returns:
        Shape (cases,), in the units of the scale; 0 is best.

    Raises:
        UsageError: Shapes do not fit, an entry is not finite, weights are negative or all 0, or the fair score is
            asked of a single draw.

    Reference:
        Fair: Ferro, C. A. T. (2014). Fair scores for ensemble forecasts. Quarterly Journal of the Royal Meteorological
        Society 140, 1917-1923.
    """
    x, y = as_sample(sample, outcome)
    w = as_weights(weights, x)
    distance = (w * np.abs(x - y[:, None])).sum(axis=1)
    order = np.argsort(x, axis=1)
    gaps = np.diff(np.take_along_axis(x, order, axis=1), axis=1)
    below = np.cumsum(np.take_along_axis(w, order, axis=1), axis=1)[:, :-1]
    spread = 2 * (below * (1 - below) * gaps).sum(axis=1)  # sum_jk w_j w_k |x_j - x_k|
    if not fair:
        return np.asarray(np.maximum(distance - spread / 2, 0), dtype=np.float64)  # below 0 only by the last bit
    if (w > 0).sum(axis=1).min() < 2:
        raise UsageError("the fair score needs at least two draws that count: use the plain one")
    return np.asarray(distance - spread / (1 - (w**2).sum(axis=1)) / 2, dtype=np.float64)


def crps_of_cdf(grid: ArrayLike, cdf: ArrayLike, outcome: ArrayLike) -> Array:
    """CRPS of a distribution given by its distribution function on a grid, case by case.

        integral (F(x) - 1{x >= y})^2 dx, exactly,    F linear between (x_k, F_k), 0 below x_1, 1 above x_m

    What F lacks of 0 at the first point and of 1 at the last is mass at that point. A point that stands twice makes a
    jump.

    Args:
        grid: x, shape (points,) or (cases, points), not falling, in the units of the scale.
        cdf: F, shape (points,) or (cases, points), 0 to 1, not falling.
        outcome: y, shape (cases,).

    Returns:
        Shape (cases,), in the units of the scale; 0 is best.

    Raises:
        UsageError: Shapes do not fit, an entry is not finite, or grid or F falls.
    """
    x, y = as_sample(_rising("grid", as_numbers("grid", grid, 2)), outcome)
    F = np.atleast_2d(_rising("cdf", as_probabilities("cdf", cdf, 2)))
    return _integral(x, F, y, "cdf")


def crps_of_quantiles(levels: ArrayLike, quantiles: ArrayLike, outcome: ArrayLike) -> Array:
    """CRPS of a distribution given by some of its quantiles, case by case.

    Exact for the distribution whose quantiles lie on straight lines between those given and which ends at the
    outermost: with quantiles at 0.05 and 0.95, 5 percent of the mass stand at each end. See `crps_of_cdf`, which is
    the same with the roles of the axes exchanged. With few quantiles it scores that distribution, not the one they
    were taken from.

    Args:
        levels: Probability levels, shape (points,), 0 to 1, not falling: 0.05, 0.25, 0.5, 0.75, 0.95.
        quantiles: Their quantiles, shape (points,) or (cases, points), not falling, in the units of the scale.
        outcome: y, shape (cases,).

    Returns:
        Shape (cases,), in the units of the scale; 0 is best.

    Raises:
        UsageError: Shapes do not fit, an entry is not finite, or levels or quantiles fall.
    """
    x, y = as_sample(_rising("quantiles", as_numbers("quantiles", quantiles, 2)), outcome)
    F = np.atleast_2d(_rising("levels", as_probabilities("levels", levels)))
    return _integral(x, F, y, "levels")


def crps_of_normal(mean: ArrayLike, deviation: ArrayLike, outcome: ArrayLike) -> Array:
    """CRPS of a normal distribution in closed form, case by case.

        sigma (z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)),    z = (y - mu) / sigma

    Args:
        mean: mu, shape (cases,), or one number for all cases.
        deviation: sigma, the standard deviation, likewise; 0 or above, 0 gives the absolute error.
        outcome: y, shape (cases,).

    Returns:
        Shape (cases,), in the units of the scale; 0 is best.

    Raises:
        UsageError: Lengths differ, an entry is not finite, or a deviation is below 0.

    Reference:
        Gneiting and Raftery (2007), section 4.2.
    """
    from scipy.special import ndtr

    z, sigma, error = _standardised(mean, deviation, outcome, "deviation")
    phi = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    score = sigma * (z * (2 * ndtr(z) - 1) + 2 * phi - 1 / np.sqrt(np.pi))
    return np.where(sigma > 0, score, error)


def crps_of_logistic(location: ArrayLike, scale: ArrayLike, outcome: ArrayLike) -> Array:
    """CRPS of a logistic distribution in closed form, case by case.

        s (z + 2 log(1 + exp(-z)) - 1),    z = (y - m) / s

    Args:
        location: m, shape (cases,), or one number for all cases.
        scale: s, likewise; 0 or above. The standard deviation is s pi / sqrt(3).
        outcome: y, shape (cases,).

    Returns:
        Shape (cases,), in the units of the scale; 0 is best.

    Raises:
        UsageError: Lengths differ, an entry is not finite, or a scale is below 0.

    Reference:
        Follows from E|X - y| = 2 s log(1 + exp(-z)) + s z and E|X - X'| = 2 s for the logistic distribution.
    """
    z, s, error = _standardised(location, scale, outcome, "scale")
    return np.where(s > 0, s * (z + 2 * np.logaddexp(0, -z) - 1), error)


def _integral(x: Array, F: Array, y: Array, name: str) -> Array:
    """The integral of (F - 1{x >= y})^2 for F linear between its points, segment by segment."""
    if F.shape[1] != x.shape[1] or len(F) not in (1, len(y)):
        raise UsageError(f"{name} of shape {F.shape} for points of shape {x.shape}: give one for each point")
    outside = np.maximum(x[:, 0] - y, 0) + np.maximum(y - x[:, -1], 0)
    length, a, b = np.diff(x, axis=1), F[:, :-1], F[:, 1:]
    passed = np.clip(y[:, None] - x[:, :-1], 0, length)  # how much of the segment lies below y
    share = np.divide(passed, length, out=np.zeros_like(passed), where=length > 0)
    at = a + share * (b - a)
    before = passed * _mean_square(a, at)
    after = (length - passed) * _mean_square(1 - at, 1 - b)
    return np.asarray(outside + (before + after).sum(axis=1), dtype=np.float64)


def _mean_square(a: Array, b: Array) -> Array:
    """The mean of the square of what goes from a to b in a straight line."""
    return np.asarray((a * a + a * b + b * b) / 3, dtype=np.float64)


def _rising(what: str, array: Array) -> Array:
    refuse(what, array[..., 1:], np.diff(array, axis=-1) < 0, "is what follows a larger entry: sort them")
    return array


def _standardised(location: ArrayLike, scale: ArrayLike, outcome: ArrayLike, name: str) -> tuple[Array, Array, Array]:
    """z, the scale and the absolute error; where the scale is 0, so is z."""
    s = as_numbers(name, scale)
    refuse(name, s, s < 0, "is below 0")
    m, s, y = matched(location=as_numbers("location", location), scale=s, outcome=as_numbers("outcome", outcome))
    z = np.divide(y - m, s, out=np.zeros(len(y)), where=s > 0)
    return z, s, np.abs(y - m)
