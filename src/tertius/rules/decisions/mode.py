"""`mode`: the position with the most weight behind it.

    x = argmax over positions p of sum of w_i over the actors at p,   w_i = c_i s_i

Positions that tie are averaged, which may be a level that nobody wants.
"""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances

EVEN = 1e-12
"""Sums of weights this close, as a share of the largest, tie."""


def mode(positions: Floats, weights: Floats) -> float:
    """The mode of (I,) positions by (I,) weights of 0 or more.

    Raises:
        ValueError: Nobody has any weight.
    """
    places, at = np.unique(positions, return_inverse=True)
    behind = np.bincount(at, weights)
    if not behind.max() > 0:
        raise ValueError("nobody has any weight")
    return float(places[behind >= behind.max() * (1 - EVEN)].mean())


@final
class Mode(IssueModel):
    """The position with the most weight behind it."""

    key: ClassVar[str] = "mode"
    title: ClassVar[str] = "the position with the most capability and salience behind it"
    reference: ClassVar[str] = "Thomson et al. 2006, plurality among the baseline models"

    def decide(self, stances: Stances) -> Ending:
        """The position with the most weight."""
        return Ending(mode(stances.position, stances.capability * stances.salience))
