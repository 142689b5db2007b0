"""`weighted-mean`: a decision that many take together ends at the mean of what they want, weighted.

    x_k = sum_i c_i s_ik p_ik / sum_i c_i s_ik

with position p, salience s and capability c of every actor with a stance on issue k. Van den Bos (1991), as the
"compromise model" in Bueno de Mesquita and Stokman (1994).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.rules.batch import batch_of
from tertius.rules.by_issue import ByIssue, Ending
from tertius.rules.decision import without_talks
from tertius.rules.many import Many
from tertius.rules.network import network_of
from tertius.rules.stances import Stances, capabilities_of, many_payoffs

__all__ = ["WeightedMean", "weighted_mean"]


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
class WeightedMean(ByIssue):
    """The rule for a decision without talks: everybody with a stance counts, nobody can walk away."""

    key: ClassVar[str] = "weighted-mean"
    title: ClassVar[str] = "the mean of the positions, by capability and salience"
    reference: ClassVar[str] = "Van den Bos 1991; Bueno de Mesquita & Stokman 1994"
    offered: ClassVar[bool] = True

    def decide(self, stances: Stances) -> Ending:
        """The weighted mean of the positions."""
        return Ending(weighted_mean(list(stances.position), list(stances.salience), list(stances.capability)))

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: NDArray[np.float64],
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Many:
        """Settle many draws: the same mean, of each draw's numbers, all at once."""
        self.settle(case)  # says what is wrong with the case, if anything is
        network = network_of(case)
        numbers = batch_of(case, network, paths, values)
        capabilities = capabilities_of(case, network, paths, values)
        weights = capabilities * numbers.salience
        with np.errstate(invalid="ignore", divide="ignore"):
            means = (weights * numbers.position).sum(axis=1) / weights.sum(axis=1)
        levels = np.where([case.decided(issue) for issue in network.issues], means, numbers.reference)
        scales = np.array([case.issues[issue].scale for issue in network.issues])
        return without_talks(
            levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * levels,
            payoffs=many_payoffs(case, network, numbers, levels),
            settled=np.asarray(np.isfinite(levels).all(axis=1)),
        )
