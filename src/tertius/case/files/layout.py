"""How a case lies in sheets, those of a workbook or of a folder of CSV files: which there are, their columns, a cell.

A sheet for every collection, a row for every entry, a column for every field of the format: all read off the model.
What a talk, a need or a body holds by name (levels without agreement, powers, sources of a need, members, majorities,
blocs) has sheets of its own, so that every number has a cell and its evidence stands beside it.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from tertius.case.fields import Entry, Refers
from tertius.case.files.schema import form_of
from tertius.case.model import Case
from tertius.case.parse.characters import MAX_ROWS
from tertius.case.parse.origin import Path
from tertius.case.paths import NOUNS, bare_type, describe_path, fields_of, marks_of, step_into
from tertius.case.plain import plain_of
from tertius.errors import Problem

CASE_FILE = "case.yaml"

CASE_WORKBOOK = "case.xlsx"
"""The workbook that is the case of its folder, if there is no `CASE_FILE`."""

CASE_SHEET = "case"
"""The first sheet, which has a row for every field of the case itself."""

CASE_CSV = "case.csv"
"""The file by which a folder of CSV files is known: it holds the fields of the case itself."""


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: Its name.
        path: Where its entries stand in a case: the collection, and the field that holds them if they are inner ones.
        keys: Headings of the columns that name an entry.
        model: What an entry is.
        fields: Heading of every further column, and what belongs there.
    """

    name: str
    path: tuple[str, ...]
    keys: tuple[str, ...]
    model: type[Entry]
    fields: Mapping[str, str]

    def entry_path(self, ids: Sequence[str]) -> Path:
        """The path of the entry that has these ids in its key columns."""
        collection, *field = self.path
        return (collection, ids[0], *filter(None, field), *ids[1:])


def _is_entry(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Entry)


def _blocks_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields that hold entries by their ids, and the kind of what stands under an id."""
    kinds = {name: bare_type(step_into(model, name)) for name in fields_of(model)}
    under = {name: typing.get_args(kind)[1] for name, kind in kinds.items() if typing.get_origin(kind) is dict}
    return {name: kind for name, kind in under.items() if _is_entry(kind) or typing.get_origin(kind) is dict}


def _columns_of(model: type[BaseModel]) -> dict[str, str]:
    blocks = _blocks_of(model)
    return {name: info.description or "" for name, info in fields_of(model).items() if name not in blocks}


_INNER = {
    "without_agreement": ("levels without agreement", "issue"),
    "power": ("powers", "party"),
    "covered_by": ("supplies", "issue"),
}
"""Sheets of inner entries that have another name than their field: the name, and the heading of their second key."""


def _sheets() -> Iterator[Sheet]:
    for name, kind in _blocks_of(Case).items():
        if not _is_entry(kind):
            stance = typing.get_args(kind)[1]
            yield Sheet(name, (name, ""), ("actor", "issue"), stance, _columns_of(stance))
            continue
        yield Sheet(name, (name,), ("id",), kind, _columns_of(kind))
        for field, inner in _blocks_of(kind).items():
            title, key = _INNER.get(field, (field, inner.__name__.lower()))
            yield Sheet(title, (name, field), (kind.__name__.lower(), key), inner, _columns_of(inner))


SHEETS = tuple(_sheets())
"""Every sheet but the first, in the order of the format."""

CASE_FIELDS = _columns_of(Case)
"""The fields of the sheet ``case``, and what belongs there."""

_KINDS = {heading: step_into(Case, heading) for heading in CASE_FIELDS}
_KINDS |= {heading: step_into(sheet.model, heading) for sheet in SHEETS for heading in sheet.fields}
_LISTS = {heading for heading, kind in _KINDS.items() if form_of(kind) in ("ids", "paths")}
_JSON = {
    heading
    for heading, kind in _KINDS.items()
    if typing.get_origin(bare_type(kind)) in (dict, tuple) or _is_entry(bare_type(kind))
}
"""Columns of lists of ids or paths; and of what is deeper, which cells hold as JSON."""


def ids_of(sheet: Sheet, heading: str) -> str:
    """The sheet whose ids a column takes; empty if it takes none, or a list of them."""
    if heading in sheet.keys:
        return {noun: name for name, noun in NOUNS.items()}.get(heading, "actors" if heading == "party" else "")
    kind = step_into(sheet.model, heading)
    marks = [] if typing.get_origin(bare_type(kind)) is tuple else marks_of(kind)
    return next((mark.collection for mark in marks if isinstance(mark, Refers)), "")


def cell_of(heading: str, value: Any) -> Any:
    """A plain value as a cell holds it: lists of ids with commas, ``4 to 10``, all that is deeper as JSON."""
    if isinstance(value, list) and heading in _LISTS:
        return ", ".join(map(str, value))
    if heading == "scale" and isinstance(value, list):
        return f"{value[0]} to {value[1]}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def values_of(heading: str, cell: Any) -> Any:
    """The plain value of a cell.

    Raises:
        ValueError: A cell that begins like JSON is not JSON.
    """
    if heading in _LISTS and isinstance(cell, str):
        return [part.strip() for part in cell.split(",") if part.strip()]
    if heading in _JSON and isinstance(cell, str) and cell[:1] in ("{", "["):
        return json.loads(cell)
    return cell


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
    laid = [Laid(CASE_SHEET, None, ("field", "value"), own)]
    for sheet in SHEETS:
        collection, *field = sheet.path
        entries: dict[tuple[str, ...], Mapping[str, Any]] = {}
        for ident, entry in raw.get(collection, {}).items():
            if not field:
                entries[(ident,)] = entry
                continue
            for name, part in (entry.get(field[0], {}) if field[0] else entry).items():
                entries[ident, name] = part
        rows = (
            (sheet.entry_path(ids), (*ids, *(cell_of(heading, entry.get(heading)) for heading in sheet.fields)))
            for ids, entry in entries.items()
        )
        laid.append(Laid(sheet.name, sheet, (*sheet.keys, *sheet.fields), tuple(rows)))
    return laid


def problems_in_cells(case: Case, laid: list[Laid], check: Callable[[str], Problem | None]) -> Iterator[Problem]:
    """Yield what does not fit: each text that `check` finds fault with, and each sheet with too many rows."""
    for sheet in laid:
        if len(sheet.rows) > MAX_ROWS:
            found = f"the sheet '{sheet.name}' has {len(sheet.rows)} rows"
            legal = f"a sheet has at most {MAX_ROWS} rows below its headings"
            yield Problem(file=case.origin.file, found=found, legal=legal)
        for path, cells in sheet.rows:
            for head, cell in zip(sheet.heads, cells, strict=True):
                problem = check(cell) if isinstance(cell, str) else None
                if problem is not None:
                    at = path if sheet.sheet is None or head in sheet.sheet.keys else (*path, head)
                    yield case.origin.place(at).put(replace(problem, where=describe_path(at)))
