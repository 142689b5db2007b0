"""Numbers that a plain table leaves out, filled in from the others because somebody asked for it, and marked.

A number is taken from the numbers that the others have on the same issue: their median or mean is likely, and the
range goes from the lowest to the highest of them. What was filled in stands among the warnings, and in the `why` of
the stance, from where it goes into every output and file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING

from pydantic_core import PydanticCustomError

from tertius.case.files.cells import Grid, Row, Value
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.tables.words import NUMBERS
from tertius.errors import Problem, UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case


WAYS: dict[str, Callable[[list[float]], float]] = {"median": median, "mean": fmean}
"""What may stand for a number that is missing, by its name."""

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
            cell = row.cell(heads[column])
            empty = (cell is None or not str(cell).strip()) and not grid.spoils(row, heads[column])
            if row.cell(heads["actor"]) is None or not empty:
                continue
            issue = row.cell(heads.get("issue"))
            same = [other for other in grid.rows[1:] if other.cell(heads.get("issue")) == issue]
            peers = numbers_among(other.cell(heads[column]) for other in same)
            if not peers or len({peer.percent for peer in peers}) > 1:
                continue
            low, high = min(peer.low for peer in peers), max(peer.high for peer in peers)
            likely = None if low == high else float(WAYS[way]([peer.middle for peer in peers]))
            number = str(Quantity(low, high, likely, percent=peers[0].percent))
            counted = "1 other" if len(peers) == 1 else f"{len(peers)} others"
            basis = f"{number}, the {way} and range of {counted}"
            rows[place] = _with_cell(rows[place], heads[column], number)
            reasons.setdefault(place, []).append(f"{column} {basis}")
            found = f"the {column} of '{row.cell(heads['actor'])}' is missing and was imputed: {basis}"
            notes.append(grid.place_below(row, heads[column]).put(Problem(found=found, suggestion="find it out")))
    if not reasons:
        return grid, []
    if "why" not in heads:
        heads["why"] = max(len(row.cells) for row in rows)
        rows[0] = _with_cell(rows[0], heads["why"], "why")
    for place, parts in reasons.items():
        own = rows[place].cell(heads["why"])
        mark = _MARK + "; ".join(parts)
        why = mark if own is None else f"{str(own).rstrip('.')}. {mark}"
        rows[place] = _with_cell(rows[place], heads["why"], why)
    return replace(grid, rows=tuple(rows)), notes


def numbers_among(cells: Iterable[Value]) -> list[Quantity]:
    """The numbers in some cells, without those that are empty or cannot be read, which is told when a row is read."""
    numbers = []
    for cell in cells:
        with suppress(PydanticCustomError):
            numbers.append(read_quantity(cell))
    return numbers


def imputed_in(case: Case, issue: str) -> list[str]:
    """What was filled in on an issue: ``the salience of Ireland``."""
    imputed = []
    for actor, own in case.stances.items():
        why = own[issue].why if issue in own else None
        if why and _MARK in why:
            numbers = [part.split(" ", 1)[0] for part in why.split(_MARK, 1)[1].split("; ")]
            imputed += [f"the {number} of {case.name(actor)}" for number in numbers if number in NUMBERS]
    return imputed


def _with_cell(row: Row, column: int, value: Value) -> Row:
    """The row with another cell, filled up with empty ones as far as it takes."""
    cells = [*row.cells, *(None,) * (column + 1 - len(row.cells))]
    cells[column] = value
    columns = row.columns
    if columns and len(columns) < len(cells):
        columns = (*columns, *(columns[-1],) * (len(cells) - len(columns)))
    return replace(row, cells=tuple(cells), columns=columns)
