"""What stands below a heading: how a value is shown with the names of the case, and how a typed text is read."""

from __future__ import annotations

import json
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from pydantic_core import PydanticCustomError, PydanticUndefined

from tertius.case.fields import IN_PERCENT, Number
from tertius.case.files.layout import ANCHORS, SHEETS, Sheet, ids_of, takes_one_id
from tertius.case.files.schema import form_of
from tertius.case.files.words import from_words, is_nested, to_words
from tertius.case.model import Case
from tertius.case.parse.names import Names
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.paths import bare_type, fields_of, marks_of, model_at, model_of, step_into
from tertius.case.plain import number_words
from tertius.workbench.differences import NOTHING
from tertius.workbench.grid.words import HELPS, heading_words

LONG = ("why", "question", "summary", "what", "says", "changes", "note", "words")
"""Fields whose texts run over several lines."""


MEMBERS = (("bodies", "vetoes"), ("bodies", "members"), ("bodies", "weights"))
"""Columns that name members of a body: those that are actors are called as these."""


@dataclass(frozen=True)
class Callings:
    """The names of a case, there and back.

    Attributes:
        values: The case as plain values.
    """

    values: Mapping[str, Any]

    @cached_property
    def names(self) -> Names:
        """The id that each name stands for."""
        return Names.of(self.values)

    @cached_property
    def either(self) -> Mapping[str, Any]:
        """Actors and bodies."""
        return {**self.values.get("bodies", {}), **self.values.get("actors", {})}

    def name(self, collection: str, ident: str) -> str:
        """What an entry is called: its name or title, or its id if that alone tells it from another."""
        block = self.values.get(collection, self.either if " or " in collection else {})
        entry = block.get(ident)
        said = (entry.get("name") or entry.get("title")) if isinstance(entry, Mapping) else entry
        if not said or self.names.ident(collection, str(said)) != ident:
            return ident
        return str(said)

    def options(self, collection: str) -> list[str]:
        """What every entry of a collection is called."""
        block = self.values.get(collection, self.either if " or " in collection else {})
        return [self.name(collection, ident) for ident in block]


@dataclass(frozen=True)
class Column:
    """What stands below a heading.

    Attributes:
        heading: The heading of the sheet: the field, or two with a point between them.
        kind: What the model has there.
        help: What belongs there, in a sentence.
        refers: The collection whose names it takes; empty if it takes none.
        one: Whether it takes one name alone.
        needed: Whether an entry is none without it.
        default: What holds if nothing stands there, in words.
    """

    heading: str
    kind: Any
    help: str = ""
    refers: str = ""
    one: bool = False
    needed: bool = False
    default: str = ""
    said: str = field(default="")

    @property
    def words(self) -> str:
        """The heading in plain words."""
        return self.said or heading_words(self.heading)

    @cached_property
    def number(self) -> bool:
        """Whether a number belongs there."""
        return form_of(self.kind) in ("number", "plain")

    @cached_property
    def share(self) -> bool:
        """Whether it is counted from 0 to 1, which people read in percent."""
        return any(isinstance(mark, Number) and mark.unit in IN_PERCENT for mark in marks_of(self.kind))

    @cached_property
    def full(self) -> float | None:
        """What the number is at most, if that is a share or a weight of which all can be drawn."""
        mark = next((mark for mark in marks_of(self.kind) if isinstance(mark, Number)), None)
        return mark.high if mark is not None and mark.high in (1, 100) else None

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """The words of which one belongs there; empty if it takes others."""
        bare = bare_type(self.kind)
        return tuple(map(str, typing.get_args(bare))) if typing.get_origin(bare) is typing.Literal else ()

    @property
    def long(self) -> bool:
        """Whether its texts may run over several lines."""
        return self.heading.split(".")[-1] in LONG

    @property
    def width(self) -> str:
        """How much room it takes: that of a number, of a text, of a long one."""
        return "number" if self.number else "long" if self.long or self.refers == "sources" else "text"

    def text(self, value: Any, callings: Callings) -> str:
        """A plain value as its cell holds it, with names in the place of ids."""
        if value is NOTHING or value is None:
            return ""
        if self.refers:
            value = self._named(value, callings)
            if isinstance(value, list) and not is_nested(self.kind):
                return ("; " if any("," in name for name in value) else ", ").join(value)
        if self.share:
            return in_percent(value)
        words = to_words(self.kind, value)
        return words if isinstance(words, str) else "" if words is None else str(words)

    def _named(self, value: Any, callings: Callings) -> Any:
        if isinstance(value, str):
            return callings.name(self.refers, value)
        if isinstance(value, list):
            return [self._named(one, callings) for one in value]
        if isinstance(value, Mapping):
            return {callings.name(self.refers, ident): inner for ident, inner in value.items()}
        return value

    def value(self, text: str, callings: Callings) -> Any:
        """The plain value that a text stands for, with ids in the place of names; `NOTHING` for an empty one.

        What cannot be taken apart stays the text: the case says what is wrong with it.
        """
        text = text.strip()
        if not text:
            return NOTHING
        if self.share:
            return from_percent(text)
        if self.refers and (self.one or bare_type(self.kind) is str):
            return callings.names.ident(self.refers, text)
        try:
            value = from_words(self.kind, text, lambda name: callings.names.knows(self.refers, name))
        except (ValueError, RecursionError, json.JSONDecodeError):
            return text
        return callings.names.idents(self.refers, value) if self.refers else value


