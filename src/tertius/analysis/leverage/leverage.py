"""Who holds leverage over whom in one case: the result, frozen, which explains itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tertius.analysis.leverage.attribution import Attribution, attribution
from tertius.analysis.leverage.branches import CERTAIN, Open, open_figures
from tertius.analysis.leverage.brokerage import Broker, brokerage
from tertius.analysis.leverage.commitment import Commitment, commitments
from tertius.analysis.leverage.reliance import Reliance, net_leverage, reliances
from tertius.analysis.leverage.ties import constraints, cut_vertices, tie_network
from tertius.analysis.leverage.walk_away import Band, Stake, WalkAway, stakes, upper_hands, walk_aways
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.results import Result, frame_of
from tertius.rules import chosen_theory
from tertius.rules.rule import Rule
from tertius.rules.settlement import Status
from tertius.scenarios.scenarios import Scenario, scenario_of
from tertius.scenarios.targets import target_named

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Leverage(Result):
    """Who holds leverage over whom, pair by pair and talk by talk.

    Every figure is a difference between two settlements of the case under one theory, each reached from the levels
    without a deal. Shares are shares of the actor's range; points are its own and compare with nobody else's.

    Attributes:
        scenario: The case, settled under the theory over the draws.
        agreement: Talk: the probability that it ends in agreement; without draws 1 or 0, unless the case says why a
            deal may not be made.
        reliance: Actor: its reliance on every other.
        net: Actor: its net leverage over every other, a difference of shares.
        upper_hand: Talk: the upper hand of every party.
        stakes: Talk: the stake of every party.
        walk_away: Talk: the walk-away value of every party, taken apart.
        commitments: Link or threat: what it is worth to whom, and whether its holder would carry it out.
        brokers: Every actor as a channel to another and between two others, and what being the only one would bring it;
            none of a case that can settle in more than one way.
        cut_vertices: The actors without whom the network of ties falls apart, each with the parts that are left.
        constraints: Actor that has ties: Burt's constraint; low where its contacts are strangers to each other.
        several: Whether the case at its middle can settle in more than one way.
        open: What cannot be told, since it would compare one settlement with another: these figures are nan.
        unsettled: How many draws did not come to rest.
    """

    scenario: Scenario
    agreement: Mapping[str, float]
    reliance: Mapping[str, Mapping[str, Reliance]]
    net: Mapping[str, Mapping[str, Band]]
    upper_hand: Mapping[str, Mapping[str, Band]]
    stakes: Mapping[str, Mapping[str, Stake]]
    walk_away: Mapping[str, Mapping[str, WalkAway]]
    commitments: Mapping[str, Commitment]
    brokers: tuple[Broker, ...]
    cut_vertices: Mapping[str, tuple[tuple[str, ...], ...]]
    constraints: Mapping[str, float]
    several: bool
    unsettled: int
    open: Open = CERTAIN

    @property
    def case(self) -> Case:
        """The case; never changed."""
        return self.scenario.case

    @property
    def theory(self) -> str:
        """The theory that settled it."""
        return self.scenario.theory.name

    @property
    def draws(self) -> int:
        """How many draws there are; 0 if every number stands at its middle."""
        return 0 if self.scenario.middle else self.scenario.draws

    def attribution(self, target: str, of: str | None = None) -> Attribution:
        """Where a payoff, a gain, a level or an agreement comes from.

        Args:
            target: The id of an actor, an issue or a talk; or ``gain:TALK:ACTOR``.
            of: A talk: the gain of the actor in it is meant, not its payoff.

        Raises:
            UsageError: There is no such target; what there is is said.
        """
        found = attribution(self.scenario, target_named(self.case, target, of), self.scenario.seed)
        return found.without(self.open.features)

    def ending(self) -> tuple[str, ...]:
        """The theory, and over how many draws."""
        over = f"{self.draws:,} draws, seed {self.scenario.seed}" if self.draws else "every number at its middle"
        return (f"{self.theory}; {over}.",)

    def cautions(self) -> tuple[str, ...]:
        """That the case can settle in more than one way, and that draws did not come to rest."""
        several = "The case can settle in more than one way; these figures are of one of them."
        restless = f"{self.unsettled:,} draws did not come to rest."
        return (*((several,) if self.several else ()), *((restless,) if self.unsettled else ()))

    def to_frame(self) -> pd.DataFrame:
        """A row for each (what, name, other): low, middle and high in points, and as a share.

        What is "reliance" (of name on other), "net leverage" (of name over other), "upper hand" and "stake" (of the
        party other in the talk name).
        """
        nothing = (None, None, None)
        rows: list[tuple[Any, ...]] = []
        for i, others in self.reliance.items():
            rows += [("reliance", i, j, *_ends(one.points), *_ends(one.share)) for j, one in others.items()]
        for j, net in self.net.items():
            rows += [("net leverage", j, i, *nothing, *_ends(band)) for i, band in net.items()]
        for talk, hands in self.upper_hand.items():
            rows += [("upper hand", talk, party, *nothing, *_ends(band)) for party, band in hands.items()]
        for talk, held in self.stakes.items():
            rows += [("stake", talk, party, *_ends(one.points), *_ends(one.share)) for party, one in held.items()]
        numbers = [f"{unit}_{end}" for unit in ("points", "share") for end in ("low", "middle", "high")]
        return frame_of(rows, ["what", "name", "other"], dict.fromkeys(numbers, float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius leverage --json``."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "theory": self.theory,
            "draws": self.draws,
            "seed": self.scenario.seed,
            **self.plain("several", "open", "unsettled", "agreement", "reliance", "net", "upper_hand", "stakes"),
            **self.plain("walk_away", "commitments", "brokers", "cut_vertices", "constraints"),
        }


def leverage(
    case: Case,
    draws: int = 0,
    seed: int = 1,
    rule: Rule | str | None = None,
    solution: str | None = None,
    threads: int | None = None,
) -> Leverage:
    """Work out who holds leverage over whom.

    Args:
        case: A checked case with talks.
        draws: How many draws of the uncertain numbers; with 0 every number stands at its middle.
        seed: The seed of the draws, and of the orders of an attribution that has to sample.
        rule: The rule or its name; without it the first that applies.
        solution: What the talks that name no solution settle at; without it Nash's.
        threads: How many versions of the case to settle at a time; the answer does not depend on it.

    Raises:
        UsageError: The case has no talks, or there is no such rule or solution, or the numbers are none.
        LimitError: The case has more talks than the rule settles.
    """
    theory = chosen_theory(case, rule, solution)
    if not case.talks:
        raise UsageError(f"{case.case} has no talks, and leverage is what talks are worth: see tertius settle")
    scenario, network = scenario_of(case, theory, draws, seed, threads), tie_network(case)
    agreed, middle = scenario.many.agreed * scenario.many.chance, theory.settle(case)
    unknown = open_figures(scenario, middle)
    return Leverage(
        scenario=scenario,
        agreement={talk: float(agreed[:, t].mean()) for t, talk in enumerate(case.talks)},
        reliance=reliances(scenario, unknown),
        net=net_leverage(scenario, unknown),
        upper_hand=upper_hands(scenario, unknown),
        stakes=stakes(scenario, unknown),
        walk_away=walk_aways(scenario, unknown),
        commitments=commitments(scenario, unknown),
        brokers=() if middle.status is Status.SEVERAL else brokerage(scenario),
        cut_vertices=cut_vertices(network),
        constraints=constraints(network),
        several=middle.status is Status.SEVERAL,
        open=unknown,
        unsettled=int((~scenario.many.settled).sum()),
    )


def _ends(band: Band) -> tuple[float, float, float]:
    return band.low, band.middle, band.high


def focus_of(lev: Leverage) -> str:
    """The actor whose position a brief explains: the one that can best play its contacts off (Burt's constraint)."""
    return min(lev.case.actors, key=lambda actor: lev.constraints.get(actor, math.inf))
