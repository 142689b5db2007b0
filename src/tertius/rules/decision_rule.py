"""A decision without talks, by all who have a stance, as a rule: what a case needs, many draws, payoffs.

The models themselves are in `decisions/`, below the network of talks: a talk may be decided by one of them too.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import final

import numpy as np
from numpy.typing import NDArray

from tertius.case.check.check import warn_case
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.parse.quantity import Quantity
from tertius.errors import CaseError, Problem, UsageError
from tertius.rules.arrays import Network, Numbers, Versions
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.decisions.decision import DecisionModel, Ending
from tertius.rules.decisions.stances import Stances, capabilities_of, every_stance, many_stances, no_level
from tertius.rules.payoffs import chances_of, payoff_of
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Settlements, Status

Floats = NDArray[np.float64]


class DecisionRule(Rule):
    """A rule for a decision without talks that is asked for by name."""

    talks: bool = False
    offered: bool = False
    needs_reference: bool = False
    """Whether it must know where every issue stays if nothing is decided."""

    @abstractmethod
    def decide_all(self, case: Case, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided. A `ValueError` says why there is no answer.

        Args:
            case: The case; its numbers are those of the middle, and what counts is in `stances`.
            stances: The stances on every issue that is decided.
        """

    def applies(self, case: Case) -> bool:
        """Whether the case has an issue that is decided by weight, and the rule all that it must know."""
        return any(case.decided(issue) for issue in case.issues) and not self.lacks(case)

    def lacks(self, case: Case) -> list[Problem]:
        """The references that the rule must know and the case does not give."""
        wanting = [k for k, issue in case.issues.items() if case.decided(k) and issue.reference is None]
        return [_unreferenced(case, issue, self.key) for issue in wanting] if self.needs_reference else []

    def endings(self, case: Case) -> dict[str, Ending]:
        """Where each issue that is decided ends, with its distribution if the rule gives one."""
        problems = self.lacks(case)
        if problems:
            raise CaseError(problems)
        if not self.applies(case):
            raise UsageError(
                f"'{self.key}' is for decisions without talks, by actors with a capability: {case.case} has "
                + (f"the talks {', '.join(case.talks)}" if case.talks else "no issue that is decided so")
            )
        stances = every_stance(case)
        try:
            return self.decide_all(case, stances)
        except ValueError as error:
            raise no_level(case, next(iter(stances)), error) from None

    def settle(
        self, case: Case, without: tuple[str, ...] = (), solution: str = "nash", base: Case | None = None
    ) -> Settlement:
        """Decide every issue, every number at its middle; no talk asks for a solution."""
        endings = self.endings(case)
        if without:
            raise UsageError(f"{case.case} has no talks, so none can break down")
        levels = {k: endings[k].level if k in endings else case.reference(k) for k in case.issues}
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
            status=_worst([ending.status for ending in endings.values()]),
            residual=max(_share(case, issue, ending.residual) for issue, ending in endings.items()),
            warnings=tuple(warn_case(case)),
        )

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: Floats,
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Decide many draws, one by one; a draw that has no answer has levels that are no numbers."""
        self.settle(case)  # says what is wrong with the case, if anything is
        network = network_of(case)
        numbers = batch_of(case, network, paths, values)
        scales = np.array([case.issues[issue].scale for issue in network.issues])
        levels = scales[:, 0] + (scales[:, 1] - scales[:, 0]) * numbers.reference
        settled = np.ones(len(values), np.bool_)
        for draw, stances in enumerate(many_stances(case, network, paths, values, numbers)):
            try:
                endings = self.decide_all(case, stances)
            except ValueError:
                levels[draw], settled[draw] = np.nan, False
                continue
            for k, issue in enumerate(network.issues):
                if issue in endings:
                    levels[draw, k] = endings[issue].level
            settled[draw] = all(ending.status.converged for ending in endings.values())
        shares = (levels - scales[:, 0]) / (scales[:, 1] - scales[:, 0])
        return without_talks(levels, many_payoffs(case, network, numbers, shares), settled)

    def settle_variants(
        self, case: Case, network: Network, variants: Versions, threads: int = 1, hands: bool = False
    ) -> Settlements:
        """There are no talks whose absence or breakdown could be asked about."""
        raise UsageError(f"{case.case} is decided by weight: it has no talks that could be off the table, or fail")

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement; there is no talk to break down."""
        return self.settle(case), {}


