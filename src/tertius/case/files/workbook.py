"""A whole case as one workbook, both ways: nothing is lost, and every mistake names sheet and cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from tertius.case.files.cells import cell_problem, to_cell
from tertius.case.files.layout import CASE_SHEET, Laid, Sheet, ids_of, lay_out, problems_in_cells, takes_one_id
from tertius.case.files.sheets import case_of_sheets, sheet_named
from tertius.case.files.spreadsheets import cells_alone, names_of_sheets, read_workbook
from tertius.case.model import Case
from tertius.case.parse.characters import MAX_ENTRIES, MAX_ROWS, first_problems
from tertius.case.parse.file_names import WORKBOOKS
from tertius.case.paths import bare_type
from tertius.errors import CaseError, Problem

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST = 60
"""Characters, of a column."""

_TEXT = "@"
"""The format in which a spreadsheet program keeps what is typed as it is: it makes no date of ``5-10``."""


def workbook_of(case: Case) -> bytes:
    """A case as the bytes of an .xlsx file.

    Raises:
        CaseError: Texts that no cell could give back as they are: all of them, each with its field.
    """
    import openpyxl

    laid = lay_out(case)
    problems = list(problems_in_cells(case, laid, cell_problem))
    if problems:
        raise CaseError(first_problems(problems))
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for one in laid:
        add_sheet(book, one)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_sheet(book: Workbook, laid: Laid) -> None:
    """A sheet of a case as a new one of a workbook."""
    target = book.create_sheet(laid.name)
    _fill(target, laid)
    if laid.sheet is not None:
        _add_drop_downs(target, laid.sheet, laid.heads)


def _fill(target: Worksheet, laid: Laid) -> None:
    """Headings with notes, then the rows; what is typed stays text even where it looks like a formula or a date."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    rows = [laid.heads, *(cells for _, cells in laid.rows)]
    notes = laid.sheet.fields if laid.sheet is not None else {}
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = target.cell(line, column, to_cell(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cell.number_format = _TEXT
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if line == 1:
                cell.font = Font(bold=True)
                if notes.get(str(value)):
                    cell.comment = Comment(notes[str(value)], "Tertius", width=320, height=90)
    for column, cells in enumerate(zip(*rows, strict=True), 1):
        longest = max(len(str(cell or "")) for cell in cells)
        dimension = target.column_dimensions[get_column_letter(column)]
        dimension.width = min(_WIDEST, max(10, longest + 2))
        dimension.number_format = _TEXT
    target.freeze_panes = "A2"


def _add_drop_downs(target: Worksheet, sheet: Sheet, headings: Sequence[str]) -> None:
    """Drop-downs where a cell takes an id of another sheet or one of a few words."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, heading in enumerate(headings, 1):
        kind = bare_type(sheet.kinds.get(heading))
        names = ids_of(sheet, heading) if takes_one_id(sheet, heading) else ""
        if names:
            formula = f"={names}!$A$2:$A${MAX_ENTRIES[names] + 1}"
        elif get_origin(kind) is Literal:
            formula = f'"{",".join(get_args(kind))}"'
        else:
            continue
        rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(column)
        rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
        target.add_data_validation(rule)


def holds_case(path: Path) -> bool:
    """Whether a file is a workbook that holds a whole case rather than a plain table."""
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        return False
    return any(sheet_named(name) == CASE_SHEET for name in names_of_sheets(path))


def read_case_workbook(path: Path) -> Case:
    """The case of a workbook; sheets that are no part of a case are not read, and noted.

    Raises:
        CaseError: The workbook cannot be read, or holds mistakes: all of them, with sheet and cell.
    """
    grids, problems = read_workbook(path)
    problems = [problem for problem in problems if not problem.sheet or sheet_named(problem.sheet)]
    if not cells_alone((grid for name, grid in grids.items() if sheet_named(name)), problems):
        raise CaseError(first_problems(problems))
    if not any(sheet_named(name) == CASE_SHEET for name in grids):
        found = f"the workbook has no sheet named '{CASE_SHEET}'"
        legal = "a case has a row for each of its fields there"
        raise CaseError([Problem(file=path.as_posix(), found=found, legal=legal)])
    return case_of_sheets(path.as_posix(), grids, problems)
