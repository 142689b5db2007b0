"""`weighted-mean`: a decision that many take together ends at the mean of what they want, weighted.

    x_k = sum_i c_i s_ik p_ik / sum_i c_i s_ik

with position p, salience s and capability c of every actor with a stance on issue k. Van den Bos (1991), as the
"compromise model" in Bueno de Mesquita and Stokman (1994).
"""

from __future__ import annotations

from typing import ClassVar, final

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances


def weighted_mean(positions: list[float], saliences: list[float], capabilities: list[float]) -> float:
    """The weighted mean of positions, on their own scale.

    Args:
        positions: (I,) what each actor wants.
        saliences: (I,) how much it matters to each, 0 or more.
        capabilities: (I,) the weight of each, 0 or more.

    Raises:
        ValueError: Nobody has any weight.
    """
    weights = [c * s for c, s in zip(capabilities, saliences, strict=True)]
    total = sum(weights)
    if total <= 0:
        raise ValueError("nobody has any weight")
    return float(sum(w * x for w, x in zip(weights, positions, strict=True)) / total)


@final
class WeightedMean(IssueModel):
    """The rule for a decision without talks: everybody with a stance counts, nobody can walk away."""

    key: ClassVar[str] = "weighted-mean"
    title: ClassVar[str] = "the mean of the positions, by capability and salience"
    reference: ClassVar[str] = "Van den Bos 1991; Bueno de Mesquita & Stokman 1994"
    offered: ClassVar[bool] = True

    def decide(self, stances: Stances) -> Ending:
        """The weighted mean of the positions."""
        return Ending(weighted_mean(list(stances.position), list(stances.salience), list(stances.capability)))

    def decide_draws(self, position: Floats, salience: Floats, capability: Floats) -> Floats:
        """The weighted mean in every draw; nan where nobody has any weight."""
        weights = capability * salience
        with np.errstate(invalid="ignore", divide="ignore"):
            means: Floats = (weights * position).sum(axis=1) / weights.sum(axis=1)
        return means
