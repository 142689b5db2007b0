"""The frames of the backtest whose numbers follow from statements: every number is that of the written rule."""

from __future__ import annotations

import csv
import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest

import tertius

FRAMES = Path(tertius.__file__).parent / "backtest" / "frames"
CODED = ("eu-budget", "opec-plus", "us-north-korea")  # the frames that this rule of numbers is for
UNKNOWN_WITHOUT_AGREEMENT = {("eu-budget", "ceiling")}  # a meeting that fails is followed by another
DAYS = 60


def rows(frame: str, name: str) -> list[dict[str, str]]:
    with (FRAMES / frame / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


MEETINGS = [(frame, row) for frame in CODED for row in rows(frame, "meetings.csv")]
every_meeting = pytest.mark.parametrize(("frame", "meeting"), MEETINGS, ids=[row["meeting"] for _, row in MEETINGS])


def facts_of(frame: str, meeting: dict[str, str]) -> list[dict[str, str]]:
    return [fact for fact in rows(frame, "facts.csv") if fact["meeting"] == meeting["meeting"]]


def positions_by_rule(
    frame: str, facts: list[dict[str, str]], parties: set[str]
) -> dict[tuple[str, str], tuple[float, float]]:
    """The table of the protocol, read off the facts: (actor, issue) to the lowest and the highest position."""
    found = {
        (fact["actor"], fact["on"]): (
            round(100 * float(fact["low"]) / float(fact["asked"]), 1),
            round(100 * float(fact["high"]) / float(fact["asked"]), 1),
        )
        for fact in facts
        if fact["on"]
    }
    issues = {issue for _, issue in found}
    for actor in parties:
        stated = {issue for who, issue in found if who == actor}
        if frame == "eu-budget":
            found.setdefault((actor, "ceiling"), (0, 100))
        elif frame == "opec-plus" and "limit" not in stated:
            found[actor, "limit"] = (100, 100) if stated else (0, 100)
        elif not stated:
            found.update({(actor, issue): (0, 100) for issue in issues})
    return found


@every_meeting
def test_a_case_is_the_one_that_was_frozen(frame: str, meeting: dict[str, str]) -> None:
    text = (FRAMES / frame / meeting["case"]).read_bytes()
    assert hashlib.sha256(text).hexdigest() == meeting["sha256"]


@every_meeting
def test_every_fact_is_of_the_days_before_the_freeze(frame: str, meeting: dict[str, str]) -> None:
    freeze = date.fromisoformat(meeting["freeze"])
    assert freeze < date.fromisoformat(meeting["day"])
    facts = facts_of(frame, meeting)
    assert facts
    for fact in facts:
        assert freeze - timedelta(days=DAYS) <= date.fromisoformat(fact["date"]) <= freeze, fact["id"]
        assert fact["source"].startswith("http"), fact["id"]
        assert fact["obtained"].startswith("excerpt read"), fact["id"]


@every_meeting
def test_an_outcome_has_a_source_of_after_the_meeting(frame: str, meeting: dict[str, str]) -> None:
    assert meeting["outcome"] in {"yes", "no"}
    assert meeting["outcome_source"].startswith("http")
    assert meeting["outcome_published"][:7] >= meeting["day"][:7]
    assert meeting["outcome_obtained"].startswith("excerpt read")


@every_meeting
def test_the_numbers_of_a_case_are_those_of_the_rule(frame: str, meeting: dict[str, str]) -> None:
    case = tertius.load(FRAMES / frame / meeting["case"])
    facts = facts_of(frame, meeting)
    assert case.as_of == date.fromisoformat(meeting["freeze"])
    (talk,) = case.talks.values()
    expected = positions_by_rule(frame, facts, set(talk.parties))
    actual = {
        (actor, issue): (stance.position.low, stance.position.high)
        for actor, stances in case.stances.items()
        for issue, stance in stances.items()
    }
    assert actual == expected
    saliences = {(s.salience.low, s.salience.high) for stances in case.stances.values() for s in stances.values()}
    assert saliences == {(20, 80)}
    for issue, reference in talk.without_agreement.items():
        highest = 100 if (frame, issue) in UNKNOWN_WITHOUT_AGREEMENT else 0
        assert (reference.level.low, reference.level.high) == (0, highest)
    assert {doubt.share.low for doubt in talk.doubt.values()} == {0.5}
    assert set(talk.doubt) == set(talk.parties) == set(case.actors)
    assert {(firm.probability.low, firm.probability.high) for firm in talk.firm.values()} <= {(0.2, 0.8)}
    assert set(talk.firm) == {fact["actor"] for fact in facts if fact["firm"] == "yes"}


@pytest.mark.parametrize("frame", CODED)
def test_a_frame_holds_its_meetings_and_no_other_case(frame: str) -> None:
    meetings = rows(frame, "meetings.csv")
    assert {path.name for path in (FRAMES / frame).glob("*.yaml")} == {row["case"] for row in meetings}
    assert {fact["meeting"] for fact in rows(frame, "facts.csv")} == {row["meeting"] for row in meetings}
    assert (FRAMES / frame / "protocol.md").is_file()
