"""`weighted-median`: the voter in the middle of the weight decides.

The level that beats every other if each actor casts w_i = c_i s_i for the nearer of two: the Condorcet winner on one
issue. Black (1948). Where two positions split the weight evenly every level between them ties, and it is halfway.
"""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances

EVEN = 1e-12
"""Weights this close to half of the total are half of it: sums of the same weights differ in their last bits."""


def weighted_median(positions: Floats, weights: Floats) -> float:
    """The weighted median of (I,) positions with (I,) weights of 0 or more.

    Raises:
        ValueError: Nobody has any weight.
    """
    order = np.argsort(positions[weights > 0], kind="stable")
    places, sums = positions[weights > 0][order], np.cumsum(weights[weights > 0][order])
    if not sums.size:
        raise ValueError("nobody has any weight")
    half = sums[-1] / 2
    first = int(np.searchsorted(sums, half * (1 - EVEN)))
    beyond = int(np.searchsorted(sums, half * (1 + EVEN), side="right"))
    return float((places[first] + places[beyond]) / 2)


@final
class WeightedMedian(IssueModel):
    """The median of the positions, by capability and salience."""

    key: ClassVar[str] = "weighted-median"
    title: ClassVar[str] = "the median of the positions, by capability and salience"
    reference: ClassVar[str] = "Black 1948"

    def decide(self, stances: Stances) -> Ending:
        """The weighted median of the positions."""
        return Ending(weighted_median(stances.position, stances.capability * stances.salience))
