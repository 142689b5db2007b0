"""Who compiles: one process of a machine at a time, so that many which start cold do not all compile the same."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

PATIENCE = 600.0
"""Seconds after which a process no longer waits for another one, and compiles for itself: it takes half a minute."""

PAUSE = 0.05
"""Seconds between two looks whether it is our turn."""


@contextmanager
def our_turn(file: Path) -> Iterator[None]:
    """Wait until no other process, and no other thread, is in a block of this file.

    What is held is an exclusive transaction in an empty database: that lock is there on every system, and it ends with
    the process that holds it, however this ends. Where it cannot be had nobody waits: to compile twice does no harm.

    Args:
        file: A place for the empty file, which stays.
    """
    try:
        held = sqlite3.connect(file, timeout=0, isolation_level=None)
    except sqlite3.Error:
        yield
        return
    with closing(held):
        _wait_for(held)
        yield


def _wait_for(held: sqlite3.Connection) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            held.execute("BEGIN EXCLUSIVE")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                return
        time.sleep(PAUSE)
