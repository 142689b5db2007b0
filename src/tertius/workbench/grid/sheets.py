"""The other sheets: a row for every entry, a column for every field, as in a workbook, with names in the place of ids.

An entry that is not whole yet stands there too: what is typed of it waits until the rest is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from tertius.case.files.layout import CASE_FIELDS, Sheet, ids_of
from tertius.case.labels import issue_at
from tertius.case.parse.quantity import Quantity
from tertius.case.paths import inner_of
from tertius.errors import UsageError
from tertius.workbench.differences import Path, inner
from tertius.workbench.document import Document
from tertius.workbench.files.journal import Draft
from tertius.workbench.grid.cells import Cell, Head, Line, Table, drawn
from tertius.workbench.grid.columns import SHEET, Callings, Column, case_column, columns_of
from tertius.workbench.grid.stances import grid_of, short_words
from tertius.workbench.grid.words import CASE, FIRST, STANCES, heading_words

LEFT_OUT = ("claims", "answered by")
"""Sheets that have a screen of their own, or lie in a list."""

NAMES = ("name", "title")
"""The fields that an entry is called by."""

OWN_FIELDS = ("case", "title", "question", "summary", "author", "as_of", "curvature", "voice")
"""The rows of the sheet of the case itself."""


def sheet_names() -> tuple[str, ...]:
    """Every sheet of the page, those that most cases need first."""
    return (*FIRST, *(name for name in SHEET if name not in FIRST and name not in LEFT_OUT))


def home_of(path: Path) -> str:
    """The sheet in which a path of a case is edited."""
    if path[0] == "stances":
        return STANCES if path[3:] in (("position",), ("salience",), ()) else "stances"
    if len(path) == 1:
        return CASE
    inside = (name for name, sheet in SHEET.items() if sheet.path == (path[0], *path[2:3]) and len(path) > 3)
    return next(inside, path[0])


def table_of(document: Document, name: str, every: bool = False) -> Table:
    """A sheet of a case as the page shows it.

    Args:
        document: The open case.
        name: The sheet.
        every: Whether columns are shown too that no row needs.

    Raises:
        UsageError: There is no such sheet.
    """
    if name == STANCES:
        return grid_of(document)
    if name == CASE:
        return _case_table(document)
    if name not in SHEET or name in LEFT_OUT:
        raise UsageError(f"there is no sheet '{name}'")
    return _SheetTable(document, SHEET[name]).table(every)


def _case_table(document: Document) -> Table:
    """The fields of the case itself: a row each."""
    callings = Callings(document.values)
    lines = []
    for name in (name for name in OWN_FIELDS if name in CASE_FIELDS):
        column = case_column(name)
        head = Cell((), "", column.words, column.help)
        cell = _cell(document, callings, (name,), column, document.values.get(name))
        lines.append(Line((), (head,), (cell,)))
    return Table(CASE, ((Head("What it says", width="long"),),), ("Of the case",), tuple(lines))


class _SheetTable:
    def __init__(self, document: Document, sheet: Sheet) -> None:
        self.document = document
        self.sheet = sheet
        self.callings = Callings(document.values)
        self.columns = columns_of(sheet.name)
        self.named = next((name for name in NAMES if name in self.columns and sheet.keys == ("id",)), "")

    def table(self, every: bool) -> Table:
        rows = self._rows()
        fields = [name for name in self.columns if name != self.named]
        used = [name for name in fields if any(self._written(path, name) is not None for path in rows.values())]
        usual = [name for name in fields if "." not in name and name in self.sheet.fields]
        shown = [name for name in fields if every or name in used or name in usual]
        heads = tuple(self._head(self.columns[name]) for name in shown)
        lines = tuple(self._line(ids, path, shown) for ids, path in rows.items())
        corner = tuple(heading_words(key).capitalize() for key in self.sheet.keys)
        return Table(self.sheet.name, (heads,), corner, lines, more=len(shown) < len(fields))

    def _head(self, column: Column) -> Head:
        return Head(column.words.capitalize(), column.help, needed=column.needed, width=column.width)

    def _rows(self) -> dict[tuple[str, ...], Path]:
        """The ids and the path of every entry, those that are not whole yet last."""
        collection, *held = self.sheet.path
        rows: dict[tuple[str, ...], Path] = {}
        for ident, entry in self.document.values.get(collection, {}).items():
            if not held:
                rows[(ident,)] = self._path((ident,))
                continue
            block = entry if not held[0] else entry.get(held[0], {}) if isinstance(entry, Mapping) else {}
            rows |= {(ident, name): self._path((ident, name)) for name in block}
        for path in self.document.drafts:
            ids = self._ids_at(path)
            if ids is not None:
                rows.setdefault(ids, self._path(ids))
        return rows

    def _path(self, ids: Iterable[str]) -> Path:
        return tuple(map(str, self.sheet.entry_path(list(ids))))

    def _ids_at(self, path: Path) -> tuple[str, ...] | None:
        """The ids of the entry of this sheet in which a path lies; None if it lies in another."""
        collection, *held = self.sheet.path
        if path[0] != collection or len(path) < 2:
            return None
        if not held:
            return (path[1],) if self._is_own(path) else None
        rest = path[2:] if not held[0] else path[3:] if path[2:3] == (held[0],) else ()
        return (path[1], rest[0]) if rest else None

    def _is_own(self, path: Path) -> bool:
        """Whether a path leads to a whole entry or to a field of it, and not to what has a sheet of its own."""
        return len(path) == 2 or ".".join(path[2:]) in self.columns

    def _written(self, entry: Path, heading: str) -> Any:
        """What stands below a heading; None if nothing does. What was typed and waits counts as something."""
        path = self._at(entry, heading)
        found = inner(self.document.values, path)
        if isinstance(found, Mapping | list | str | int | float):
            return found
        return "" if path in self.document.drafts else None

    def _at(self, entry: Path, heading: str) -> Path:
        return tuple(map(str, self.sheet.field_path(entry, heading)))

    def _line(self, ids: tuple[str, ...], path: Path, shown: Iterable[str]) -> Line:
        heads = tuple(self._key(ids, path, place) for place in range(len(ids)))
        cells = tuple(self._cell(path, self.columns[name]) for name in shown)
        return Line(path, heads, cells)

    def _key(self, ids: tuple[str, ...], path: Path, place: int) -> Cell:
        """The cell that names an entry: its name, which can be edited, or what another entry is called."""
        whole = self.document.drafts.get(path) if place == 0 else None
        if self.named:
            column, at = self.columns[self.named], (*path, self.named)
            name = inner(self.document.values, at)
            name = name if isinstance(name, str) else ""
            draft = self.document.drafts.get(at)
            waits = draft.text if draft is not None and isinstance(draft.text, str) else ""
            return Cell(at, name, name or waits or ids[0], column=column, draft=draft or whole)
        collection = ids_of(self.sheet, self.sheet.keys[place])
        if self.sheet.keys[place] == "member" or not collection:
            collection = "actors"
        return Cell((), "", self.callings.name(collection, ids[place]), draft=whole)

    def _cell(self, entry: Path, column: Column) -> Cell:
        path = self._at(entry, column.heading)
        found = inner(self.document.values, path)
        return _cell(self.document, self.callings, path, column, found if found or found == 0 else None)


def _cell(document: Document, callings: Callings, path: Path, column: Column, written: Any) -> Cell:
    """A cell of a sheet; a number on the scale of an issue, or a share, is drawn."""
    draft: Draft | None = document.drafts.get(path)
    if not isinstance(written, str | int | float | list | dict):
        return Cell(path, "", "", column.default, column, draft=draft)
    text = column.text(written, callings)
    number = _number_at(document, path) if column.number else None
    if number is None:
        return Cell(path, text, text, column=column, draft=draft)
    scale = _scale_at(document, path)
    picture = drawn(number, scale[1], scale[0]) if scale else None
    if column.full is not None:
        picture = drawn(number.of(column.full), (0.0, column.full))
    shown = number.in_percent() if column.share else number
    return Cell(path, text, *short_words(shown), column=column, drawn=picture, draft=draft)


def _number_at(document: Document, path: Path) -> Quantity | None:
    found = reduce(inner_of, path, document.case)
    return found if isinstance(found, Quantity) else None


def _scale_at(document: Document, path: Path) -> tuple[str, tuple[float, float]] | None:
    issue = issue_at(path)
    return (issue, document.case.issues[issue].scale) if issue in document.case.issues else None
