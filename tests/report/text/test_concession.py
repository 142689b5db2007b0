"""Who gives way: the share of the way from an actor's own position to the other side's."""

from __future__ import annotations

import pytest

from tertius.case.model import Case
from tertius.report.text.settlement import (
    concession_of,
    concession_sentence,
    issue_sentence,
    wants_of,
)
from tests.report.toy import korea, settlement_of, toy_case


def one_talk(wants: dict[str, float], **talk: object) -> Case:
    """Actors at one table over one issue from 0 to 100, reference 10."""
    return Case.model_validate(
        {
            "case": "one", "title": "One talk", "as_of": "2020-01-01",
            "actors": dict.fromkeys("abc"), "issues": {"x": "Border"},
            "talks": {"t": {"parties": ["a", "b", "c"], "without_agreement": {"x": 10}} | talk},
            "stances": {actor: {"x": {"position": at, "salience": 10}} for actor, at in wants.items()},
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("level", "first", "second"),
    [(25, ("b", 0.75), ("a", 0.25)), (100, (None, 0), ("a", 1)), (0, ("b", 1), (None, 0))],
)
def test_two_parties_share_the_way_between_them(level: float, first: tuple, second: tuple) -> None:
    settlement = settlement_of(one_talk({"a": 100, "b": 0}), {"x": level})
    for party, (toward, share) in (("a", first), ("b", second)):
        concession = concession_of(settlement, "x", party)
        assert concession.toward == toward
        assert concession.share == pytest.approx(share)


def test_of_three_parties_the_farthest_on_that_side_counts() -> None:
    settlement = settlement_of(one_talk({"a": 100, "b": 0, "c": 40}), {"x": 50})
    assert concession_of(settlement, "x", "a").toward == "b"
    assert concession_of(settlement, "x", "c").toward == "a"
    assert concession_of(settlement, "x", "c").share == pytest.approx(10 / 60)
    assert concession_sentence(settlement, "x") == (
        "On Border, a (wants 100) concedes 50 percent of the way to the position of b; "
        "b (wants 0) concedes 50 percent of the way to the position of a; "
        "c (wants 40) concedes 17 percent of the way to the position of a."
    )


@pytest.mark.parametrize(
    ("wants", "level", "sentence"),
    [
        ({"a": 100, "b": 0}, 25, "On Border, a (wants 100) concedes 75 percent of the way to the "
         "other side’s position; "
         "b (wants 0) concedes 25 percent of the way."),
        ({"a": 100, "b": 0}, 0, "On Border, a (wants 100) concedes all the way to the other side’s "
         "position; "
         "b (wants 0) concedes nothing."),
        ({"a": 100, "b": 60}, 50, "On Border, a (wants 100) goes all the way to the other side’s "
         "position and past it; "
         "b (wants 60) concedes nothing; the outcome lies beyond its position."),
        ({"a": 100, "b": 0}, 99.8, "On Border, a (wants 100) concedes next to nothing; "
         "b (wants 0) concedes all the way to the other side’s position."),
        ({"a": 70, "b": 70}, 70, "On Border, a and b want the same (70) and get it."),
        ({"a": 70, "b": 70}, 50, "On Border, a and b want the same (70) and get 50."),
        ({"a": 70}, 70, "On Border, only a takes a position: it wants 70 and gets it."),
        ({"a": 70}, 30, "On Border, only a takes a position: it wants 70 and gets 30."),
        ({}, 10, "On Border, no party takes a position."),
    ],
)  # fmt: skip
def test_concession_sentences(wants: dict[str, float], level: float, sentence: str) -> None:
    assert concession_sentence(settlement_of(one_talk(wants), {"x": level}), "x") == sentence


def test_a_failed_talk_and_an_issue_on_no_table_have_no_concessions() -> None:
    assert concession_sentence(settlement_of(one_talk({"a": 1}), {}, failed=("t",)), "x") == ""
    case = toy_case(talks={}, links={}, threats={})
    assert concession_sentence(settlement_of(case, {}), "trade") == ""


def test_an_actor_that_needs_an_issue_wants_the_top_of_its_scale() -> None:
    wants = wants_of(toy_case(), "sanctions-relief")
    assert (wants["dprk"].level, wants["dprk"].stated) == (100, False)
    assert (wants["usa"].level, wants["usa"].stated) == (0, True)
    assert concession_sentence(korea()[0], "sanctions-relief") == (
        "On Sanctions relief, the United States (wants 0) concedes all the way to the other side’s "
        "position; "
        "North Korea (needs as much as it can get) gets all that it could use."
    )


def test_outcomes_in_short_and_at_length() -> None:
    settlement, _ = korea()
    assert issue_sentence(settlement, "trade") == (
        "It settles at 58 of 100, between “as now” and “all that was asked for” (without a deal: 20)."
    )
    same = settlement_of(one_talk({"a": 100, "b": 0}), {"x": 10.2})
    assert issue_sentence(same, "x") == "It stays at 10 of 100, as without a deal."


def test_reference_levels() -> None:
    case = toy_case(
        issues={"trade": {"level": "10%", "scale": [0, 50]}},
        talks={},
        stances={},
        needs={},
        links={},
        threats={},
    )
    assert case.reference("trade") == 5
    assert toy_case().reference("chinese-support") == 40
