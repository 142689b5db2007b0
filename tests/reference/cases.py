"""A network told as a case, so that a test of cases can draw random ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from tertius.rules.arrays import Network

__all__ = ["entries_of_network"]


def entries_of_network(network: Network) -> dict[str, Any]:
    """The plain values of a case file whose network this is; every scale runs from 0 to 1."""
    structure, numbers = network.structure, network.numbers
    talks = {name: _talk(network, t) for t, name in enumerate(network.talks)}
    standing = {k for k in range(len(network.issues)) if structure.issue_talk[k] < 0}
    return {
        "case": "random",
        "title": "A random network",
        "as_of": "2024-01-01",
        "curvature": structure.curvature,
        "actors": {name: name for name in network.actors},
        "issues": {
            name: {"scale": [0, 1]} | ({"level": float(numbers.reference[k])} if k in standing else {})
            for k, name in enumerate(network.issues)
        },
        "talks": talks,
        "stances": {name: _stances(network, i) for i, name in enumerate(network.actors)},
        "needs": {name: _need(network, n) for n, name in enumerate(network.needs)},
        "links": {name: _link(network, row) for row, name in enumerate(network.links)},
        "threats": {name: _threat(network, h) for h, name in enumerate(network.threats)},
    }


def _talk(network: Network, t: int) -> dict[str, Any]:
    parties = np.flatnonzero(network.structure.party[t])
    here = np.flatnonzero(network.structure.issue_talk == t)
    return {
        "parties": [network.actors[i] for i in parties],
        "power": {network.actors[i]: float(network.numbers.power[t, i]) for i in parties},
        "without_agreement": {network.issues[k]: float(network.numbers.reference[k]) for k in here},
    }


def _stances(network: Network, i: int) -> dict[str, Any]:
    numbers = network.numbers
    return {
        network.issues[k]: {"position": float(numbers.position[i, k]), "salience": float(numbers.salience[i, k])}
        for k in np.flatnonzero(numbers.salience[i])
    }


def _need(network: Network, n: int) -> dict[str, Any]:
    cover = network.numbers.cover[n]
    return {
        "actor": network.actors[network.structure.need_actor[n]],
        "weight": float(network.numbers.weight[n]),
        "covered_by": {network.issues[k]: float(cover[k]) for k in np.flatnonzero(cover)},
    }


def _link(network: Network, row: int) -> dict[str, Any]:
    structure = network.structure
    return {
        "holder": network.actors[0],
        "if_fails": network.talks[structure.link_from[row]],
        "then_falls": network.talks[structure.link_to[row]],
        "probability": float(network.numbers.link[row]),
    }


def _threat(network: Network, h: int) -> dict[str, Any]:
    structure, numbers = network.structure, network.numbers
    return {
        "holder": network.actors[structure.threat_holder[h]],
        "target": network.actors[structure.threat_target[h]],
        "if_fails": network.talks[structure.threat_talk[h]],
        "damage": float(numbers.damage[h]),
        "cost": float(numbers.cost[h]),
        "credibility": float(numbers.strike[h]),
    }
