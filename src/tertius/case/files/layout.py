"""How a case lies in sheets, those of a workbook or of a folder of CSV files: which there are, their columns, a cell.

A sheet for every collection, a row for every entry, a column for every field of the format: all read off the model.
What an issue, a talk, a need or a body holds by name (anchors, levels without agreement, powers, sources of a need,
members, majorities, blocs) has sheets of its own, so that every number has a cell and its evidence stands beside it.
Those that few cases need (why talks may fail although a deal would suit all) stand there only if they have a row.
The forms of a move or a claim have a column for each of their fields: ``back.party``, ``compare.quantity``.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from tertius.case.actions import Back, EventsTest, Threaten
from tertius.case.entries import Talk
from tertius.case.fields import Entry, Refers
from tertius.case.files.words import is_nested, to_words
from tertius.case.model import Case, Event, Link, Threat
from tertius.case.parse.characters import MAX_ROWS
from tertius.case.parse.names import EITHER
from tertius.case.parse.origin import Path
from tertius.case.paths import NOUNS, bare_type, describe_path, fields_of, marks_of, step_into
from tertius.case.plain import plain_of
from tertius.errors import Problem

ANCHORS = "anchors"
"""The field of an issue, and the sheet that holds it."""

CASE_SHEET = "case"
"""The first sheet, which has a row for every field of the case itself."""


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    Attributes:
        name: Its name.
        path: Where its entries stand in a case: the collection, and the field that holds them if they are inner ones.
        keys: Headings of the columns that name an entry.
        fields: Heading of every further column, and what belongs there.
        kinds: What the model has in each of them.
        rare: Further columns, which stand in a sheet only if a row needs them.
        bare: Whether an entry is a value alone, that of the only further column.
        seldom: Whether it stands there only if it has a row.
        listed: Whether its entries stand in a list of the case, in the order of the rows.
    """

    name: str
    path: tuple[str, ...]
    keys: tuple[str, ...]
    fields: Mapping[str, str]
    kinds: Mapping[str, Any]
    rare: tuple[str, ...] = ()
    bare: bool = False
    seldom: bool = False
    listed: bool = False

    def entry_path(self, ids: Sequence[str]) -> Path:
        """The path of the entry that has these ids in its key columns."""
        collection, *field = self.path
        return (collection, ids[0], *filter(None, field), *ids[1:])

    def field_path(self, entry: Path, heading: str) -> Path:
        """The path of what stands below a heading; that of the entry for a column that names it."""
        return entry if self.bare or heading in self.keys else (*entry, *heading.split("."))

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that it may have."""
        return (*self.keys, *self.fields, *self.rare)


_RARE = {
    Talk: ("chance", "can_close"),
    **dict.fromkeys((Link, Threat, Back, Threaten), ("refused_by",)),
    Event: ("host",),
    EventsTest: ("actors", "host", "with"),
}
"""The fields whose columns stand in a sheet only if a row needs them."""


def _is_entry(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Entry)


def _blocks_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields that hold entries by their ids, and the kind of what stands under an id."""
    kinds = {name: bare_type(step_into(model, name)) for name in fields_of(model)}
    under = {name: typing.get_args(kind)[1] for name, kind in kinds.items() if typing.get_origin(kind) is dict}
    return {name: kind for name, kind in under.items() if _is_entry(kind) or typing.get_origin(kind) is dict}


def _lists_of(model: type[BaseModel]) -> dict[str, Any]:
    """The fields that hold a list of entries of which each has a name of its own, and the kind of an entry."""
    kinds = {name: bare_type(step_into(model, name)) for name in fields_of(model)}
    inner = {name: typing.get_args(kind)[0] for name, kind in kinds.items() if typing.get_origin(kind) is tuple}
    return {name: kind for name, kind in inner.items() if _is_entry(kind) and kind.shorthand}


