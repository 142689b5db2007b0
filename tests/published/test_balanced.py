"""Known answers for balanced outcomes: printed networks, and the definition itself on random ones."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from scipy.optimize import linprog

import tertius
from tertius.rules.worths.balanced import Balanced

Edge = tuple[str, str, float]


def edges(words: str, pool: float = 1.0) -> list[Edge]:
    return [(*pair.split("-"), pool) for pair in words.split()]  # type: ignore[misc]


KNOWN = {
    "a-b": (1 / 2, 1 / 2),
    "a-b b-c": (0, 1, 0),
    "a-b b-c c-d": (1 / 3, 2 / 3, 2 / 3, 1 / 3),
    "a-b b-c c-d d-e": (0, 1, 0, 1, 0),
    "a-b b-c c-d d-e e-f": (1 / 4, 3 / 4, 1 / 2, 1 / 2, 3 / 4, 1 / 4),
    "a-b b-c b-d c-d": (1 / 4, 3 / 4, 1 / 2, 1 / 2),
    "a-b b-c c-d d-a": (1 / 2, 1 / 2, 1 / 2, 1 / 2),
    "a-b b-c c-a a-d b-e c-f": (2 / 3, 2 / 3, 2 / 3, 1 / 3, 1 / 3, 1 / 3),
}


@pytest.mark.parametrize("words", KNOWN)
@pytest.mark.parametrize("pool", [1.0, 24.0])
def test_networks_whose_answer_is_known(words: str, pool: float) -> None:
    """Paths and the stem: Kleinberg and Tardos 2008; the others from the definition, by hand."""
    found = tertius.balanced(edges(words, pool))
    assert [found.shares[node] / pool for node in sorted(found.shares)] == pytest.approx(KNOWN[words], abs=1e-9)
    assert found.stable
    assert found.several == (words == "a-b b-c c-d d-a")  # in a square every stable outcome is balanced


@pytest.mark.data
def test_theory_values_of_the_data(data: Path) -> None:
    held = 0
    with (data / "exchange_networks" / "networks.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["quantity"] != "prediction" or row["theory"].startswith("GPI"):
                continue
            found, node = tertius.balanced(edges(row["edges"])), row["position"]
            held += 1
            if row["theory"] == "core":
                assert found.unstable
                assert not found.shares
            elif row["theory"] == "core range":
                assert (found.low[node], found.high[node]) == pytest.approx(
                    (float(row["lo"]), float(row["hi"])), abs=1e-7
                )
            else:  # balanced and nucleolus
                assert found.shares[node] == pytest.approx(float(row["share"]), abs=1e-4)
    assert held > 40


def test_where_nothing_is_stable_there_are_no_numbers() -> None:
    found = tertius.balanced(edges("a-b b-c c-a") + edges("d-e"), nodes=["f"])
    assert found.unstable == (("a", "b", "c"),)
    assert found.shares == pytest.approx({"d": 0.5, "e": 0.5, "f": 0.0})
    assert set(found.low) == {"d", "e", "f"}


def test_a_heavy_edge_makes_an_odd_circle_stable() -> None:
    found = tertius.balanced([("a", "b", 4.0), ("b", "c", 2.0), ("c", "a", 2.0)])
    assert found.shares == pytest.approx({"a": 2.0, "b": 2.0, "c": 0.0})


def test_power_and_several_deals() -> None:
    """A pair splits by power; who can make two deals and has two partners is no scarcer than they are."""
    assert tertius.balanced([("a", "b")], power={"a": 3}).shares == pytest.approx({"a": 0.75, "b": 0.25})
    path = tertius.balanced(edges("a-b b-c c-d"), power={"a": 3}).shares
    assert path == pytest.approx({"a": 0.6, "b": 0.4, "c": 0.8, "d": 0.2})
    two = tertius.balanced(edges("a-b b-c"), deals={"b": 2})
    assert two.shares == pytest.approx({"a": 0.5, "b": 1.0, "c": 0.5})
    assert tertius.balanced(edges("a-b b-c b-d"), deals={"b": 2}).shares["b"] == pytest.approx(2.0)


def unbalance(found: Balanced, listed: list[Edge], power: dict[str, float]) -> float:
    """By how much the definition fails: stability, and equal gains in proportion to power."""
    worth = {frozenset(edge[:2]): edge[2] for edge in listed}
    made = {frozenset((deal.one, deal.other)) for deal in found.deals}
    away = dict.fromkeys(found.shares, 0.0)
    for pair in set(worth) - made:
        for one, other in (tuple(pair), tuple(pair)[::-1]):
            away[one] = max(away[one], worth[pair] - found.shares[other])
    assert found.elsewhere == pytest.approx(away, abs=1e-6)
    off = max(away[node] - share for node, share in found.shares.items())
    for deal in found.deals:
        one, other = (found.shares[end] - away[end] for end in (deal.one, deal.other))
        off = max(off, abs(one * power[deal.other] - other * power[deal.one]))
    return off


def core_sum(listed: list[Edge]) -> float:
    """The least that all must have together so that no two gain by a deal."""
    nodes = sorted({node for edge in listed for node in edge[:2]})
    pairs = np.array([[-float(node in edge[:2]) for node in nodes] for edge in listed])
    return float(linprog(np.ones(len(nodes)), A_ub=pairs, b_ub=[-edge[2] for edge in listed]).fun)


def matched(listed: list[Edge]) -> float:
    """What a most valuable matching is worth."""
    graph = nx.Graph()
    graph.add_weighted_edges_from(listed)
    return float(sum(graph.edges[pair]["weight"] for pair in nx.max_weight_matching(graph)))


def test_the_definition_on_random_networks() -> None:
    """Ten nodes, in two sides or not; whole worths make ties. A stable outcome exists if the core is not empty."""
    random, told = np.random.default_rng(20), []
    for trial in range(24):
        nodes = [f"n{i}" for i in range(10)]
        pairs = [pair for pair in combinations(nodes, 2) if trial % 2 or (int(pair[0][1]) + int(pair[1][1])) % 2]
        chosen = random.permutation(len(pairs))[: 8 + trial % 9]
        listed = [(*pairs[k], float(random.integers(1, 12))) for k in chosen]
        power = {node: float(random.integers(1, 4)) if trial % 3 == 0 else 1.0 for node in nodes}
        named = {node for edge in listed for node in edge[:2]}
        found = tertius.balanced(listed, power={node: power[node] for node in named})
        told.append(found.stable)
        assert found.stable == (core_sum(listed) <= matched(listed) + 1e-7)
        whole = [edge for edge in listed if edge[0] in found.shares]
        assert unbalance(found, whole, power) < 1e-6 if found.shares else True
        for node, share in found.shares.items():
            assert found.low[node] - 1e-7 <= share <= found.high[node] + 1e-7
    assert 0 < sum(told) < len(told)


def test_thirty_nodes() -> None:
    random = np.random.default_rng(7)
    listed = [(f"l{i}", f"r{j}", float(random.random())) for i in range(15) for j in range(15) if random.random() < 0.3]
    found = tertius.balanced(listed)
    assert unbalance(found, listed, dict.fromkeys(found.shares, 1.0)) < 1e-6


def test_the_order_and_the_size_of_the_pool_change_nothing() -> None:
    listed = [("a", "b", 3.0), ("b", "c", 5.0), ("c", "d", 4.0), ("b", "d", 2.0), ("d", "e", 4.0)]
    found = tertius.balanced(listed)
    turned = tertius.balanced({(other, one): 24 * worth for one, other, worth in reversed(listed)})
    assert {node: 24 * share for node, share in found.shares.items()} == pytest.approx(turned.shares, abs=1e-7)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"edges": [("a", "a"), ("a", "b", -1), "ab", ("b", "c", float("nan"))]}, "a cannot deal with itself"),
        ({"edges": [("a", "b"), ("b", "a", 2)]}, "the deal of b and a is given twice"),
        ({"edges": [("a", "b")], "power": {"z": 1}}, "'z' is given, who is no node: the nodes are a, b"),
        ({"edges": [("a", "b")], "power": {"a": -1}}, "the power of a is -1: it is a number, 0 or more"),
        ({"edges": [("a", "b")], "deals": {"a": 1.5}}, "it is a whole number, 1 or more"),
        ({"edges": [("a", "b", True)]}, "is worth True"),
    ],
)
def test_what_is_wrong_is_said_all_at_once(arguments: dict[str, object], told: str) -> None:
    with pytest.raises(tertius.UsageError) as mistake:
        tertius.balanced(**arguments)  # type: ignore[arg-type]
    assert told in str(mistake.value)
    if len(arguments["edges"]) == 4:  # type: ignore[arg-type]
        assert len(str(mistake.value).splitlines()) == 4


def test_nobody_and_deals_worth_nothing() -> None:
    assert tertius.balanced([]).shares == {}
    assert tertius.balanced([("a", "b", 0)]).to_dict()["deals"] == []
    assert tertius.balanced([], nodes=["a"]).shares == {"a": 0.0}
