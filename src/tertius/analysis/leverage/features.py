"""The features of a case: what a position may come from, and the case without some of them.

A feature is a talk, what one actor supplies to another's needs, a link, a threat, or a veto that a threat may meet
with. Without a talk, the talk was never tabled; without a supply, the supplier's issues cover none of the other's
needs; a link or threat that is not there has probability 0; without a veto, a no counts as any other member's.

Vetoes as features: how likely threats are carried out if some members of a body had no veto.

    P(a threat is carried out)  =  credibility x P(its body passes it without these vetoes)

A veto counts as a feature where a threat needs the body, P(the measure passes) follows from leanings, and the member
could vote no. A body that says itself how likely it passes its measure keeps that figure, whoever has a veto.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tertius.case.bodies import completed, follows_from_leanings
from tertius.case.model import Case, supplies_of
from tertius.rules.arrays import Numbers, Versions
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.perceived import COVER, LINK, STRIKE
from tertius.rules.bargaining.versions import take_away
from tertius.rules.settlement import Settlements
from tertius.scenarios.scenarios import Ints, Scenario
from tertius.voting.ballots import ballots_of

Flags = NDArray[np.bool_]
Veto = tuple[str, str]
"""A body, and a member that has a veto in it."""

Kind = Literal["talk", "supply", "link", "threat", "veto"]


@dataclass(frozen=True)
class Feature:
    """One feature of a case.

    Attributes:
        kind: What it is.
        name: The id of the talk, link or threat; of a supply ``china to dprk``, of a veto ``russia in council``.
        holder: Who supplies, or holds the link, threat or veto; empty for a talk.
        target: Whose needs are supplied, whom the threat hurts, or the body of the veto; empty otherwise.
    """

    kind: Kind
    name: str
    holder: str = ""
    target: str = ""

    @property
    def key(self) -> str:
        """Its name in tables and JSON: ``talk:us-china``, ``supply:china to dprk``."""
        return f"{self.kind}:{self.name}"


def features_of(case: Case, analysed: Iterable[str] = ()) -> tuple[Feature, ...]:
    """The features of a case: talks that are not analysed, supplies, links, threats and vetoes, each in its order."""
    kept = set(analysed)
    return (
        *(Feature("talk", talk) for talk in case.talks if talk not in kept),
        *(Feature("supply", f"{who} to {whom}", who, whom) for who, whom in supplies_of(case)),
        *(Feature("link", name, link.holder) for name, link in case.links.items()),
        *(Feature("threat", name, threat.holder, threat.target) for name, threat in case.threats.items()),
        *(Feature("veto", f"{member} in {body}", member, body) for body, member in vetoes_of(case)),
    )


def reduced(scenario: Scenario, features: tuple[Feature, ...], present: Flags) -> Flags:
    """(V, F) the features that can show at all: links and threats on a talk that is not tabled do nothing."""
    shows, case = present.copy(), scenario.case
    place = {(feature.kind, feature.name): f for f, feature in enumerate(features)}
    for f, feature in enumerate(features):
        hangs_on: tuple[str, ...] = ()
        if feature.kind == "link":
            hangs_on = case.links[feature.name].if_fails, case.links[feature.name].then_falls
        elif feature.kind == "threat":
            hangs_on = (case.threats[feature.name].if_fails,)
        for talk in hangs_on:
            if ("talk", talk) in place:
                shows[:, f] &= present[:, place["talk", talk]]
    for f, feature in enumerate(features):
        if feature.kind == "veto":
            # A veto shows only where a threat that needs its body is there.
            met = np.zeros(len(shows), np.bool_)
            for name, threat in case.threats.items():
                if threat.authorised_by == feature.target:
                    met |= shows[:, place["threat", name]] if ("threat", name) in place else True
            shows[:, f] &= met
    return shows


def with_features(scenario: Scenario, features: tuple[Feature, ...], present: Flags, draws: Ints) -> Versions:
    """Versions of the case with some of its features.

    Args:
        scenario: The case, settled over its draws.
        features: (F,) the features that may be there or not; every other feature is there.
        present: (V, F) which of them are there.
        draws: (V,) the draw of every version.
    """
    variants, network = scenario.versions(draws), scenario.network
    supplies = supplies_of(scenario.case)
    _lift_vetoes(scenario, features, present, variants, draws)
    for f, feature in enumerate(features):
        gone = np.flatnonzero(~present[:, f])
        if feature.kind == "talk":
            variants.tabled[gone, scenario.talk(feature.name)] = False
        elif feature.kind == "link":
            take_away(network.structure, variants.numbers, gone, LINK, network.links.index(feature.name))
        elif feature.kind == "threat":
            take_away(network.structure, variants.numbers, gone, STRIKE, network.threats.index(feature.name))
        elif feature.kind == "supply":
            for need, issue in supplies[feature.holder, feature.target]:
                place = network.needs.index(need), network.issues.index(issue)
                take_away(network.structure, variants.numbers, gone, COVER, *place)
    return variants


def settle_with(scenario: Scenario, features: tuple[Feature, ...], present: Flags) -> Settlements:
    """The settlements (S D,) of every draw with each of S sets of features, `present` (S, F), set by set."""
    rows = np.repeat(present, scenario.draws, axis=0)
    return scenario.settle(with_features(scenario, features, rows, scenario.each(len(present))))


def _lift_vetoes(
    scenario: Scenario, features: tuple[Feature, ...], present: Flags, variants: Versions, draws: Ints
) -> None:
    """Sets the probabilities of threats in the versions that lack a veto, once for every set of vetoes lacking."""
    columns = [f for f, feature in enumerate(features) if feature.kind == "veto"]
    sets, which = np.unique(~present[:, columns], axis=0, return_inverse=True)
    for number, lacking in enumerate(sets):
        if lacking.any():
            rows = np.flatnonzero(which.ravel() == number)
            gone = [
                (features[f].target, features[f].holder) for f, lacks in zip(columns, lacking, strict=True) if lacks
            ]
            without = numbers_without(scenario, gone)
            variants.numbers.strike[rows] = without.strike[draws[rows]]
            believed = scenario.network.structure.belief[:, 1] == STRIKE
            variants.numbers.belief[np.ix_(rows, believed)] = without.belief[np.ix_(draws[rows], believed)]


def vetoes_of(case: Case) -> tuple[Veto, ...]:
    """The vetoes that a threat may meet with, in the order of the bodies and of their members."""
    needed = {threat.authorised_by for threat in case.threats.values()}
    vetoes: list[Veto] = []
    for ident, body in case.bodies.items():
        if ident in needed and follows_from_leanings(body):
            ballots = ballots_of(body)  # a member counts if it may vote no with every number at its middle
            no = zip(ballots.voters, ballots.no[:, 0], strict=True)
            opposed = {member for voter, chance in no if chance > 0 for member in voter.members}
            vetoes += [(ident, member) for member in completed(body).vetoes if member in opposed]
    return tuple(vetoes)


def numbers_without(scenario: Scenario, gone: Collection[Veto]) -> Numbers:
    """The numbers of each draw when these members have no veto: P(each threat is carried out if its talk fails)."""
    bodies = dict(scenario.case.bodies)
    for ident in dict.fromkeys(ident for ident, _ in gone):
        whole = completed(bodies[ident])
        kept = tuple(member for member in whole.vetoes if (ident, member) not in gone)
        bodies[ident] = whole.model_copy(update={"like": None, "vetoes": kept})
    case = scenario.case.model_copy(update={"bodies": bodies})
    network = network_of(case, scenario.theory.solution.key)
    return batch_of(case, network, scenario.drawn.paths, scenario.drawn.values)
