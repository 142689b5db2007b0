"""Scores of probabilities of events: Brier and log. Both are strictly proper: honesty does best in expectation."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tertius.forecast.arguments import Array, as_events, as_numbers, as_probabilities, matched, refuse

__all__ = ["brier_score", "log_score", "log_score_of_density"]


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
    p, o = _given(probability, happened)
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
    p, o = _given(probability, happened)
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


def _given(probability: ArrayLike, happened: ArrayLike) -> tuple[Array, Array]:
    p, o = matched(probability=as_probabilities("probability", probability), happened=as_events("happened", happened))
    return p, o


def _minus_log(values: Array) -> Array:
    """-log, infinite at 0 without a warning: it is an answer here, not an accident."""
    logs = np.full(values.shape, -np.inf)
    np.log(values, out=logs, where=values > 0)
    return -logs + 0.0  # a certain and right forecast scores 0, not -0
