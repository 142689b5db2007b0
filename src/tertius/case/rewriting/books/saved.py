"""A workbook that is opened, edited and saved by openpyxl: formats and comments stay, values of formulas do not."""

from __future__ import annotations

import io
from copy import copy
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from tertius.case.fields import Number
from tertius.case.files.layout import Laid
from tertius.case.files.spreadsheets import value_in
from tertius.case.files.workbook import add_sheet
from tertius.case.rewriting.books.cells import FilledRows, cell_value
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.errors import UsageError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


class SavedBook:
    """A workbook with all that openpyxl keeps of it."""

    def __init__(self, path: FilePath, data: bytes) -> None:
        import openpyxl

        self.name = path.name
        self.book = openpyxl.load_workbook(io.BytesIO(data), keep_vba=path.suffix.lower() == ".xlsm")
        self.tables: dict[str, BookTable] = {}

    @property
    def titles(self) -> list[str]:
        """The names of its sheets."""
        return [sheet.title for sheet in self.book.worksheets]

    def table(self, title: str) -> BookTable:
        """A sheet as a table."""
        return self.tables.setdefault(title, BookTable(self.book[title]))

    def add(self, laid: Laid) -> None:
        """Put in a new sheet."""
        add_sheet(self.book, laid)

    @property
    def data(self) -> bytes:
        """The bytes of the workbook as they are to be written.

        Raises:
            OutOfOrdinaryError: Rows are to go across which cells are merged.
            UsageError: A sheet that was edited has formulas.
        """
        for title, table in self.tables.items():
            if table.has_formulas():
                raise UsageError(
                    f"the sheet '{title}' of {self.name} has formulas, whose values would be lost: make this change "
                    "in the spreadsheet program, or save the case as one of its own (`tertius export CASE case.yaml`)"
                )
            table.close()
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


class BookTable(FilledRows):
    """A sheet of an open workbook."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        read = ((line, [value_in(cell) for cell in cells]) for line, cells in enumerate(sheet.iter_rows(), 1))
        filled = [(line, cells) for line, cells in read if any(cell is not None for cell in cells)]
        self.lines = [line for line, _ in filled]
        self.cells = [cells for _, cells in filled]
        self.gone: list[int] = []

    def put(self, row: int, column: int, value: Any, number: Number | None) -> None:
        """Write a value into a cell, in percent if the one before it is."""
        cell = self.sheet.cell(self.lines[row], column + 1)
        cell.value = value = cell_value(value, number, cell.value, str(cell.number_format or ""))
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
