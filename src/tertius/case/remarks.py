"""What a reader must know of a plain table that is no mistake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tertius.case.grid import Grid, Row, Value
from tertius.errors import Problem

__all__ = ["undated_table", "unused_columns"]


def unused_columns(grid: Grid, heads: Mapping[str, int], known: Iterable[str]) -> list[Problem]:
    """A warning if there are columns that hold something and are not read."""
    first, *rows = grid.rows
    widest = max(len(row.cells) for row in grid.rows)
    unread = [place for place in range(widest) if place not in heads.values()]
    filled = [place for place in unread if any(_cell(row, place) is not None for row in rows)]
    if not filled:
        return []
    names = [
        f"'{_cell(first, place)}'" if _cell(first, place) else f"number {place + 1} without a heading"
        for place in filled
    ]
    columns, verb = ("the column", "is") if len(names) == 1 else ("the columns", "are")
    found = f"{columns} {', '.join(names)} {verb} not used"
    legal = f"columns that are read: {', '.join(known)}, and by other headings: see the page on plain tables"
    problem = Problem(found=found, legal=legal, suggestion=_comma(grid, [p for p in filled if p >= len(first.cells)]))
    return [grid.place(first, filled[0], str(_cell(first, filled[0]) or "")).put(problem)]


def _comma(grid: Grid, places: Sequence[int]) -> str:
    """What makes more cells than headings in a text table, and in which row: all numbers after it stand one too far."""
    lines = [row.line for row in grid.rows[1:] if any(_cell(row, place) is not None for place in places)]
    if not lines or grid.sheet:
        return ""
    return f"look at row {lines[0]}: a comma inside of a number or a text makes two cells of it, unless it is in quotes"


def undated_table(grid: Grid, today: str) -> Problem:
    """A warning that the table does not say its day."""
    found = f"the table does not say which day it describes, and is taken to describe today, {today}"
    return Problem(file=grid.file, found=found, suggestion="say --as-of 1994-05-01")


def _cell(row: Row, column: int) -> Value:
    return row.cells[column] if column < len(row.cells) else None
