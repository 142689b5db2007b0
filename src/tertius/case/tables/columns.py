"""What the columns of a table hold: KTAB's two for every dimension as those of a plain table, and columns not used.

A KTAB file has a row about the table, a row of headings, then a row for every actor.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tertius.case.files.cells import Grid, Row, Value, row_of
from tertius.case.tables.words import NUMBERS, heading_of
from tertius.errors import CaseError, Problem


def unused_columns(grid: Grid, used: Collection[int], known: Iterable[str]) -> list[Problem]:
    """A warning if there are columns that hold something and are not read; `used` are the places of the others."""
    first, *rows = grid.rows
    widest = max(len(row.cells) for row in grid.rows)
    unread = [place for place in range(widest) if place not in used]
    filled = [place for place in unread if any(row.cell(place) is not None for row in rows)]
    if not filled:
        return []
    names = [
        f"'{first.cell(place)}'" if first.cell(place) else f"number {place + 1} without a heading" for place in filled
    ]
    legal = f"columns that are read: {', '.join(known)}, and by other headings: see the page on plain tables"
    # A comma too many in a text table makes more cells than headings, and all numbers behind it stand one too far.
    beyond = [place for place in filled if place >= len(first.cells)]
    lines = [row.line for row in rows if any(row.cell(place) is not None for place in beyond)]
    comma = "a comma inside of a number or a text makes two cells of it, unless it is in quotes"
    advice = f"look at row {lines[0]}: {comma}" if lines and not grid.sheet else ""
    problem = Problem(found=f"{_listed(names)} not used", legal=legal, suggestion=advice)
    return [grid.place_below(first, filled[0]).put(problem)]


_END = {"centre": "best", "": "best", "unit": "best"}
"""What the middle of three columns is, by the kind of its heading."""


def joined_ends(grid: Grid) -> Grid:
    """The table with the lowest, best and highest value of a number in one column, as a range in words.

    So experts are asked in IDEA and SHELF. Columns such as ``position low``, ``position best`` and ``position high``
    become ``position``, with `20 to 40, likely 30` in its cells.
    """
    first = grid.rows[0].cells if grid.rows else ()
    found = [heading for place, cell in enumerate(first) if (heading := heading_of(place, cell)) is not None]
    whole: dict[str, dict[str, int]] = {}
    for column in NUMBERS:
        places = [(_END.get(one.kind, one.kind), one.place) for one in found if one.column == column]
        if sorted(kind for kind, _ in places) == ["best", "high", "low"]:
            whole[column] = dict(places)
    if not whole:
        return grid
    head, *rows = grid.rows
    return replace(grid, rows=(_with_ranges(head, whole, named=True), *(_with_ranges(row, whole) for row in rows)))


def _with_ranges(row: Row, whole: Mapping[str, Mapping[str, int]], named: bool = False) -> Row:
    widest = 1 + max(place for places in whole.values() for place in places.values())
    cells = [*row.cells, *[None] * (widest - len(row.cells))]
    for column, places in whole.items():
        low, best, high = (row.cell(places[kind]) for kind in ("low", "best", "high"))
        for place in places.values():
            cells[place] = None
        cells[places["best"]] = column if named else _range(low, best, high)
    return replace(row_of(row.line, cells), columns=row.columns)


def _range(low: Value, best: Value, high: Value) -> Value:
    """The words for a range; a number whose ends are the same has none."""
    if low is None and high is None:
        return best
    if low is not None and str(low).strip() == str(high).strip() and best in (None, low):
        return low
    likely = "" if best is None else f", likely {best}"
    return f"{'nothing' if low is None else low} to {'nothing' if high is None else high}{likely}"


def _listed(names: Sequence[str]) -> str:
    """``the column capability is``, or ``the columns country, region are``."""
    columns, verb = ("the column", "is") if len(names) == 1 else ("the columns", "are")
    return f"{columns} {', '.join(names)} {verb}"


def day_of(grid: Grid, as_of: str | dt.date) -> tuple[str | dt.date, list[Problem]]:
    """The day that a table describes, which is today if nobody says it; and a warning of that."""
    if as_of:
        return as_of, []
    today = dt.date.today().isoformat()
    found = f"the table does not say which day it describes, and is taken to describe today, {today}"
    return today, [Problem(file=grid.file, found=found, suggestion="say --as-of 1994-05-01")]


HEADINGS: tuple[Value, ...] = ("actor", "description", "capability", "position", "salience", "issue")
"""Those of a KTAB table as a plain one."""

_FIRST_ROW = "row 1 of a KTAB file holds a name, a description, the number of actors and the number of dimensions"
_POSITION = re.compile(r"(?i)\s*\b(?:(?:position|pstn|pos)\b|(?:pstn|pos)(?=\d))\s*")
_MOST = 999
"""Actors or dimensions that the first row of a KTAB file may declare."""


def ktab_grid(grid: Grid) -> Grid | None:
    """The same as a plain table with a row per actor and dimension; None if it is no KTAB table.

    KTAB writes ``name, description, actors, dimensions`` in the first row. Its positions and saliences run from 0
    to 100.

    Raises:
        CaseError: It is one by its headings, but its first row does not fit them.
    """
    if len(grid.rows) < 3:
        return None
    heads = grid.rows[1].cells
    if str(heads[0]).strip().lower() != "actor":
        return None
    first = (*grid.rows[0].cells, *(None,) * 4)
    actors, dimensions = _count(first[2]), _count(first[3])
    if actors is None or dimensions is None or len(heads) < 3 + 2 * dimensions:
        if len(heads) > 1 and str(heads[1]).strip().lower() == "description":
            raise CaseError(list(_faults(grid, first, len(heads))))
        return None
    rows = [Row(grid.rows[1].line, HEADINGS, (0, 1, 2, 3, 4, 3))]
    for row in grid.rows[2:]:
        cells = (*row.cells, *(None,) * (3 + 2 * dimensions - len(row.cells)))
        for k in range(dimensions):
            place = 3 + 2 * k
            # `Policy Position` is the dimension Policy; `Pstn1` is the dimension 1.
            issue = _POSITION.sub(" ", str(heads[place] or "")).strip()
            issue = f"Dimension {issue}" if issue.isdecimal() or not issue else issue
            shown = (*cells[:3], *cells[place : place + 2], issue)
            rows.append(Row(row.line, shown, (0, 1, 2, place, place + 1, place)))
    notes = (*grid.notes, *_notes(grid, actors, dimensions))
    return Grid(grid.file, grid.sheet, tuple(rows), notes, heads)


def _faults(grid: Grid, first: tuple[Value, ...], width: int) -> Iterator[Problem]:
    """What is wrong with the first row of a table whose second row has KTAB's headings."""
    for column, what in ((2, "actors"), (3, "dimensions")):
        if _count(first[column]) is None:
            found = f"found '{first[column]}'" if first[column] is not None else "found nothing"
            found += f" where the number of {what} belongs, from 1 to {_MOST}"
            yield grid.place(grid.rows[0], column).put(Problem(found=found, legal=_FIRST_ROW))
    dimensions = _count(first[3])
    if dimensions is not None and width < 3 + 2 * dimensions:
        found = f"{dimensions} dimensions are declared, and row 2 has headings for {max(0, width - 3) // 2}"
        legal = "there are two columns for each dimension, behind actor, description and capability"
        yield grid.place(grid.rows[0], 3).put(Problem(found=found, legal=legal))


def _notes(grid: Grid, actors: int, dimensions: int) -> Iterator[Problem]:
    """Warnings where the first row says other than what follows."""
    first, heads, *rows = grid.rows
    read = 3 + 2 * dimensions
    beyond = range(read, max(len(row.cells) for row in grid.rows[1:]))
    filled = [column for column in beyond if any(row.cell(column) is not None for row in rows)]
    if filled:
        names = [str(heads.cell(column) or f"number {column + 1}") for column in filled]
        declared = "1 dimension is declared" if dimensions == 1 else f"{dimensions} dimensions are declared"
        found = f"{declared}, and {_listed(names)} not used"
        yield grid.place(first, 3).put(Problem(found=found, legal=_FIRST_ROW))
    if actors != len(rows):
        found = f"the number of actors is given as {actors}, and there are {len(rows)} rows of actors"
        yield grid.place(first, 2).put(Problem(found=found, suggestion="look for rows that are missing or too many"))


def _count(value: Value) -> int | None:
    text = str(value or "").strip()
    return int(text) if text.isdecimal() and 0 < int(text) <= _MOST else None
