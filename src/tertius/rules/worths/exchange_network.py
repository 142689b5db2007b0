"""An exchange network: who can deal with whom, what each deal is worth, and with how many each can deal.

A deal is divided between the two who make it. The most valuable set of deals is found by integer programming; whether a
stable outcome exists is told by the same programme with fractions allowed: it does if fractions gain nothing.

Reference: L. S. Shapley and M. Shubik (1971), The assignment game I: the core, International Journal of Game Theory
1(1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.rules.arrays import Flags, Floats, Ints

SAME = 1e-9
"""Totals that differ by less than this part are the same."""


@dataclass(frozen=True)
class ExchangeNetwork:
    """Arrays of a network, or of one part of it.

    Attributes:
        ends: (E, 2) the two nodes of every possible deal.
        worth: (E,) what it is worth, above 0.
        power: (N,) bargaining power; only ratios matter.
        most: (N,) with how many others each node can deal.
    """

    ends: Ints
    worth: Floats
    power: Floats
    most: Ints

    @property
    def incidence(self) -> Floats:
        """(N, E) 1 where the node is an end of the deal."""
        table = np.zeros((len(self.power), len(self.worth)))
        for side in (0, 1):
            table[self.ends[:, side], np.arange(len(self.worth))] = 1.0
        return table

    def part(self, nodes: Ints) -> ExchangeNetwork:
        """The network among some nodes, numbered in their order, which no deal leads out of."""
        place = np.full(len(self.power), -1)
        place[nodes] = np.arange(len(nodes))
        here = place[self.ends[:, 0]] >= 0
        return ExchangeNetwork(place[self.ends[here]], self.worth[here], self.power[nodes], self.most[nodes])


def parts_of(network: ExchangeNetwork) -> list[Ints]:
    """The nodes of each part of a network that hangs together, in their order."""
    import networkx as nx

    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(network.power)))
    graph.add_edges_from(network.ends.tolist())
    return [np.array(sorted(part)) for part in nx.connected_components(graph)]


def most_valuable(network: ExchangeNetwork) -> tuple[Flags, bool]:
    """(E,) which deals are made in a most valuable set, and whether fractions of deals could not be worth more."""
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp

    if not len(network.worth):
        return np.zeros(0, np.bool_), True
    scaled = network.worth / network.worth.max()
    incidence, most = network.incidence, network.most.astype(np.float64)
    whole = milp(
        -scaled,
        constraints=LinearConstraint(incidence, -np.inf, most),
        integrality=np.ones(len(scaled)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    parts = linprog(-scaled, A_ub=incidence, b_ub=most, bounds=(0, 1), method="highs")
    made = np.round(whole.x) > 0
    return made, bool(-parts.fun <= scaled[made].sum() * (1 + SAME) + SAME)
