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


def weighted_medians(positions: Floats, weights: Floats) -> Floats:
    """(D,) the weighted median of each of (D, I) tables, to the bit as of each alone; nan where nobody has weight."""
    order = np.argsort(positions, axis=1, kind="stable")
    places = np.take_along_axis(positions, order, axis=1)
    sums = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    half = sums[:, -1:] / 2
    first, beyond = (sums >= half * (1 - EVEN)).argmax(axis=1), (sums > half * (1 + EVEN)).argmax(axis=1)
    rows = np.arange(len(positions))
    middles = (places[rows, first] + places[rows, beyond]) / 2
    return np.where(half[:, 0] > 0, middles, np.nan)


@final
class WeightedMedian(IssueModel):
    """The median of the positions, by capability and salience."""

    key: ClassVar[str] = "weighted-median"
    title: ClassVar[str] = "the median of the positions, by capability and salience"
    reference: ClassVar[str] = "Black 1948"

    def decide(self, stances: Stances) -> Ending:
        """The weighted median of the positions."""
        return Ending(weighted_median(stances.position, stances.capability * stances.salience))
