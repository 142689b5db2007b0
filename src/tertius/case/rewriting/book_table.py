"""A sheet of a workbook that is edited cell by cell: formats stay, and what is shown as percent stays percent."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import copy
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from tertius.case.fields import Number
from tertius.case.files.cells import Value, to_cell
from tertius.case.files.spreadsheets import unsafe_workbook, value_in
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.yaml.scalars import number_in_place
from tertius.errors import UsageError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")


def open_book(path: FilePath, data: bytes) -> Workbook:
    """A workbook with all that openpyxl keeps of it.

    Raises:
        UsageError: It cannot be opened.
    """
    import openpyxl

    refused = unsafe_workbook(path)
    if refused is not None:
        raise UsageError(f"{path.name} cannot be changed: {refused[0]}")
    return openpyxl.load_workbook(io.BytesIO(data), keep_vba=path.suffix.lower() == ".xlsm")


def bytes_of(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class BookTable:
    """A sheet of an open workbook."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        read = ((line, [value_in(cell) for cell in cells]) for line, cells in enumerate(sheet.iter_rows(), 1))
        filled = [(line, cells) for line, cells in read if any(cell is not None for cell in cells)]
        self.lines = [line for line, _ in filled]
        self.cells: list[list[Value]] = [cells for _, cells in filled]
        self.gone: list[int] = []

    def rows(self) -> Sequence[Sequence[Value]]:
        """What stands in the cells."""
        return self.cells

    def row_at(self, line: int) -> int:
        """The row that has a number in the sheet, from 1.

        Raises:
            OutOfOrdinaryError: It is empty.
        """
        if line not in self.lines:
            raise OutOfOrdinaryError(f"row {line} is empty")
        return self.lines.index(line)

    def put(self, row: int, column: int, value: Any, number: Number | None) -> None:
        """Write a value into a cell, in percent if the one before it is."""
        cell = self.sheet.cell(self.lines[row], column + 1)
        percent = "%" in str(cell.number_format or "")
        if isinstance(cell.value, str) and number is not None and value is not None:
            value = number_in_place(number, value, cell.value)
        elif percent and isinstance(value, int | float) and number is not None and number.full is not None:
            value = value / number.full
        elif percent and isinstance(value, int | float):
            value = repr(value)
        elif percent and isinstance(value, str) and _PERCENT.fullmatch(value):
            value = float(value[:-1]) / 100
        cell.value = to_cell(value)
        if isinstance(value, str):
            cell.data_type = "s"

    def drop(self, row: int) -> None:
        """Take a row out when all is done."""
        self.gone.append(self.lines[row])

    def append(self) -> int:
        """Put a row in behind the last one, with the formats of that one."""
        last = self.lines[-1]
        for column in range(1, self.sheet.max_column + 1) if len(self.lines) > 1 else ():
            stood: Any = self.sheet.cell(last, column)
            new: Any = self.sheet.cell(last + 1, column)
            new._style = copy(stood._style)
        self.lines.append(last + 1)
        self.cells.append([])
        return len(self.lines) - 1

    def close(self) -> None:
        """Take out the rows that go.

        Raises:
            OutOfOrdinaryError: Cells are merged across them.
        """
        if self.gone and self.sheet.merged_cells.ranges:
            raise OutOfOrdinaryError("rows are taken out where cells are merged")
        for line in sorted(self.gone, reverse=True):
            self.sheet.delete_rows(line)

    def has_formulas(self) -> bool:
        """Whether a cell holds a formula, whose value is lost when the workbook is saved here."""
        return any(cell.data_type == "f" for cells in self.sheet.iter_rows() for cell in cells)
