"""Shapes that are legal, but that a reader must know about."""

from __future__ import annotations

from collections.abc import Callable

import tertius
from tertius.case import read_text, warn_case

NO_ISSUES = "it has no issues, so there is nothing to agree on: list its issues under `without_agreement`"


def every_warning(text: str) -> list[str]:
    return [str(problem).removeprefix("k.yaml:") for problem in warn_case(read_text(text, "k.yaml"))]


def warnings(text: str) -> list[str]:
    """The warnings beside those on the alliance: the small case has a talk without issues, and a link to it."""
    return [warning for warning in every_warning(text) if NO_ISSUES not in warning and "link 'patron'" not in warning]


def test_the_small_case_has_a_talk_without_issues(small: str) -> None:
    first, second = every_warning(small)
    assert first == f"31: talk 'alliance', {NO_ISSUES}, or leave the talk out"
    assert second.startswith("55: link 'patron', no level of 'alliance' can move")


def test_a_talk_at_which_nobody_has_anything_at_stake(damage: Callable[..., str]) -> None:
    new = "    without_agreement:\n      debt: 3\n"
    text = damage(("    power:\n      far: 1 to 2\n", new), ("  grain: Grain", "  debt: Debts\n  grain: Grain"))
    assert warnings(text) == [
        "32: talk 'alliance', nobody at this table has anything at stake: "
        "give its parties stances or needs on its issues"
    ]
    needs = "  credit:\n    actor: north\n    weight: 5\n    covered_by:\n      debt: 50%\nlinks:\n"
    assert warnings(text.replace("links:\n", needs)) == []
    stance = "stances:\n  far:\n    debt:\n      position: 5\n      salience: 5\n"
    assert warnings(text.replace("stances:\n", stance)) == []


def test_a_stance_written_in_fractions(damage: Callable[..., str]) -> None:
    stance = "stances:\n  far:\n    grain:\n      position: 0.8\n      salience: {}\n"
    assert warnings(damage(("stances:\n", stance.format("0.5 to 1")))) == [
        "38: stance of far on grain, position 0.8 and salience 0.5 to 1, as on a scale from 0 to 1?: "
        "both run from 0 to 100 here"
    ]
    assert warnings(damage(("stances:\n", stance.format("50%")))) == []
    assert warnings(damage(("stances:\n", stance.format("2")))) == []


def test_two_sources_of_one_need_in_one_talk(damage: Callable[..., str]) -> None:
    text = damage(("      grain: 60% to 90%\n", "      grain: 60% to 90%\n      toll: 5%\n"))
    assert warnings(text) == [
        "52: need 'food', covered_by, grain and toll cover this need and are both in the talk 'passage': "
        "such a talk can have several best deals: merge the issues, or look at the alternatives"
    ]


def test_two_talks_with_the_same_parties_are_no_cycle_besides(damage: Callable[..., str]) -> None:
    text = damage(("parties: [north, far]\n    power:\n      far: 1 to 2\n", "parties: [south, north]\n"))
    assert warnings(text) == [
        "31: talk 'alliance', it has the same parties as 'passage': talks between the same parties belong "
        "together: put their issues at one table"
    ]


def test_a_cycle_is_reported_at_its_first_talk_with_its_members_by_name(damage: Callable[..., str]) -> None:
    text = damage(("stances:\n", "  credit:\n    parties: [far, south]\nstances:\n"))
    assert warnings(text) == [
        "25: talk 'passage', it is one of 3 talks that go round in a circle: Farland, Northland and Southland: "
        "who gains from a better alternative is not certain beforehand in such a circle"
    ]


def test_curvature_one(damage: Callable[..., str]) -> None:
    text = damage(("as_of: 2024-03-01\n", "as_of: 2024-03-01\ncurvature: 1\n"))
    assert warnings(text) == [
        "5: curvature, with curvature 1 the best levels need not be unique: the levels nearest to the "
        "references are reported"
    ]


def test_a_need_that_nobody_covers_changes_nothing(small: str) -> None:
    needs = "needs:\n  sleep:\n    actor: north\n    weight: {}\n"
    few, many = (small.replace("needs:\n", needs.format(weight)) for weight in (1, 90))
    assert any("nobody covers this need, so its weight changes nothing" in warning for warning in warnings(few))
    first, second = (tertius.settle(read_text(text)) for text in (few, many))
    assert first.levels == second.levels
    assert first.payoffs == second.payoffs


