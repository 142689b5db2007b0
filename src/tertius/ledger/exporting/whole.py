"""A whole ledger as one file of JSON, and a ledger made of it again, entry by entry with the same hashes.

    {"format": "tertius-ledger", "version": 1, "head": HASH,
     "cases": {HASH: TEXT, ...},
     "entries": [{"number": 1, "kind": "question", "question": ID, "at": ..., "who": ..., "body": ...,
                  "case_hash": null, "corrects": null, "previous": "", "hash": HASH}, ...]}

An entry has the columns of its row in the file of the ledger, and its body is the same text, in a string: so anybody
can follow the chain of hashes. What is read is looked over as if it were written by somebody who means harm.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tertius.case.parse.characters import first_problems
from tertius.errors import CaseError, Problem, UsageError
from tertius.ledger.bodies import KINDS, Entry, entry_of, text_of
from tertius.ledger.chain import hash_of, hash_of_text, head_of, verify
from tertius.ledger.entries import Forecasted, Question, Resolved
from tertius.ledger.file import PATIENCE, reading, writing
from tertius.ledger.importing.files import json_in
from tertius.ledger.importing.write import Written
from tertius.ledger.writer import SoFar

FORMAT, VERSION = "tertius-ledger", 1
"""What such a file says of itself."""

COLUMNS = ("number", "kind", "question", "at", "who", "body", "case_hash", "corrects", "previous", "hash")
"""The columns of an entry, in their order."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Whole:
    """A ledger as a file of JSON holds it, looked over.

    Attributes:
        cases: The text of each frozen case, by its hash.
        rows: The row of each entry, in the order of `COLUMNS`.
        entries: What each of them says.
    """

    cases: Mapping[str, str]
    rows: tuple[Row, ...]
    entries: tuple[Entry, ...]


def json_of(path: Path, patience: float = PATIENCE) -> str:
    """The whole ledger of a file as JSON: entries, frozen cases and hashes, word for word.

    Raises:
        UsageError: There is none, or it cannot be read.
    """
    with reading(path, patience) as connection:
        cases = dict(connection.execute("SELECT hash, text FROM cases ORDER BY hash").fetchall())
        rows, head = rows_of(connection), head_of(connection)
    entries = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    whole = {"format": FORMAT, "version": VERSION, "head": head, "cases": cases, "entries": entries}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def rows_of(connection: sqlite3.Connection) -> list[Row]:
    """The row of every entry."""
    return connection.execute(
        "SELECT number, kind, question, at, who, body, case_hash, corrects, previous, hash FROM entries ORDER BY number"
    ).fetchall()


def knows(path: Path) -> bool:
    """Whether a file is a ledger that was exported as JSON."""
    try:
        value = json_in(path)
    except UsageError:
        return False
    return isinstance(value, Mapping) and value.get("format") == FORMAT


def read_whole(path: Path) -> Whole:
    """The ledger in a file of JSON.

    Raises:
        UsageError: The file is no such ledger, or one of a newer version.
        CaseError: Every entry and case that is not as it must be: the chain of hashes, a body, what may follow what.
    """
    value = json_in(path)
    if not isinstance(value, Mapping) or value.get("format") != FORMAT:
        raise UsageError(f'{path} is no ledger that was exported as JSON: it says "format": "{FORMAT}"')
    version = value.get("version")
    if version != VERSION:
        raise UsageError(f"{path} is an export of version {version}, and {VERSION} is known: use a newer Tertius")
    return _Reading(str(path)).whole(value)


def write_read(path: Path, whole: Whole, patience: float = PATIENCE) -> Written:
    """Make a ledger of what was read, or add what is new to one that has the first of these entries and no others.

    Raises:
        UsageError: The ledger has other entries than these.
    """
    with writing(path, patience) as connection:
        there = rows_of(connection)
        same = next((n for n, (one, other) in enumerate(zip(there, whole.rows, strict=False)) if one != other), None)
        if same is not None:
            raise UsageError(
                f"{path} is another ledger: its entry {same + 1} is not that of the file; nothing was written. Import "
                "into an empty ledger: --ledger another.sqlite"
            )
        kept = {key for (key,) in connection.execute("SELECT hash FROM cases")}
        new = [(key, text) for key, text in whole.cases.items() if key not in kept]
        connection.executemany("INSERT INTO cases VALUES (?, ?)", new)
        for row in whole.rows[len(there) :]:
            if row[1] == KINDS[Question]:
                connection.execute("INSERT INTO questions VALUES (?, ?)", (row[2], row[0]))
            connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        found = verify(connection)
        if not found.whole:
            raise UsageError("\n".join(("the ledger would not be whole, nothing was written:", *found.faults)))
    written = whole.entries[len(there) :]
    questions, forecasts, resolutions = (
        sum(isinstance(one, kind) for one in written) for kind in (Question, Forecasted, Resolved)
    )
    return Written("Tertius", questions, forecasts, resolutions, min(len(there), len(whole.rows)), {}, found.head)


