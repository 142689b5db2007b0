"""Channels and their rivals by hand; cut vertices and Burt's constraint of networks that are known."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

import tertius
from tertius.analysis.leverage.brokerage import DIRECT, Broker
from tertius.analysis.leverage.features import features_of
from tertius.analysis.leverage.held import held_in, payoffs_with
from tertius.analysis.leverage.leverage import Leverage
from tertius.analysis.leverage.ties import constraints, cut_vertices, tie_network, ties_of
from tertius.case import Case, read_text
from tertius.case.parse.quantity import Quantity
from tertius.rules import theory_named
from tertius.scenarios.scenarios import scenario_of
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


def where_they_settled(case: Case, edited: Case, talks: list[str]) -> Case:
    """The edited case without some talks, whose issues stand where they settle as it is."""
    levels, shut = tertius.settle(case).levels, without_talks(edited, talks)
    stand = {issue: Quantity(levels[issue], levels[issue]) for talk in talks for issue in case.talks[talk].issues}
    issues = {
        name: issue.model_copy(update={"level": stand[name]}) if name in stand else issue
        for name, issue in shut.issues.items()
    }
    return shut.model_copy(update={"issues": issues})


def test_to_shut_a_channel_takes_away_nothing_but_the_channel() -> None:
    """China does not lose what the arms talk settles, so being the only channel is worth a little to it."""
    lev = tertius.leverage(tertius.load("korea-2019"), threads=1)
    for others in (("dprk",), ("usa",), ("usa", "dprk")):
        assert 0 < broker(lev, "china", *others).advantage.middle < 2


HANGING = """
case: hanging
title: A talk that may be missed, and what hangs on it
as_of: 2024-01-01
actors: {a: A, b: B, j: J, c: C}
issues: {x: X, y: Y}
talks:
  first: {parties: [a, b], without_agreement: {x: 20}, firm: {a: 50%, b: 60%}}
  second: {parties: [j, c], without_agreement: {y: 0}}
stances:
  a: {x: {position: 100, salience: 10}}
  b: {x: {position: 0, salience: 1}}
  j: {x: {position: 90, salience: 10}, y: {position: 100, salience: 20}}
  c: {y: {position: 30, salience: 20}}
links:
  pull: {holder: a, if_fails: first, then_falls: second, probability: 40%}
threats:
  blow: {holder: a, target: j, if_fails: first, damage: 7, cost: 1, credibility: 50%}
needs:
  gift: {actor: b, weight: 20, covered_by: {x: 50%}}
"""


def test_what_hangs_on_a_shut_talk_happens_as_often_as_before() -> None:
    """The deal is missed in 3 of 10 cases: stances, needs, threats and links take it as it is."""
    scenario = scenario_of(read_text(HANGING), theory_named("renegotiate"), threads=1)
    assert scenario.many.chance[0, 0] == pytest.approx(0.7)
    features = features_of(scenario.case)
    shut = [[feature.key != "talk:first" for feature in features]]
    payoffs = payoffs_with(held_in(scenario), features, np.array(shut))
    assert payoffs[0] == pytest.approx(scenario.many.payoffs, abs=1e-5)


def test_a_rival_channel_is_shut_by_taking_its_ties_out_of_the_case() -> None:
    case = as_before(tertius.load("korea-2019"))  # groups name what is taken out
    lev = tertius.leverage(case, threads=1)
    one = broker(lev, "russia", "dprk")
    threats = ["more-sanctions", "own-sanctions", "new-path"]
    edited = without_cover(case, "dprk", ["sanctions-relief", "security-guarantees", "chinese-support"])
    edited = without_cover(edited, "dprk", ["inter-korean-projects"])
    alone = where_they_settled(case, without_commitments(edited, threats), ["us-dprk", "dprk-china"])
    assert one.alone.middle == pytest.approx(tertius.settle(alone).payoffs["russia"], abs=1e-4)
    assert one.now.middle == pytest.approx(tertius.settle(case).payoffs["russia"], abs=1e-4)
    assert list(one.channels) == ["usa", "china", "rok"]
    between = broker(lev, "usa", "dprk", "china")
    assert list(between.channels) == [DIRECT]
    shut = where_they_settled(case, without_cover(case, "dprk", ["chinese-support"]), ["dprk-china"])
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
