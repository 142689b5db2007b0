"""What talks settle, held still while they are shut: so that a channel is shut and nothing else.

A talk that is shut is not held, so nobody can turn to it. What it settled stays as it is:

    level of its issues          y   =  r + sigma (x - r)
    what j has of that      E f_j    =  s_j ( sigma keep f(x) + (1 - sigma keep) f(r) )
    links from it                fire with the probability with which they fire as it is
    threats that hang on it      are carried out with the probability with which they are as it is

with x the level of its deal, r its reference and sigma the probability that the deal stands. A link from talk u fires
with p (P(u takes place) - P(u comes about and reaches what is demanded)), and sigma is what comes about times the
product of (1 - that) over the links that bring the talk down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tertius.analysis.leverage.features import Feature, with_features
from tertius.rules.arrays import Flags, Floats, Ints, Versions
from tertius.rules.payoffs import REACHED, closeness, fraction_of
from tertius.scenarios.scenarios import Scenario


@dataclass(frozen=True)
class Held:
    """What every talk settles as it is, in every draw.

    Attributes:
        scenario: The case, settled over its draws.
        level: (D, K) the level x of each issue, as a share of its scale.
        stands: (D, T) sigma.
        fires: (D, L) the probability with which each link fires.
        strikes: (D, H) that with which each threat is carried out.
    """

    scenario: Scenario
    level: Floats
    stands: Floats
    fires: Floats
    strikes: Floats


def held_in(scenario: Scenario) -> Held:
    """What every talk of a case settles."""
    network, numbers, many = scenario.network, scenario.numbers, scenario.many
    structure = network.structure
    columns = [fraction_of(scenario.case, issue, many.levels[:, k]) for k, issue in enumerate(network.issues)]
    level = np.array(columns).reshape(len(network.issues), scenario.draws).T
    made = many.agreed * many.chance
    short_link, short_threat = _short(scenario, level)
    kept = made[:, structure.link_from] * ~short_link
    fires = numbers.link * (numbers.occurs[:, structure.link_from] - kept)
    stands = made.copy()
    for link, talk in enumerate(structure.link_to):
        stands[:, talk] *= 1 - fires[:, link]
    threats = structure.threat_talk
    strikes = numbers.strike * (numbers.occurs[:, threats] - stands[:, threats] * ~short_threat)
    return Held(scenario, level, stands, fires, strikes)


def payoffs_with(held: Held, features: tuple[Feature, ...], present: Flags) -> Floats:
    """(V, D, I) payoffs with some of the features of a case, where talks that are shut leave what they settled.

    Args:
        held: What every talk settles.
        features: (F,) the features that may be there or not.
        present: (V, F) which of them are there.
    """
    scenario, draws = held.scenario, held.scenario.draws
    rows = np.repeat(present, draws, axis=0)
    variants = with_features(scenario, features, rows, scenario.each(len(present)))
    shut = ~variants.tabled
    reference = _expected(held)
    draw = scenario.each(len(present))
    for k, talk in enumerate(scenario.network.structure.issue_talk):
        if talk >= 0:
            gone = shut[:, talk]
            variants.numbers.reference[gone, k] = reference[draw[gone], k]
    unsure = _fire_links(held, features, rows, variants, draw)
    structure = scenario.network.structure
    network = replace(scenario.network, structure=structure._replace(unsure=structure.unsure | unsure))
    settled = scenario.theory.settle_variants(scenario.case, network, variants, scenario.threads)
    return (settled.payoffs + _left(held, shut, draw)).reshape(len(present), draws, -1)


def _short(scenario: Scenario, level: Floats) -> tuple[Flags, Flags]:
    """(D, L) and (D, H) whether the deal that stills a link or threat stops short of what it demands."""
    structure, numbers = scenario.network.structure, scenario.numbers
    link = np.zeros(numbers.link.shape, np.bool_)
    threat = np.zeros(numbers.strike.shape, np.bool_)
    for d, issue in enumerate(structure.demand_issue):
        missing = structure.demand_side[d] * (numbers.demand[:, d] - level[:, issue]) > REACHED
        if structure.demand_link[d] >= 0:
            link[:, structure.demand_link[d]] |= missing
        else:
            threat[:, structure.threat_like == structure.demand_threat[d]] |= missing[:, None]
    return link, threat


def _kept(held: Held, actor: int) -> Floats:
    """(D, K) the probability with which an actor gets what the deal on each issue says."""
    talks = held.scenario.network.structure.issue_talk
    sigma = np.where(talks >= 0, held.stands[:, talks], 0.0)
    kept: Floats = sigma * held.scenario.numbers.keep[:, actor]
    return kept


def _expected(held: Held) -> Floats:
    """(D, K) the level that can be expected of each issue."""
    numbers, talks = held.scenario.numbers, held.scenario.network.structure.issue_talk
    sigma = np.where(talks >= 0, held.stands[:, talks], 0.0)
    expected: Floats = numbers.reference + sigma * (held.level - numbers.reference)
    return expected


def _fire_links(held: Held, features: tuple[Feature, ...], rows: Flags, variants: Versions, draw: Ints) -> Ints:
    """Lets links from shut talks fire as they do as it is; returns (T,) 1 for talks that they may bring down."""
    structure, names = held.scenario.network.structure, held.scenario.network.links
    place = {feature.name: f for f, feature in enumerate(features) if feature.kind == "link"}
    unsure = np.zeros_like(structure.unsure)
    for link, (source, target) in enumerate(zip(structure.link_from, structure.link_to, strict=True)):
        there = ~variants.tabled[:, source] & rows[:, place[names[link]]]
        if there.any():
            variants.numbers.chance[there, target] *= 1 - held.fires[draw[there], link]
            unsure[target] = 1
    return unsure


def _left(held: Held, shut: Flags, draw: Ints) -> Floats:
    """(V D, I) what actors have of shut talks beyond what the levels alone say: doubt about the deal, and threats."""
    scenario, structure = held.scenario, held.scenario.network.structure
    numbers, curvature = scenario.numbers, scenario.case.curvature
    actors = len(scenario.network.actors)
    more = np.zeros((len(draw), numbers.position.shape[1]))  # with those behind, who feel threats as well
    talks, level = structure.issue_talk, _expected(held)
    gone = (talks >= 0) & shut[:, talks]
    for i in range(actors):
        kept, wanted = _kept(held, i), numbers.position[:, i]
        deal, stays, now = (closeness(x, wanted, curvature) for x in (held.level, numbers.reference, level))
        beyond = numbers.salience[:, i] * (kept * deal + (1 - kept) * stays - now)
        more[:, i] += np.where(gone, beyond[draw], 0.0).sum(axis=1)
    for h, talk in enumerate(structure.threat_talk):
        struck = shut[:, talk] * held.strikes[draw, h]
        more[:, structure.threat_target[h]] -= struck * numbers.damage[draw, h]
        more[:, structure.threat_holder[h]] -= struck * numbers.cost[draw, h]
    return more[:, :actors]
