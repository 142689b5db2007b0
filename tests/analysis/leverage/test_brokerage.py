"""Channels and their rivals by hand; cut vertices and Burt's constraint of networks that are known."""

from __future__ import annotations

import networkx as nx
import pytest

import tertius
from tertius.analysis.leverage.brokerage import DIRECT, Broker
from tertius.analysis.leverage.leverage import Leverage
from tertius.analysis.leverage.ties import constraints, cut_vertices, tie_network, ties_of
from tests.before import as_before
from tests.reference.edits import without_commitments, without_cover, without_talks


def broker(lev: Leverage, actor: str, *others: str) -> Broker:
    [found] = [one for one in lev.brokers if one.actor == actor and one.others == others]
    return found


def test_a_second_patron_costs_the_first_eight_thirds() -> None:
    """Alone it has half of 10; beside the second it gains what the client gains, 19/3 - 4."""
    one = broker(tertius.leverage(tertius.load("two-patrons"), threads=1), "first", "client")
    assert one.alone.middle == pytest.approx(5, abs=0.01)
    assert one.opened["second"].middle == pytest.approx(7 / 3, abs=0.01)
    assert one.now == one.opened["second"]
    assert one.advantage.middle == pytest.approx(8 / 3, abs=0.02)
    assert one.share.middle == pytest.approx(one.advantage.middle / 20)


def test_a_rival_channel_is_shut_by_taking_its_ties_out_of_the_case() -> None:
    case = as_before(tertius.load("korea-2019"))  # groups name what is taken out
    lev = tertius.leverage(case, threads=1)
    one = broker(lev, "russia", "dprk")
    threats = ["more-sanctions", "own-sanctions", "new-path"]
    edited = without_cover(case, "dprk", ["sanctions-relief", "security-guarantees", "chinese-support"])
    edited = without_cover(edited, "dprk", ["inter-korean-projects"])
    alone = without_talks(without_commitments(edited, threats), ["us-dprk", "dprk-china"])
    assert one.alone.middle == pytest.approx(tertius.settle(alone).payoffs["russia"], abs=1e-4)
    assert one.now.middle == pytest.approx(tertius.settle(case).payoffs["russia"], abs=1e-4)
    assert list(one.channels) == ["usa", "china", "rok"]
    between = broker(lev, "usa", "dprk", "china")
    assert list(between.channels) == [DIRECT]
    shut = without_talks(without_cover(case, "dprk", ["chinese-support"]), ["dprk-china"])
    assert between.alone.middle == pytest.approx(tertius.settle(shut).payoffs["usa"], abs=1e-4)
    assert broker(lev, "dprk", "usa", "russia").only


def test_everyone_is_tied_as_the_case_says() -> None:
    network = tie_network(tertius.load("korea-2019"))
    assert set(map(frozenset, network.edges)) == {
        frozenset(pair)
        for pair in [("usa", "dprk"), ("usa", "china"), ("dprk", "china"), ("dprk", "russia"), ("dprk", "rok")]
    }
    assert [tie.key for tie in network.edges["china", "usa"]["ties"]] == ["talk:us-china", "link:china-backs-dprk"]
    at_one_table = {
        pair
        for tie, pairs in ties_of(tertius.load("black-sea-grain-2022")).items()
        if tie.key == "talk:corridor"
        for pair in pairs
    }
    assert len(at_one_table) == 6  # four parties


def test_cut_vertices_and_the_parts_that_are_left() -> None:
    bow = nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d"), ("d", "e"), ("e", "c"), ("e", "f")])
    assert cut_vertices(bow) == {"c": (("d", "e", "f"), ("a", "b")), "e": (("a", "b", "c", "d"), ("f",))}
    assert cut_vertices(nx.complete_graph(4)) == {}


def test_the_constraint_of_a_star_and_of_a_triangle() -> None:
    """A star of three: 3 (1/3)^2 for the centre, 1 for a leaf. A triangle: 2 (1/2 + 1/4)^2."""
    star = constraints(nx.star_graph(3))
    assert star[0] == pytest.approx(1 / 3)
    assert star[1] == pytest.approx(1)
    assert constraints(nx.complete_graph(3))[0] == pytest.approx(9 / 8)
    assert constraints(nx.empty_graph(2)) == {}
