"""Payoffs by trying every outcome of luck: which talks come about, which links fire, which issues are delivered.

Slow and plain on purpose; nothing of `rules.payoffs` is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TypeVar

from tertius.case import Case
from tertius.case.entries import Demand

Name = TypeVar("Name")
Outcome = tuple[float, frozenset[str], frozenset[str], frozenset[str], frozenset[tuple[str, str]]]
"""A probability, the talks that take place, those whose deal came about, the links that were drawn, and what was not
delivered: (issue, by whom)."""


def payoffs_by_outcome(
    case: Case, levels: Mapping[str, float], agreed: Mapping[str, bool], made: Mapping[str, float]
) -> dict[str, float]:
    """The mean payoff of every actor over all outcomes, in its points."""
    total = dict.fromkeys(case.actors, 0.0)
    for probability, held, came, drawn, withheld in _outcomes(case, agreed, made):
        stands = {talk: talk in held and talk in came for talk in case.talks}
        for ident, link in case.links.items():
            at = link.if_fails
            fires = at in held and (at not in came or short(case, levels, link.unless))
            if fires and ident in drawn:
                stands[link.then_falls] = False
        for actor in case.actors:
            total[actor] += probability * _payoff(case, levels, stands, held, withheld, actor)
    return total


def short(case: Case, levels: Mapping[str, float], unless: Mapping[str, Demand]) -> bool:
    """Whether one of the demands is not reached."""
    for issue, demand in unless.items():
        up = demand.level.middle > case.reference(issue)
        if (up and levels[issue] < demand.level.middle) or (not up and levels[issue] > demand.level.middle):
            return True
    return False


def _outcomes(case: Case, agreed: Mapping[str, bool], made: Mapping[str, float]) -> Iterator[Outcome]:
    promises = {
        (issue, party): keeps.probability.middle
        for talk in case.talks.values()
        for party, keeps in talk.keeps.items()
        for issue in talk.issues
        if case.issues[issue].supplier in (None, party)
    }
    talks = {talk: made.get(talk, 1.0) if agreed[talk] else 0.0 for talk in case.talks}
    links = {ident: min(link.probability.middle, 1 - 1e-6) for ident, link in case.links.items()}
    held = {talk: 1.0 if entry.chance is None else entry.chance.middle for talk, entry in case.talks.items()}
    for weight_h, there in _subsets(held):
        for weight_t, came in _subsets(talks):
            for weight_l, drawn in _subsets(links):
                for weight_p, kept in _subsets(promises):
                    weight = weight_h * weight_t * weight_l * weight_p
                    yield weight, there, came, drawn, frozenset(promises) - kept


def _subsets(chances: Mapping[Name, float]) -> Iterator[tuple[float, frozenset[Name]]]:
    for picks in product((True, False), repeat=len(chances)):
        weight, picked = 1.0, []
        for (name, chance), pick in zip(chances.items(), picks, strict=True):
            weight *= chance if pick else 1 - chance
            picked += [name] if pick else []
        if weight > 0:
            yield weight, frozenset(picked)


def _payoff(
    case: Case,
    levels: Mapping[str, float],
    stands: Mapping[str, bool],
    held: frozenset[str],
    withheld: frozenset[tuple[str, str]],
    actor: str,
) -> float:
    def fraction(issue: str) -> float:
        talk, (low, high) = case.talk_of(issue), case.issues[issue].scale
        level = levels[issue] if talk is not None and stands[talk] else case.reference(issue)
        if talk is not None and (issue, _supplier(case, talk, issue, actor)) in withheld:
            level = case.reference(issue)
        return (level - low) / (high - low)

    points = 0.0
    for issue, stance in case.stances.get(actor, {}).items():
        low, high = case.issues[issue].scale
        distance = abs(fraction(issue) - (stance.position.middle - low) / (high - low))
        points += stance.salience.middle * (1 - distance**case.curvature)
    for need in case.needs.values():
        uncovered = 1.0
        for issue, cover in need.covered_by.items():
            uncovered *= 1 - cover.share.middle * fraction(issue)
        points += need.weight.middle * (1 - uncovered) if need.actor == actor else 0.0
    for threat in case.threats.values():
        at = threat.if_fails
        if at in held and (not stands[at] or short(case, levels, threat.unless)):
            points -= threat.credibility.middle * threat.damage.middle if threat.target == actor else 0.0
            points -= threat.credibility.middle * threat.cost.middle if threat.holder == actor else 0.0
    return points


def _supplier(case: Case, talk: str, issue: str, actor: str) -> str:
    """The named supplier; else, for a party of a talk of two, the other one. Nobody withholds from itself."""
    parties, named = case.talks[talk].parties, case.issues[issue].supplier
    if named is None and len(parties) == 2 and actor in parties:
        return parties[0] if actor == parties[1] else parties[1]
    return named if named is not None and named != actor else ""
