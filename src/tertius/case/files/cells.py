"""A table as it stands in a file: rows of cells, each with its place; and which texts a cell gives back as they were.

A workbook writes a character as ``_x000D_`` that its XML cannot hold, cuts a text at 32,767 characters, and keeps
15 digits of a number. What cannot come back as it was is refused before anything is written. Line breaks are line
feeds everywhere, as in YAML: a carriage return before one, or in its place, says no more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from tertius.case.parse.characters import MAX_CELL, MAX_CSV_CELL, control_in
from tertius.case.parse.origin import Place
from tertius.errors import Problem

Value: TypeAlias = str | int | float | bool | None
"""What a cell holds: text files hold only text; an empty cell is None."""


@dataclass(frozen=True)
class Row:
    """One row that is not empty.

    Attributes:
        line: Line of the text file, or row of the sheet, from 1.
        cells: The cells, trailing empty ones left out.
        columns: The column of the file, from 0, that each cell was taken from; empty if they stand as in the file.
    """

    line: int
    cells: tuple[Value, ...]
    columns: tuple[int, ...] = ()

    def cell(self, column: int | None) -> Value:
        """What stands in a column; None beyond the last one, and in a column that the table does not have."""
        return self.cells[column] if column is not None and column < len(self.cells) else None


def row_of(line: int, cells: Iterable[Value]) -> Row:
    """The row of these cells without the empty ones at its end; without any if all of them are empty."""
    kept = list(cells)
    while kept and kept[-1] is None:
        kept.pop()
    return Row(line, tuple(kept))


@dataclass(frozen=True)
class Grid:
    """A text table, or one sheet of a workbook.

    Attributes:
        file: Name of the file as the user gave it.
        sheet: Name of the sheet; empty for a text file.
        rows: Every row that is not empty, the headings included, in order.
        notes: What reading took for granted, such as an encoding.
        heads: The headings of the file, if those of the rows are not its own.
        damaged: Row and column of cells that hold something that cannot be read; they are empty in the rows.
    """

    file: str
    sheet: str
    rows: tuple[Row, ...]
    notes: tuple[Problem, ...] = ()
    heads: tuple[Value, ...] = ()
    damaged: frozenset[tuple[int, int]] = frozenset()

    def spoils(self, row: Row, column: int) -> bool:
        """Whether a cell holds something that cannot be read."""
        return (row.line, column) in self.damaged

    def without(self, cells: Collection[tuple[int, int]]) -> Grid:
        """The table without some cells, given by row and column, of which is told what is wrong with them."""
        if not cells:
            return self
        rows = []
        for row in self.rows:
            kept = (None if (row.line, column) in cells else cell for column, cell in enumerate(row.cells))
            rows.append(replace(row, cells=tuple(kept)))
        return replace(self, rows=tuple(rows), damaged=self.damaged.union(cells))

    def place(self, row: Row, column: int, heading: str = "") -> Place:
        """The place of a cell; `column` counts from 0, `heading` is what its column is called."""
        if row.columns:
            column = row.columns[column]
            heading = str(self.heads[column] or "") if column < len(self.heads) else ""
        name = heading or str(column + 1)
        if self.sheet:  # A, B, ..., Z, AA, as a spreadsheet names its columns
            name, column = "", column + 1
            while column:
                column, rest = divmod(column - 1, 26)
                name = chr(ord("A") + rest) + name
        return Place(self.file, row.line, self.sheet, name)

    def place_below(self, row: Row, column: int) -> Place:
        """The place of a cell whose column is called as the first row says."""
        return self.place(row, column, str(self.rows[0].cell(column) or ""))


_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNDERSCORE = "_x005F_"
_DECODED = re.compile(f"{_UNDERSCORE}|_x000D_(?=\n)")
_FORMULA = re.compile(r"'*[=+\-@]")
_QUOTED = re.compile(r"''*[=+\-@]")
_SIGNED = re.compile(r"-\d+(\.\d+)?%?")
_ELSEWHERE = "export a case file or CSV files instead"


def from_text(text: str) -> str:
    """The text that a cell of a text table holds: without outer spaces, and with line feeds between its lines."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def from_cell(text: str) -> str:
    """The text that a cell of a workbook holds, likewise, its codes undone."""
    return from_text(_DECODED.sub(lambda code: "_" if code[0] == _UNDERSCORE else "", text))


def to_csv(value: Any) -> Any:
    """A plain value as a cell of a CSV file keeps it: a text that a spreadsheet program would work out is quoted."""
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) and not _SIGNED.fullmatch(value) else value


def from_csv(text: str) -> str:
    """The text of a cell of a text table, the quote undone that says that it is one."""
    return from_text(text[1:] if _QUOTED.match(text) else text)


def to_cell(value: Any) -> Any:
    """A plain value as a cell of a workbook keeps it: what looks like a code coded, a number of many digits as text."""
    if isinstance(value, str):
        return _CODE.sub(_UNDERSCORE, value)
    if isinstance(value, float) and float(f"{value:.15g}") != value:
        return repr(value)
    return value


def cell_problem(text: str) -> Problem | None:
    """Why a text does not fit into a cell of a workbook; None if it does."""
    if control_in(text):
        return Problem(found=f"found the control character {control_in(text)}", suggestion="leave it out")
    written = to_cell(text)
    # A spreadsheet program counts a character beyond the first 65,536 of Unicode as two.
    count = len(written.encode("utf-16-le")) // 2
    if count > MAX_CELL:
        return _too_long(count, MAX_CELL, "workbook", f"shorten it, or {_ELSEWHERE}")
    # What a spreadsheet program has saved anew reaches us with its codes half undone.
    if {from_cell(written), from_cell(written.replace(_UNDERSCORE[1:], ""))} != {text.strip()}:
        code = _UNDERSCORE[1:] if _UNDERSCORE[1:] in text else "_x000D_ before a new line"
        return Problem(found=f"a workbook would take {code} for a code of its own", suggestion=_ELSEWHERE)
    return None


def csv_problem(text: str) -> Problem | None:
    """Why a text does not fit into a cell of a CSV file; None if it does."""
    written = to_csv(text)
    if len(written) > MAX_CSV_CELL:
        return _too_long(len(written), MAX_CSV_CELL, "CSV file", "shorten it, or export a case file instead")
    return None


def _too_long(count: int, most: int, file: str, suggestion: str) -> Problem:
    found, legal = f"it takes {count:,} characters in one cell", f"a cell of a {file} holds at most {most:,}"
    return Problem(found=found, legal=legal, suggestion=suggestion)
