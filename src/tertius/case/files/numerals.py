"""How a column writes its numbers: with a decimal comma or a decimal point, and with which marks between thousands.

A column decides as a whole: each cell must be a number under the one reading that holds for all. ``1,5`` and ``0,125``
have a decimal comma, ``1,200,000`` and ``1,200.5`` have commas between thousands. Where all cells can be read both
ways, as ``1.200``, the other columns and the numbers beside it may tell; else it is a mistake, which names both.
Blanks and apostrophes between groups of three digits are always marks between thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tertius.case.files.cells import Grid, Row
from tertius.case.parse.quantity import words_with
from tertius.errors import Problem

Bounds = tuple[float, float]

_GAP = "[ \u00a0\u2007\u2009\u202f'\u2019\u02bc\u00b4`]"
_TOKEN = re.compile(rf"(?<![\w.,])[.,]?\d+(?:(?:[.,]|{_GAP})\d+)*\.?(?:[eE][-+]?\d+)?")
_CELL = words_with(rf"[-+\u2212]?(?:[.,]?\d+(?:(?:[.,]|{_GAP})\d+)*\.?(?:[eE][-+]?\d+)?)")


def _form(decimal: str, mark: str) -> re.Pattern[str]:
    """A number with this decimal sign, and this mark between thousands if there is any."""
    grouped = rf"[1-9]\d{{0,2}}(?P<mark>[{mark}]|{_GAP})\d{{3}}(?:(?P=mark)\d{{3}})*"
    lakhs = rf"[1-9]\d?(?:[{mark}]\d\d)+[{mark}]\d{{3}}"
    part = rf"[{decimal}]\d*"
    return re.compile(rf"(?:(?:{grouped}|{lakhs}|\d+)(?:{part})?|[{decimal}]\d+)(?:[eE][-+]?\d+)?")


_FORMS = {".": _form(".", ","), ",": _form(",", ".")}
"""By the decimal sign."""


@dataclass(frozen=True)
class _Cell:
    """A cell that holds numbers as text."""

    row: Row
    text: str

    def read(self, decimal: str) -> str | None:
        """The same with decimal points and without other marks; None if it is no number under this reading."""
        if not all(_FORMS[decimal].fullmatch(token) for token in self.tokens):
            return None
        return _TOKEN.sub(lambda token: _plain(token[0], decimal), self.text).replace("\u2212", "-")

    @property
    def tokens(self) -> list[str]:
        """The numbers in it, as written and without signs."""
        return _TOKEN.findall(self.text)


@dataclass(frozen=True)
class _Column:
    """The cells of a column that hold numbers as text, and the decimal signs under which all of them are numbers."""

    place: int
    cells: tuple[_Cell, ...]
    readings: tuple[str, ...]
    whole: tuple[int, ...]

    @property
    def open(self) -> list[_Cell]:
        """The cells that are two numbers under the two readings, if the column has both."""
        return [cell for cell in self.cells if cell.read(".") != cell.read(",")] if len(self.readings) > 1 else []


def _plain(token: str, decimal: str) -> str:
    kept = re.sub(rf"{_GAP}|[{_other(decimal)}]", "", token)
    return kept.replace(",", ".")


def _other(sign: str) -> str:
    return "," if sign == "." else "."


def plain_numbers(
    grid: Grid, places: Iterable[int], decimal: str = "", bounds: Mapping[int, Bounds] | None = None
) -> tuple[Grid, list[Problem]]:
    """The table with the numbers of some columns as Python writes them, and what can be read in two ways.

    Args:
        grid: The table, its headings in the first row.
        places: The columns, from 0.
        decimal: The decimal sign that the file has as a rule: a point where commas cut the cells.
        bounds: Between which ends the numbers of a column lie, if that is known.

    Returns:
        The table, without the cells that can be read in two ways; and mistakes.
    """
    columns = [_column(grid, place, decimal) for place in dict.fromkeys(places)]
    clash = None if decimal else _clash(columns)
    if clash is not None:
        return grid, [replace(clash, file=grid.file, sheet=grid.sheet)]
    certain = {column.readings[0] for column in columns if len(column.readings) == 1 and column.cells}
    table = decimal or (certain.pop() if len(certain) == 1 else "")
    problems: list[Problem] = []
    notes: list[Problem] = []
    read: dict[tuple[int, int], str] = {}
    spoiled: set[tuple[int, int]] = set()
    for column in columns:
        sign = _sign(column, table, (bounds or {}).get(column.place))
        if not sign:
            problems.append(_two_ways(grid, column))
            spoiled.update((cell.row.line, column.place) for cell in column.open)
            continue
        for cell in column.cells:
            read[cell.row.line, column.place] = cell.read(sign) or cell.text
        notes += _note(grid, column, sign)
    rows = [*grid.rows[:1]]
    for row in grid.rows[1:]:
        places_of = ((row.line, place, cell) for place, cell in enumerate(row.cells))
        rows.append(replace(row, cells=tuple(read.get((n, k), cell) for n, k, cell in places_of)))
    return replace(grid, rows=tuple(rows), notes=(*grid.notes, *notes)).without(spoiled), problems


def _column(grid: Grid, place: int, decimal: str) -> _Column:
    values = [(row, row.cell(place)) for row in grid.rows[1:]]
    texts = [_Cell(row, value) for row, value in values if isinstance(value, str) and _CELL.fullmatch(value)]
    cells = [cell for cell in texts if any(cell.read(sign) is not None for sign in _FORMS)]
    readings = [sign for sign in _FORMS if all(cell.read(sign) is not None for cell in cells)]
    if decimal and decimal not in readings:  # what does not fit is told with its cell when it is read
        cells = [cell for cell in cells if cell.read(decimal) is not None]
        readings = [decimal]
    whole = tuple(value for _, value in values if isinstance(value, int) and not isinstance(value, bool))
    return _Column(place, tuple(cells), tuple(readings), whole)


def _clash(columns: Sequence[_Column]) -> Problem | None:
    """The mistake of a table in which some numbers have decimal commas and others decimal points."""
    cells = [cell for column in columns for cell in column.cells]
    comma = next((cell for cell in cells if cell.read(".") is None), None)
    point = next((cell for cell in cells if cell.read(",") is None), None)
    if comma is None or point is None:
        return None
    found = (
        "decimal commas and decimal points are mixed in one table: "
        f"'{comma.text}' in row {comma.row.line}, '{point.text}' in row {point.row.line}"
    )
    return Problem(line=comma.row.line, found=found, suggestion="write all numbers in one way")


def _sign(column: _Column, table: str, bounds: Bounds | None) -> str:
    """The decimal sign of a column; empty if nothing tells it."""
    if not column.open:
        return column.readings[0]
    inside = [sign for sign in column.readings if bounds is None or _lies_in(column, sign, bounds)]
    if len(inside) == 1:
        return inside[0]
    votes = {*_votes(column), *([table] if table else [])}
    return votes.pop() if len(votes) == 1 else ""


def _lies_in(column: _Column, sign: str, bounds: Bounds) -> bool:
    low, high = max(bounds[0], 0.0), max(map(abs, bounds))  # signs stand outside of the tokens
    tokens = [token for cell in column.cells if "%" not in cell.text for token in cell.tokens]
    return all(low <= float(_plain(token, sign)) <= high for token in tokens)


def _votes(column: _Column) -> Iterable[str]:
    """What the numbers beside tell of cells such as ``1.200``: 950 stands below a thousand, 1200 has no mark."""
    doubtful = column.open
    marks = {mark for cell in doubtful for token in cell.tokens for mark in ".," if mark in token}
    if len(marks) > 1:
        yield from marks
        return
    [mark] = marks
    rows = {cell.row.line for cell in doubtful}
    tokens = [token for cell in column.cells if cell.row.line not in rows for token in cell.tokens]
    if any(re.fullmatch(r"[1-9]\d\d", token) for token in tokens) or any(99 < abs(n) < 1000 for n in column.whole):
        yield _other(mark)
    if any(re.fullmatch(r"[1-9]\d{3,}", token) for token in tokens):
        yield mark


def _two_ways(grid: Grid, column: _Column) -> Problem:
    cells = column.open
    shown = [f"'{cell.text}' in row {cell.row.line}" for cell in cells[:3]]
    more = f" and {len(cells) - 3} more" if len(cells) > 3 else ""
    first, last = (" and ".join(str(cell.read(sign)) for cell in cells[:3]) for sign in (".", ","))
    found = f"{', '.join(shown)}{more} can be read in two ways: as {first}, or as {last}"
    legal = "a column has one decimal sign, and numbers are sure without marks between thousands"
    suggestion = f"write {cells[0].read('.')} or {cells[0].read(',')}"
    place = grid.place_below(cells[0].row, column.place)
    return place.put(Problem(found=found, legal=legal, suggestion=suggestion))


def _note(grid: Grid, column: _Column, sign: str) -> list[Problem]:
    """What was taken for marks between thousands, so that it can be seen."""
    marked = [c for c in column.cells if any(_other(sign) in token or re.search(_GAP, token) for token in c.tokens)]
    if not marked:
        return []
    first, more = marked[0], len(marked) - 1
    found = f"the marks between thousands were taken out: '{first.text}' was read as {first.read(sign)}"
    if more:
        found += f", and {more} more of this column likewise"
    suggestion = "write numbers without them if that is not meant"
    return [grid.place_below(first.row, column.place).put(Problem(found=found, suggestion=suggestion))]
