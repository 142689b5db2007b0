"""The ties of a case: which actors a talk, a supply, a link or a threat connects; and the network that they make.

A talk ties all that sit at it to each other, a supply the supplier to the one in need, a threat its holder to its
target, and a link its holder to the others at the talk that it brings down.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from tertius.analysis.leverage.features import Feature, features_of
from tertius.case.model import Case

if TYPE_CHECKING:
    import networkx

Pair = frozenset[str]


def ties_of(case: Case) -> dict[Feature, tuple[Pair, ...]]:
    """Of every feature the pairs of actors that it ties together."""
    ties: dict[Feature, tuple[Pair, ...]] = {}
    for feature in features_of(case):
        if feature.kind == "talk":
            ties[feature] = tuple(map(frozenset, combinations(case.talks[feature.name].parties, 2)))
        elif feature.kind == "link":
            others = case.talks[case.links[feature.name].then_falls].parties
            ties[feature] = tuple(frozenset({feature.holder, other}) for other in others if other != feature.holder)
        else:
            ties[feature] = () if feature.kind == "veto" else (frozenset({feature.holder, feature.target}),)
    return ties


def tie_network(case: Case) -> networkx.Graph[str]:
    """Actors, and an edge between every two that are tied; its `ties` say by what."""
    import networkx as nx

    network: networkx.Graph[str] = nx.Graph()
    network.add_nodes_from(case.actors)
    for feature, pairs in ties_of(case).items():
        for one, other in map(sorted, pairs):
            if not network.has_edge(one, other):
                network.add_edge(one, other, ties=[])
            network.edges[one, other]["ties"].append(feature)
    return network


def cut_vertices(network: networkx.Graph[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The actors without whom the network would fall apart, each with the parts that it would fall into."""
    import networkx as nx

    found = {}
    order = list(network)
    for actor in sorted(nx.articulation_points(network), key=order.index):
        here = nx.node_connected_component(network, actor) - {actor}
        parts = nx.connected_components(network.subgraph(here))
        ordered = [tuple(sorted(part, key=order.index)) for part in parts]
        found[actor] = tuple(sorted(ordered, key=lambda part: (-len(part), order.index(part[0]))))
    return found


def constraints(network: networkx.Graph[str]) -> dict[str, float]:
    """Burt's constraint of every actor that has a tie: sum over j of (p_ij + sum over q of p_iq p_qj)^2.

    p_ij is one part in as many as i has ties. Low: its contacts are strangers to each other, and it can play them off.
    Reference: R. S. Burt (1992), Structural Holes: The Social Structure of Competition, Harvard University Press.
    """
    import networkx as nx

    tied = [actor for actor in network if network.degree[actor]]
    return {actor: float(value) for actor, value in nx.constraint(network, tied).items()}
