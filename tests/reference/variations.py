"""A network with one thing more: a threat, a link, a standing supplier, a talk with a new supplier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from tertius.rules.arrays import Network
from tests.reference.networks import refused_by_anybody, seats

__all__ = ["with_link", "with_supplier", "with_supplier_talk", "with_threat"]


def with_threat(network: Network, **threat: float) -> Network:
    """One more threat; in the first talk, unless `talk` says otherwise."""
    structure, numbers = network.structure, network.numbers
    more: dict[str, Any] = {
        "threat_talk": np.append(structure.threat_talk, int(threat.get("talk", 0))),
        "threat_holder": np.append(structure.threat_holder, int(threat["holder"])),
        "threat_target": np.append(structure.threat_target, int(threat["target"])),
        "threat_like": np.append(structure.threat_like, len(structure.threat_like)),
        "threat_refusers": np.vstack([structure.threat_refusers, np.ones(len(network.actors), np.int64)]),
    }
    costs = {name: np.append(getattr(numbers, name), threat[name]) for name in ("damage", "cost", "strike")}
    return replace(
        network,
        threats=(*network.threats, "one-more"),
        structure=structure._replace(**more),
        numbers=numbers._replace(**costs),
    )


def with_supplier(network: Network, need: int, share: float) -> Network:
    """One more standing issue, which covers a share of a need. Ranges stay those of the base."""
    structure, numbers = network.structure, network.numbers
    actors = len(network.actors)
    cover = np.zeros((len(network.needs), 1))
    cover[need] = share
    return replace(
        network,
        issues=(*network.issues, "one-more"),
        structure=structure._replace(issue_talk=np.append(structure.issue_talk, -1)),
        numbers=numbers._replace(
            reference=np.append(numbers.reference, 1.0),
            position=np.hstack([numbers.position, np.zeros((actors, 1))]),
            salience=np.hstack([numbers.salience, np.zeros((actors, 1))]),
            cover=np.hstack([numbers.cover, cover]),
            keep=np.hstack([numbers.keep, np.ones((actors, 1))]),
            drift=np.append(numbers.drift, 0.0),
        ),
    )


def with_link(network: Network, if_fails: int, then_falls: int, chance: float) -> Network:
    """One more link."""
    structure, numbers = network.structure, network.numbers
    return replace(
        network,
        links=(*network.links, "one-more"),
        structure=structure._replace(
            link_from=np.append(structure.link_from, if_fails),
            link_to=np.append(structure.link_to, then_falls),
            link_refusers=np.vstack([structure.link_refusers, np.ones(len(network.actors), np.int64)]),
        ),
        numbers=numbers._replace(link=np.append(numbers.link, chance)),
    )


def with_supplier_talk(network: Network, need: int, share: float, price: float) -> Network:
    """A new actor, and a talk in which it can supply a need for a price that both value at `price` points."""
    structure, numbers = network.structure, network.numbers
    client = int(structure.need_actor[need])
    actors, talks = len(network.actors) + 1, len(network.talks) + 1
    party = np.zeros((talks, actors), dtype=np.bool_)
    party[:-1, :-1] = structure.party
    party[-1, [client, -1]] = True
    position, salience = (np.pad(stance, ((0, 1), (0, 2))) for stance in (numbers.position, numbers.salience))
    position[-1, -1] = 1.0
    salience[[client, -1], -1] = price
    cover = np.pad(numbers.cover, ((0, 0), (0, 2)))
    cover[need, -2] = share
    power = np.pad(numbers.power, ((0, 1), (0, 1)))
    power[-1, [client, -1]] = 1.0
    return replace(
        network,
        actors=(*network.actors, "newcomer"),
        issues=(*network.issues, "supply", "price"),
        talks=(*network.talks, "new"),
        structure=structure._replace(
            issue_talk=np.append(structure.issue_talk, [talks - 1, talks - 1]),
            party=party,
            seat=seats(party),
            solution=np.append(structure.solution, structure.solution[-1:]),
            unsure=np.append(structure.unsure, 0),
            deadline=np.append(structure.deadline, 0),
            pending=np.append(structure.pending, 0),
            planned=np.append(structure.planned, 0),
            given=np.append(structure.given, 0),
            **refused_by_anybody(len(structure.link_from), len(structure.threat_talk), actors),
        ),
        numbers=numbers._replace(
            reference=np.append(numbers.reference, [0.0, 0.0]),
            position=position,
            salience=salience,
            cover=cover,
            power=power,
            range=np.append(numbers.range, price),
            keep=np.pad(numbers.keep, ((0, 1), (0, 2)), constant_values=1.0),
            chance=np.append(numbers.chance, 1.0),
            occurs=np.append(numbers.occurs, 1.0),
            drift=np.append(numbers.drift, [0.0, 0.0]),
            wait=np.pad(numbers.wait, ((0, 1), (0, 1))),
            later=np.pad(numbers.later, ((0, 1), (0, 1))),
        ),
    )
