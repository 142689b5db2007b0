"""Events and ties in a line each, and what a line of time shows."""

from __future__ import annotations

from collections import Counter

from tertius.case.model import Case, Event, Tie
from tertius.report.text.phrases import capital, counted, date, joined, probability

_OF = {"other": ("other event", "other events")}


def day_words(event: Event) -> str:
    """``10 January 2019``, ``7 to 10 January 2019``, ``30 May 2018 to 1 June 2018``."""
    if event.until is None or event.until == event.date:
        return date(event.date)
    first, last = date(event.date), date(event.until)
    same = (event.date.year, event.date.month) == (event.until.year, event.until.month)
    return f"{event.date.day if same else first} to {last}"


def timeline_words(case: Case) -> str:
    """How many events there are of each kind, from when to when."""
    kinds = Counter(event.kind for event in case.events.values())
    counts = [f"{counted(number)} {_kind(kind, number)}" for kind, number in kinds.most_common()]
    days = [event.date for event in case.events.values()]
    return f"{capital(joined(counts))}, {date(min(days))} to {date(max(days))}."


def _kind(kind: str, number: int) -> str:
    one, more = _OF.get(kind, (kind, f"{kind}s"))
    return one if number == 1 else more


def earlier_sentence(shown: int, left: int, summits: bool) -> str:
    """Which events have a line; empty if all have one."""
    if not left:
        return ""
    last = f"The last {counted(shown)} have a line{', and every summit' if summits else ''}"
    return f"{last}; {counted(left)} earlier ones are marks in the picture, and stand in the case."


def tie_line(case: Case, tie: Tie) -> str:
    """A tie: ``Russia and North Korea: patronage, since 1961, strength 60%.``."""
    between = joined([case.name(actor) for actor in tie.between])
    since = f", since {tie.since}" if tie.since else ""
    strength = f", strength {probability(tie.strength)}" if tie.strength is not None else ""
    return f"{between}: {tie.kind}{since}{strength}."
