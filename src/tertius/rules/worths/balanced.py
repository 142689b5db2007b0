"""Balanced outcomes as a result: an exchange network as a user writes it, and what everyone has in it.

tertius.balanced([("a", "b"), ("b", "c", 2), ("c", "d")])
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.errors import UsageError
from tertius.results import Record, Result, frame_of
from tertius.rules.worths.balanced_outcomes import balanced_outcome
from tertius.rules.worths.exchange_network import ExchangeNetwork, parts_of

if TYPE_CHECKING:
    import pandas as pd

Edges = Mapping[tuple[Any, Any], float] | Iterable[tuple[Any, ...]]


@dataclass(frozen=True)
class Deal(Record):
    """A deal that is made.

    Attributes:
        one: Who makes it.
        other: With whom.
        worth: What it is worth.
        one_has: What the first has of it.
        other_has: What the other has.
    """

    one: str
    other: str
    worth: float
    one_has: float
    other_has: float


@dataclass(frozen=True)
class Balanced(Result):
    """The balanced outcome of an exchange network.

    Each part of the network that hangs together is settled by itself. A part without a stable outcome has no numbers:
    in every division of it two would rather deal with each other.

    Attributes:
        shares: Node: what it has of all its deals; nodes of parts without a stable outcome are missing.
        elsewhere: Node: what it could have in a further deal, or in another in the place of one of its own.
        low: Node: the least that it has in any stable outcome.
        high: Node: the most.
        deals: The deals that are made.
        unstable: The parts without a stable outcome, each as its nodes.
        several: Whether there are other balanced outcomes; the one given is then that of the nucleolus.
        residual: By how much a share would still move, as a part of the most valuable deal.
    """

    shares: Mapping[str, float]
    elsewhere: Mapping[str, float]
    low: Mapping[str, float]
    high: Mapping[str, float]
    deals: tuple[Deal, ...]
    unstable: tuple[tuple[str, ...], ...]
    several: bool
    residual: float

    @property
    def stable(self) -> bool:
        """Whether the whole network has a stable outcome."""
        return not self.unstable

    def to_frame(self) -> pd.DataFrame:
        """A row for each node that has an outcome: what it has, could have elsewhere, and its stable range."""
        rows = [
            (node, share, self.elsewhere[node], self.low[node], self.high[node]) for node, share in self.shares.items()
        ]
        return frame_of(rows, ["node"], dict.fromkeys(("share", "elsewhere", "low", "high"), float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius balanced --json``."""
        names = ("shares", "elsewhere", "low", "high", "deals", "unstable", "several", "residual")
        return {"stable": self.stable, **self.plain(*names)}


def balanced(
    edges: Edges,
    power: Mapping[Any, float] | None = None,
    deals: int | Mapping[Any, int] = 1,
    nodes: Iterable[Any] = (),
) -> Balanced:
    """Work out the balanced outcome of an exchange network.

    Args:
        edges: Who can deal with whom: pairs, or triples with what the deal is worth (1 if it is not said); or a
            mapping from pairs to worths.
        power: Node: its bargaining power, 1 for those not named; only ratios count.
        deals: With how many others every node can deal; or node: how many, 1 for those not named.
        nodes: Nodes beside those of the edges, who can deal with nobody.

    Raises:
        UsageError: An edge is no pair of two, is given twice, or its worth, a power or a number of deals is none.
    """
    names, network = _network_of(edges, power or {}, deals, nodes)
    shares: dict[str, tuple[float, float, float, float]] = {}
    made: list[Deal] = []
    unstable, several, residual = [], False, 0.0
    for part in parts_of(network):
        here = network.part(part)
        outcome = balanced_outcome(here)
        if outcome is None:
            unstable.append(tuple(names[i] for i in part))
            continue
        total = np.zeros(len(part))
        np.add.at(total, here.ends.ravel(), outcome.share.ravel())
        columns = (total, outcome.elsewhere, outcome.low, outcome.high)
        shares |= {names[i]: tuple(float(one[k]) + 0.0 for one in columns) for k, i in enumerate(part)}
        for edge in np.flatnonzero(outcome.made):
            one, other = (names[part[end]] for end in here.ends[edge])
            made.append(Deal(one, other, float(here.worth[edge]), *map(float, outcome.share[edge])))
        several, residual = several or outcome.several, max(residual, outcome.residual)
    ordered = [name for name in names if name in shares]
    values = [{name: shares[name][column] for name in ordered} for column in range(4)]
    return Balanced(values[0], values[1], values[2], values[3], tuple(made), tuple(unstable), several, residual)


