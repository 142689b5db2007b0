"""What windows were shown of a case: so it can be told what has changed since, and what somebody saw who edits."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from weakref import WeakKeyDictionary

from tertius.workbench.document import Document
from tertius.workbench.grid.cells import Table
from tertius.workbench.grid.sheets import table_of

KEPT = 6
"""So many states of the sheets of a case are kept."""

Key = tuple[str, bool, int]


class Shown:
    """The last states of every open case, sheet by sheet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.kept: WeakKeyDictionary[Document, OrderedDict[Key, Table]] = WeakKeyDictionary()

    def now(self, document: Document, name: str, every: bool = False) -> tuple[int, Table]:
        """The version of a case, and a sheet of it."""
        with document.lock:
            key = (name, every, document.version)
            with self.lock:
                tables = self.kept.setdefault(document, OrderedDict())
                if key not in tables:
                    tables[key] = table_of(document, name, every)
                    while len(tables) > KEPT:
                        tables.popitem(last=False)
                tables.move_to_end(key)
                return document.version, tables[key]

    def then(self, document: Document, name: str, every: bool, version: int) -> Table | None:
        """A sheet as it was in a version; None if that is not kept any more."""
        with self.lock:
            return self.kept.get(document, OrderedDict()).get((name, every, version))
