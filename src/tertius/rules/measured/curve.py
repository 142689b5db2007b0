"""What was measured on recorded talks: how likely a deal is, by what the worse-off party can get of its best hope.

    logit P(deal) = -3.07 + 6.49 k

k is the lower of the parties' upper hands at Kalai & Smorodinsky's solution: the share of the way from its walk-away
value to the best it could hope for that the worse-off gets. Fitted to 6,276 talks of two strangers online over three
kinds of things, each with gains for both (Lewis et al. 2017), of which 24 percent failed. No state was among them. See
docs/models/measured.md.

Reference:
    Lewis, M., Yarats, D., Dauphin, Y. N., Parikh, D. & Batra, D. (2017). Deal or No Deal? End-to-End Learning for
    Negotiation Dialogues. Proceedings of EMNLP 2017, 2443-2453.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

TALKS = 6276
"""So many talks were recorded."""
INTERCEPT, SLOPE = -3.07, 6.49
INTERCEPT_ENDS, SLOPE_ENDS = (-3.48, -2.75), (5.98, 7.16)
"""Ends of the 95 percent intervals, by resampling the talks."""
RATE = 0.76
"""The share of them that ended in a deal: what the intercept belongs to."""


def measured_chance(k: ArrayLike, base: float | None = None) -> Floats:
    """P(deal) = 1 / (1 + exp(-(a + 6.49 k))), with a = -3.07, or moved to another base rate.

    Args:
        k: The share of its best hope that the worse-off party gets, 0 to 1, of any shape; nan where there is none.
        base: Base rate of talks of the kind, above 0 and below 1: a = -3.07 + logit(base) - logit(0.76).

    Returns:
        The shape of `k`.
    """
    a = INTERCEPT if base is None else INTERCEPT + _logit(base) - _logit(RATE)
    return np.asarray(1 / (1 + np.exp(-(a + SLOPE * np.asarray(k, dtype=np.float64)))), dtype=np.float64)


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))
