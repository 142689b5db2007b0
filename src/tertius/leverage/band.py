"""A figure with what the draws make of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from tertius.scenarios.network_draws import Floats

__all__ = ["ENDS", "Band", "band_of"]

ENDS = (0.1, 0.9)
"""Low and high are these quantiles of the draws."""


@dataclass(frozen=True)
class Band:
    """A figure over the draws: its 10, 50 and 90 percent points. Without draws all three are the figure at the middle.

    Where the figure does not exist, such as the upper hand in a talk that failed, it is nan.
    """

    low: float
    middle: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is such a figure at all."""
        return math.isfinite(self.middle)

    def to_dict(self) -> dict[str, float | None]:
        """Low, middle and high; null where there is none."""
        ends = {"low": self.low, "middle": self.middle, "high": self.high}
        return {name: value if math.isfinite(value) else None for name, value in ends.items()}


def band_of(values: Floats) -> Band:
    """The band of one figure over the draws (D,); draws in which it does not exist are left out."""
    known = values[np.isfinite(values)]
    if not len(known):
        return Band(math.nan, math.nan, math.nan)
    low, middle, high = np.quantile(known, [ENDS[0], 0.5, ENDS[1]])
    return Band(float(low), float(middle), float(high))
