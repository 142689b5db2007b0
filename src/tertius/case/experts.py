"""Several experts in one plain table: columns such as ``position: Anna`` and ``position: Ben``.

A column of numbers whose heading ends in a name, after a colon or in brackets, is what one expert says; a column
without a name is what all of them say. The table of one expert is what is left without the columns of the others.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tertius.case.grid import Grid, Row, Value
from tertius.case.table_grid import grid_of
from tertius.errors import CaseError

__all__ = ["NUMBER_COLUMNS", "experts_in", "experts_of", "table_of"]

NUMBER_COLUMNS: dict[str, tuple[str, ...]] = {
    "position": ("position", "stance", "policy position", "preference"),
    "salience": ("salience", "importance"),
    "capability": ("capability", "power", "influence", "weight", "resources", "clout"),
}
"""The columns that hold numbers, and the headings they may have."""

_WORDS = {word for words in NUMBER_COLUMNS.values() for word in words}
_NAMED = re.compile(r"\s*(?P<word>[^:(]+?)\s*(?::\s*(?P<name>.*?\S)|\(\s*(?P<bracketed>[^()]*[^()\s])\s*\))\s*")


def experts_of(grid: Grid) -> tuple[str, ...]:
    """The experts that have columns of their own, in the order of the columns; none in an ordinary table."""
    heads = grid.rows[0].cells if grid.rows else ()
    return tuple(dict.fromkeys(name for _, name in map(_parted, heads) if name))


def experts_in(file: Path) -> tuple[str, ...]:
    """The experts that have columns of their own in a table; none if there is no such table, or none is named."""
    try:
        return experts_of(grid_of(file)[0]) if file.is_file() else ()
    except CaseError:
        return ()  # what is wrong with it is told when it is read


def table_of(grid: Grid, expert: str) -> Grid:
    """The table of one expert: its columns and those of all, each cell with its place in the file."""
    heads = grid.rows[0].cells
    kept = [place for place, head in enumerate(heads) if _parted(head)[1] in ("", expert)]
    kept += range(len(heads), max(len(row.cells) for row in grid.rows))
    rows = [
        Row(row.line, tuple(row.cells[place] for place in kept if place < len(row.cells)), tuple(kept))
        for row in grid.rows
    ]
    words = tuple(_parted(heads[place])[0] for place in kept if place < len(heads))
    damaged = {(line, kept.index(column)) for line, column in grid.damaged if column in kept}
    return replace(
        grid, rows=(replace(rows[0], cells=words), *rows[1:]), heads=grid.heads or heads, damaged=frozenset(damaged)
    )


def _parted(head: Value) -> tuple[Value, str]:
    """The heading without the name of an expert, and that name; empty if the column is everybody's."""
    match = _NAMED.fullmatch(head) if isinstance(head, str) else None
    if match is None or match["word"].lower() not in _WORDS:
        return head, ""
    return match["word"], match["name"] or match["bracketed"]
