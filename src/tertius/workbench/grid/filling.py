"""A block of text put into a sheet, from one typed cell to thousands pasted: what is put where, and its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tertius.case.fields import Means
from tertius.case.labels import issue_at, label_of
from tertius.case.paths import mark_at
from tertius.errors import UsageError
from tertius.workbench.differences import NOTHING, Path, inner
from tertius.workbench.document import Document, Put
from tertius.workbench.grid.blocks import Rows, with_numbers
from tertius.workbench.grid.cells import Cell, Table, typed_words
from tertius.workbench.grid.columns import Callings
from tertius.workbench.grid.stances import FIELDS


@dataclass(frozen=True)
class Filled:
    """What a block of text comes to.

    Attributes:
        puts: The edits.
        said: What they are, for the button that undoes them.
        beyond: What did not fit, in words; empty if all did.
    """

    puts: tuple[Put, ...]
    said: str
    beyond: str = ""


def fill(
    document: Document, table: Table, at: Path, to: Path, rows: Rows, seen: Mapping[Path, str] | None = None
) -> Filled:
    """Put a block into a sheet.

    Args:
        document: The open case.
        table: The sheet.
        at: Its cell in which the block begins, or one corner of what is selected.
        to: The other corner. A single row or column, or a single cell, fills all that is selected.
        rows: The block; an empty text takes away what is there.
        seen: What the person saw in the cells, if it is known.

    Raises:
        UsageError: The sheet has no such cell.
    """
    places, beyond = _places(table, at, to, rows)
    width = max(map(len, rows))
    columns = {place: cell.column for line in places for place, cell in enumerate(line) if cell.column is not None}
    ends = {place: _ends(document, line[place]) for line in places for place in columns if place < len(line)}
    known = {place: one for place, one in ends.items() if one is not None}
    block = with_numbers([[*row, *[""] * (width - len(row))] for row in rows], columns, known)
    callings = Callings(document.values)
    puts = []
    for down, line in enumerate(places):
        for across, cell in enumerate(line):
            if not cell.path or cell.column is None:
                continue
            row = block[down % len(block)]
            value = cell.column.value(row[across % len(row)], callings)
            was = None if seen is None or cell.path not in seen else _as_written(cell, seen[cell.path], callings)
            if value is not NOTHING or cell.text or cell.draft is not None:
                puts.append(Put(cell.path, value, was))
    return Filled(whole_stances(document, puts), _said(document, table, puts) if puts else "", beyond)


def _as_written(cell: Cell, seen: str, callings: Callings) -> Any:
    """What was seen in a cell, as the case has it."""
    value = cell.column.value(seen, callings) if cell.column is not None else seen
    return "" if value is NOTHING else value


def _places(table: Table, at: Path, to: Path, rows: Rows) -> tuple[list[list[Cell]], str]:
    """The cells that a block covers, and what of it lies beyond the sheet."""
    matrix = table.matrix
    spots = {
        cell.path: (down, across) for down, line in enumerate(matrix) for across, cell in enumerate(line) if cell.path
    }
    if at not in spots:
        alone = next((cell for cell in table.cells() if cell.path == at), None)
        if alone is None:
            raise UsageError("this cell is not there any more")
        return [[alone]], ""
    (top, left), (bottom, right) = spots[at], spots.get(to, spots[at])
    top, bottom, left, right = min(top, bottom), max(top, bottom), min(left, right), max(left, right)
    tall, wide = len(rows), max(map(len, rows))
    # One cell, row or column is repeated over what is selected, if that is a multiple of it, as in a spreadsheet.
    down = bottom - top + 1 if (bottom - top + 1) % tall == 0 else tall
    across = right - left + 1 if (right - left + 1) % wide == 0 else wide
    lines = [list(line[left : left + across]) for line in matrix[top : top + down]]
    lost = [(tall - len(lines), "row"), (wide - len(lines[0]), "column")]
    told = [f"{count} {what}{'s' if count > 1 else ''}" for count, what in lost if count > 0]
    return lines, f"{' and '.join(told)} of the block lie beyond the table, and were left out" if told else ""


def _ends(document: Document, cell: Cell) -> tuple[float, float] | None:
    """Between which ends the number in a cell lies, if that is known."""
    issue = issue_at(cell.path) if cell.path else ""
    if issue in document.case.issues:
        return document.case.issues[issue].scale
    full = cell.column.full if cell.column is not None else None
    return None if full is None else (0.0, 100.0 if full == 100 else 1.0)


def whole_stances(document: Document, puts: Sequence[Put]) -> tuple[Put, ...]:
    """The same edits, but a stance of which nothing is left goes as a whole."""
    new = {put.path: put.to for put in puts}
    gone = []
    for path in dict.fromkeys(put.path[:3] for put in puts if put.path[0] == "stances" and put.to is NOTHING):
        if all(_stands(document, new, (*path, field)) for field in FIELDS):
            gone.append(path)
    kept = [put for put in puts if put.path[:3] not in gone]
    was = {put.path[:3]: None if put.was is None else inner(document.values, put.path[:3]) for put in puts}
    return (*kept, *(Put(path, NOTHING, was[path] if was[path] is not NOTHING else None) for path in gone))


def _stands(document: Document, new: Mapping[Path, Any], path: Path) -> bool:
    """Whether nothing will stand at a path."""
    if path in new:
        return new[path] is NOTHING
    draft = document.drafts.get(path)
    return draft.text is NOTHING if draft is not None else inner(document.values, path) is NOTHING


def _said(document: Document, table: Table, puts: Sequence[Put]) -> str:
    """What edits are, in words."""
    first = said_of(document, table, puts[0].path)
    return first if len(puts) == 1 else f"{len(puts)} cells, the first of them {first}"


def said_of(document: Document, table: Table, path: Path) -> str:
    """What a cell holds, in words: ``position of China on Arms``, ``holder of the link Fuel``."""
    if mark_at(path, Means) is not None and path[0] != "beliefs":
        return label_of(document.case, path)
    if len(path) == 1:
        return path[0].replace("_", " ")
    line = next((line for line in table.lines if line.path and path[: len(line.path)] == line.path), None)
    cell = next((cell for cell in table.cells() if cell.path == path), None)
    heading = cell.column.words if cell is not None and cell.column is not None else path[-1]
    named = " and ".join(head.main for head in line.heads) if line is not None else _called(document, path)
    return f"{heading} of {named}"


def _called(document: Document, path: Path) -> str:
    """What an entry is called, or will be once it is whole."""
    waiting = document.drafts.get((*path[:2], "name"))
    return typed_words(waiting) if waiting is not None else document.case.name(path[1])