def in_percent(value: Any) -> str:
    """The number words of a share in percent, where they read back as the very same number."""
    number = read_quantity(value)
    words = str(number if number.percent else number.in_percent())
    return words if read_quantity(words).of(1) == number.of(1) else str(value)


def from_percent(text: str) -> Any:
    """The number words of a share as the case has them; what is no number stays the text."""
    try:
        return number_words(read_quantity(text).of(1)) if "%" in text else text
    except PydanticCustomError:
        return text


SHEET = {sheet.name: sheet for sheet in SHEETS}


@cache
def columns_of(name: str) -> dict[str, Column]:
    """The columns of a sheet behind those that name an entry, rare ones too, by their headings."""
    sheet = SHEET[name]
    columns = {}
    for heading in (*sheet.fields, *sheet.rare):
        if heading not in sheet.kinds or heading == ANCHORS or model_of(sheet.kinds[heading]):
            continue  # what an entry holds has sheets, or columns, of its own
        says, needed, default = _said_by_model(sheet, heading)
        columns[heading] = Column(
            heading=heading,
            kind=sheet.kinds[heading],
            help=HELPS.get(heading) or sheet.fields.get(heading) or says,
            refers="actors" if (sheet.path[0], heading) in MEMBERS else ids_of(sheet, heading),
            one=takes_one_id(sheet, heading),
            needed=needed,
            default=default,
        )
    return columns


def _said_by_model(sheet: Sheet, heading: str) -> tuple[str, bool, str]:
    """What the model says of a field: its description, whether it is needed, what holds if it is left out."""
    entry = sheet.entry_path(["*"] * len(sheet.keys))
    path = (*entry, *heading.split("."))
    model = model_at(path[:-1])
    info = fields_of(model).get(str(path[-1])) if model is not None and not sheet.bare else None
    if info is None:
        return "", False, ""
    return info.description or "", info.is_required() and "." not in heading, default_words(info, sheet.kinds[heading])


def default_words(info: Any, kind: Any) -> str:
    """What holds if a field is left out, in words; empty if nothing does."""
    default = info.default
    if default is PydanticUndefined or default is None or default in ("", ()) or default == {}:
        return ""
    if isinstance(default, Quantity):
        return str(number_words(default))
    if isinstance(default, tuple):
        return str(to_words(kind, [f"{end:g}" for end in default]))
    return f"{default:g}" if isinstance(default, float) else str(default)


@cache
def case_column(name: str) -> Column:
    """What a field of the case itself holds."""
    info, kind = fields_of(Case)[name], step_into(Case, name)
    refers = "sources" if name == "source" else ""
    said = {"case": "short name", "as_of": "as of"}.get(name, "")
    default = default_words(info, kind)
    return Column(name, kind, info.description or "", refers, needed=info.is_required(), default=default, said=said)