def _network_of(
    edges: Edges, power: Mapping[Any, float], deals: int | Mapping[Any, int], nodes: Iterable[Any]
) -> tuple[list[str], ExchangeNetwork]:
    """The names of the nodes and the network; deals that are worth nothing are left out."""
    listed = [(*pair, worth) for pair, worth in edges.items()] if isinstance(edges, Mapping) else list(edges)
    wrong: list[str] = []
    found: dict[frozenset[str], tuple[str, str, float]] = {}
    names = dict.fromkeys(str(node) for node in nodes)
    for edge in listed:
        mistake = _mistake_of(edge)
        if mistake:
            wrong.append(mistake)
            continue
        one, other = str(edge[0]), str(edge[1])
        if frozenset((one, other)) in found:
            wrong.append(f"the deal of {one} and {other} is given twice")
        found[frozenset((one, other))] = one, other, float(edge[2]) if len(edge) == 3 else 1.0
        names |= {one: None, other: None}
    order = list(names)
    wrong += _wrong_numbers({str(k): v for k, v in power.items()}, order, "power", 0)
    many = {str(k): v for k, v in deals.items()} if isinstance(deals, Mapping) else dict.fromkeys(order, deals)
    wrong += _wrong_numbers(many, order, "number of deals", 1)
    if wrong:
        raise UsageError("\n".join(dict.fromkeys(wrong)))
    kept = [edge for edge in found.values() if edge[2] > 0]
    ends = np.array([[order.index(one), order.index(other)] for one, other, _ in kept], np.int64).reshape(-1, 2)
    strength = {str(k): float(v) for k, v in power.items()}
    return order, ExchangeNetwork(
        ends,
        np.array([worth for _, _, worth in kept], np.float64),
        np.array([strength.get(name, 1.0) for name in order]),
        np.array([min(int(many.get(name, 1)), len(order)) for name in order], np.int64),  # there are no more partners
    )


def _mistake_of(edge: Any) -> str:
    """What is wrong with an edge; empty if nothing is."""
    shape = "an edge is two nodes and what their deal is worth: ('a', 'b', 2)"
    if isinstance(edge, str) or not isinstance(edge, (tuple, list)) or len(edge) not in (2, 3):
        return f"found {edge!r} where an edge belongs: {shape}"
    if not all(isinstance(end, Hashable) and str(end).strip() for end in edge[:2]):
        return f"found {edge!r}, an edge with a node without a name: {shape}"
    if str(edge[0]) == str(edge[1]):
        return f"{edge[0]} cannot deal with itself"
    if len(edge) == 3 and not _is_number(edge[2], 0):
        return f"the deal of {edge[0]} and {edge[1]} is worth {edge[2]!r}: it is worth a number, 0 or more"
    return ""


def _wrong_numbers(numbers: Mapping[str, Any], known: list[str], what: str, least: int) -> list[str]:
    whole = least == 1
    wrong = []
    for name, number in numbers.items():
        if name not in known:
            wrong.append(f"the {what} of '{name}' is given, who is no node: the nodes are {', '.join(known) or 'none'}")
        elif not _is_number(number, least) or (whole and number != int(number)):
            wrong.append(
                f"the {what} of {name} is {number!r}: it is a {'whole ' if whole else ''}number, {least} or more"
            )
    return wrong


def _is_number(value: Any, least: int) -> bool:
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)
    return number and math.isfinite(value) and value >= least
