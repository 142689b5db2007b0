"""A block of text as a spreadsheet program copies it, and the numbers in it as people of any country write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from tertius.case.files.cells import Grid, Row
from tertius.case.files.numerals import plain_numbers
from tertius.case.parse.characters import MAX_COLUMNS, MAX_ROWS
from tertius.errors import UsageError
from tertius.workbench.grid.columns import Column

Rows = list[list[str]]

_END = r"[-+\u2212]?\d[\d.,' \u00a0\u2009\u202f\u2019]*"
_DASHED = re.compile(
    rf"\s*({_END}?)\s*(%?)\s*(?:-|\u2013|\u2014|\u2212|\.\.\.?|\u2026)\s*({_END}?)\s*(%?)(\s*(?:,|likely\b).*)?"
)
_WORDED = re.compile(r"\s+(?:likely|most likely)\s+", re.IGNORECASE)


def block_of(text: str) -> Rows:
    """The cells of a block: parted by tabs and line breaks; in quotes a cell may hold both.

    Raises:
        UsageError: It is larger than a table may be.
    """
    if "\t" not in text and "\n" not in text.strip("\r\n") and not text.startswith('"'):
        return [[text.strip()]]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        rows = [[cell.strip() for cell in row] or [""] for row in csv.reader(io.StringIO(lines), delimiter="\t")]
    except csv.Error:
        rows = [[cell.strip() for cell in line.split("\t")] for line in lines.split("\n")]
    if len(rows) > MAX_ROWS or max(map(len, rows), default=0) > MAX_COLUMNS:
        raise UsageError(f"a block has at most {MAX_ROWS} rows and {MAX_COLUMNS} columns")
    return rows or [[""]]


def with_numbers(
    rows: Sequence[Sequence[str]], columns: Mapping[int, Column], ends: Mapping[int, tuple[float, float]]
) -> Rows:
    """The block with the numbers of some columns as a case writes them: ``45,5`` is 45.5, ``45–60`` is 45 to 60.

    Each column decides as a whole how its numbers are written, and so does the block where a column leaves it open.
    What can be read in two ways stays as it is: the case says so.

    Args:
        rows: The block.
        columns: What belongs in each column of it.
        ends: Between which ends the numbers of a column lie, if that is known.
    """
    places = [place for place, column in columns.items() if column.number]
    told = [[_undashed(cell) if place in places else cell for place, cell in enumerate(row)] for row in rows]
    widest = max(map(len, told), default=0)
    lines = [Row(line + 2, tuple(cell or None for cell in row)) for line, row in enumerate(told)]
    grid, _ = plain_numbers(Grid("", "", (Row(1, ("",) * widest), *lines)), places, bounds=ends)
    return [
        [str(row.cell(place) or "") or cell for place, cell in enumerate(cells)]
        for row, cells in zip(grid.rows[1:], told, strict=True)
    ]


def _undashed(cell: str) -> str:
    """A range with a dash as one with ``to``; anything else as it is."""
    found = _DASHED.fullmatch(cell)
    if found is None:
        return cell
    low, first, high, second, rest = found.groups()
    sign = "%" if second else first
    return f"{low.strip()}{sign} to {high.strip()}{sign}{_likely(rest or '')}"


def _likely(rest: str) -> str:
    return _WORDED.sub(" likely ", rest).rstrip()
