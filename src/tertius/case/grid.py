"""A table as it stands in a file: rows of cells, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tertius.case.origin import Place
from tertius.errors import Problem

__all__ = ["Grid", "Row", "Value"]

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

    def place(self, row: Row, column: int, heading: str = "") -> Place:
        """The place of a cell; `column` counts from 0, `heading` is what its column is called."""
        if row.columns:
            column = row.columns[column]
            heading = str(self.heads[column] or "") if column < len(self.heads) else ""
        name = _letters(column) if self.sheet else heading or str(column + 1)
        return Place(self.file, row.line, self.sheet, name)


def _letters(column: int) -> str:
    """A, B, ..., Z, AA, as a spreadsheet names its columns."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
