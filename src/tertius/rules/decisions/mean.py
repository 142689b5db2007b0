"""`mean`: everybody counts the same.

x = sum_i p_i / I
"""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances


def mean(positions: Floats) -> float:
    """The mean of (I,) positions, on their own scale."""
    return float(np.mean(positions))


@final
class Mean(IssueModel):
    """The mean of the positions, without weights: a rival that every model has to beat."""

    key: ClassVar[str] = "mean"
    title: ClassVar[str] = "the plain mean of the positions"
    reference: ClassVar[str] = "Achen 2006, among the baseline models"

    def decide(self, stances: Stances) -> Ending:
        """The mean of the positions."""
        return Ending(mean(stances.position))
