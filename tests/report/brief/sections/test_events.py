"""What happened: every event has a line or a mark, and nothing is told where there is nothing."""

from __future__ import annotations

import datetime as dt

import tertius
from tertius.case.model import Event
from tertius.report.brief.document import Cite, Listing
from tertius.report.brief.sections.events import LAST, MOST, events_section
from tertius.report.text.appendix.events import day_words
from tests.report.brief.sections.found import Notes, found, lines
from tests.report.toy import toy_case


def test_a_case_without_events_ties_and_comments_has_no_section() -> None:
    case = toy_case(events={}, ties={}, comments={})
    assert events_section(found(case), Notes()) is None


def test_of_many_events_the_last_and_every_summit_have_a_line_with_their_sources() -> None:
    case = tertius.load("korea-2019")
    section = events_section(found(case), Notes())
    said = lines(case, section)
    summits = sum(event.kind == "summit" for event in case.events.values())
    dated = [line for line in said if any(line.endswith(event.what) for event in case.events.values())]
    assert len(dated) == summits + LAST < MOST
    assert said[1] == "By kind; a mark is the day on which an event began."
    assert "7 to 10 January 2019. Kim Jong Un visits Xi Jinping in Beijing for the fourth time in ten months." in dated
    left = len(case.events) - len(dated)
    assert f"The last eight have a line, and every summit; {left} earlier ones are marks in the picture" in " ".join(
        said
    )
    assert said[-1] == "Russia and North Korea: friendly relations, since a visit of Putin to Pyongyang in 2000."
    assert section is not None
    listed = next(block for block in section.blocks if isinstance(block, Listing))
    assert all(isinstance(words[-1], Cite) for words in listed.items)


def test_days_are_told_as_briefly_as_they_allow() -> None:
    start = dt.date(2018, 5, 30)
    for until, words in (
        (None, "30 May 2018"),
        (dt.date(2018, 5, 31), "30 to 31 May 2018"),
        (dt.date(2018, 6, 1), "30 May 2018 to 1 June 2018"),
    ):
        assert day_words(Event(date=start, until=until, kind="visit", what="It happens.")) == words
