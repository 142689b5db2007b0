"""From one version of a sheet to another in a table as somebody has made it: cells changed, rows put in and taken out.

The table may be a text or a sheet of a workbook; its columns lie as they lie, and its rows may name entries by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from tertius.case.fields import Number
from tertius.case.files.cells import Value
from tertius.case.files.layout import CASE_FIELDS, CASE_SHEET, Laid, Sheet, ids_of
from tertius.case.files.sheets import named
from tertius.case.parse.names import Names
from tertius.case.paths import marks_of
from tertius.case.plain import plain_value
from tertius.case.rewriting.splices import OutOfOrdinaryError

FIELDS = Sheet(CASE_SHEET, ("",), ("field",), {"value": ""}, {})
"""The first sheet of a case, which has a row for each of its fields."""


class Table(Protocol):
    """A table that can be edited. Rows and columns count from 0, the headings are the first row."""

    def rows(self) -> Sequence[Sequence[Value]]:
        """What stands in the cells, empty rows left out."""

    def row_at(self, line: int) -> int:
        """The row that stands in a line of the file, or has a number in its sheet, from 1."""

    def put(self, row: int, column: int, value: Any, number: Number | None) -> None:
        """Write a value into a cell, in the way of what stood there; `number` is what its field says of numbers."""

    def drop(self, row: int) -> None:
        """Take a row out; the others keep their numbers."""

    def append(self) -> int:
        """Put an empty row in behind the last one, and return its number."""


@dataclass(frozen=True)
class Cells:
    """The rows of a sheet by the ids that name them, each with what stands below its headings."""

    rows: Mapping[tuple[str, ...], Mapping[str, Any]]

    @classmethod
    def of(cls, laid: Laid) -> Cells:
        """The rows of a sheet that is laid out."""
        keys = 1 if laid.sheet is None else len(laid.sheet.keys)
        rows = {}
        for _, cells in laid.rows:
            rest = zip(laid.heads[keys:], cells[keys:], strict=True)
            rows[tuple(map(str, cells[:keys]))] = {head: cell for head, cell in rest if cell is not None}
        return cls(rows)


def edit_sheet(table: Table, sheet: Sheet, before: Cells, after: Cells, names: Names) -> None:
    """Make one version of another in a table.

    Args:
        table: The table.
        sheet: What it holds.
        before: What its rows say.
        after: What they are to say.
        names: The names that stand for ids in it.

    Raises:
        OutOfOrdinaryError: A row or a column is not there.
    """
    _SheetEditor(table, sheet, names).edit(before, after)


def rows_named(table: Table, sheet: Sheet, names: Names) -> dict[tuple[str, ...], int]:
    """The rows of a table by the ids that name them.

    Raises:
        OutOfOrdinaryError: It has no columns for these.
    """
    return _SheetEditor(table, sheet, names).places


class _SheetEditor:
    def __init__(self, table: Table, sheet: Sheet, names: Names) -> None:
        self.table, self.sheet = table, sheet
        rows = table.rows()
        if not rows:
            raise OutOfOrdinaryError("the table has no headings")
        written = [str(cell).strip() if cell is not None else "" for cell in rows[0]]
        self.heads = [named(head, sheet.headings) or "" for head in written]
        self.width = len(written)
        if any(key not in self.heads for key in sheet.keys):
            raise OutOfOrdinaryError("the table has no column that names its entries")
        self.places = dict(self._named_rows(rows, names))

    def _named_rows(self, rows: Sequence[Sequence[Value]], names: Names) -> Iterator[tuple[tuple[str, ...], int]]:
        columns = [self.heads.index(key) for key in self.sheet.keys]
        for number, cells in enumerate(rows):
            said = [cells[column] if column < len(cells) else None for column in columns]
            if number and None not in said:
                pairs = zip(self.sheet.keys, said, strict=True)
                yield tuple(self._ident(key, cell, names) for key, cell in pairs), number

    def _ident(self, key: str, cell: Value, names: Names) -> str:
        """The id that names an entry, however the table writes it; the level of an anchor is a number."""
        if self.sheet is FIELDS:
            return named(str(cell), CASE_FIELDS) or str(cell)
        if key == "level":
            with suppress(ValueError):
                return str(plain_value(float(str(cell).replace(",", "."))))
        return names.ident(ids_of(self.sheet, key), str(cell))

    def edit(self, before: Cells, after: Cells) -> None:
        gone = [ids for ids in before.rows if ids not in after.rows]
        new = [ids for ids in after.rows if ids not in before.rows]
        for old, ids in _renamed(gone, new, before, after):
            self._name(self._row(old), ids, old)
            gone.remove(old)
            new.remove(ids)
        for ids in gone:
            self.table.drop(self._row(ids))
        for ids, cells in after.rows.items():
            if ids in new:
                row = self.table.append()
                self._name(row, ids)
                self._fill(row, {}, cells)
            elif ids in before.rows and before.rows[ids] != cells:
                self._fill(self._row(ids), before.rows[ids], cells)

    def _row(self, ids: tuple[str, ...]) -> int:
        if ids not in self.places:
            raise OutOfOrdinaryError(f"the table has no row for {ids}")
        return self.places[ids]

    def _name(self, row: int, ids: tuple[str, ...], stood: tuple[str, ...] = ()) -> None:
        for place, (key, ident) in enumerate(zip(self.sheet.keys, ids, strict=True)):
            if not stood or stood[place] != ident:
                self.table.put(row, self.heads.index(key), ident, None)

    def _fill(self, row: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        for head in [*before, *(head for head in after if head not in before)]:
            if before.get(head) == after.get(head):
                continue
            kind = self.sheet.kinds.get(head)
            number = next((mark for mark in marks_of(kind) if isinstance(mark, Number)), None) if kind else None
            self.table.put(row, self._column(head), after.get(head), number)

    def _column(self, head: str) -> int:
        if head not in self.heads:
            self.table.put(0, self.width, head, None)
            self.heads += [""] * (self.width - len(self.heads)) + [head]
            self.width += 1
        return self.heads.index(head)


def _renamed(
    gone: Sequence[tuple[str, ...]], new: Sequence[tuple[str, ...]], before: Cells, after: Cells
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Entries that have another id and are the same in all else."""
    pairs = list(zip(gone, new, strict=False))
    same = len(gone) == len(new) and all(before.rows[old] == after.rows[ids] for old, ids in pairs)
    return pairs if same else []
