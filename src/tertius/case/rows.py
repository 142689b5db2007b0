"""A case laid out in sheets, row by row: what a workbook and a folder of CSV files both hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tertius.case.layout import CASE_FIELDS, CASE_SHEET, SHEETS, Sheet, cell_of
from tertius.case.limits import MAX_ROWS
from tertius.case.model import Case
from tertius.case.origin import Path
from tertius.case.places import place_of
from tertius.case.writing import plain_of
from tertius.errors import Problem

__all__ = ["Laid", "lay_out", "problems_in_cells"]


@dataclass(frozen=True)
class Laid:
    """One sheet with its rows.

    Attributes:
        name: Its name.
        sheet: What the sheet holds; None for the sheet ``case``.
        heads: The headings.
        rows: The path in the case of each row, and its cells: text, numbers, None.
    """

    name: str
    sheet: Sheet | None
    heads: tuple[str, ...]
    rows: tuple[tuple[Path, tuple[Any, ...]], ...]


def lay_out(case: Case) -> list[Laid]:
    """Every sheet of a case, empty ones included, in the order of the format."""
    raw = plain_of(case)
    own = tuple(((name,), (name, cell_of(name, raw[name]))) for name in CASE_FIELDS if name in raw)
    return [Laid(CASE_SHEET, None, ("field", "value"), own), *(_laid(raw, sheet) for sheet in SHEETS)]


def _laid(raw: Mapping[str, Any], sheet: Sheet) -> Laid:
    fields = tuple(sheet.fields)
    rows = ((path, (*keys, *(cell_of(h, entry.get(h)) for h in fields))) for path, keys, entry in _entries(raw, sheet))
    return Laid(sheet.name, sheet, (*sheet.keys, *fields), tuple(rows))


def _entries(raw: Mapping[str, Any], sheet: Sheet) -> Iterator[tuple[Path, tuple[str, ...], Mapping[str, Any]]]:
    """The entries of a sheet: the path of each, the ids that name it, and its values."""
    for ident, entry in raw.get(sheet.path[0], {}).items():
        if len(sheet.path) == 1:
            yield (sheet.path[0], ident), (ident,), entry
        else:
            inner = entry if sheet.path[1] == "" else entry.get(sheet.path[1], {})
            between = (sheet.path[1],) if sheet.path[1] else ()
            for name, part in inner.items():
                yield (sheet.path[0], ident, *between, name), (ident, name), part


def problems_in_cells(case: Case, laid: list[Laid], check: Callable[[str], Problem | None]) -> Iterator[Problem]:
    """Yield what does not fit: each text that `check` finds fault with, and each sheet with too many rows."""
    for sheet in laid:
        if len(sheet.rows) > MAX_ROWS:
            legal = f"a sheet has at most {MAX_ROWS} rows below its headings"
            yield Problem(
                file=case.origin.file, found=f"the sheet '{sheet.name}' has {len(sheet.rows)} rows", legal=legal
            )
        for path, cells in sheet.rows:
            for head, cell in zip(sheet.heads, cells, strict=True):
                problem = check(cell) if isinstance(cell, str) else None
                if problem is not None:
                    at = path if sheet.sheet is None or head in sheet.sheet.keys else (*path, head)
                    words = Problem(
                        where=place_of(at), found=problem.found, legal=problem.legal, suggestion=problem.suggestion
                    )
                    yield case.origin.place(at).put(words)