def test_groups_in_which_nothing_moves(damage: Callable[..., str]) -> None:
    groups = (
        "groups:\n  alone:\n    together: links.patron.probability\n  none:\n    together: []\n"
        "  still:\n    together: [stances.north.toll.position, needs.food.weight]\n"
    )
    assert warnings(damage(("events:\n", f"{groups}events:\n"))) == [
        "79: group 'alone', it has only one number, so nothing moves together: name two or more",
        "81: group 'none', it has no numbers, so nothing moves together: name two or more",
        "84: group 'still', together, item 1, 'stances.north.toll.position' is certain, so it moves with nothing: "
        "give it a range, or take it out of the group",
    ]


def test_a_member_that_is_named_like_an_actor(damage: Callable[..., str]) -> None:
    old = "members: [north, south, neutral]"
    assert warnings(damage((old, "members: [north, south, neutral, nort]"))) == []
    (warning,) = [one for one in warnings(damage((old, "members: [nort, south, neutral]"))) if "nort" in one]
    assert "member nort, 'nort' is no actor of this case, but named much like 'north', who is no member" in warning
    named = "members: {nort: {name: Nortland}, south: 1, neutral: 1}"
    assert not [one for one in warnings(damage((old, named))) if "nort'" in one]


FRACTIONS = """case: k
title: k
as_of: 2024-01-01
actors: {a: A, b: B, c: C}
issues: {tax: {}}
stances:
  a: {tax: {position: 20, salience: 0.6 to 0.8, capability: 1}}
  b: {tax: {position: 60, salience: 70, capability: 1}}
  c: {tax: {position: 90, salience: 1, capability: 1}}
"""


def test_a_salience_of_zero_to_one_beside_saliences_far_above_is_warned_of() -> None:
    told = [str(problem) for problem in warn_case(read_text(FRACTIONS)) if "0 to 1?" in str(problem)]
    assert len(told) == 1
    assert (
        "stance of a on tax, salience 0.6 to 0.8 stands beside others up to 70: is it on a scale from 0 to 1?"
        in told[0]
    )
    assert "write '60 to 80' if that is meant" in told[0]
    most = FRACTIONS.replace("0.6 to 0.8", "80")
    assert ["salience 1 stands beside" in str(p) for p in warn_case(read_text(most)) if "0 to 1?" in str(p)] == [True]
    for meant in ("0", "5"):
        text = FRACTIONS.replace("0.6 to 0.8", meant).replace("salience: 1,", "salience: 3,")
        assert not [p for p in warn_case(read_text(text)) if "0 to 1?" in str(p)]
    low = FRACTIONS.replace("70", "7").replace("salience: 1,", "salience: 3,")
    assert not [p for p in warn_case(read_text(low)) if "0 to 1?" in str(p)]


def test_a_promise_that_makes_a_measure_no_less_likely_is_told(damage: Callable[..., str]) -> None:
    vetoes = ("measure: closing the strait", "vetoes: south")
    move = "moves:\n  promise:\n    actor: south\n    promise_veto:\n      body: council\n      passes: {}\n"
    said = [one for one in warnings(damage(vetoes, ("moves:\n", move.format("50% to 60%")))) if "promise" in one]
    assert said == [
        "91: move 'promise', promise_veto, passes, with this promise the measure passes with 50% to 60%, and without "
        "it with 20% to 50%, which is no more: a promise to veto makes it less likely: lower its `passes`"
    ]
    assert not any("promise" in one for one in warnings(damage(vetoes, ("moves:\n", move.format("10% to 60%")))))


def test_a_claim_on_events_that_the_case_has_not_is_told(damage: Callable[..., str]) -> None:
    claim = "claims:\n  early:\n    says: Early.\n    events:\n      kind: visit\n      actors: {}\n"
    rest = "      before: {}\n      within: 5\n"
    said = warnings(damage(("claims:\n", claim.format("[far, north]") + rest.format("summit"))))
    assert [one.partition(", so ")[0] for one in said] == [
        "98: claim 'early', events, kind, the case has no event of the kind visit of far and north",
        "100: claim 'early', events, before, the case has no event of the kind summit",
    ]
    assert warnings(damage(("claims:\n", claim.format("[far, south]") + rest.format("visit")))) == []
