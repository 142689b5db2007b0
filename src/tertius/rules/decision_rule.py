"""A decision without talks, by all who have a stance, as a rule: what a case needs, many draws, payoffs.

The models themselves are in `decisions/`, below the network of talks: a talk may be decided by one of them too.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import final

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import CaseError, Problem, UsageError
from tertius.rules.arrays import Flags, Floats, Network, Versions
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.decisions.decision import DecisionModel, Ending
from tertius.rules.decisions.stances import Stances, capabilities_of, every_stance, many_stances, no_level
from tertius.rules.payoffs import payoffs_of_decision, payoffs_of_draws
from tertius.rules.rule import Rule
from tertius.rules.settlement import DealChances, Settlement, Settlements, Status


class DecisionRule(Rule):
    """A rule for a decision without talks that is asked for by name."""

    talks: bool = False
    offered: bool = False
    needs_reference: bool = False
    """Whether it must know where every issue stays if nothing is decided."""

    least_issues: int = 1
    """How many issues must be decided for it to say anything of its own; below that it is not asked unless named."""

    unmet: str = ""
    """Why it refuses a case that `lacks` what it must know beside references, in a clause."""

    @abstractmethod
    def decide_all(self, case: Case, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided. A `ValueError` says why there is no answer.

        Args:
            case: The case; its numbers are those of the middle, and what counts is in `stances`.
            stances: The stances on every issue that is decided.
        """

    def decide_many(
        self, case: Case, draws: Sequence[Mapping[str, Stances]], threads: int = 1
    ) -> list[dict[str, Ending] | None]:
        """As `decide_all`, for many draws, of which nobody asks for more than level and status; None without answer."""
        found: list[dict[str, Ending] | None] = []
        for stances in draws:
            try:
                found.append(self.decide_all(case, stances))
            except ValueError:
                found.append(None)
        return found

    def decide_draws(self, position: Floats, salience: Floats, capability: Floats) -> Floats | None:
        """(D, K) levels of many draws at once, from (D, I, K) arrays; None if the rule takes them one by one."""
        return None

    def applies(self, case: Case) -> bool:
        """Whether the case has an issue that is decided by weight, and the rule all that it must know."""
        return any(case.decided(issue) for issue in case.issues) and not self.lacks(case)

    def lacks(self, case: Case) -> list[Problem]:
        """The references that the rule must know and the case does not give."""
        if not self.needs_reference:
            return []
        return [
            case.origin.place(("issues", issue)).put(
                Problem(
                    found=f"'{issue}' does not say where it stays if nothing is decided, and the rule '{self.key}' "
                    "must know",
                    suggestion=f"give issues.{issue} a `reference`, or the table a column 'reference'",
                )
            )
            for issue in case.issues
            if case.decided(issue) and case.issues[issue].reference is None
        ]

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
        self,
        case: Case,
        without: tuple[str, ...] = (),
        solution: str = "nash",
        base: Case | None = None,
        chances: DealChances = True,
    ) -> Settlement:
        """Decide every issue, every number at its middle; no talk asks for a solution."""
        endings = self.endings(case)
        if without:
            raise UsageError(f"{case.case} has no talks, so none can break down")
        levels = {k: endings[k].level if k in endings else case.reference(k) for k in case.issues}
        statuses = [ending.status for ending in endings.values()]
        network = network_of(case)
        return Settlement(
            case=case,
            rule=self.key,
            settings={"draw": "middle", "without": []},
            levels=levels,
            agreements={},
            stands={},
            payoffs=payoffs_of_decision(case, levels),
            ranges=dict(zip(network.actors, map(float, network.numbers.range), strict=True)),
            walk_away={},
            upper_hand={},
            shortfalls={},
            commitments={},
            status=next((s for s in (Status.LIMIT, Status.CYCLING, Status.STAYS) if s in statuses), Status.SETTLED),
            residual=max(
                ending.residual / (high - low)
                for issue, ending in endings.items()
                for low, high in [case.issues[issue].scale]
            ),
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
        """Decide many draws; a draw that has no answer has levels that are no numbers."""
        self.settle(case)  # says what is wrong with the case, if anything is
        network = network_of(case)
        numbers = batch_of(case, network, paths, values)
        low, high = np.array([case.issues[issue].scale for issue in network.issues]).T
        weights = capabilities_of(case, network, paths, values)
        decided = self.decide_draws(numbers.position, numbers.salience, weights)
        if decided is not None:
            shares = np.where([case.decided(issue) for issue in network.issues], decided, numbers.reference)
            levels, settled = low + (high - low) * shares, np.asarray(np.isfinite(shares).all(axis=1))
        else:
            levels, settled = low + (high - low) * numbers.reference, np.ones(len(values), np.bool_)
            draws = list(many_stances(case, network, paths, values, numbers))
            for draw, endings in enumerate(self.decide_many(case, draws, threads)):
                if endings is None:
                    levels[draw], settled[draw] = np.nan, False
                    continue
                for issue, ending in endings.items():
                    levels[draw, network.issues.index(issue)] = ending.level
                settled[draw] = all(ending.status.converged for ending in endings.values())
            shares = (levels - low) / (high - low)
        return without_talks(levels, payoffs_of_draws(case, network, numbers, shares), settled)

    def settle_variants(
        self,
        case: Case,
        network: Network,
        variants: Versions,
        threads: int = 1,
        hands: bool = False,
        start: Floats | None = None,
    ) -> Settlements:
        """There are no talks whose absence or breakdown could be asked about."""
        raise UsageError(f"{case.case} is decided by weight: it has no talks that could be off the table, or fail")

    def settle_all(
        self, case: Case, solution: str = "nash", chances: DealChances = True
    ) -> tuple[Settlement, dict[str, Settlement]]:
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
        self.least_issues, self.unmet = model.least_issues, model.unmet

    def lacks(self, case: Case) -> list[Problem]:
        """What the model must know and the case does not give."""
        return super().lacks(case) or self.model.lacks(case)

    def decide_all(self, case: Case, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided."""
        return self.model.decide_all(stances)

    def decide_many(
        self, case: Case, draws: Sequence[Mapping[str, Stances]], threads: int = 1
    ) -> list[dict[str, Ending] | None]:
        """Where each issue is decided in every draw."""
        return self.model.decide_many(draws, threads)

    def decide_draws(self, position: Floats, salience: Floats, capability: Floats) -> Floats | None:
        """All draws at once, if the model is a formula of arrays."""
        return self.model.decide_draws(position, salience, capability)


def model_of(rule: Rule) -> DecisionModel | None:
    """The model of decisions behind a rule, if there is one."""
    return rule.model if isinstance(rule, ModelRule) else None


def without_talks(levels: Floats, payoffs: Floats, settled: Flags) -> Settlements:
    """The settlements of many draws of a case without talks, in which nobody gains from one, or has the upper hand.

    Args:
        levels: (D, K) where each issue is decided, on its scale.
        payoffs: (D, I) what that is worth to each actor, in points.
        settled: (D,) whether the draw came to rest.
    """
    draws, actors = payoffs.shape
    nothing = np.empty((draws, 0, actors))
    return Settlements(levels, np.empty((draws, 0), np.bool_), payoffs, gains=nothing, hands=nothing, settled=settled)
