"""Entries written behind the last one, each with its number, time and hash; mistakes are told all at once."""

from __future__ import annotations

import getpass
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.ledger.bodies import KINDS, Entry, entry_of, text_of
from tertius.ledger.chain import hash_of, hash_of_text, head_of
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.fitting import misfits
from tertius.ledger.tracks import entries_of


def now() -> datetime:
    """The moment at which something is written down, UTC."""
    return datetime.now(UTC)


def user() -> str:
    """The login name of the user; ``unknown`` if the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


@dataclass
class Writer:
    """Writes entries inside one transaction.

    Attributes:
        connection: The ledger, in a transaction that writes.
    """

    connection: sqlite3.Connection

    def write(self, entries: Sequence[Entry], cases: Sequence[str] = (), again: bool = False) -> tuple[Entry, ...]:
        """Write down all entries, or raise every mistake.

        Args:
            entries: Questions before what is said of them.
            cases: Texts of cases.
            again: Whether an entry is written although the very same is there.
        """
        there = entries_of(self.connection)
        seen = {(type(one), _who(one), text_of(one)) for one in there}
        so_far = SoFar(there)
        written: list[Entry] = []
        mistakes: list[str] = []
        for text in dict.fromkeys(cases):
            self._keep_case(text)
        for entry in entries:
            key = (type(entry), _who(entry), _checked(entry))
            if key in seen and not (again and not isinstance(entry, Question)):
                continue
            mistake = so_far.mistake(entry)
            if mistake:
                mistakes.append(mistake)
                continue
            seen.add(key)
            if isinstance(entry, Question):
                self.connection.execute("INSERT INTO questions VALUES (?, ?)", (entry.id, so_far.count + 1))
            made = self._append(entry, so_far.count + 1)
            so_far.take(made)
            written.append(made)
        if mistakes:
            shown = mistakes[:20] + ([f"and {len(mistakes) - 20} more mistakes"] if len(mistakes) > 20 else [])
            raise UsageError("\n".join(shown))
        return tuple(written)

    def _keep_case(self, text: str) -> None:
        key = hash_of_text(text)
        if not self.connection.execute("SELECT 1 FROM cases WHERE hash = ?", (key,)).fetchone():
            self.connection.execute("INSERT INTO cases VALUES (?, ?)", (key, text))

    def _append(self, entry: Entry, number: int) -> Entry:
        """Write the row of an entry, behind the last one."""
        when, who, body = now().astimezone(UTC), _who(entry) or user(), text_of(entry)
        at, previous, kind = when.isoformat(timespec="microseconds"), head_of(self.connection), KINDS[type(entry)]
        values: Mapping[str, Any] = vars(entry)
        question = entry.id if isinstance(entry, Question) else entry.question
        row = (number, kind, question, at, who, body, values.get("case_hash") or None, values.get("corrects"), previous)
        self.connection.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, hash_of(previous, number, kind, at, who, body)),
        )
        return entry_of(number, kind, at, who, body)


def _who(entry: Entry) -> str:
    return "" if isinstance(entry, Question) else entry.who


def _checked(entry: Entry) -> str:
    """The body of an entry, if it can be written at all."""
    try:
        body = text_of(entry)
        f"{body}{_who(entry)}".encode()
    except ValueError:
        of = entry.id if isinstance(entry, Question) else entry.question
        raise UsageError(
            f"an entry of {of!r} cannot be written: a number in it is not finite, or a text is not Unicode"
        ) from None
    return body


class SoFar:
    """What a ledger holds after some entries, and whether another one may follow them.

    Attributes:
        count: How many entries there are.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """After these entries, numbered from 1."""
        self.count = 0
        self._asked: dict[str, Question] = {}
        self._by_number: dict[int, Entry] = {}
        self._ended: dict[str, Resolved] = {}
        self._gone: dict[int, int] = {}
        for entry in entries:
            self.take(entry)

    def take(self, entry: Entry) -> None:
        """One more entry, which may follow."""
        self.count += 1
        self._by_number[self.count] = entry
        if isinstance(entry, Question):
            self._asked[entry.id] = entry
            return
        if entry.corrects:
            self._gone[entry.corrects] = self.count
        if isinstance(entry, Resolved):
            self._ended[entry.question] = entry

    def mistake(self, entry: Entry) -> str:
        """Why an entry cannot follow; empty if it can."""
        if isinstance(entry, Question):
            known = self._asked.get(entry.id)
            if known is None:
                return "" if entry.id.strip() else "a question without an id: give it one"
            changed = [name for name, value in vars(entry).items() if value != getattr(known, name)]
            told = ", ".join(f"{name} is {getattr(known, name)!s}" for name in changed)
            return f"the question '{entry.id}' is there already, and its {told}: a new question needs an id of its own"
        if entry.question not in self._asked:
            return f"there is no question '{entry.question}': {closest(entry.question, self._asked) or 'add it first'}"
        wrong = next(misfits(self._asked[entry.question], entry), None)
        if wrong is not None:
            return wrong
        if entry.corrects is not None:
            return self.mistake_of_correction(type(entry), entry.question, entry.corrects)
        before = self._ended.get(entry.question) if isinstance(entry, Resolved) else None
        if before is None:
            return ""
        return f"'{entry.question}' is resolved already, by entry {before.entry}: correct that one"

    def mistake_of_correction(self, kind: type[Forecasted | Resolved], question: str, corrects: int) -> str:
        """Why an entry of a kind, about a question, cannot take the place of another one; empty if it can."""
        old = self._by_number.get(corrects)
        if type(old) is not kind or isinstance(old, Question) or old is None or old.question != question:
            return f"entry {corrects} is no {KINDS[kind]} of '{question}', so nothing can take its place"
        by = self._gone.get(corrects)
        return "" if by is None else f"entry {corrects} was corrected by entry {by} already: correct that one"
