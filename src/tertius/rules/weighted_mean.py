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
from tertius.case.quantity import Quantity
from tertius.errors import CaseError, Problem, UsageError
from tertius.rules.account import chances_of, payoff_of
from tertius.rules.batch import batch_of
from tertius.rules.many import Many
from tertius.rules.network import Network, network_of
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Status

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
    return sum(w * x for w, x in zip(weights, positions, strict=True)) / total


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
            payoffs=_payoffs(case, levels),
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
        capabilities = _capabilities(case, network, paths, values)
        weights = capabilities * numbers.salience
        with np.errstate(invalid="ignore", divide="ignore"):
            means = (weights * numbers.position).sum(axis=1) / weights.sum(axis=1)
        levels = np.where([case.decided(issue) for issue in network.issues], means, numbers.reference)
        distance = np.abs(levels[:, None, :] - numbers.position) ** case.curvature
        payoffs = (numbers.salience * (1 - distance)).sum(axis=2)
        for n, i in enumerate(network.structure.need_actor):
            covered = 1 - (1 - numbers.cover[:, n] * levels).prod(axis=1)
            payoffs[:, i] += numbers.weight[:, n] * covered
        scales = np.array([case.issues[issue].scale for issue in network.issues])
        nothing = np.empty((len(values), 0, len(network.actors)))
        return Many(
            levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * levels,
            agreed=np.empty((len(values), 0), np.bool_),
            payoffs=payoffs,
            gains=nothing,
            hands=nothing,
            settled=np.asarray(np.isfinite(levels).all(axis=1)),
        )

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement; there is no talk to break down."""
        return self.settle(case), {}


def _capabilities(
    case: Case, network: Network, paths: Sequence[Path], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(D, I, K) the weight of every actor on every issue; 0 where it has none."""
    weights = np.zeros((len(values), len(network.actors), len(network.issues)))
    columns = {path: values[:, column] for column, path in enumerate(paths)}
    for i, actor in enumerate(network.actors):
        for k, issue in enumerate(network.issues):
            stance = case.stances.get(actor, {}).get(issue)
            if stance is None:
                continue
            own = (
                ("stances", actor, issue, "capability")
                if stance.capability is not None
                else ("actors", actor, "capability")
            )
            middle = case.capability(actor, issue)
            weights[:, i, k] = columns.get(own, 0.0 if middle is None else middle.middle)
    return weights


def _level(case: Case, issue: str) -> float:
    """Where an issue is decided, on its own scale, or stands."""
    if not case.decided(issue):
        return case.reference(issue)
    scale = case.issues[issue].scale
    stances = {actor: stances[issue] for actor, stances in case.stances.items() if issue in stances}
    missing = [actor for actor in stances if case.capability(actor, issue) is None]
    if missing:
        raise CaseError([_unweighted(case, actor, issue) for actor in missing])
    weights = [case.capability(actor, issue) or Quantity(0, 0) for actor in stances]
    try:
        return weighted_mean(
            [stance.position.on(scale).middle for stance in stances.values()],
            [stance.salience.middle for stance in stances.values()],
            [weight.middle for weight in weights],
        )
    except ValueError:
        found = f"nobody has any weight on '{issue}': every capability or salience is 0"
        raise CaseError([case.origin.place(("issues", issue)).put(Problem(found=found))]) from None


def _unweighted(case: Case, actor: str, issue: str) -> Problem:
    found = f"'{actor}' has a stance on '{issue}' but no capability, while others have one"
    problem = Problem(found=found, suggestion=f"give actors.{actor} a `capability`")
    return case.origin.place(("stances", actor, issue)).put(problem)


def _payoffs(case: Case, levels: dict[str, float]) -> dict[str, float]:
    """What the decision is worth to each actor: the payoffs of a case in which every issue stands where it fell."""
    issues = {
        ident: issue.model_copy(update={"level": Quantity(levels[ident], levels[ident])})
        for ident, issue in case.issues.items()
    }
    decided = case.model_copy(update={"issues": issues})
    chances = chances_of(case)
    return {actor: payoff_of(decided, levels, {}, actor, chances) for actor in case.actors}