class _Reading:
    """A file that is looked over; every mistake is kept."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def whole(self, value: Mapping[str, Any]) -> Whole:
        """What the file holds; raises if anything is wrong with it."""
        cases, entries = value.get("cases"), value.get("entries")
        if not isinstance(cases, Mapping) or not isinstance(entries, list):
            raise CaseError([Problem(self.file, 0, "", "cases or entries are missing", "an object, and a list")])
        for key, text in cases.items():
            if not isinstance(text, str) or not _is_text(text) or hash_of_text(text) != key:
                self._wrong(f"case {key[:16]}", "its text is not that of its hash", "the text word for word")
        rows, read = list[Row](), list[Entry]()
        so_far, previous = SoFar(), ""
        for place, one in enumerate(entries, start=1):
            row = self._row(place, previous, one, cases)
            entry = None if row is None else self._entry(row)
            if row is None or entry is None:
                break  # what follows hangs on it
            mistake = so_far.mistake(entry)
            if mistake:
                self._wrong(f"entry {place}", mistake, "entries as the ledger wrote them")
            so_far.take(entry)
            rows.append(row)
            read.append(entry)
            previous = row[-1]
        if not self.problems and value.get("head") != previous:
            self._wrong("head", "it is not the hash of the last entry", "every entry up to that one")
        if self.problems:
            raise CaseError(first_problems(self.problems))
        return Whole(dict(cases), tuple(rows), tuple(read))

    def _wrong(self, where: str, found: str, legal: str) -> None:
        self.problems.append(Problem(self.file, 0, where, found, legal))

    def _row(self, place: int, previous: str, one: Any, cases: Mapping[str, Any]) -> Row | None:
        """The row of an entry, if it follows the one before."""
        where, before = f"entry {place}", len(self.problems)
        if not isinstance(one, Mapping) or set(one) != set(COLUMNS):
            self._wrong(where, "it has not the columns of an entry", ", ".join(COLUMNS))
            return None
        row = tuple(one[name] for name in COLUMNS)
        for name in _wrong_types(one):
            self._wrong(where, f"{name} is not what it must be", _LEGAL[name])
        if len(self.problems) == before:
            if one["number"] != place or one["previous"] != previous:
                self._wrong(where, "it does not follow the entry before it", "every entry in its order")
            elif hash_of(*row[-2:-1], *row[:2], *row[3:6]) != one["hash"]:
                self._wrong(where, "it is not what was written down: its hash differs", "entries word for word")
            elif one["case_hash"] is not None and one["case_hash"] not in cases:
                self._wrong(where, "its case is not in the file", "every frozen case")
        return row if len(self.problems) == before else None

    def _entry(self, row: Row) -> Entry | None:
        """What a row says, if its body is one that a ledger writes and its columns are those of the body."""
        number, kind, question, at, who, body, case_hash, corrects = row[:8]
        try:
            entry = entry_of(number, kind, at, who, body)
            whole = text_of(entry) == body and not any(_odd(entry))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            whole = False
        if not whole:
            self._wrong(f"entry {number}", "its body is none that a ledger writes", "bodies word for word")
            return None
        asked = entry.id if isinstance(entry, Question) else entry.question
        said = (asked, getattr(entry, "case_hash", None) or None, getattr(entry, "corrects", None))
        if said != (question, case_hash, corrects):
            self._wrong(f"entry {number}", "its columns are not those of its body", "entries word for word")
            return None
        return entry


_LEGAL = {
    "number": "its place, from 1",
    "kind": ", ".join(KINDS.values()),
    "at": "a moment in UTC, such as 2026-01-31T12:00:00.000000+00:00",
    "case_hash": "a hash, or null",
    "corrects": "the number of an entry before it, or null",
} | dict.fromkeys(("question", "who", "body", "previous", "hash"), "a text")


def _wrong_types(one: Mapping[str, Any]) -> Iterator[str]:
    """The columns that hold something else than they must."""
    for name in COLUMNS:
        value = one[name]
        if name == "number":
            right = type(value) is int
        elif name == "corrects":
            right = value is None or (type(value) is int and type(one["number"]) is int and 0 < value < one["number"])
        elif name == "case_hash":
            right = value is None or _is_text(value)
        elif name == "kind":
            right = isinstance(value, str) and value in KINDS.values()
        else:
            right = _is_text(value) and (name != "at" or _is_moment(value))
        if not right:
            yield name


def _is_text(value: Any) -> bool:
    """Whether it is a text that a file can hold: half of a pair of UTF-16 is none."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_moment(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo == UTC and moment.isoformat(timespec="microseconds") == text


_TEXTS = ("id", "text", "resolves", "target", "kind", "group", "source", "question", "case_hash", "version")


def _odd(entry: Entry) -> Iterator[bool]:
    """Whether each value of an entry is of another type than its place takes."""
    values = vars(entry)
    for name in _TEXTS:
        yield name in values and not isinstance(values[name], str)
    if isinstance(entry, Forecasted):
        yield not isinstance(entry.settings, Mapping)
        yield not (entry.seed is None or type(entry.seed) is int)
    if isinstance(entry, Resolved):
        yield not (entry.outcome is None or type(entry.outcome) in (int, float))