def _columns_of(model: type[BaseModel]) -> dict[str, str]:
    blocks = {**_blocks_of(model), **_lists_of(model)}
    return {name: info.description or "" for name, info in fields_of(model).items() if name not in blocks}


def _sheet_of(name: str, path: tuple[str, ...], keys: tuple[str, ...], model: type[Entry]) -> Sheet:
    """The sheet of a kind of entry; a form of it, which is an entry too, has a column for each of its fields."""
    fields: dict[str, str] = {}
    kinds: dict[str, Any] = {}
    rare: list[str] = []
    for head, says in _columns_of(model).items():
        kinds[head] = step_into(model, head)
        inner = bare_type(kinds[head])
        if not _is_entry(inner) and head not in (ANCHORS, *_RARE.get(model, ())):
            fields[head] = says
            continue
        rare.append(head)
        for field, info in (fields_of(inner) if _is_entry(inner) else {}).items():
            column = f"{head}.{field}"
            kinds[column] = step_into(inner, field)
            if field in Entry.model_fields or field in _RARE.get(inner, ()):
                rare.append(column)
            else:
                fields[column] = f"{says}: {info.description}"
    return Sheet(name, path, keys, fields, kinds, tuple(rare))


_INNER = {
    "without_agreement": ("levels without agreement", "issue"),
    "power": ("powers", "party"),
    "patience": ("patience", "party"),
    "doubt": ("doubt", "party"),
    "keeps": ("keeps", "party"),
    "firm": ("firm", "party"),
    "ratified_by": ("ratified by", "party"),
    "covered_by": ("supplies", "issue"),
    "unless": ("{} demands", "issue"),
}
"""Sheets of inner entries not called as their field and kind: the name, and the heading of their second key."""

_SELDOM = ("patience", "doubt", "keeps", "firm", "ratified_by", "unless", "promises", "ties", "comments")
"""The fields whose sheets stand there only if they have a row."""


def _list_sheet(name: str, kind: type[Entry]) -> Sheet:
    """The sheet of a list: what names an entry comes first, and the evidence only if somebody gives it."""
    sheet, key = _sheet_of(name.replace("_", " "), (name,), (kind.shorthand,), kind), kind.shorthand
    kinds = {head: one for head, one in sheet.kinds.items() if head != key}
    fields = {head: says for head, says in sheet.fields.items() if head in kinds and head not in Entry.model_fields}
    return replace(sheet, fields=fields, kinds=kinds, rare=tuple(Entry.model_fields), seldom=True, listed=True)


def _sheets() -> Iterator[Sheet]:
    blocks, lists = _blocks_of(Case), _lists_of(Case)
    for name in filter({*blocks, *lists}.__contains__, fields_of(Case)):
        if name in lists:
            yield _list_sheet(name, lists[name])
            continue
        kind = blocks[name]
        if not _is_entry(kind):
            yield _sheet_of(name, (name, ""), ("actor", "issue"), typing.get_args(kind)[1])
            continue
        yield replace(_sheet_of(name, (name,), ("id",), kind), seldom=name in _SELDOM)
        for field, inner in _blocks_of(kind).items():
            title, key = _INNER.get(field, (field, inner.__name__.lower()))
            noun = kind.__name__.lower()
            sheet = _sheet_of(title.format(noun), (name, field), (noun, key), inner)
            yield replace(sheet, seldom=field in _SELDOM)
        if ANCHORS in fields_of(kind):
            words = {"words": fields_of(kind)[ANCHORS].description or ""}
            yield Sheet(ANCHORS, (name, ANCHORS), ("issue", "level"), words, {"words": str}, bare=True)


SHEETS = tuple(_sheets())
"""Every sheet but the first, in the order of the format."""

CASE_FIELDS = _columns_of(Case)
"""The fields of the sheet ``case``, and what belongs there."""

