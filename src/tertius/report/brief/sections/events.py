"""What happened: the events on a line of time and one by one, old ties, and what reviewers say of the case."""

from __future__ import annotations

from collections.abc import Sequence

from tertius.analysis.whole import Analysis
from tertius.case.model import Case, Event
from tertius.report.brief.document import Block, Figure, Listing, Paragraph, Section, Strong, Words
from tertius.report.brief.notes import Notes
from tertius.report.charts.moves import timeline_chart
from tertius.report.text.appendix.events import day_words, earlier_sentence, tie_line, timeline_words
from tertius.report.text.phrases import comment_words

MOST, LAST = 16, 8
"""So many events have a line each; of more only the last ones, and the summits."""

WHEN = "By kind; a mark is the day on which an event began."


def events_section(found: Analysis, notes: Notes) -> Section | None:
    """What happened; None where the case tells of nothing."""
    case = found.case
    blocks: list[Block] = [*_events(case, notes), *_ties(case, notes), *_comments(case)]
    return Section("events", "What happened", tuple(blocks)) if blocks else None


def _events(case: Case, notes: Notes) -> list[Block]:
    if not case.events:
        return []
    every = sorted(case.events.values(), key=lambda event: event.date)
    told = _told(every)
    summits = any(event.kind == "summit" for event in told[: len(told) - LAST])
    rest = earlier_sentence(LAST, len(every) - len(told), summits)
    lines = tuple(_line(event, notes) for event in told)
    blocks: list[Block] = [Figure(timeline_chart(case), timeline_words(case), WHEN), Listing(lines)]
    return [*blocks, Paragraph(rest, "small")] if rest else blocks


def _told(every: Sequence[Event]) -> list[Event]:
    """The events that have a line, oldest first."""
    if len(every) <= MOST:
        return list(every)
    return [event for event in every[:-LAST] if event.kind == "summit"] + list(every[-LAST:])


def _line(event: Event, notes: Notes) -> Words:
    return (Strong(f"{day_words(event)}. "), event.what, *notes.cites(event.source))


def _ties(case: Case, notes: Notes) -> list[Block]:
    if not case.ties:
        return []
    lines: tuple[Words, ...] = tuple(
        (tie_line(case, tie), *notes.refs("ties", ident), *notes.cites(tie.source)) for ident, tie in case.ties.items()
    )
    return [Section("ties", "Old ties, on which no result rests", (Listing(lines),))]


def _comments(case: Case) -> list[Block]:
    """What reviewers say, the open comments first."""
    if not case.comments:
        return []
    ordered = sorted(case.comments.values(), key=lambda one: (one.state != "open", one.date))
    lines = tuple((Strong(f"{one.on}. "), comment_words(one)) for one in ordered)
    return [Section("comments", "Comments of reviewers", (Listing(lines),))]
