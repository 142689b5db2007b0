"""The file of a ledger: opened, written to in one transaction at a time, and what goes wrong with it said in words."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tertius.errors import UsageError
from tertius.ledger.schema import APPLICATION, MIGRATIONS, migrate

PATIENCE = 10.0
"""Seconds for which a writer waits while another one writes."""


@contextmanager
def reading(path: Path, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """The ledger of a file as it stands at one moment; nothing can be written.

    Raises:
        UsageError: There is none, it is something else, of a newer version, damaged, or may not be read.
    """
    with _told(path, patience):
        if not os.path.lexists(path):
            raise UsageError(
                f"there is no ledger {path}: 'tertius ledger add' makes one; another one is named by --ledger or "
                "TERTIUS_LEDGER"
            )
        _check_is_file(path)
        with closing(_for_reading(path, patience)) as connection:
            _check_version(path, connection)
            if not _version(connection):
                raise UsageError(f"{path} is empty and not a ledger yet: 'tertius ledger add' makes it one")
            connection.execute("BEGIN")
            yield connection


@contextmanager
def writing(path: Path, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
    """The ledger of a file, made if there is none, with what is written inside: all of it is on the disk, or nothing.

    Raises:
        UsageError: It is something else, of a newer version, damaged, locked, or cannot be written.
    """
    with _told(path, patience):
        if not path.absolute().parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} for the ledger {path.name}: make it first")
        if os.path.lexists(path):
            _check_is_file(path)
        with closing(_connection(path, "rwc", patience)) as connection:
            _check_version(path, connection)
            _keep_a_journal(connection, patience)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN IMMEDIATE")
            try:
                _check_version(path, connection)  # another one may have made it a moment ago
                if _version(connection) < len(MIGRATIONS):
                    migrate(connection)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise


def _connection(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    """A connection without transactions of its own accord."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", timeout=patience, isolation_level=None, uri=True)


def _for_reading(path: Path, patience: float) -> sqlite3.Connection:
    """A connection that writes nothing; in a folder that may not be written, where SQLite can keep no journal, too."""
    connection = _connection(path, "rw", patience)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT count(*) FROM sqlite_master")
        return connection
    except sqlite3.OperationalError as error:
        connection.close()
        journal = path.with_name(f"{path.name}-wal")
        refused = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        # What another process has written and not yet brought over would be missed.
        if not refused or not os.access(path, os.R_OK) or (journal.exists() and journal.stat().st_size):
            raise
        return _connection(path, "ro&immutable=1", patience)


def _keep_a_journal(connection: sqlite3.Connection, patience: float) -> None:
    """Readers and a writer do not wait for each other; two who ask for this at once do not wait by themselves."""
    end = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _check_is_file(path: Path) -> None:
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the file of the ledger, such as {path / 'ledger.sqlite'}")
    if not path.exists():
        raise UsageError(f"{path} is a link that leads nowhere: give the file of the ledger")
    if not path.is_file():
        raise UsageError(f"{path} is no file: give the file of the ledger")


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    """Whether the file is a ledger that this version of Tertius knows, or nothing yet."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    version = _version(connection)
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION and (mark or version or tables):
        raise UsageError(f"{path} is a database, but not a ledger of Tertius: give another file by --ledger")
    if version > len(MIGRATIONS):
        raise UsageError(
            f"{path} is a ledger of version {version}, and this version of Tertius knows those up to "
            f"{len(MIGRATIONS)}: use a newer one; nothing was changed"
        )


@contextmanager
def _told(path: Path, patience: float) -> Iterator[None]:
    """Work with the file, of which what SQLite refuses is said in words."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code not in _REFUSALS:
            raise
        raise UsageError(f"{path} {_REFUSALS[code].format(patience=patience)}") from None


_REFUSALS = {
    sqlite3.SQLITE_BUSY: "is locked: another process has been writing to it for {patience:g} s; nothing was written, "
    "try again when that one is done",
    sqlite3.SQLITE_LOCKED: "is locked: another process writes to it; nothing was written, try again",
    sqlite3.SQLITE_FULL: "cannot be written: there is no room left on the disk; nothing was written and nothing is "
    "lost, make room and try again",
    sqlite3.SQLITE_READONLY: "may not be written: give yourself the right to write the file and its folder",
    sqlite3.SQLITE_NOTADB: "is not a ledger: give another file by --ledger",
    sqlite3.SQLITE_CORRUPT: "is damaged: take a copy from before; what can be read of it 'sqlite3 FILE .recover' shows",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: look whether the file and its folder may be read and written",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk refuses; nothing more was written",
    sqlite3.SQLITE_PERM: "may not be opened: give yourself the right to read and write it",
    sqlite3.SQLITE_AUTH: "may not be opened: give yourself the right to read and write it",
}
"""What SQLite refuses, by its code, in words behind the name of the file."""
