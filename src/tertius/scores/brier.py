"""Scores of probabilities of events, Brier and log, and what a mean Brier score is made of.

Both are strictly proper: saying what one believes does best in expectation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tertius.scores.arguments import Array, as_forecasts, as_numbers, as_weights, refuse
from tertius.scores.calibration import bin_edges, bins_of


def brier_score(probability: ArrayLike, happened: ArrayLike) -> Array:
    """Brier score of the probability of an event, case by case.

        B_i = (p_i - o_i)^2

    This is the half of Brier's own sum over the two outcomes that is customary for events.

    Args:
        probability: p, shape (cases,), 0 to 1, or one number for all cases.
        happened: o, shape (cases,), 1 or True where the event happened.

    Returns:
        Shape (cases,), 0 (best) to 1; always saying one half scores 0.25.

    Raises:
        UsageError: Lengths differ, a probability is outside 0 to 1, or an outcome is neither 0 nor 1.

    Reference:
        Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78,
        1-3.
    """
    p, o = as_forecasts(probability, happened)
    return np.asarray((p - o) ** 2, dtype=np.float64)


def log_score(probability: ArrayLike, happened: ArrayLike) -> Array:
    """Logarithmic score of the probability of an event, case by case.

        L_i = -log p_i if it happened, -log(1 - p_i) if not

    Arguments and errors as `brier_score`.

    Returns:
        Shape (cases,), in nats (divide by log 2 for bits), 0 is best; infinite where something happened that was
        given no chance, or failed to happen that was given all.

    Reference:
        Good, I. J. (1952). Rational decisions. Journal of the Royal Statistical Society B 14, 107-114.
    """
    p, o = as_forecasts(probability, happened)
    return _minus_log(np.where(o == 1, p, 1 - p))


def log_score_of_density(density: ArrayLike) -> Array:
    """Logarithmic score of a distribution: of its density, or its mass, at what happened.

        L_i = -log f_i(y_i)

    Args:
        density: f_i(y_i), shape (cases,): density per unit of the scale, or probability of the category that occurred.

    Returns:
        Shape (cases,), in nats, smaller is better. Of a mass 0 is best. Of a density there is no best: the score
        depends on the unit of the scale and may be negative, so only differences mean something.

    Raises:
        UsageError: A density is below 0 or not finite.

    Reference:
        Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules, prediction, and estimation. Journal of
        the American Statistical Association 102, 359-378, section 4.
    """
    f = as_numbers("density", density)
    refuse("density", f, f < 0, "is below 0")
    return _minus_log(f)


def _minus_log(values: Array) -> Array:
    """-log, infinite at 0 without a warning: it is an answer here, not an accident."""
    logs = np.full(values.shape, -np.inf)
    np.log(values, out=logs, where=values > 0)
    return -logs + 0.0  # a certain and right forecast scores 0, not -0


@dataclass(frozen=True)
class BrierParts:
    """The parts of a mean Brier score: ``score = reliability - resolution + uncertainty + within``.

    Attributes:
        score: The mean Brier score.
        reliability: How far forecasts are from the shares that happened; 0 is best.
        resolution: How far the shares that happened differ between forecasts; large is good.
        uncertainty: The score of always saying the base rate; no merit or fault of the forecaster.
        within: What binning leaves over; 0 if forecasts are grouped by their exact values.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float


def decompose_brier(
    probability: ArrayLike,
    happened: ArrayLike,
    bins: int | Sequence[float] | None = None,
    weights: ArrayLike | None = None,
) -> BrierParts:
    """The mean Brier score in its parts.

        B = sum_k n_k/n (p_k - o_k)^2  -  sum_k n_k/n (o_k - o)^2  +  o (1 - o)  +  W

    with n_k cases in group k, their mean forecast p_k and observed share o_k, and o the observed share of all. Groups
    are the different values of the forecasts, and then W = 0 (Murphy). With bins there is a remainder,

        W = 1/n sum_k sum_(i in k) ((p_i - p_k)^2 - 2 (p_i - p_k) (o_i - o_k)),

    and the parts depend on the bins. With few cases in a group o_k is noise, which inflates reliability and resolution
    alike: if every forecast is unique, resolution equals uncertainty and says nothing. Use bins then.

    Args:
        probability: p, shape (cases,), 0 to 1, or one number for all cases.
        happened: o, shape (cases,), 1 or True where the event happened.
        bins: How many bins of equal width, or their edges from 0 to 1; without it, a group for each value.
        weights: How much each case counts, shape (cases,), such as the days for which a forecast stood; alike if left
            out.

    Raises:
        UsageError: Lengths differ, a probability is outside 0 to 1, an outcome is neither 0 nor 1, the edges do not
            rise from 0 to 1, or weights are negative or all 0.

    Reference:
        Murphy, A. H. (1973). A new vector partition of the probability score. Journal of Applied Meteorology 12,
        595-600. Remainder: Stephenson, D. B., Coelho, C. A. S. and Jolliffe, I. T. (2008). Two extra components in the
        Brier score decomposition. Weather and Forecasting 23, 752-757.
    """
    p, o = as_forecasts(probability, happened)
    w = as_weights(weights, p[None, :])[0]
    members = p if bins is None else bins_of(p, bin_edges(bins))
    group = np.unique(members, return_inverse=True)[1]
    p_of, o_of, base = _means(p, group, w), _means(o, group, w), float(w @ o)
    within = (p - p_of) ** 2 - 2 * (p - p_of) * (o - o_of)
    return BrierParts(
        score=float(w @ (p - o) ** 2),
        reliability=float(w @ (p_of - o_of) ** 2),
        resolution=float(w @ (o_of - base) ** 2),
        uncertainty=base * (1 - base),
        within=float(w @ within) if bins is not None else 0.0,
    )


def _means(values: Array, group: np.ndarray[tuple[int], np.dtype[np.intp]], weights: Array) -> Array:
    """For each case the mean over its group."""
    total, of_all = np.bincount(group, weights=weights * values), np.bincount(group, weights=weights)
    means = np.divide(total, of_all, out=np.zeros(len(total)), where=of_all > 0)
    return np.asarray(means[group], dtype=np.float64)
