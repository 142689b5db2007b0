"""The table of a file of any kind that the layouts are read from, and its columns by their headings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tertius.case.files.cells import Grid, Value, row_of
from tertius.case.files.spreadsheets import cells_alone, read_workbook
from tertius.case.files.textual import read_text_grid
from tertius.case.parse.characters import MAX_BYTES, first_problems
from tertius.case.parse.file_names import TEXT_TABLES, WORKBOOKS
from tertius.case.tables.words import plain_words
from tertius.errors import CaseError, Problem, UsageError

STATA = ".dta"

TABLES = (*TEXT_TABLES, *WORKBOOKS, STATA)
"""How files end that hold a table."""

_MISSING = frozenset(("", "na", "n/a", "n.a.", ".", "-", "?", "nan", "none"))


def table_in(file: Path) -> Grid:
    """The table of a file: text, the first sheet of a workbook, or Stata's.

    Raises:
        UsageError: There is no such file.
        CaseError: It cannot be read.
    """
    suffix = file.suffix.lower()
    if not file.is_file():
        raise UsageError(f"there is no table '{file.as_posix()}'")
    if suffix == STATA:
        return _stata(file)
    if suffix in WORKBOOKS:
        sheets, problems = read_workbook(file)
        grid = next(iter(sheets.values()), None)
        problems = [problem for problem in problems if grid is None or problem.sheet in ("", grid.sheet)]
        if grid is not None and cells_alone([grid], problems):
            problems = [problem for problem in problems if problem.line == grid.rows[0].line]
    elif suffix in TEXT_TABLES:
        grid, problems = read_text_grid(file)
    else:
        found, legal = f"found a file that ends in '{suffix}'", f"a table ends in {', '.join(TABLES)}"
        raise CaseError([Problem(file=file.as_posix(), found=found, legal=legal)])
    if grid is None or problems:
        raise CaseError(first_problems(problems) or [Problem(file=file.as_posix(), found="the workbook is empty")])
    return grid


def _stata(file: Path) -> Grid:
    """The table of a file of Stata: numbers as they are stored, not their labels."""
    import pandas as pd

    name = file.as_posix()
    if file.stat().st_size > 10 * MAX_BYTES:
        legal = f"at most {10 * MAX_BYTES / 1e6:g} million bytes are read"
        raise CaseError([Problem(file=name, found="the file is too large", legal=legal)])
    try:
        frame = pd.read_stata(file, convert_categoricals=False, convert_dates=False)
    except Exception as error:
        found = f"this is no file of Stata, or it is damaged: {type(error).__name__}"
        raise CaseError([Problem(file=name, found=found, suggestion="save it anew, or as CSV")]) from None
    rows = [row_of(1, map(str, frame.columns))]
    for number, cells in enumerate(frame.itertuples(index=False), 2):
        rows.append(row_of(number, (_plain(cell) for cell in cells)))
    return Grid(name, "", tuple(rows))


def _plain(cell: object) -> Value:
    import pandas as pd

    if pd.isna(cell):  # type: ignore[call-overload]
        return None
    if isinstance(cell, str):
        return cell.strip() or None
    number = float(cell)  # type: ignore[arg-type]
    return int(number) if number.is_integer() else number


def places_in(grid: Grid, known: Mapping[str, str]) -> dict[str, int]:
    """The place of each known column in the headings of a table, the first if there are several.

    Args:
        grid: The table.
        known: The words by which each column is known, with semicolons between them.
    """
    words = {plain_words(word): column for column, listed in known.items() for word in listed.split(";")}
    places: dict[str, int] = {}
    for place, cell in enumerate(grid.rows[0].cells):
        column = words.get(plain_words(str(cell)) if cell is not None else "")
        if column is not None:
            places.setdefault(column, place)
    return places


def text_of_cell(value: Value) -> str:
    """What stands in a cell as text; empty if it is empty or a word for nothing."""
    text = "" if value is None else str(value).strip()
    return "" if text.casefold() in _MISSING else text
