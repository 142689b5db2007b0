"""The grid of a plain table: a text table, or the first sheet of a workbook."""

from __future__ import annotations

from pathlib import Path

from tertius.case.grid import Grid
from tertius.case.grids import MAX_COLUMNS, TEXT_TABLES, WORKBOOKS, cells_alone, read_text_grid, read_workbook
from tertius.case.limits import first_problems
from tertius.errors import CaseError, Problem

__all__ = ["grid_of"]


def grid_of(file: Path) -> tuple[Grid, list[Problem]]:
    """The table, and what is wrong with single cells of it."""
    suffix = file.suffix.lower()
    if suffix in TEXT_TABLES:
        grid, problems = read_text_grid(file)
    elif suffix in (*WORKBOOKS, ".xls", ".ods"):
        sheets, problems = read_workbook(file)
        grid = next(iter(sheets.values()), None)
        problems = [problem for problem in problems if grid is None or problem.sheet in ("", grid.sheet)]
    else:
        legal = f"a table ends in {', '.join((*TEXT_TABLES, *WORKBOOKS))}"
        raise CaseError([Problem(file=file.as_posix(), found=f"found a file that ends in '{suffix}'", legal=legal)])
    if (
        grid is None
        or not cells_alone([grid], problems)
        or any(grid.spoils(grid.rows[0], k) for k in range(MAX_COLUMNS))
    ):
        raise CaseError(first_problems(problems) or [Problem(file=file.as_posix(), found="the workbook is empty")])
    return grid, problems
