"""A whole case as one workbook, both ways: nothing is lost, and every mistake names sheet and cell."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from tertius.case.grids import WORKBOOKS, read_workbook
from tertius.case.layout import CASE_FIELDS, CASE_SHEET, SHEETS, Sheet, cell_of, place_names
from tertius.case.limits import first_problems
from tertius.case.model import Case
from tertius.case.origin import Origin
from tertius.case.reading import case_of
from tertius.case.sheets import SheetReader
from tertius.case.writing import plain_of
from tertius.errors import CaseError, Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["holds_case", "read_case_workbook", "workbook_of"]

_WIDEST = 60


def workbook_of(case: Case) -> bytes:
    """A case as the bytes of an .xlsx file."""
    import openpyxl

    raw = plain_of(case)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    own = [(name, cell_of(name, raw[name])) for name in CASE_FIELDS if name in raw]
    _fill(book.create_sheet(CASE_SHEET), ["field", "value"], [list(row) for row in own], {})
    for sheet in SHEETS:
        rows = [[*keys, *(cell_of(h, entry.get(h)) for h in sheet.fields)] for keys, entry in _entries(raw, sheet)]
        _fill(book.create_sheet(sheet.name), [*sheet.keys, *sheet.fields], rows, sheet.fields)
        _add_lists(book[sheet.name], sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _entries(raw: Mapping[str, Any], sheet: Sheet) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
    """The entries of a sheet, with what names each."""
    for ident, entry in raw.get(sheet.path[0], {}).items():
        if len(sheet.path) == 1:
            yield (ident,), entry
        else:
            inner = entry if sheet.path[1] == "" else entry.get(sheet.path[1], {})
            for name, part in inner.items():
                yield (ident, name), part


def _fill(sheet: Worksheet, heads: list[str], rows: list[list[Any]], notes: Mapping[str, str]) -> None:
    """Headings with notes, then the rows; text stays text even where it looks like a formula."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for line, row in enumerate([heads, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if line == 1:
                cell.font = Font(bold=True)
                if notes.get(str(value)):
                    cell.comment = Comment(notes[str(value)], "Tertius", width=320, height=90)
    for column in range(1, len(heads) + 1):
        longest = max(len(str(row[column - 1] or "")) for row in [heads, *rows])
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, max(10, longest + 2))
    sheet.freeze_panes = "A2"


def _add_lists(target: Worksheet, sheet: Sheet) -> None:
    """Drop-downs where a cell takes an id of another sheet or one of a few words."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, heading in enumerate((*sheet.keys, *sheet.fields), 1):
        names, words = place_names(heading), _words(sheet, heading)
        formula = f"={names}!$A$2:$A$1000" if names else f'"{",".join(words)}"' if words else ""
        if formula and heading != "id":
            rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
            letter = get_column_letter(column)
            rule.add(f"{letter}2:{letter}1000")
            target.add_data_validation(rule)


def _words(sheet: Sheet, heading: str) -> tuple[str, ...]:
    info = sheet.model.model_fields.get(heading)
    kinds = () if info is None else (info.annotation, *get_args(info.annotation))
    return next((tuple(map(str, get_args(kind))) for kind in kinds if get_origin(kind) is Literal), ())


def holds_case(path: Path) -> bool:
    """Whether a file is a workbook that holds a whole case rather than a plain table."""
    return path.suffix.lower() in WORKBOOKS and path.is_file() and CASE_SHEET in read_workbook(path)[0]


def read_case_workbook(path: Path) -> Case:
    """The case of a workbook.

    Raises:
        CaseError: The workbook cannot be read, or holds mistakes: all of them, with sheet and cell.
    """
    grids, problems = read_workbook(path)
    if problems:
        raise CaseError(first_problems(problems))
    if CASE_SHEET not in grids:
        found = f"the workbook has no sheet named '{CASE_SHEET}'"
        raise CaseError(
            [Problem(file=path.as_posix(), found=found, legal="a case has a row for each of its fields there")]
        )
    reader = SheetReader()
    for name, grid in grids.items():
        reader.take(name, grid)
    return case_of(reader.raw, Origin(path.as_posix(), cells=reader.cells), reader.problems, reader.damaged)
