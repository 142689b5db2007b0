"""The tables of a ledger, as the steps from each version of the file to the next; what is written is never changed."""

from __future__ import annotations

import sqlite3

APPLICATION = 0x54455254
"""The mark in the head of the file by which a ledger is told from another file of SQLite: the letters TERT."""

_FIRST = (
    """
    CREATE TABLE cases (
        hash TEXT PRIMARY KEY,
        text TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE questions (
        id TEXT PRIMARY KEY,
        entry INTEGER NOT NULL UNIQUE REFERENCES entries (number) DEFERRABLE INITIALLY DEFERRED
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE entries (
        number INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('question', 'forecast', 'resolution')),
        question TEXT NOT NULL REFERENCES questions (id),
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        body TEXT NOT NULL,
        case_hash TEXT REFERENCES cases (hash),
        corrects INTEGER REFERENCES entries (number),
        previous TEXT NOT NULL,
        hash TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    "CREATE INDEX entries_of_questions ON entries (question)",
    *(
        f"CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'what a ledger holds is never changed'); END"
        for table in ("cases", "questions", "entries")
        for verb in ("UPDATE", "DELETE")
    ),
    # INSERT OR REPLACE deletes without asking the triggers above.
    """
    CREATE TRIGGER cases_insert BEFORE INSERT ON cases WHEN NEW.hash IN (SELECT hash FROM cases)
    BEGIN SELECT RAISE(ABORT, 'what a ledger holds is never changed'); END
    """,
    """
    CREATE TRIGGER questions_insert BEFORE INSERT ON questions WHEN NEW.id IN (SELECT id FROM questions)
    BEGIN SELECT RAISE(ABORT, 'what a ledger holds is never changed'); END
    """,
    """
    CREATE TRIGGER entries_insert BEFORE INSERT ON entries
    WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries)
        OR NEW.previous IS NOT coalesce((SELECT hash FROM entries ORDER BY number DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'an entry of a ledger follows the last one'); END
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST,)
"""The statements that lead from version n of the file to n + 1; the first ones make it."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to the version of this program. To be called inside a transaction: all steps are made, or none."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for step in MIGRATIONS[version:]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
