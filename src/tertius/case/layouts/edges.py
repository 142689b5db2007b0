"""A table of an exchange network: a row for each deal that is possible, who with whom, and what it is worth.

one,other,worth
client,first,10
client,second,8
"""

from __future__ import annotations

import os
from pathlib import Path

from tertius.case.files.cells import Grid, Row
from tertius.case.layouts.grids import places_in, table_in, text_of_cell
from tertius.errors import CaseError, Problem, disk_told

COLUMNS = {
    "one": "one;node;a;from;actor;first;client;buyer;i",
    "other": "other;b;to;partner;second;neighbour;neighbor;patron;seller;j",
    "worth": "worth;weight;value;pool;points;w",
}
"""The words by which each column is known."""

Edge = tuple[str, str, float]


@disk_told()
def load_edges(path: str | os.PathLike[str]) -> list[Edge]:
    """Read a table of an exchange network.

    Args:
        path: A text table, a workbook or a file of Stata with the columns one and other, and perhaps worth: 1 each
            without that column.

    Raises:
        UsageError: There is no such file.
        CaseError: A column is missing or a cell is wrong; every mistake with its cell.
    """
    grid = table_in(Path(path))
    places = places_in(grid, COLUMNS)
    missing = [column for column in ("one", "other") if column not in places]
    if missing:
        there = ", ".join(str(cell) for cell in grid.rows[0].cells if cell is not None)
        found = f"there is no column {' and no column '.join(missing)}, only {there}"
        legal = "a table of an exchange network has the columns one and other, and may have worth"
        raise CaseError([grid.place(grid.rows[0], 0).put(Problem(found=found, legal=legal))])
    edges, problems, seen = [], [], set()
    for row in grid.rows[1:]:
        edge, wrong = _edge_in(grid, row, places)
        ends = frozenset(edge[:2])
        if not wrong and ends in seen:
            wrong = [_fault(grid, row, places["other"], f"the deal of {edge[0]} and {edge[1]} stands twice")]
        seen.add(ends)
        problems += wrong
        edges.append(edge)
    if not edges:
        found = "there is no row with a deal below the headings"
        problems.append(Problem(file=grid.file, found=found, legal="the first row has the headings: one, other, worth"))
    if problems:
        raise CaseError(problems)
    return edges


def _edge_in(grid: Grid, row: Row, places: dict[str, int]) -> tuple[Edge, list[Problem]]:
    """The edge of a row, and what is wrong with it."""
    text = {column: text_of_cell(row.cell(place)) for column, place in places.items()}
    wrong = [
        _fault(grid, row, places[column], "a deal without a partner", "write who deals with whom")
        for column in ("one", "other")
        if not text[column]
    ]
    if text["one"] and text["one"] == text["other"]:
        wrong.append(_fault(grid, row, places["other"], f"{text['one']} cannot deal with itself"))
    worth = 1.0
    if "worth" in places:
        written = text["worth"]
        try:
            worth = float(written)
        except ValueError:
            worth = -1.0
        if not 0 <= worth < 1e15:
            found = f"found '{written}' where a worth belongs" if written else "a deal without a worth"
            legal = "a number, 0 or more; without the column every deal is worth 1"
            wrong.append(_fault(grid, row, places["worth"], found, legal))
    beyond = [place for place, cell in enumerate(row.cells) if place >= len(grid.rows[0].cells) and cell is not None]
    if beyond:
        wrong.append(_fault(grid, row, beyond[0], f"found '{row.cells[beyond[0]]}' beyond the last heading"))
    return (text["one"], text["other"], worth), wrong


def _fault(grid: Grid, row: Row, place: int, found: str, legal: str = "") -> Problem:
    return grid.place_below(row, place).put(Problem(found=found, legal=legal))
