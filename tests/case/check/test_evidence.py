"""Every number rests on a source, or on a reason and a range."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tertius.case import check_evidence, count_checked, load, numbers_of, read_text
from tertius.case.check.evidence import sources_of


def evidence(text: str) -> list[str]:
    return [str(problem).removeprefix("k.yaml:") for problem in check_evidence(read_text(text, "k.yaml"))]


def test_the_small_case_rests_on_evidence(small: str) -> None:
    assert evidence(small) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "    why: half of the credit line of 2023 is drawn\n    method: judgement\n",
            "",
            ["21: issue 'loan', level, 20% to 40% has neither a source nor a why"],
        ),
        (
            "level: 20% to 40%",
            "level: 30",
            [
                "21: issue 'loan', level, 30 is a judgement without a range: give the range that an expert "
                "would find fair, as '50 to 70'"
            ],
        ),
        (
            "drawn\n    method: judgement",
            "drawn\n    method: observed",
            [
                "21: issue 'loan', level, 20% to 40% is said to be observed, but names no source: "
                "name the source in `source`"
            ],
        ),
        (
            "probability: 10% to 30%",
            "probability: 25%",
            [
                "59: link 'patron', probability, 25% is a judgement without a range: give the range that an "
                "expert would find fair, as '50 to 70'"
            ],
        ),
        (
            "      toll: 8\n",
            "      toll:\n        level: 8\n        why: as in 2023\n",
            [
                "29: talk 'passage', level of toll without agreement, level, 8 is a judgement without a "
                "range: give the range that an expert would find fair, as '50 to 70'"
            ],
        ),
        (
            "        to: 60% to 80%",
            "        to: 60%",
            [
                "93: move 'more-credit', change 1, to, 60% is a judgement without a range: give the range "
                "that an expert would find fair, as '50 to 70'"
            ],
        ),
        (
            "    what: The foreign minister of Farland visited Southland.\n    source: gazette-2023\n",
            "    what: The foreign minister of Farland visited Southland.\n",
            ["79: event 'visit', it names no source"],
        ),
    ],
)
def test_a_number_without_evidence_is_named(
    damage: Callable[..., str], old: str, new: str, expected: list[str]
) -> None:
    assert evidence(damage((old, new))) == expected


def test_an_inner_entry_with_evidence_of_its_own_stands_on_that_alone(damage: Callable[..., str]) -> None:
    case = read_text(damage(("      toll: 8\n", "      toll:\n        level: 7 to 9\n        why: as in 2023\n")))
    numbers = {number.path: number for number in numbers_of(case)}
    own = numbers["talks", "passage", "without_agreement", "toll", "level"]
    inherited = numbers["talks", "passage", "without_agreement", "grain", "level"]
    assert (own.why, own.sources) == ("as in 2023", ())
    assert (inherited.why, inherited.sources) == (None, ("gazette-2023",))
    assert [source.title for source in sources_of(case, inherited)] == ["Gazette of the Strait, 2023"]


def test_numbers_are_listed_in_words(small: str) -> None:
    listed = [(n.label, n.words, n.unit) for n in numbers_of(read_text(small))]
    assert listed == [
        ("standing level of Loan by Farland", "20% to 40%", "on the scale 0 to 100"),
        ("level of Toll per ship without an agreement in passage", "8", "thousand euros, 0 to 10"),
        ("level of Grain deliveries without an agreement in passage", "0 to 10", "on the scale 0 to 100"),
        ("bargaining power of Farland in alliance", "1 to 2", "power"),
        ("position of Northland on Toll per ship", "0", "thousand euros, 0 to 10"),
        ("salience of Toll per ship for Northland", "40 to 60, likely 50", "points"),
        ("position of Southland on Toll per ship", "10", "thousand euros, 0 to 10"),
        ("salience of Toll per ship for Southland", "30 to 50", "points"),
        ("weight of the need 'food'", "30 to 50", "points"),
        ("share of the need 'food' that Grain deliveries covers", "60% to 90%", "share"),
        ("probability of the link 'patron'", "10% to 30%", "probability"),
        ("damage by the threat 'closure'", "10 to 20", "points"),
        ("credibility of the threat 'closure'", "40% to 60%", "probability"),
        ("votes needed in council", "2", "votes"),
        ("probability that council passes the measure", "20% to 50%", "probability"),
        ("cost of the move 'more-credit'", "5 to 10", "points"),
        (
            "standing level of Loan by Farland, changed by the move 'more-credit'",
            "60% to 80%",
            "on the scale 0 to 100",
        ),
    ]


def test_an_entry_that_a_move_adds_brings_its_numbers(damage: Callable[..., str]) -> None:
    text = damage(
        (
            "      - set: issues.loan.level\n        to: 60% to 80%\n",
            "      - add: threats.recall\n        value:\n          holder: far\n          target: north\n"
            "          if_fails: alliance\n          damage: 5\n",
        )
    )
    number = numbers_of(read_text(text))[-1]
    assert number.path == ("moves", "more-credit", "changes", 0, "value", "damage")
    assert (number.words, number.why) == ("5", "interest forgone")
    assert evidence(text)[0].startswith("97: move 'more-credit', change 1, value, damage, 5 is a judgement")


def test_what_was_checked_is_counted(small: str) -> None:
    assert str(count_checked(read_text(small))) == (
        "3 actors, 3 issues, 2 talks, 2 stances, 1 need, 1 link, 1 threat, 1 body, 1 event, 1 move, "
        "2 claims, 1 source, 17 numbers, 28 references checked"
    )


def test_every_number_of_the_gallery_rests_on_evidence() -> None:
    assert [str(problem) for problem in check_evidence(load("korea-2019"))] == []


def test_the_capability_of_an_actor_needs_evidence_as_any_number_does(damage: Callable[..., str]) -> None:
    actor = "  north:\n    name: Northland\n    capability: 10 to 20\n"
    text = damage(("  north: Northland\n", actor))
    assert evidence(text) == ["8: actor 'north', capability, 10 to 20 has neither a source nor a why"]
    assert evidence(text.replace(actor, f"{actor}    why: half of what the strongest has\n")) == []
