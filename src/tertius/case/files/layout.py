"""How a case lies in the sheets of a workbook: which sheets there are, their columns, and what a cell holds.

A sheet for every collection, a row for every entry, a column for every field of the format. What a talk, a need or
a body holds by name (levels without agreement, powers, sources of a need, members, majorities, blocs) has sheets of
its own, so that every number has a cell and its evidence stands beside it.

A case laid out in sheets, row by row: what a workbook and a folder of CSV files both hold.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tertius.case.actions import MOVE_KINDS, Claim, Move
from tertius.case.entries import Belief, Bloc, Body, Majority, Member, PartyPower, Reference, Talk
from tertius.case.fields import Entry
from tertius.case.labels import plain_of
from tertius.case.model import Actor, Case, Cover, Event, Group, Issue, Link, Need, Source, Stance, Threat
from tertius.case.parse.characters import MAX_ROWS
from tertius.case.parse.origin import Path
from tertius.case.paths import describe_path
from tertius.errors import Problem

CASE_SHEET = "case"


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
    """

    name: str
    path: tuple[str, ...]
    keys: tuple[str, ...]
    model: type[Entry]

    @property
    def fields(self) -> dict[str, str]:
        """Heading of every further column, and what belongs there."""
        inner = {sheet.path[1] for sheet in SHEETS if len(sheet.path) > 1 and sheet.path[0] == self.path[0]}
        infos = [(name, self.model.model_fields[name]) for name in self.model.field_order()]
        whole = len(self.path) > 1
        return {info.alias or name: info.description or "" for name, info in infos if whole or name not in inner}


_COLLECTIONS: dict[str, type[Entry]] = {
    "actors": Actor,
    "issues": Issue,
    "talks": Talk,
    "needs": Need,
    "links": Link,
    "threats": Threat,
    "bodies": Body,
    "beliefs": Belief,
    "groups": Group,
    "events": Event,
    "moves": Move,
    "claims": Claim,
    "sources": Source,
}


SHEETS: tuple[Sheet, ...] = (
    *(Sheet(name, (name,), ("id",), model) for name, model in list(_COLLECTIONS.items())[:3]),
    Sheet("levels without agreement", ("talks", "without_agreement"), ("talk", "issue"), Reference),
    Sheet("powers", ("talks", "power"), ("talk", "party"), PartyPower),
    Sheet("stances", ("stances", ""), ("actor", "issue"), Stance),
    Sheet("needs", ("needs",), ("id",), Need),
    Sheet("supplies", ("needs", "covered_by"), ("need", "issue"), Cover),
    *(Sheet(name, (name,), ("id",), _COLLECTIONS[name]) for name in ("links", "threats", "bodies")),
    Sheet("members", ("bodies", "members"), ("body", "member"), Member),
    Sheet("majorities", ("bodies", "majorities"), ("body", "majority"), Majority),
    Sheet("blocs", ("bodies", "blocs"), ("body", "bloc"), Bloc),
    *(Sheet(name, (name,), ("id",), _COLLECTIONS[name]) for name in list(_COLLECTIONS)[7:]),
)
"""Every sheet but the first, ``case``, which has a row for every field of the case itself."""


_NAMES = {
    "actor": "actors", "holder": "actors", "target": "actors", "party": "actors", "supplier": "actors",
    "issue": "issues", "talk": "talks", "if_fails": "talks", "then_falls": "talks", "need": "needs",
    "body": "bodies", "authorised_by": "bodies",
}  # fmt: skip


_LISTS = ("source", "parties", "vetoes", "members", "actors", "together", "against", "after", "not_with", "talks")


_TREES = (
    "changes",
    "compare",
    "sweep",
    "equilibrium",
    "events",
    "anchors",
    "scale",
    "weights",
    "as_one",
    "signals",
    *MOVE_KINDS,
)


def place_names(heading: str) -> str:
    """The sheet whose ids a column takes; empty if it takes none."""
    return _NAMES.get(heading, "")


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
    if heading in _TREES and isinstance(cell, str) and cell[:1] in ("{", "["):
        return json.loads(cell)
    return cell


CASE_FIELDS: dict[str, str] = {
    name: Case.model_fields[name].description or ""
    for name in Case.field_order()
    if name not in _COLLECTIONS and name != "stances"
}
"""The fields of the sheet ``case``, and what belongs there."""


CASE_FILE = "case.yaml"


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
                        where=describe_path(at), found=problem.found, legal=problem.legal, suggestion=problem.suggestion
                    )
                    yield case.origin.place(at).put(words)
