"""What stands in a ledger now: its entries read, and for each question those that no later one corrects."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.ledger.bodies import Entry, entry_of
from tertius.ledger.entries import Forecasted, Question, Resolved, Track
from tertius.results import first_of


def entries_of(connection: sqlite3.Connection) -> list[Entry]:
    """Every entry, in the order in which they were written down.

    Raises:
        UsageError: The body of one cannot be read.
    """
    rows = connection.execute("SELECT number, kind, at, who, body FROM entries ORDER BY number")
    try:
        return [entry_of(*row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f"the ledger is damaged, an entry cannot be read ({error}): 'tertius ledger verify' finds it"
        ) from None


def tracks_of(connection: sqlite3.Connection) -> tuple[Track, ...]:
    """What stands: an entry that a later one corrects is left out."""
    return standing(entries_of(connection))


def standing(entries: Sequence[Entry]) -> tuple[Track, ...]:
    """What stands of all these entries."""
    gone = {entry.corrects for entry in entries if not isinstance(entry, Question)}
    forecasts: dict[str, list[Forecasted]] = {}
    ended: dict[str, Resolved] = {}
    for entry in entries:
        if isinstance(entry, Forecasted) and entry.entry not in gone:
            forecasts.setdefault(entry.question, []).append(entry)
        elif isinstance(entry, Resolved) and entry.entry not in gone:
            ended[entry.question] = entry
    return tuple(
        Track(one, tuple(forecasts.get(one.id, ())), ended.get(one.id)) for one in entries if isinstance(one, Question)
    )


def track_of(tracks: Sequence[Track], word: str, path: Path) -> Track:
    """The track of a question by its id, or by what it asks for."""
    by_id = {track.question.id: track for track in tracks}
    if word in by_id:
        return by_id[word]
    meant = [track for track in tracks if word and track.question.target == word]
    if len(meant) == 1:
        return meant[0]
    if meant:
        ids = ", ".join(f"'{track.question.id}'" for track in meant)
        raise UsageError(f"several questions ask for '{word}': {ids}; give the id of one")
    raise UsageError(f"{path} has no question '{word}': {closest(word, by_id) or _known(by_id)}")


def _known(ids: Iterable[str]) -> str:
    known = [f"'{one}'" for one in ids]
    return f"it has {first_of(known)}" if known else "it has none yet"
