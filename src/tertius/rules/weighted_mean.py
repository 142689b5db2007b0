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

from tertius.case.checking import warn_case
from tertius.case.model import Case
from tertius.case.origin import Path
from tertius.errors import UsageError
from tertius.rules.batch import batch_of
from tertius.rules.many import Many
from tertius.rules.network import Network, network_of
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Status
from tertius.rules.stances import capabilities_of, decided_payoffs, many_payoffs, no_level, stances_on
from tertius.rules.variants import Variants

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
class WeightedMean(Rule):
    """The rule for a decision without talks: everybody with a stance counts, nobody can walk away."""

    key: ClassVar[str] = "weighted-mean"
    title: ClassVar[str] = "the mean of the positions, by capability and salience"
    talks: ClassVar[bool] = False
    reference: ClassVar[str] = "Van den Bos 1991; Bueno de Mesquita & Stokman 1994"

    def applies(self, case: Case) -> bool:
        """Whether the case has an issue that is decided by weight."""
        return any(case.decided(issue) for issue in case.issues)

    def settle(
        self, case: Case, without: tuple[str, ...] = (), solution: str = "nash", base: Case | None = None
    ) -> Settlement:
        """Settle every issue that is decided, every number at its middle; no talk asks for a solution."""
        if case.talks or not self.applies(case):
            raise UsageError(
                f"'{self.key}' is for decisions without talks, by actors with a capability: {case.case} has "
                + (f"the talks {', '.join(case.talks)}" if case.talks else "no issue that is decided so")
            )
        if without:
            raise UsageError(f"{case.case} has no talks, so none can break down")
        levels = {issue: _level(case, issue) for issue in case.issues}
        ranges = network_of(case)
        return Settlement(
            case=case,
            rule=self.key,
            settings={"draw": "middle", "without": []},
            levels=levels,
            agreements={},
            stands={},
            payoffs=decided_payoffs(case, levels),
            ranges=dict(zip(ranges.actors, map(float, ranges.numbers.range), strict=True)),
            walk_away={},
            upper_hand={},
            shortfalls={},
            commitments={},
            status=Status.SETTLED,
            residual=0.0,
            warnings=tuple(warn_case(case)),
        )

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: NDArray[np.float64],
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Many:
        """Settle many draws: the same mean, of each draw's numbers."""
        self.settle(case)  # says what is wrong with the case, if anything is
        network = network_of(case)
        numbers = batch_of(case, network, paths, values)
        capabilities = capabilities_of(case, network, paths, values)
        weights = capabilities * numbers.salience
        with np.errstate(invalid="ignore", divide="ignore"):
            means = (weights * numbers.position).sum(axis=1) / weights.sum(axis=1)
        levels = np.where([case.decided(issue) for issue in network.issues], means, numbers.reference)
        scales = np.array([case.issues[issue].scale for issue in network.issues])
        nothing = np.empty((len(values), 0, len(network.actors)))
        return Many(
            levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * levels,
            agreed=np.empty((len(values), 0), np.bool_),
            payoffs=many_payoffs(case, network, numbers, levels),
            gains=nothing,
            hands=nothing,
            settled=np.asarray(np.isfinite(levels).all(axis=1)),
        )

    def settle_variants(
        self, case: Case, network: Network, variants: Variants, threads: int = 1, hands: bool = False
    ) -> Many:
        """There are no talks whose absence or breakdown could be asked about."""
        raise UsageError(f"{case.case} is decided by weight: it has no talks that could be off the table, or fail")

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement; there is no talk to break down."""
        return self.settle(case), {}


def _level(case: Case, issue: str) -> float:
    """Where an issue is decided, on its own scale, or stands."""
    if not case.decided(issue):
        return case.reference(issue)
    stances = stances_on(case, issue)
    try:
        return weighted_mean(list(stances.position), list(stances.salience), list(stances.capability))
    except ValueError as error:
        raise no_level(case, issue, error) from None
