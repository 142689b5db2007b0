"""The circles of a graph are those that networkx finds, one by one."""

from __future__ import annotations

import random

import networkx as nx

from tertius.case.check.circles import circles, neighbours_of


def test_circles_are_those_of_networkx_on_random_graphs() -> None:
    rng = random.Random(18)
    found = 0
    for _ in range(300):
        nodes = range(rng.randint(2, 12))
        edges = [(a, b) for a in nodes for b in nodes if a < b and rng.random() < 0.3]
        rng.shuffle(edges)
        graph = nx.Graph()
        graph.add_edges_from(edges)
        ours = list(circles(neighbours_of(edges)))
        assert ours == nx.cycle_basis(graph)
        found += len(ours)
    assert found > 300


def test_a_tree_has_no_circle() -> None:
    assert list(circles(neighbours_of([(1, 2), (1, 3), (3, 4)]))) == []
