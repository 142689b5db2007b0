"""Where the table stands in a file: on which sheet, cut by what, and in which row its headings are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tertius.case.files.cells import Grid, Row, Value
from tertius.case.files.spreadsheets import cells_alone, read_workbook
from tertius.case.files.textual import HEADINGS_WITHIN, read_loose_grid
from tertius.case.parse.characters import first_problems
from tertius.case.parse.file_names import TEXT_TABLES, WORKBOOKS
from tertius.case.tables.columns import ktab_grid
from tertius.case.tables.headings import count_known
from tertius.case.tables.words import NUMBERS, heading_of
from tertius.errors import CaseError, Problem

ISSUES_SHEET = "issues"
"""The sheet of a workbook that may hold the scale of each issue."""


@dataclass(frozen=True)
class Found:
    """The table of a file.

    Attributes:
        grid: Its rows, the headings first; of KTAB's files every row.
        problems: What is wrong with single cells.
        decimal: The decimal sign that the file has as a rule; empty if it can have either.
        ktab: Whether it is one of KTAB's files.
        issues: The sheet that says the scales of the issues.
    """

    grid: Grid
    problems: tuple[Problem, ...] = ()
    decimal: str = ""
    ktab: bool = False
    issues: Grid | None = None


def find_table(file: Path) -> Found:
    """The table of a file, whatever stands above it or on other sheets.

    Raises:
        CaseError: The file cannot be read, or the headings themselves.
    """
    suffix = file.suffix.lower()
    grids: list[Grid] = []
    decimal, issues = "", None
    if suffix in TEXT_TABLES:
        grid, cut, problems = read_loose_grid(file, count_known)
        grids, decimal = [grid] if grid is not None else [], "." if cut == "," else ""
    elif suffix in (*WORKBOOKS, ".xls", ".ods"):
        sheets, problems = read_workbook(file)
        grids = [grid for title, grid in sheets.items() if title.strip().lower() != ISSUES_SHEET or len(sheets) == 1]
        issues = next((grid for grid in sheets.values() if grid not in grids), None)
        cut = ""
    else:
        legal = f"a table ends in {', '.join((*TEXT_TABLES, *WORKBOOKS))}"
        raise CaseError([Problem(file=file.as_posix(), found=f"found a file that ends in '{suffix}'", legal=legal)])
    grid = _likeliest(grids)
    problems = [problem for problem in problems if grid is None or problem.sheet in ("", grid.sheet)]
    if grid is None or not cells_alone([grid], problems):
        raise CaseError(first_problems(problems) or [Problem(file=file.as_posix(), found="the workbook is empty")])
    if grid is not grids[0] and grid.sheet:
        found = f"the table was found on the sheet '{grid.sheet}'; '{grids[0].sheet}' is not read"
        grid = replace(grid, notes=(*grid.notes, Problem(file=grid.file, sheet=grid.sheet, found=found)))
    ktab = _is_ktab(grid)
    grid = grid if ktab else _from_headings(grid)
    if any(line == grid.rows[0].line for line, _ in grid.damaged):
        raise CaseError(first_problems(problems))
    holes = _short_rows(grid) if cut == " " else []
    if holes:
        raise CaseError(first_problems([*problems, *holes]))
    return Found(grid, tuple(problems), decimal, ktab, issues)


def _likeliest(grids: Sequence[Grid]) -> Grid | None:
    """The sheet with the best headings; the first of several."""
    return max(grids, key=lambda grid: max(map(_score, grid.rows[:HEADINGS_WITHIN]), default=0), default=None)


def _score(row: Row) -> int:
    return count_known(row.cells)


def _is_ktab(grid: Grid) -> bool:
    """Whether KTAB's headings stand below a row about the table, and not below a title alone."""
    title = sum(cell is not None for cell in grid.rows[0].cells) < 2
    if title and len(grid.rows) > 1 and _score(grid.rows[1]) > 3:
        return False
    return ktab_grid(grid) is not None


def _from_headings(grid: Grid) -> Grid:
    """The table from its headings on; what stands above them is not read, and that is noted."""
    scores = [_score(row) for row in grid.rows[:HEADINGS_WITHIN]]
    place = scores.index(max(scores))
    if place == 0 or scores[place] < 2:
        return grid
    head, above = grid.rows[place], grid.rows[place - 1]
    rows = [row for row in grid.rows[place:] if row is head or row.cells != head.cells]
    groups = _groups(above, head)
    if groups:
        head = replace(head, cells=groups)
    found = f"the headings were found in row {head.line}, and what stands above them is not read"
    note = replace(Problem(file=grid.file, sheet=grid.sheet, line=head.line), found=found)
    return replace(grid, rows=(head, *rows[1:]), notes=(*grid.notes, note))


def _groups(above: Row, head: Row) -> tuple[Value, ...]:
    """The headings with the groups that stand above them, if they name a number more than once; else nothing.

    A group stands above its first column, and holds up to the next group: merged cells are written so.
    """
    found = [heading_of(place, cell) for place, cell in enumerate(head.cells)]
    numbers = [heading.column if heading and heading.column in NUMBERS else "" for heading in found]
    bare = [heading.column for heading in found if heading is not None and heading.kind in ("", "unit")]
    several = sum(cell is not None for cell in above.cells) > 1 and len(above.cells) <= len(head.cells)
    if not several or not any(bare.count(number) > 1 for number in NUMBERS):
        return ()
    group: Value = None
    cells: list[Value] = []
    for place, cell in enumerate(head.cells):
        group = above.cell(place) or group
        cells.append(f"{cell} ({group})" if numbers[place] and group is not None else cell)
    return tuple(cells)


def _short_rows(grid: Grid) -> list[Problem]:
    """Rows of aligned columns with more or fewer cells than headings: which cell is empty cannot be seen."""
    wide = len(grid.rows[0].cells)
    legal = "in columns that are aligned by blanks every cell holds something, and two blanks stand between cells"
    return [
        Problem(
            file=grid.file,
            line=row.line,
            found=f"the row has {len(row.cells)} cells, and there are {wide} headings",
            legal=legal,
            suggestion="write NA where nothing is known, or save the table as CSV",
        )
        for row in grid.rows[1:]
        if len(row.cells) not in (1, wide)
    ]
