"""Concessions: the cheapest way to move a weighted mean by so much.

Every actor k may stand elsewhere, z_k towards the goal, at a cost of s_k z_k, its salience times the distance: what
it gives up by its own lights if every step hurts as much as the last. Costs of different actors are added up as if
a point of one were worth a point of another. That is a convention; without one no set of concessions is cheaper.

    min sum_k s_k z_k   subject to   sum_k w_k z_k / sum w = d,  0 <= z_k <= room_k,   w_k = c_k s_k

with room_k the distance from its position to the end of the scale. A linear programme with one constraint: what a
point of movement costs from actor k is s_k sum w / w_k = sum w / c_k, so those with the most capability concede
first, and all but the last of them to the end of the scale. Among equals, those who have the least way to go first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.results import Record
from tertius.rules.arrays import Floats

ENOUGH = 1e-9
"""A part of the scale that is missing and does not count."""


@dataclass(frozen=True)
class Concessions(Record):
    """The cheapest concessions that move the weighted mean.

    Attributes:
        steps: (I,) how far each actor would have to move, with its sign; 0 for those who stay.
        cost: Their cost, salience (0 to 100) times share of the scale, added up; nan if no concessions are enough.
        most: How far the mean moves if everybody concedes all.
    """

    steps: Floats
    cost: float
    most: float

    @property
    def enough(self) -> bool:
        """Whether there are concessions that move the mean so far."""
        return not np.isnan(self.cost)


def concessions(
    positions: Floats, saliences: Floats, capabilities: Floats, scale: tuple[float, float], by: float
) -> Concessions:
    """The cheapest concessions that move the weighted mean by `by`, downwards if it is below 0.

    Args:
        positions: (I,) on `scale`.
        saliences: (I,) 0 to 100.
        capabilities: (I,) 0 or more.
        scale: Lowest and highest level.
        by: How far, on the scale.

    Raises:
        ValueError: Nobody has any weight.
    """
    weights = capabilities * saliences
    if not weights.sum() > 0:
        raise ValueError("nobody has any weight")
    shares, (low, high) = weights / weights.sum(), scale
    room = (high - positions) if by > 0 else (positions - low)
    most = float(shares @ room)
    steps = np.zeros(len(positions))
    left = abs(by)
    for k in np.lexsort((room, -capabilities)):
        if shares[k] > 0 and left > 0:
            steps[k] = min(room[k], left / shares[k])
            left -= shares[k] * steps[k]
    if left > ENOUGH * (high - low):
        return Concessions(np.sign(by) * room * (shares > 0) + 0.0, float("nan"), most)
    return Concessions(np.sign(by) * steps + 0.0, float(saliences @ steps) / (high - low), most)
