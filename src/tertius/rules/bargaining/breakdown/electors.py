"""Those at home who must say yes: a ratifier as many electors, actors that only the arrays know.

An elector has the stances, needs and threats of the ratifier, with its uncertain numbers at one place of their ranges;
it sits at no table. A deal is approved with the probability that an elector gains by it: see `kernels.talk.ballots`. In
each number by itself the electors stand at the middles of as many equal parts of its range; groups move together.

A body that must say yes does so with the probability that it passes the measure, whatever the deal.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import dimensions_of, uncertain_of, values_at
from tertius.rules.arrays import Flags, Floats, Ints, Network, Numbers, Structure, as_batch, first_draw
from tertius.rules.bargaining.breakdown.terms import is_own
from tertius.rules.bargaining.joint_actors import with_columns, with_losses
from tertius.rules.payoffs import fraction_of

ELECTORS = 32
"""How many electors a ratifier is taken for."""

SEED = 1
"""Of the sequence in which their numbers are combined."""


def with_electors(case: Case, network: Network, base: Case) -> Network:
    """The network with the electors of every ratifier that is an actor, behind all other actors.

    Args:
        case: The case.
        network: Its network.
        base: The case with the ranges of the ratifiers: the parties know no more of them, whatever is drawn.
    """
    for group, (talk, ratifier) in enumerate(_ratifiers(case)):
        network = _with_group(base, network, group, talk, ratifier)
    return network


def put_electors(case: Case, network: Network, batch: Numbers) -> None:
    """Writes into a batch what electors feel of numbers that are not the ratifier's own: threats, and kept words.

    Args:
        case: The case.
        network: Its network.
        batch: The numbers in each draw, with room for the electors; what they lose and are given is changed.
    """
    structure = network.structure
    for group, (_, ratifier) in enumerate(_ratifiers(case)):
        own, electors = network.actors.index(ratifier), structure.elector_actor[structure.elector_group == group]
        batch.keep[:, electors] = batch.keep[:, [own]]
        copies = np.flatnonzero(np.isin(structure.threat_target, electors))
        threats = structure.threat_like[copies]
        batch.damage[:, copies] = _taken(structure, batch, threats, own)
        batch.strike[:, copies] = batch.strike[:, threats]


def _ratifiers(case: Case) -> list[tuple[int, str]]:
    """The row of a talk and an actor that must say yes to it, once if for both sides: its yes is one."""
    return [
        (t, by)
        for t, talk in enumerate(case.talks.values())
        for by in dict.fromkeys(ratifier.by for ratifier in talk.ratified_by.values())
        if by in case.actors
    ]


def _taken(structure: Structure, batch: Numbers, threats: Ints, own: int) -> Floats:
    """(D, len(threats)) what threats take from an actor if they are carried out, as the target or as the holder."""
    target, holder = structure.threat_target[threats] == own, structure.threat_holder[threats] == own
    taken: Floats = batch.damage[:, threats] * target + batch.cost[:, threats] * holder
    return taken


def numbers_of_electors(case: Case, ratifier: str) -> tuple[list[Path], Floats]:
    """Paths of a ratifier's uncertain numbers, and (ELECTORS, U) where they stand for each elector, on their scales."""
    uncertain = uncertain_of(case)
    own = [number for number in uncertain if is_own(case, number.path, ratifier)]
    if not own:
        return [], np.empty((ELECTORS, 0))
    points, random = np.full((ELECTORS, dimensions_of(uncertain)), 0.5), np.random.default_rng(SEED)
    middles = (np.arange(ELECTORS) + 0.5) / ELECTORS
    for place, dimension in enumerate(sorted({number.dimension for number in own})):
        points[:, dimension] = random.permutation(middles) if place else middles
    return [number.path for number in own], values_at(own, points)


def _with_group(case: Case, network: Network, group: int, talk: int, ratifier: str) -> Network:
    """The network with the electors of one ratifier in one talk."""
    structure, batch = network.structure, as_batch(network.numbers)
    first, own = structure.party.shape[1], network.actors.index(ratifier)
    electors = np.arange(first, first + ELECTORS)
    needs = np.flatnonzero(structure.need_actor[: len(network.needs)] == own)
    threats = np.arange(len(network.threats))
    threats = threats[(structure.threat_target[threats] == own) | (structure.threat_holder[threats] == own)]
    wider = ((0, 0), (0, ELECTORS))
    structure = structure._replace(
        party=np.pad(structure.party, wider),
        as_one=np.pad(structure.as_one, wider),
        seat=np.pad(structure.seat, wider, constant_values=-1),
        need_actor=np.concatenate([structure.need_actor, np.repeat(electors, len(needs))]),
        elector_actor=np.concatenate([structure.elector_actor, electors]),
        elector_talk=np.concatenate([structure.elector_talk, np.full(ELECTORS, talk)]),
        elector_group=np.concatenate([structure.elector_group, np.full(ELECTORS, group)]),
    )
    structure = with_columns(structure, _asking(case, network, talk, ratifier), ELECTORS)
    rows, again = np.full(ELECTORS, own), np.tile(needs, ELECTORS)
    position, salience, weight, cover, ranges = (
        np.concatenate([array, array[:, copied]], axis=1)
        for array, copied in (
            (batch.position, rows),
            (batch.salience, rows),
            (batch.weight, again),
            (batch.cover, again),
            (batch.range, rows),
        )
    )
    paths, drawn = numbers_of_electors(case, ratifier)
    for path, values in zip(paths, drawn.T, strict=True):
        match path:
            case ("stances", _, issue, "position", *_):
                position[0, electors, network.issues.index(str(issue))] = fraction_of(case, str(issue), values)
            case ("stances", _, issue, "salience", *_):
                salience[0, electors, network.issues.index(str(issue))] = values
            case ("needs", need, "weight", *_):
                weight[0, _copies(batch, needs, network.needs.index(str(need)))] = values
            case ("needs", need, "covered_by", issue, *_):
                copies = _copies(batch, needs, network.needs.index(str(need)))
                cover[0, copies, network.issues.index(str(issue))] = values
    batch = batch._replace(
        position=position,
        salience=salience,
        weight=weight,
        cover=cover,
        later=np.concatenate([batch.later, batch.later[:, :, rows]], axis=2),
        range=ranges,
        power=np.pad(batch.power, ((0, 0), *wider)),
        wait=np.pad(batch.wait, ((0, 0), *wider)),
        keep=np.concatenate([batch.keep, batch.keep[:, rows]], axis=1),
    )
    taken = _taken(structure, batch, threats, own)
    for elector in electors.tolist():
        structure, batch = with_losses(structure, batch, threats, elector, taken, batch.strike[:, threats])
    numbers = first_draw(batch)
    return replace(network, structure=structure, numbers=numbers)


def _asking(case: Case, network: Network, talk: int, ratifier: str) -> Flags:
    """(I,) the parties of a talk that must ask the ratifier: its no is their refusal."""
    asking = {party for party, by in case.talks[network.talks[talk]].ratified_by.items() if by.by == ratifier}
    columns = network.structure.party.shape[1]
    return np.array([i < len(network.actors) and network.actors[i] in asking for i in range(columns)], np.bool_)


def _copies(batch: Numbers, needs: Ints, need: int) -> Ints:
    """The rows of the copies of a need, one for each elector."""
    place = int(np.flatnonzero(needs == need)[0])
    copies: Ints = batch.weight.shape[1] + np.arange(ELECTORS) * len(needs) + place
    return copies
