"""Where the talks of a case lie on the curve: k of each, the lower upper hand at Kalai and Smorodinsky's solution."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case import read_text
from tertius.case.model import Case
from tertius.draws import sample, uncertain_of
from tertius.rules import RULES
from tertius.rules.measured.curve import measured_chance
from tertius.rules.measured.talks import MOST_TALKS, hopes_of, measured, sides

ROAD = """
case: road
title: A road between two towns
as_of: 2024-05-01
actors: {east: Eastport, west: Westport, north: Northport}
issues:
  lanes: {scale: 0 to 10}
  toll: {scale: 0 to 10}
talks:
  works:
    parties: [east, west]
    without_agreement: {lanes: 0, toll: 0}
stances:
  east: {lanes: {position: 10, salience: 60}, toll: {position: 0, salience: 20}}
  west: {lanes: {position: 0, salience: 20}, toll: {position: 10, salience: 60}}
  north: {lanes: {position: 5, salience: 20}, toll: {position: 5, salience: 10}}
"""


def road(old: str = "", new: str = "") -> Case:
    assert old in ROAD
    return read_text(ROAD.replace(old, new) if old else ROAD)


@pytest.mark.parametrize("rule", ["renegotiate", "hold"])
def test_k_is_the_lower_upper_hand_at_that_solution(rule: str) -> None:
    settled = tertius.settle(road(), rule=rule, solution="kalai-smorodinsky")
    found = measured(road(), RULES[rule])["works"]
    assert found.hope == pytest.approx(min(settled.upper_hand["works"].values()), abs=1e-6)
    assert found.chance == pytest.approx(float(measured_chance(found.hope)))
    assert (found.moved, found.beyond, found.readings) == (None, False, 1)


@pytest.mark.parametrize("field", ["solution: egalitarian", "firm: {east: 50%, west: 50%}", "doubt: {east: 100%}"])
def test_neither_its_own_solution_nor_private_numbers_move_k(field: str) -> None:
    stated = road("parties: [east, west]", f"parties: [east, west]\n    {field}")
    rule = RULES["renegotiate"]
    assert measured(stated, rule)["works"].hope == pytest.approx(measured(road(), rule)["works"].hope, abs=1e-6)


def test_the_kind_of_a_talk_moves_the_intercept() -> None:
    found = measured(road("parties:", "kind: crisis\n    parties:"), RULES["hold"])["works"]
    assert found.moved == pytest.approx(float(measured_chance(found.hope, 0.29)))


def test_more_than_two_parties_are_beyond_what_was_measured() -> None:
    three = road("[east, west]", "[east, west, north]")
    assert measured(three, RULES["hold"])["works"].beyond
    joined = road("[east, west]", "[east, west, north]\n    as_one: {east: 1, north: 1}")
    assert sides(joined.talks["works"]) == 2
    assert not measured(joined, RULES["hold"])["works"].beyond


def test_a_talk_without_a_deal_or_decided_by_a_rule_is_not_on_the_curve() -> None:
    apart = road("west: {lanes: {position: 0, salience: 20}, toll: {position: 10, salience: 60}}",
                 "west: {lanes: {position: 0, salience: 20}, toll: {position: 0, salience: 60}}")  # fmt: skip
    assert measured(apart, RULES["hold"]) == {}
    assert measured(road("parties:", "rule: mean\n    parties:"), RULES["hold"]) == {}
    assert measured(tertius.load("ec-emission-1994"), RULES["weighted-mean"]) == {}


def test_two_who_divide_what_both_value_reach_half_of_their_best_hope_or_more() -> None:
    """Half way between the best points of both, losses being convex, each has half of its best gain at least."""
    case = tertius.load("korea-2019")
    uncertain = uncertain_of(case)
    values = sample(uncertain, 0, 16, 3)
    hopes = hopes_of(RULES["hold"], case, [number.path for number in uncertain], values)
    known = hopes[np.isfinite(hopes)]
    assert len(known)
    assert known.min() > 0.5 - 1e-6


def test_in_a_case_of_many_talks_the_others_hold() -> None:
    names = [f"t{n}" for n in range(MOST_TALKS + 1)]
    entries = {
        "case": "many", "title": "Many talks", "as_of": "2024-01-01", "actors": {"a": "A", "b": "B"},
        "issues": {name: {"scale": "0 to 10"} for name in names},
        "talks": {name: {"parties": ["a", "b"], "without_agreement": {name: 5}} for name in names},
        "stances": {
            "a": {name: {"position": 10, "salience": 10} for name in names},
            "b": {name: {"position": 6, "salience": 10} for name in names},
        },
    }  # fmt: skip
    case = Case.model_validate(entries)
    both = [measured(case, RULES[rule]) for rule in ("renegotiate", "hold")]
    assert both[0] == both[1]
    assert list(both[0]) == names
