"""Rival patrons of a case: worths from settlements with some who walked away, the unit, claims about them, mistakes."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.analysis.claims.forms import quantity_of
from tertius.analysis.patrons.asked import clients_of, patrons_in
from tertius.analysis.patrons.unit import Rate
from tertius.case import Case, read_text
from tertius.case.check.check import check_case
from tertius.errors import UsageError
from tertius.rules import theory_named
from tertius.scenarios.scenarios import scenario_of
from tests.before import as_before
from tests.reference.edits import without_cover

CONCEPTS = {"nash_in_nash": 5, "shapley": 19 / 3, "threat_of_replacement": 8, "menu_auction": 8, "balanced": 9}


def test_the_gallery_has_the_known_answer() -> None:
    """The price works like money, so a point of a patron is a point of the client."""
    found = tertius.patrons(tertius.load("two-patrons"), client="client", threads=1)
    assert {key: one.client.middle for key, one in found.concepts.items()} == pytest.approx(CONCEPTS, abs=1e-5)
    assert [worth.middle for worth in found.worths.values()] == pytest.approx([40, 50, 48, 50], abs=1e-5)
    assert found.rates["first"] == Rate(1.0, "first-price")
    assert found.rivalry["first", "second"].middle == pytest.approx(8, abs=1e-5)
    assert max(map(abs, found.spillover.values())) == pytest.approx(0, abs=1e-6)
    assert found.to_frame().loc[("menu_auction", "client"), "middle"] == pytest.approx(8, abs=1e-5)
    assert not found.unsettled


def test_money_of_another_worth() -> None:
    """A patron to whom the price matters a fifth as much: a point of it is five of the client."""
    cheaper = tertius.Change(set="stances.first.first-price.salience", to="4")
    case = tertius.apply_changes(tertius.load("two-patrons"), cheaper)
    found = tertius.patrons(case, client="client", threads=1)
    assert found.rates["first"] == Rate(5.0, "first-price")
    assert found.worths["first",].middle - found.worths[()].middle == pytest.approx(10, abs=1e-4)
    halved = tertius.patrons(case, client="client", rates={"first": 2.5}, threads=1)
    assert halved.rates["first"] == Rate(2.5, given=True)
    assert halved.worths["first",].middle - halved.worths[()].middle == pytest.approx(7.5, abs=1e-4)


def test_worths_are_those_of_the_case_without_who_walked_away() -> None:
    """By hand: the talk fails, what Russia supplies is gone, and it has then what it has by walking away alone."""
    case = as_before(tertius.load("korea-2019"))
    found = tertius.patrons(case, client="dprk", patrons=("china", "russia"), threads=1)
    edited = {
        "russia": tertius.settle(without_cover(case, "dprk", ["russian-support"]), without="dprk-russia"),
        "china": tertius.settle(without_cover(case, "dprk", ["chinese-support"]), without="dprk-china"),
    }
    whole = tertius.settle(case)
    ranges = whole.ranges
    assert found.rates["russia"].points == pytest.approx(ranges["dprk"] / ranges["russia"])
    both = whole.payoffs["dprk"] + sum(
        ranges["dprk"] / ranges[name] * (whole.payoffs[name] - left.payoffs[name]) for name, left in edited.items()
    )
    assert found.worths["china", "russia"].middle == pytest.approx(both, abs=1e-3)
    alone = tertius.settle(
        without_cover(without_cover(case, "dprk", ["russian-support"]), "dprk", ["chinese-support"]),
        without=("dprk-russia", "dprk-china"),
    )
    assert found.worths[()].middle == pytest.approx(alone.payoffs["dprk"], abs=1e-3)


THREATENED = """
case: threatened
title: A patron that threatens
as_of: 2024-01-01
curvature: 1
actors: {client: Client, one: One, two: Two}
issues: {x: X, y: Y}
talks:
  first: {parties: [client, one], without_agreement: {x: 0}}
  second: {parties: [client, two], without_agreement: {y: 0}}
stances:
  client: {x: {position: 0, salience: 10}, y: {position: 0, salience: 10}}
  one: {x: {position: 100, salience: 10}}
  two: {y: {position: 100, salience: 10}}
