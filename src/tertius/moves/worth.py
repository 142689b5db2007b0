"""What a settlement is worth to everyone by the wants of the base case, whatever the parties have come to say.

A move may change what an actor states; it does not change what the actor wants. So the talks settle by the stances of
the version, and payoffs are counted by those of the base:

    V_i = V_i(version) + sum_k [ s_ik E(1 - |x_k - p_ik|^a) of the base - the same of the version ]

with E over whether the deal on issue k stands. Needs, damages and costs are those of the version.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case, Stance
from tertius.case.parse.origin import Path
from tertius.draws import Drawn
from tertius.rules.arrays import SURE
from tertius.scenarios.scenarios import Settled

__all__ = ["worth"]

Floats = NDArray[np.float64]


def worth(settled: Settled, base: Case, drawn: Drawn) -> dict[str, Floats]:
    """The payoffs of the actors of the base in many draws of a version.

    Args:
        settled: The version, settled.
        base: The case whose stances count.
        drawn: The numbers of the base in the same draws.

    Returns:
        Actor: (D,) its payoff in points; nan in draws that did not come to rest, and for an actor that the version
        does not have.
    """
    version = _Side(settled.case, settled.drawn)
    wants = _Side(base, drawn)
    payoffs = {}
    for actor in base.actors:
        payoff = settled.payoff(actor)
        stated, wanted = settled.case.stances.get(actor, {}), base.stances.get(actor, {})
        for issue in dict.fromkeys([*stated, *wanted]):
            if stated.get(issue) == wanted.get(issue) or issue not in settled.case.issues:
                continue
            where = _Outcome(settled, version, issue)
            payoff = payoff + wants.term(actor, issue, where) - version.term(actor, issue, where)
        payoffs[actor] = payoff
    return payoffs


class _Outcome:
    """Where one issue comes to stand in every draw: the agreed level and the reference as shares of the scale."""

    def __init__(self, settled: Settled, side: _Side, issue: str) -> None:
        case, self.curvature = settled.case, settled.case.curvature
        talk = case.talk_of(issue)
        self.level = _share(case, issue, settled.level(issue))
        if talk is None:
            self.stands, self.reference = np.ones_like(self.level), self.level
            return
        reference = case.talks[talk].without_agreement[issue].level.on(case.issues[issue].scale).middle
        path = ("talks", talk, "without_agreement", issue, "level")
        self.reference = _share(case, issue, side.number(path, reference))
        self.stands = _stands(settled, side, talk)


@dataclass(frozen=True)
class _Side:
    """A case and its numbers in many draws."""

    case: Case
    drawn: Drawn

    def number(self, path: Path, middle: float) -> Floats:
        """(D,) the number at a path: as drawn, or the same in every draw."""
        if path in self.drawn.paths:
            column: Floats = self.drawn.values[:, self.drawn.paths.index(path)]
            return column
        return np.full(len(self.drawn.values), middle)

    def term(self, actor: str, issue: str, where: _Outcome) -> Floats:
        """(D,) s E(1 - |x - p|^a), 0 without a stance."""
        stance: Stance | None = self.case.stances.get(actor, {}).get(issue)
        if stance is None:
            return np.zeros(len(self.drawn.values))
        path: Path = ("stances", actor, issue)
        position = stance.position.on(self.case.issues[issue].scale).middle
        wanted = _share(self.case, issue, self.number((*path, "position"), position))
        salience = self.number((*path, "salience"), stance.salience.middle)
        agreed, stays = (1 - np.abs(x - wanted) ** where.curvature for x in (where.level, where.reference))
        points: Floats = salience * (where.stands * agreed + (1 - where.stands) * stays)
        return points


def _stands(settled: Settled, side: _Side, talk: str) -> Floats:
    """(D,) P(the deal stands): 0 if it is not agreed, else prod over failed talks' links (1 - p)."""
    stands = settled.agreed(talk)
    for ident, link in settled.case.links.items():
        if link.then_falls == talk:
            chance = np.minimum(side.number(("links", ident, "probability"), link.probability.middle), SURE)
            stands = stands * (1 - chance * (1 - settled.agreed(link.if_fails)))
    return stands


def _share(case: Case, issue: str, level: Floats) -> Floats:
    low, high = case.issues[issue].scale
    return (level - low) / (high - low)