@final
class ModelRule(DecisionRule):
    """A model of decisions as a rule; it has the key and the words of the model.

    Attributes:
        model: The model.
    """

    def __init__(self, model: DecisionModel) -> None:
        self.model = model
        self.key, self.title, self.reference = model.key, model.title, model.reference
        self.offered, self.needs_reference = model.offered, model.needs_reference

    def lacks(self, case: Case) -> list[Problem]:
        """What the model must know and the case does not give."""
        return super().lacks(case) or self.model.lacks(case)

    def decide_all(self, case: Case, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided."""
        return self.model.decide_all(stances)

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: Floats,
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Settlements:
        """Decide many draws: all at once if the model is a formula of arrays, else one by one."""
        self.settle(case)  # says what is wrong with the case, if anything is
        network = network_of(case)
        numbers = batch_of(case, network, paths, values)
        weights = capabilities_of(case, network, paths, values)
        means = self.model.decide_draws(numbers.position, numbers.salience, weights)
        if means is None:
            return super().settle_many(case, paths, values, solution, threads, hands)
        levels = np.where([case.decided(issue) for issue in network.issues], means, numbers.reference)
        scales = np.array([case.issues[issue].scale for issue in network.issues])
        return without_talks(
            levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * levels,
            payoffs=many_payoffs(case, network, numbers, levels),
            settled=np.asarray(np.isfinite(levels).all(axis=1)),
        )


def model_of(rule: Rule) -> DecisionModel | None:
    """The model of decisions behind a rule, if there is one."""
    return rule.model if isinstance(rule, ModelRule) else None


def without_talks(levels: Floats, payoffs: Floats, settled: NDArray[np.bool_]) -> Settlements:
    """Draws of a case without talks, in which nobody gains from one, or has the upper hand.

    Args:
        levels: (D, K) where each issue is decided, on its scale.
        payoffs: (D, I) what that is worth to each actor, in points.
        settled: (D,) whether the draw came to rest.
    """
    draws, actors = payoffs.shape
    nothing = np.empty((draws, 0, actors))
    return Settlements(levels, np.empty((draws, 0), np.bool_), payoffs, gains=nothing, hands=nothing, settled=settled)


def _worst(statuses: Sequence[Status]) -> Status:
    return next((s for s in (Status.LIMIT, Status.CYCLING, Status.STAYS) if s in statuses), Status.SETTLED)


def _share(case: Case, issue: str, residual: float) -> float:
    low, high = case.issues[issue].scale
    return residual / (high - low)


def decided_payoffs(case: Case, levels: dict[str, float]) -> dict[str, float]:
    """What the decision is worth to each actor: the payoffs of a case in which every issue stands where it fell."""
    issues = {
        ident: issue.model_copy(update={"level": Quantity(levels[ident], levels[ident])})
        for ident, issue in case.issues.items()
    }
    decided = case.model_copy(update={"issues": issues})
    chances = chances_of(case)
    return {actor: payoff_of(decided, levels, {}, actor, chances) for actor in case.actors}


def many_payoffs(case: Case, network: Network, numbers: Numbers, levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """(D, I) what the decision is worth to each actor in every draw; levels (D, K) are fractions of their scale."""
    distance = np.abs(levels[:, None, :] - numbers.position) ** case.curvature
    payoffs: NDArray[np.float64] = (numbers.salience * (1 - distance)).sum(axis=2)
    for n, i in enumerate(network.structure.need_actor):
        payoffs[:, i] += numbers.weight[:, n] * (1 - (1 - numbers.cover[:, n] * levels).prod(axis=1))
    return payoffs


def _unreferenced(case: Case, issue: str, rule: str) -> Problem:
    found = f"'{issue}' does not say where it stays if nothing is decided, and the rule '{rule}' must know"
    suggestion = f"give issues.{issue} a `reference`, or the table a column 'reference'"
    return case.origin.place(("issues", issue)).put(Problem(found=found, suggestion=suggestion))
