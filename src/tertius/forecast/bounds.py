"""Between which bounds the answers of a case lie in every draw: what their summaries need to know beforehand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case

__all__ = ["Bounds", "bounds_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest answers that any draw can give.

    Attributes:
        levels: (2, K) ends of the issues' scales.
        payoffs: (2, I) in points: all threats suffered and carried out, and nothing else; all stances and needs met.
        parties: (P, 2) talk and actor of every seat at a table.
    """

    levels: Floats
    payoffs: Floats
    parties: NDArray[np.int64]

    @property
    def gains(self) -> Floats:
        """(2, P) the most that a party can lose or gain from a talk, in points."""
        width = (self.payoffs[1] - self.payoffs[0])[self.parties[:, 1]]
        return np.array([-width, width])


def bounds_of(case: Case) -> Bounds:
    """The bounds of a case, from the ends of its ranges."""
    actors = list(case.actors)
    payoffs = np.zeros((2, len(actors)))
    for actor, stances in case.stances.items():
        payoffs[1, actors.index(actor)] += sum(stance.salience.high for stance in stances.values())
    for need in case.needs.values():
        payoffs[1, actors.index(need.actor)] += need.weight.high
    for threat in case.threats.values():
        payoffs[0, actors.index(threat.target)] -= threat.damage.high
        payoffs[0, actors.index(threat.holder)] -= threat.cost.high
    seats = [(t, actors.index(p)) for t, talk in enumerate(case.talks.values()) for p in talk.parties]
    scales = np.array([issue.scale for issue in case.issues.values()], dtype=np.float64).reshape(-1, 2)
    return Bounds(scales.T, payoffs, np.array(seats, dtype=np.int64).reshape(-1, 2))