threats:
  blow: {holder: one, target: client, if_fails: first, damage: 6, cost: 1, credibility: 50%}
"""


def test_who_walks_away_carries_out_its_threats_and_pays_for_it() -> None:
    """Without the first: 3 points of damage to the client, half a point of cost to the patron."""
    case = read_text(THREATENED)
    found = tertius.patrons(case, client="client", patrons=("one", "two"), threads=1)
    assert found.worths[()].middle == pytest.approx(17, abs=1e-6)
    assert found.worths["one",].middle == pytest.approx(20.5, abs=1e-5)
    assert found.worths["two",].middle == pytest.approx(17, abs=1e-6)


def test_who_is_a_patron() -> None:
    korea = tertius.load("korea-2019")
    assert clients_of(korea) == ("dprk",)
    assert patrons_in(korea, "dprk") == ("usa", "china", "russia")  # who supplies it without a talk is none
    assert tertius.patrons(tertius.load("two-patrons"), threads=1).client == "client"


@pytest.mark.parametrize(
    ("name", "client", "names", "told"),
    [
        ("korea-2019", "dprq", (), ["did you mean 'dprk'?"]),
        (
            "korea-2019",
            "dprk",
            ("rok", "dprk", "chna"),
            ["rok sits at no table", "cannot be a patron", "mean 'china'?"],
        ),
        ("korea-2019", "dprk", ("china", "china"), ["the patron 'china' is named twice"]),
        ("korea-2019", "rok", (), ["rok has no patrons in korea-2019"]),
        ("nile-dam-2020", None, (), ["say whose patrons are meant"]),
        ("ec-emission-1994", "uk", (), ["has no talks"]),
    ],
)
def test_mistakes_are_said_at_once(name: str, client: str | None, names: tuple[str, ...], told: list[str]) -> None:
    with pytest.raises(UsageError) as mistake:
        tertius.patrons(tertius.load(name), client=client, patrons=names)
    assert all(words in str(mistake.value) for words in told)


def claimed(quantity: str) -> Case:
    claim = {
        "says": "so",
        "compare": {"quantity": quantity, "direction": "higher", "against": [{"remove": "talks.with-first"}]},
    }
    case = tertius.load("two-patrons").model_dump(mode="json", exclude_unset=True)
    return Case.model_validate({**case, "claims": {"bids": claim}})


@pytest.mark.parametrize("quantity", ["patrons.client.menu_auction", "patrons.client.rivalry.first.second"])
def test_a_claim_can_be_about_them(quantity: str) -> None:
    case = tertius.load("two-patrons")
    scenario = scenario_of(case, theory_named("renegotiate"), draws=2)
    assert quantity_of(scenario, quantity) == pytest.approx(np.full(2, 8.0), abs=1e-4)
    assert quantity_of(scenario, "patrons.first.menu_auction") == pytest.approx(np.full(2, np.nan), nan_ok=True)
    apart = tertius.patrons(case, client="client", draws=2, threads=1)
    assert apart.concepts["menu_auction"].client.middle == pytest.approx(8, abs=1e-4)


@pytest.mark.parametrize(
    ("quantity", "told"),
    [
        ("patrons.client.menu_action", "did you mean 'menu_auction'?"),
        ("patrons.client", "write patrons.ACTOR.CONCEPT[.PATRON.PATRON]"),
        ("patrons.client.rivalry.first.frst", "did you mean 'first'?"),
        ("patrons.client.rivalry.first.client", "names one actor twice"),
    ],
)
def test_a_quantity_of_patrons_is_checked(quantity: str, told: str) -> None:
    assert any(told in str(problem) for problem in check_case(claimed(quantity)))


def test_more_draws_of_more_patrons_agree_with_the_middle_of_one() -> None:
    """Draws in which a number is certain are all the same."""
    found = tertius.patrons(read_text(THREATENED), client="client", patrons=("two", "one"), draws=3, threads=1)
    for divided in found.concepts.values():
        assert divided.client.low == pytest.approx(divided.client.high, abs=1e-9)
    assert found.draws == 3
