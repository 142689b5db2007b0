"""KTAB's tables: a row about the table, a row of headings, then two columns for every dimension."""

from __future__ import annotations

import re

from tertius.case.grid import Grid, Row, Value

__all__ = ["ktab_grid"]

HEADINGS: tuple[Value, ...] = ("actor", "description", "capability", "position", "salience", "issue")


def ktab_grid(grid: Grid) -> Grid | None:
    """The same as a plain table with a row per actor and dimension; None if it is no KTAB table.

    KTAB writes ``name, description, actors, dimensions`` in the first row. Its positions and saliences run from 0
    to 100.
    """
    if len(grid.rows) < 3:
        return None
    first, heads = grid.rows[0].cells, grid.rows[1].cells
    dimensions = _count(first[3]) if len(first) > 3 else None
    if dimensions is None or _count(first[2]) is None or len(heads) < 3 + 2 * dimensions:
        return None
    if str(heads[0]).lower() != "actor":
        return None
    rows = [Row(grid.rows[1].line, HEADINGS)]
    for row in grid.rows[2:]:
        cells = (*row.cells, *(None,) * (3 + 2 * dimensions - len(row.cells)))
        for k in range(dimensions):
            position, salience = cells[3 + 2 * k : 5 + 2 * k]
            issue = _dimension(heads[3 + 2 * k])
            rows.append(Row(row.line, (cells[0], cells[1], cells[2], position, salience, issue)))
    return Grid(grid.file, grid.sheet, tuple(rows), grid.notes)


def _count(value: Value) -> int | None:
    text = str(value or "").strip()
    return int(text) if text.isdecimal() and 0 < int(text) < 1000 else None


def _dimension(heading: Value) -> str:
    """``Policy Position`` is the dimension Policy; ``Pstn1`` is the dimension 1."""
    name = re.sub(r"(?i)\s*\b(position|pstn|pos)\s*", "", str(heading or "")).strip()
    return f"Dimension {name}" if name.isdecimal() or not name else name
