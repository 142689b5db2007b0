"""How likely a talk of two ends in a deal under the best mediator: the floor of what breaks down.

In the linear equilibrium of the sealed-bid double auction at k = 1/2 a deal is made if and only if

    r_2 - r_1 >= (max r_2 - min r_1) / 4,

with the ends of the ranges of both. No mechanism beats it for uniform types.

Reference: K. Chatterjee and W. Samuelson (1983), Bargaining under incomplete information, Operations Research 31(5);
R. B. Myerson and M. A. Satterthwaite (1983), Efficient mechanisms for bilateral trading, Journal of Economic Theory 29.
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.bargaining.chances.curve import SAME


def zone_chance(first: Floats, second: Floats) -> float:
    """P(there is a zone): r_2 >= r_1, over all pairs of types; infinite ones never agree."""
    return _share_apart(first, second, 0.0)


def mediated_chance(first: Floats, second: Floats) -> float:
    """P(deal) under the best mediator.

    Args:
        first: (N,) r_1 of the types of the first party.
        second: (M,) r_2 of the types of the second.
    """
    low, high = first[np.isfinite(first)], second[np.isfinite(second)]
    if not (len(low) and len(high)):
        return 0.0
    return _share_apart(first, second, max(0.0, float(high.max() - low.min())) / 4)


def _share_apart(first: Floats, second: Floats, gap: float) -> float:
    """The share of pairs in which r_2 - r_1 is the gap or more, but for a rounding."""
    known = np.sort(second)
    return float((len(known) - np.searchsorted(known, first + gap - SAME)).mean() / len(known))
