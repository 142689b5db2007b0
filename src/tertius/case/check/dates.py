"""Whether the dates of a case can be: nothing in it happened or became public after its own date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from tertius.case.fields import MONTHS
from tertius.case.findings import CheckContext, Finding, entries_of
from tertius.case.parse.origin import Path

_PARTS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_WORDS = re.compile(rf"(?:(\d\d?) )?({'|'.join(MONTHS)}) (\d{{4}})", re.ASCII)
_LEGAL = "nothing in a case happened or became public later than its own date"


def check_dates(desk: CheckContext) -> Iterator[Finding]:
    """Yield what ends or was known before it began, and what became public after the date of the case."""
    as_of = desk.case.as_of

    def late(path: Path, day: dt.date | None) -> Iterator[Finding]:
        if day is not None and day > as_of:
            yield Finding(path, f"{day} is after {as_of}, the date of the case", _LEGAL)

    for ident, event in desk.case.events.items():
        path: Path = ("events", ident)
        if event.until is not None and event.until < event.date:
            yield Finding((*path, "until"), f"it ends on {event.until}, before it begins on {event.date}")
        known = event.known_since
        # A measure is announced before it takes effect, and one day may lie between two time zones.
        if known is not None and event.kind != "measure" and event.date - known > dt.timedelta(days=1):
            found = f"it became public on {known}, before it happened on {event.date}"
            yield Finding((*path, "known_since"), found, "only a measure is known before its own date")
        yield from late((*path, "date"), event.date)
        yield from late((*path, "until"), event.until)
    for path, entry in [((), desk.case), *entries_of(desk.case)]:
        yield from late((*path, "known_since"), entry.known_since)
        if path:
            yield from late((*path, "as_of"), entry.as_of)


def check_publications(desk: CheckContext) -> Iterator[Finding]:
    """Yield entries on a source published after the date of the case that do not say since when it was known."""
    as_of = desk.case.as_of
    late = {
        ident: source.date
        for ident, source in desk.case.sources.items()
        if source.date and source.known_since is None and (earliest(source.date) or as_of) > as_of
    }
    dated: set[Path] = set()
    for path, entry in [((), desk.case), *entries_of(desk.case)]:
        if entry.known_since is not None:
            dated.add(path)
        if any(path[:end] in dated for end in range(len(path) + 1)):
            continue
        for index, ident in enumerate(entry.source):
            if ident in late:
                found = f"the source '{ident}' ({late[ident]}) became public after {as_of}, the date of the case"
                suggestion = "give the entry's `known_since` if the fact itself was public before"
                yield Finding((*path, "source", index), found, "", suggestion)


def earliest(text: str) -> dt.date | None:
    """Return the first day of a date written as 2019, 2019-01, 2019-01-10, January 2019 or 10 January 2019."""
    parts, words = _PARTS.fullmatch(text.strip()), _WORDS.fullmatch(text.strip())
    if parts is not None:
        year, month, day = parts[1], int(parts[2] or 1), parts[3]
    elif words is not None:
        year, month, day = words[3], MONTHS.index(words[2]) + 1, words[1]
    else:
        return None
    try:
        return dt.date(int(year), month, int(day or 1))
    except ValueError:
        return None
