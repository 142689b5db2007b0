"""A whole case as one workbook, both ways: nothing is lost, and every mistake names sheet and cell."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from tertius.case.files.cells import cell_problem, to_cell
from tertius.case.files.layout import CASE_SHEET, Sheet, lay_out, place_names, problems_in_cells
from tertius.case.files.sheets import case_of_sheets
from tertius.case.files.spreadsheets import WORKBOOKS, cells_alone, names_of_sheets, read_workbook
from tertius.case.model import Case
from tertius.case.parse.characters import MAX_ENTRIES, MAX_ROWS, first_problems
from tertius.errors import CaseError, Problem

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


_WIDEST = 60


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
        notes = one.sheet.fields if one.sheet is not None else {}
        _fill(book.create_sheet(one.name), one.heads, [cells for _, cells in one.rows], notes)
        if one.sheet is not None:
            _add_lists(book[one.name], one.sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[Any]], notes: Mapping[str, str]) -> None:
    """Headings with notes, then the rows; text stays text even where it looks like a formula."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for line, row in enumerate([heads, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(line, column, to_cell(value))
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
        ids = f"={names}!$A$2:$A${MAX_ENTRIES[names] + 1}" if names else ""
        formula = ids or (f'"{",".join(words)}"' if words else "")
        if formula and heading != "id":
            rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
            letter = get_column_letter(column)
            rule.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            target.add_data_validation(rule)


def _words(sheet: Sheet, heading: str) -> tuple[str, ...]:
    info = sheet.model.model_fields.get(heading)
    kinds = () if info is None else (info.annotation, *get_args(info.annotation))
    return next((tuple(map(str, get_args(kind))) for kind in kinds if get_origin(kind) is Literal), ())


def holds_case(path: Path) -> bool:
    """Whether a file is a workbook that holds a whole case rather than a plain table."""
    return path.suffix.lower() in WORKBOOKS and path.is_file() and CASE_SHEET in names_of_sheets(path)


def read_case_workbook(path: Path) -> Case:
    """The case of a workbook.

    Raises:
        CaseError: The workbook cannot be read, or holds mistakes: all of them, with sheet and cell.
    """
    grids, problems = read_workbook(path)
    if not cells_alone(grids.values(), problems):
        raise CaseError(first_problems(problems))
    if CASE_SHEET not in grids:
        found = f"the workbook has no sheet named '{CASE_SHEET}'"
        raise CaseError(
            [Problem(file=path.as_posix(), found=found, legal="a case has a row for each of its fields there")]
        )
    return case_of_sheets(path.as_posix(), grids, problems)
