"""The chain of hashes over the entries of a ledger, by which a past that was changed is found.

The hash of an entry is SHA-256, as 64 small hexadecimal digits, of these six lines in UTF-8, with one line feed between
them and none at the end:

    the hash of the entry before, empty for the first
    the number of the entry, from 1
    its kind: question, forecast or resolution
    when it was written down, UTC, as 2026-01-31T12:00:00.000000+00:00
    who did, as a string of JSON
    its body: JSON on one line, as the file holds it

The hash of a case is SHA-256 of its text in UTF-8; the body of a forecast names it. What is cut off at the end leaves
a chain that is whole: only a hash of the head that is kept elsewhere shows it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from tertius.ledger.bodies import canonical
from tertius.results import Record


@dataclass(frozen=True)
class Verified(Record):
    """What came of following the chain.

    Attributes:
        whole: Whether nothing differs.
        entries: How many entries there are.
        cases: How many cases are kept.
        head: The hash of the last entry; empty if there is none.
        first: The number of the first entry that differs; None if none does.
        faults: What differs, in the order of the file.
        kept: Whether the head that was kept elsewhere is the hash of an entry; None if none was given.
        since: How many entries were written after that one; None if none was given, or it is in no entry.
    """

    whole: bool
    entries: int
    cases: int
    head: str
    first: int | None
    faults: tuple[str, ...]
    kept: bool | None = None
    since: int | None = None


def hash_of(previous: str, number: int, kind: str, at: str, who: str, body: str) -> str:
    """The hash of an entry; its form is that of this module."""
    lines = (previous, str(number), kind, at, json.dumps(who, ensure_ascii=False), body)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def hash_of_text(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def head_of(connection: sqlite3.Connection) -> str:
    """The hash of the last entry; empty if there is none."""
    row = connection.execute("SELECT hash FROM entries ORDER BY number DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def verify(connection: sqlite3.Connection, head: str | None = None) -> Verified:
    """Follow the chain from its first entry, and look at every case that is kept.

    Args:
        connection: The ledger.
        head: The hash of an entry that was kept elsewhere.
    """
    rows = connection.execute(
        "SELECT number, kind, question, at, who, body, case_hash, corrects, previous, hash FROM entries ORDER BY number"
    ).fetchall()
    cases = connection.execute("SELECT hash, text FROM cases ORDER BY hash").fetchall()
    first, faults = None, list[str]()
    previous, hashes = "", [row[-1] for row in rows]
    for place, row in enumerate(rows, start=1):
        for fault in _faults(place, previous, row):
            first = first or place
            faults.append(fault)
        previous = row[-1]
    named = {row[6] for row in rows if row[6]}
    faults += [f"the case {key} is kept with another text" for key, text in cases if hash_of_text(text) != key]
    faults += [f"the case {key} is named and not kept" for key in sorted(named - {key for key, _ in cases})]
    kept = None if head is None else head in hashes
    if kept is False:
        faults.append(f"no entry has the hash {head}: entries were cut off at the end, or it is of another ledger")
    return Verified(
        whole=not faults,
        entries=len(rows),
        cases=len(cases),
        head=hashes[-1] if hashes else "",
        first=first,
        faults=tuple(faults),
        kept=kept,
        since=len(hashes) - 1 - hashes.index(head) if kept and head is not None else None,
    )


def _faults(
    place: int, before: str, row: tuple[int, str, str, str, str, str, str | None, int | None, str, str]
) -> Iterator[str]:
    """What differs in one entry."""
    number, kind, question, at, who, body, case_hash, corrects, previous, own = row
    if number != place:
        yield f"entry {place} is missing, and {number} stands in its place"
    if previous != before:
        yield f"entry {number} does not follow the entry before it"
    if hash_of(previous, number, kind, at, who, body) != own:
        yield f"entry {number} is not what was written down: its hash differs"
    try:
        values = json.loads(body)
        said = (values.get("id" if kind == "question" else "question"), values.get("case_hash") or None)
        if canonical(values) != body or (*said, values.get("corrects")) != (question, case_hash, corrects):
            yield f"entry {number}: its columns are not those of its body"
    except (ValueError, AttributeError):
        yield f"entry {number}: its body cannot be read"
