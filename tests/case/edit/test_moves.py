"""The ready-made kinds of moves: what they stand for, what they ask of the case, and how moves follow one another."""

from __future__ import annotations

from typing import Any

import pytest

from tertius.case import Case, check_case, check_evidence, diff_cases, numbers_of, read_text
from tertius.case.actions import hindrance_to
from tertius.case.edit.changes import apply_steps
from tertius.case.edit.moves import case_before, changes_of_move
from tertius.case.files.layout import lay_out
from tertius.case.files.schema import json_schema
from tertius.case.files.write import yaml_of
from tertius.case.plain import plain_of
from tests.case.conftest import SMALL


def with_moves(**moves: dict[str, Any]) -> Case:
    raw = plain_of(read_text(SMALL.replace("measure: closing the strait", "vetoes: south")))
    why = {"why": "as an example", "method": "judgement", "cost": "1 to 2"}
    raw["moves"] = {name: {**why, **move} for name, move in moves.items()}
    raw.pop("claims", None)
    return Case.model_validate(raw)


def after(case: Case, ident: str) -> Case:
    before = case_before(case, ident)
    changed = apply_steps(before, changes_of_move(before, ident, case.moves[ident]))
    assert changed.findings == []
    return changed.case


KINDS: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"actor": "far", "open": {"talk": "credit", "parties": ["south", "far"], "without_agreement": {"loan": "30%"}}},
        ["standing level of Loan by Farland: gone, was 20% to 40%", "talk 'credit': new, parties south, far, "
         "without_agreement (loan (level 30%))"],
    ),
    ({"actor": "far", "close": "alliance"}, ["talk 'alliance': gone, was parties north, far, power (far "
     "(power 1 to 2))",
     "link 'patron': gone, was holder far, if_fails passage, then_falls alliance, probability 0.1 to 0.3"]),
    (
        {"actor": "far", "back": {"party": "south", "if_fails": "passage", "then_falls": "alliance",
                                  "probability": "9%"}},
        ["link 'far-backs-south': new, holder far, if_fails passage, then_falls alliance, probability 0.09"],
    ),
    (
        {"actor": "far", "back": {"party": "north", "if_fails": "passage", "then_falls": "alliance",
                                  "probability": "50% to 60%", "link": "patron"}},
        ["probability of the link 'patron': 50% to 60%, was 10% to 30%"],
    ),
    (
        {"actor": "north", "threaten": {"target": "south", "if_fails": "passage", "damage": "5 to 9"}},
        ["threat 'north-threatens-south': new, holder north, target south, if_fails passage, damage 5 to 9"],
    ),
    (
        {"actor": "south", "threaten": {"threat": "closure", "credibility": "80% to 90%"}},
        ["credibility of the threat 'closure': 80% to 90%, was 40% to 60%"],
    ),
    (
        {"actor": "south", "promise_veto": {"body": "council", "passes": "0% to 5%"}},
        ["probability that council passes the measure: 0% to 5%, was 20% to 50%"],
    ),
    (
        {"actor": "far", "supply": {"issue": "loan", "level": "60% to 80%"}},
        ["standing level of Loan by Farland: 60% to 80%, was 20% to 40%"],
    ),
    (
        {"actor": "north", "withhold": {"issue": "grain", "level": "0 to 4"}},
        ["level of Grain deliveries without an agreement in passage: 0 to 4, was 0 to 10"],
    ),
    (
        {"actor": "south", "state": {"issue": "toll", "position": "6 to 8"}},
        ["position of Southland on Toll per ship: 6 to 8, was 10"],
    ),
    (
        {"actor": "north", "coordinate": {"partners": ["far"], "talks": ["passage"], "weights": {"far": 2}}},
        ["talk 'passage', as_one, north: new, 1", "talk 'passage', as_one, far: new, 2"],
    ),
    (
        {"actor": "far", "signal": {"path": "links.patron.probability", "to": "40% to 50%"}},
        ["probability of the link 'patron': 40% to 50%, was 10% to 30%"],
    ),
    (
        {"actor": "far", "signal": {"path": "links.patron.probability", "receivers": ["north", "south"], "above": "25%",
                                    "if_true": "80% to 90%", "if_false": "20%"}},
        ["belief 'far-on-patron': new, about links.patron.probability, talks passage, alliance, signals (above 25%, "
         "if_true 0.8 to 0.9, if_false 0.2)"],
    ),
    (
        {"actor": "far", "signal": {"path": "threats.closure.damage", "receivers": ["north", "south"],
                                    "to": "30 to 40"}},
        ["belief 'far-on-closure': new, about threats.closure.damage, talks passage, alliance, number 30 to 40"],
    ),
    (
        {"actor": "north", "signal": {"path": "stances.south.toll.salience", "receivers": "south", "above": 40,
                                      "if_true": "90%", "if_false": "1% to 9%"}},
        ["belief 'north-on-south-toll': new, about stances.south.toll.salience, talks passage, signals (above 40, "
         "if_true 0.9, if_false 0.01 to 0.09)"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("move", "edits"), KINDS)
def test_a_kind_stands_for_these_changes(move: dict[str, Any], edits: list[str]) -> None:
    case = with_moves(it=move)
    assert check_case(case) == []
    assert [str(edit) for edit in diff_cases(case, after(case, "it"))] == edits


@pytest.mark.parametrize(("move", "edits"), KINDS)
def test_a_kind_is_written_and_read_back(move: dict[str, Any], edits: list[str]) -> None:
    case = with_moves(it=move)
    assert read_text(yaml_of(case)) == case
    assert lay_out(case)
    assert next(iter(move.keys() - {"actor"})) in json_schema()["$defs"]["Move"]["properties"]


@pytest.mark.parametrize(("move", "edits"), [kind for kind in KINDS if not {"close", "coordinate"} & kind[0].keys()])
def test_the_numbers_of_a_kind_rest_on_the_evidence_of_the_move(move: dict[str, Any], edits: list[str]) -> None:
    case = with_moves(it=move)
    numbers = [number for number in numbers_of(case) if number.path[0] == "moves" and number.path[2] != "cost"]
    assert numbers
    assert all(number.why == "as an example" and "changed by the move 'it'" in number.label for number in numbers)
    del case.moves["it"].__dict__["why"]
    object.__setattr__(case.moves["it"], "why", None)
    assert any(problem.where.startswith("move 'it'") for problem in check_evidence(case))


MISUSED: list[tuple[dict[str, Any], str]] = [
    ({"actor": "south", "close": "alliance"}, "move 'it', close, 'south' is not a party of the talk 'alliance': only a "
     "party can close it: north, far"),
    (
        {"actor": "far", "back": {"party": "far", "if_fails": "passage", "then_falls": "alliance", "probability": 0}},
        "move 'it', back, party, 'far' is not a party of the talk 'passage': parties: north, south",
    ),
    (
        {"actor": "north", "back": {"party": "south", "if_fails": "passage", "then_falls": "alliance",
                                    "probability": 0, "link": "patron"}},
        "move 'it', back, link, the link that is there has the holder 'far', not 'north': give another id under `link`",
    ),
    ({"actor": "south", "threaten": {"threat": "closur", "damage": 4}}, "move 'it', threaten, a new threat without "
     "target and if_fails: did you mean 'closure'? (threats of south: closure)"),
    ({"actor": "north", "threaten": {"threat": "closure", "damage": 4}}, "move 'it', threaten, threat, the threat that "
     "is there has the holder 'south', not 'north': give another id under `threat`"),
    ({"actor": "north", "promise_veto": {"body": "council", "passes": 0}}, "move 'it', promise_veto, body, 'north' has "
     "no veto in 'council': vetoes: south"),
    ({"actor": "north", "supply": {"issue": "loan", "level": 90}}, "move 'it', supply, issue, 'north' does not supply "
     "'loan': its supplier is far"),
    ({"actor": "far", "supply": {"issue": "loan", "level": 9}}, "move 'it', supply, level 9 is less than the 30 that "
     "there is already: use `withhold` (`supply` is for more)"),
    ({"actor": "far", "state": {"issue": "toll", "position": 9}}, "move 'it', state, issue, 'far' has no stance on "
     "'toll': stances of far: none"),
    ({"actor": "north", "coordinate": {"partners": "far", "talks": "passage", "weights": {"south": 2}}}, "move 'it', "
     "coordinate, weight of south, 'south' does not act as one here: members: north, far"),
    ({"actor": "north", "coordinate": {"partners": "north", "talks": "passage"}}, "move 'it', coordinate, partners, "
     "item 1, 'north' is named twice: an actor acts as one with others"),
    ({"actor": "north", "coordinate": {"partners": "south", "talks": "passage"}}, "move 'it', coordinate, talks, talk "
     "'passage', as_one, all parties of the talk act as one: north, south: in talks between themselves they stay apart"
     "; another party sits across the table"),
    ({"actor": "south", "state": {"issue": "toll", "position": 11}}, "move 'it', state, position, stance of south on "
     "toll, position 11 is off the scale: 'toll' goes from 0 to 10"),
    ({"actor": "far", "signal": {"path": "links.patrn", "to": 1}}, "move 'it', signal, to, there is no 'patrn' in the "
     "path 'links.patrn': did you mean 'patron'? (known: patron)"),
    ({"actor": "far", "after": "it"}, "move 'it', after, item 1, it comes after itself: leave it out (moves cannot "
     "wait for one another)"),
    ({"actor": "far", "not_with": "other"}, "move 'it', not_with, item 1, 'other' is not a move of this case: "
     "moves: it"),
]  # fmt: skip


@pytest.mark.parametrize(("move", "said"), MISUSED)
def test_a_kind_that_cannot_be_is_a_mistake(move: dict[str, Any], said: str) -> None:
    assert [str(problem) for problem in check_case(with_moves(it=move))] == [said]


def test_a_move_builds_on_those_that_it_comes_after() -> None:
    first = {
        "actor": "south",
        "threaten": {"threat": "fees", "target": "north", "if_fails": "passage", "damage": "5 to 7"},
    }
    second = {"actor": "south", "threaten": {"threat": "fees", "damage": "9 to 11"}}
    case = with_moves(first=first, second={**second, "after": "first"})
    assert check_case(case) == []
    assert str(after(case, "second").threats["fees"].damage) == "9 to 11"
    assert [n.words for n in numbers_of(case) if n.path[:3] == ("moves", "second", "threaten")] == ["9 to 11"]
    alone = with_moves(first=first, second=second)
    assert "a new threat without target and if_fails" in str(check_case(alone)[0])


def test_what_stands_in_the_way_of_a_move_is_said() -> None:
    stand = {"actor": "far", "supply": {"issue": "loan", "level": "60%"}}
    case = with_moves(one=stand, two={**stand, "after": "one"}, three={**stand, "not_with": ["one"]})
    assert check_case(case) == []
    assert hindrance_to(case.moves, "two", []) == "it comes after one"
    assert hindrance_to(case.moves, "two", ["one"]) == ""
    assert hindrance_to(case.moves, "one", ["three"]) == "it is ruled out by three"
    assert hindrance_to(case.moves, "one", ["one"]) == "it is made already"


def test_moves_that_wait_for_each_other_are_refused() -> None:
    stand = {"actor": "far", "supply": {"issue": "loan", "level": "60%"}}
    case = with_moves(one={**stand, "after": "two"}, two={**stand, "after": "one"})
    assert [str(problem).split(": ")[0] for problem in check_case(case)] == [
        "move 'one', after, item 1, 'two' comes after 'one' itself",
        "move 'two', after, item 1, 'one' comes after 'two' itself",
    ]


def faults_of_as_one(members: dict[str, float], curvature: float = 2.0) -> list[str]:
    raw = plain_of(with_moves())
    raw["talks"]["passage"]["as_one"] = members
    return [str(problem) for problem in check_case(Case.model_validate({**raw, "curvature": curvature}))]


def test_who_can_act_as_one() -> None:
    assert faults_of_as_one({"north": 1, "far": 0.5}) == []
    assert "north acts as one with nobody" in faults_of_as_one({"north": 1})[0]
    assert "all parties of the talk act as one" in faults_of_as_one({"north": 1, "south": 1})[0]
    assert "curvature 2, add up to those of one actor" in faults_of_as_one({"north": 1, "far": 1}, 1)[0]
    assert "'fra' is not an actor of this case: did you mean 'far'?" in faults_of_as_one({"north": 1, "fra": 1})[0]


def test_who_is_left_when_the_other_is_gone_acts_alone() -> None:
    raw = plain_of(with_moves())
    raw["talks"]["passage"]["as_one"] = {"north": 1, "far": 1}
    raw["moves"] = {"it": {"actor": "north", "changes": [{"remove": "actors.far"}]}}
    assert after(Case.model_validate(raw), "it").talks["passage"].as_one == {}
