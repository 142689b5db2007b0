"""What a change does to one figure over many draws: the difference, draw by draw, summed up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.results import Record

Floats = NDArray[np.float64]

SAME = 1e-6
"""A figure that differs by less than this has not moved: levels count as settled at that."""


@dataclass(frozen=True)
class Effect(Record):
    """How much a figure differs between two versions of a case, over draws that both share.

    Attributes:
        draws: How many draws it is of: those in which both versions came to rest and have the figure.
        mean: Mean difference.
        median: Median difference.
        low: One draw in ten lies below.
        high: One draw in ten lies above.
        worst: The smallest difference.
        helps: Share of the draws in which the figure is higher.
        hurts: Share of the draws in which it is lower.
    """

    draws: int
    mean: float
    median: float
    low: float
    high: float
    worst: float
    helps: float
    hurts: float


def effect_of(before: Floats, after: Floats) -> Effect:
    """The effect on a figure.

    Args:
        before: (D,) the figure in each draw of the first version; nan where it has none.
        after: (D,) the same of the second version, in the same draws.
    """
    change = after - before
    change = change[np.isfinite(change)]
    if not change.size:
        return Effect(0, *(float("nan"),) * 7)
    low, median, high = np.quantile(change, [0.1, 0.5, 0.9])
    return Effect(
        draws=int(change.size),
        mean=float(change.mean()),
        median=float(median),
        low=float(low),
        high=float(high),
        worst=float(change.min()),
        helps=float((change > SAME).mean()),
        hurts=float((change < -SAME).mean()),
    )


def mean_and_error(values: Floats) -> tuple[float, float]:
    """The mean of a figure over the draws that have it, and its standard error; that is infinite of a single draw.

    Args:
        values: (D,) the figure in each draw, nan where it has none; or (T, D), averaged over the theories first.
    """
    known = values.reshape(-1, values.shape[-1]).mean(axis=0)
    known = known[np.isfinite(known)]
    error = float(known.std(ddof=1) / np.sqrt(known.size)) if known.size > 1 else float("inf")
    return (float(known.mean()) if known.size else float("nan")), error


def decided(value: float, error: float) -> bool:
    """Whether other draws are unlikely to turn a figure round: the interval of two standard errors does not hold 0.

    A figure that is 0 in every draw is decided too: there is nothing to turn.
    """
    return (abs(value) <= SAME and error <= SAME) or abs(value) > 2 * error
