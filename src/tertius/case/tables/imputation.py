"""Numbers that a plain table leaves out, filled in from the others because somebody asked for it, and marked.

A number is taken from the numbers that the others have on the same issue: their median or mean is likely, and the
range goes from the lowest to the highest of them. What was filled in stands among the warnings, and in the `why` of
the stance, from where it goes into every output and file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from tertius.case.files.cells import Grid, Row, Value
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.errors import Problem, UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case


WAYS: dict[str, Callable[[list[float]], float]] = {"median": median, "mean": fmean}
"""What may stand for a number that is missing, by its name."""


NUMBERS = ("position", "salience", "capability")


WHY = "why"


_MARK = "imputed: "


def check_way(way: str | None) -> None:
    """A way of filling in; else a `UsageError` says which there are."""
    if way is not None and way not in WAYS:
        raise UsageError(f"nothing is imputed by '{way}': the ways are {', '.join(WAYS)}")


def filled_in(grid: Grid, heads: dict[str, int], way: str) -> tuple[Grid, list[Problem]]:
    """The table with its empty cells filled in, and a warning for each; `heads` gets a column for reasons if need be.

    A cell stays empty if nobody else has a number on the issue, or if some have percent and others have not.

    Args:
        grid: The table, its headings in the first row.
        heads: The column of each known heading.
        way: A key of `WAYS`.
    """
    rows, notes = list(grid.rows), list[Problem]()
    reasons: dict[int, list[str]] = {}
    for column in NUMBERS:
        for place, row in enumerate(rows[1:], 1):
            if _cell(row, heads["actor"]) is None or not _empty(grid, row, heads[column]):
                continue
            peers = _peers(grid, heads, row, heads[column])
            if not peers or len({peer.percent for peer in peers}) > 1:
                continue
            told = _stands(peers, way)
            rows[place] = _with(rows[place], heads[column], told)
            reasons.setdefault(place, []).append(f"{column} {told}, the {way} and range of {_others(len(peers))}")
            notes.append(_note(grid, heads, row, column, told, way, len(peers)))
    if not reasons:
        return grid, []
    if WHY not in heads:
        heads[WHY] = max(len(row.cells) for row in rows)
        rows[0] = _with(rows[0], heads[WHY], WHY)
    for place, parts in reasons.items():
        own = _cell(rows[place], heads[WHY])
        mark = _MARK + "; ".join(parts)
        rows[place] = _with(rows[place], heads[WHY], mark if own is None else f"{str(own).rstrip('.')}. {mark}")
    return replace(grid, rows=tuple(rows)), notes


def imputed_in(case: Case, issue: str) -> list[str]:
    """What was filled in on an issue: ``the salience of Ireland``."""
    found = []
    for actor, own in case.stances.items():
        why = own[issue].why if issue in own else None
        if why and _MARK in why:
            numbers = [part.split(" ", 1)[0] for part in why.split(_MARK, 1)[1].split("; ")]
            found += [f"the {number} of {case.name(actor)}" for number in numbers if number in NUMBERS]
    return found


def _peers(grid: Grid, heads: Mapping[str, int], row: Row, column: int) -> list[Quantity]:
    """The numbers that others have in this column on the issue of a row."""
    issue = _cell(row, heads.get("issue"))
    others = [other for other in grid.rows[1:] if other is not row and _cell(other, heads.get("issue")) == issue]
    found = []
    for other in others:
        try:
            found.append(read_quantity(_cell(other, column)))
        except PydanticCustomError:
            continue  # it is missing too, or a mistake that is told when the row is read
    return found


def _stands(peers: Sequence[Quantity], way: str) -> str:
    """``10 to 80, likely 45``, or one number if all have the same."""
    low, high = min(peer.low for peer in peers), max(peer.high for peer in peers)
    likely = float(WAYS[way]([peer.middle for peer in peers]))
    return str(Quantity(low, high, None if low == high else likely, percent=peers[0].percent))


def _note(grid: Grid, heads: Mapping[str, int], row: Row, column: str, told: str, way: str, peers: int) -> Problem:
    place = grid.place(row, heads[column], str(_cell(grid.rows[0], heads[column]) or ""))
    found = f"the {column} of '{_cell(row, heads['actor'])}' is missing and was imputed: {told}, the {way} and range "
    return place.put(Problem(found=f"{found}of {_others(peers)}", suggestion="find it out"))


def _others(count: int) -> str:
    return "1 other" if count == 1 else f"{count} others"


def _empty(grid: Grid, row: Row, column: int) -> bool:
    cell = _cell(row, column)
    return not grid.spoils(row, column) and (cell is None or (isinstance(cell, str) and not cell.strip()))


def _cell(row: Row, column: int | None) -> Value:
    return row.cells[column] if column is not None and column < len(row.cells) else None


def _with(row: Row, column: int, value: Value) -> Row:
    """The row with another cell, filled up with empty ones as far as it takes."""
    cells = [*row.cells, *(None,) * (column + 1 - len(row.cells))]
    cells[column] = value
    columns = row.columns
    if columns and len(columns) < len(cells):
        columns = (*columns, *(columns[-1],) * (len(cells) - len(columns)))
    return replace(row, cells=tuple(cells), columns=columns)
