"""Which circles there are in a graph: one for each edge that a spanning tree does without (Paton 1969)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def neighbours_of(edges: Iterable[tuple[Node, Node]]) -> dict[Node, list[Node]]:
    """The neighbours of every node of a graph, in the order of its edges."""
    neighbours: dict[Node, dict[Node, None]] = {}
    for one, other in edges:
        neighbours.setdefault(one, {})[other] = None
        neighbours.setdefault(other, {})[one] = None
    return {node: list(others) for node, others in neighbours.items()}


def circles(neighbours: Mapping[Node, Iterable[Node]]) -> Iterator[list[Node]]:
    """Yield a fundamental set of circles: every other one is made of these.

    Args:
        neighbours: The neighbours of every node; no node is its own.
    """
    parent: dict[Node, Node] = {}
    crossed: dict[Node, set[Node]] = {}  # from where a node was reached: these edges close nothing
    for root in reversed(list(neighbours)):
        if root in parent:
            continue
        parent[root], crossed[root], waiting = root, set(), [root]
        while waiting:
            here = waiting.pop()
            for node in neighbours[here]:
                if node not in parent:
                    parent[node], crossed[node] = here, {here}
                    waiting.append(node)
                elif node not in crossed[here]:
                    yield [node, here, *_back(parent, here, crossed[node])]
                    crossed[node].add(here)


def _back(parent: Mapping[Node, Node], node: Node, ends: set[Node]) -> Iterator[Node]:
    """The way from a node down the tree, to the first of its ends."""
    while True:
        node = parent[node]
        yield node
        if node in ends:
            return