_MEANT = {
    "actors": "open.parties open.power back.party back.refused_by threaten.target threaten.refused_by "
    "signal.receivers coordinate.partners coordinate.weights",
    "talks": "close back.if_fails back.then_falls threaten.if_fails coordinate.talks",
    "issues": "open.without_agreement supply.issue withhold.issue state.issue",
    "bodies": "promise_veto.body threaten.authorised_by",
    EITHER: "by",
}
"""The columns that hold ids of each collection, or of what a move adds, so that no mark says it."""


def ids_of(sheet: Sheet, heading: str) -> str:
    """The sheet whose ids a column takes, be it one, a list of them or names with values; empty if it takes none."""
    if heading in sheet.keys:
        return {noun: name for name, noun in NOUNS.items()}.get(heading, "actors" if heading == "party" else "")
    kind = sheet.kinds[heading]
    if typing.get_origin(bare_type(kind)) is dict or is_nested(kind):
        kind = typing.get_args(bare_type(kind))[0]
    marked = next((mark.collection for mark in marks_of(kind) if isinstance(mark, Refers)), "")
    return marked or next((name for name, heads in _MEANT.items() if heading in heads.split()), "")


def takes_one_id(sheet: Sheet, heading: str) -> bool:
    """Whether a column takes one id of a sheet, and not one that may be new."""
    kind = sheet.kinds.get(heading)
    listed = typing.get_origin(bare_type(kind)) in (tuple, dict)
    return heading in sheet.keys or (not listed and any(isinstance(mark, Refers) for mark in marks_of(kind)))


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


def lay_out(case: Case, also: Container[str] = ()) -> list[Laid]:
    """Every sheet of a case in the order of the format: empty ones too, but for those that few cases need.

    Args:
        case: The case.
        also: Names of sheets that must be there, even if few cases need them and this one does not.
    """
    raw = plain_of(case)
    own = tuple(((name,), (name, to_words(step_into(Case, name), raw[name]))) for name in CASE_FIELDS if name in raw)
    laid = [Laid(CASE_SHEET, None, ("field", "value"), own)]
    for sheet in SHEETS:
        one = lay_sheet(raw, sheet)
        if not sheet.seldom or one.rows or sheet.name in also:
            laid.append(one)
    return laid


def lay_sheet(raw: Mapping[str, Any], sheet: Sheet) -> Laid:
    """One sheet of a case, of which the plain values are given."""
    collection, *field = sheet.path
    entries: dict[tuple[str, ...], Mapping[str, Any]] = {}
    held = raw.get(collection, {})
    if sheet.listed:
        held = {entry[sheet.keys[0]]: entry for entry in held}
    for ident, entry in held.items():
        if not field:
            entries[(ident,)] = entry
            continue
        for name, part in (entry.get(field[0], {}) if field[0] else entry).items():
            entries[ident, name] = part
    rows = {ids: _cells_of(sheet, entry) for ids, entry in entries.items()}
    heads = (*sheet.fields, *(head for head in sheet.rare if any(head in cells for cells in rows.values())))
    laid_rows = tuple(
        (sheet.entry_path(ids), (*ids, *(cells.get(head) for head in heads))) for ids, cells in rows.items()
    )
    return Laid(sheet.name, sheet, (*sheet.keys, *heads), laid_rows)


def _cells_of(sheet: Sheet, entry: Any) -> dict[str, Any]:
    """What stands below each heading for an entry, a form of it taken apart."""
    if sheet.bare:
        return dict.fromkeys(sheet.fields, entry)
    cells: dict[str, Any] = {}
    for name, value in entry.items():
        kind = sheet.kinds.get(name)
        if _is_entry(bare_type(kind)):
            parts = {f"{name}.{field}": part for field, part in value.items()}
            cells |= {head: to_words(sheet.kinds[head], part) for head, part in parts.items()}
        elif kind is not None and name != ANCHORS:
            cells[name] = to_words(kind, value)
    return cells


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
                    at = path if sheet.sheet is None else sheet.sheet.field_path(path, head)
                    yield case.origin.place(at).put(replace(problem, where=describe_path(at)))
