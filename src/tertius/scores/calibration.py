"""Calibration: whether about 70 percent happened of all that was called 70 percent probable.

Of distributions: how often intervals hold the outcome, how wide they are, and where outcomes fall in a forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tertius.errors import UsageError
from tertius.scores.arguments import (
    Array,
    as_coverage,
    as_forecasts,
    as_numbers,
    as_sample,
    as_weights,
    matched,
    refuse,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class CalibrationTable:
    """Forecasts by bin, against what happened; every array has one entry per bin.

    Attributes:
        low: Lower edge of the bin, which belongs to it.
        high: Upper edge, which belongs to the next bin; to this one if it is the last.
        count: How many cases.
        forecast: Mean probability in the bin; NaN if it is empty.
        observed: Share of its cases that happened; NaN if it is empty.
        observed_low: Lower end of the Wilson interval about the share; 0 if the bin is empty.
        observed_high: Upper end; 1 if it is empty.
        coverage: Which share of such intervals covers the true share.
    """

    low: Array
    high: Array
    count: NDArray[np.int64]
    forecast: Array
    observed: Array
    observed_low: Array
    observed_high: Array
    coverage: float

    def to_frame(self) -> pd.DataFrame:
        """The table, one row per bin."""
        import pandas as pd

        names = ("low", "high", "count", "forecast", "observed", "observed_low", "observed_high")
        return pd.DataFrame({name: getattr(self, name) for name in names})


def calibration_table(
    probability: ArrayLike, happened: ArrayLike, bins: int | Sequence[float] = 10, coverage: float = 0.95
) -> CalibrationTable:
    """Forecast probabilities by bin: mean forecast, observed share, count, and how sure the share is.

    Args:
        probability: p, shape (cases,), 0 to 1.
        happened: o, shape (cases,), 1 or True where the event happened.
        bins: How many bins of equal width, or their edges from 0 to 1.
        coverage: Of the Wilson intervals, which take the cases of a bin as independent: several questions about one
            negotiation are not, and then the intervals are too narrow.

    Raises:
        UsageError: Lengths differ, a probability is outside 0 to 1, an outcome is neither 0 nor 1, or the edges do not
            rise from 0 to 1.
    """
    p, o = as_forecasts(probability, happened)
    edges = bin_edges(bins)
    bin_of = bins_of(p, edges)
    count = np.bincount(bin_of, minlength=len(edges) - 1)
    total, hits = (np.bincount(bin_of, values, len(edges) - 1).astype(np.float64) for values in (p, o))
    forecast, observed = (np.divide(n, count, out=np.full(len(n), np.nan), where=count > 0) for n in (total, hits))
    low, high = wilson_interval(hits, count, coverage)
    return CalibrationTable(edges[:-1], edges[1:], count, forecast, observed, low, high, as_coverage(coverage))


def wilson_interval(happened: ArrayLike, count: ArrayLike, coverage: float = 0.95) -> tuple[Array, Array]:
    """Wilson's score interval about an observed share.

        (k + z^2/2 -+ z sqrt(k (n - k) / n + z^2/4)) / (n + z^2),    z = Phi^-1((1 + coverage) / 2)

    Unlike share -+ z standard errors it never leaves 0 to 1, and it has a width when k is 0 or n. With n = 0 it is 0
    to 1.

    Args:
        happened: k, how many of the n happened, shape (bins,).
        count: n, shape (bins,).
        coverage: Above 0 and below 1.

    Returns:
        Lower and upper ends, each of shape (bins,), 0 to 1.

    Raises:
        UsageError: A count is below 0, or more happened than there are cases.

    Reference:
        Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the
        American Statistical Association 22, 209-212.
    """
    k, n = matched(happened=as_numbers("happened", happened), count=as_numbers("count", count))
    refuse("happened", k, (k < 0) | (k > n), "is below 0 or above the count")
    z = NormalDist().inv_cdf((1 + as_coverage(coverage)) / 2)
    variance = np.divide(k * (n - k), n, out=np.zeros(len(n)), where=n > 0)
    half = z * np.sqrt(variance + z**2 / 4)
    middle = k + z**2 / 2
    # k = 0 and k = n reach the ends exactly, but for the last bit.
    return np.where(k > 0, (middle - half) / (n + z**2), 0.0), np.where(k < n, (middle + half) / (n + z**2), 1.0)


def bin_edges(bins: int | Sequence[float]) -> Array:
    """The edges of so many bins of equal width, or those given, checked."""
    if isinstance(bins, int):
        if bins < 1:
            raise UsageError(f"{bins} bins: at least 1 is needed")
        return np.arange(bins + 1) / bins
    edges = as_numbers("bins", bins)
    if len(edges) < 2 or edges[0] != 0 or edges[-1] != 1 or (np.diff(edges) <= 0).any():
        raise UsageError(f"bins {[float(edge) for edge in edges]}: edges rise from 0 to 1")
    return edges


def bins_of(probability: Array, edges: Array) -> NDArray[np.intp]:
    """The bin of each probability: an edge belongs to the bin above it, 1 to the last."""
    return np.minimum(np.searchsorted(edges, probability, side="right") - 1, len(edges) - 2)


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
