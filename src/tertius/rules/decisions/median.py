"""`median`: the voter in the middle decides, everybody having one vote.

With an even number of actors it is halfway between the two in the middle. Black (1948).
"""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances


def median(positions: Floats) -> float:
    """The median of (I,) positions, on their own scale."""
    return float(np.median(positions))


@final
class Median(IssueModel):
    """The median of the positions, without weights."""

    key: ClassVar[str] = "median"
    title: ClassVar[str] = "the median of the positions, one actor one vote"
    reference: ClassVar[str] = "Black 1948"

    def decide(self, stances: Stances) -> Ending:
        """The median of the positions."""
        return Ending(median(stances.position))
