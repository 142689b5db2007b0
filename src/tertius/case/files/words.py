"""What is deeper than a number or a text, as a person writes it in one cell: lists, names with values, changes.

    usa, dprk; usa, china                        a list of lists, where the field holds one
    usa, dprk                                    a list; semicolons and line breaks part its items as well
    trade: 20 to 40, likely 30; fuel: 0          names with a value each; a name may have a list
    set links.patron.probability to 20%          changes, parted by semicolons or line breaks
    add needs.fuel as {"actor": "dprk", "weight": 20}
    remove talks.trade

What words cannot say so that it reads back as the same is JSON, which every such cell takes too.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Callable, Mapping
from typing import Any

from tertius.case.actions import Change
from tertius.case.fields import Entry
from tertius.case.files.schema import form_of
from tertius.case.parse.tree import scalar_of
from tertius.case.paths import bare_type, model_of

_PAIR = re.compile(r"\s*(?:[;\n]|,(?=[^,;:\n]*:(?:\s|$)))\s*")
_CHANGE = re.compile(r"(?:^|[;\n])\s*(?=(?:set|add|remove)\s)")
_VERBS = {"set": (" to ", "to"), "add": (" as ", "value"), "remove": ("", "")}


def has_words(kind: Any) -> bool:
    """Whether cells of a kind hold more than one value."""
    return form_of(kind) in ("ids", "paths", "scale") or typing.get_origin(bare_type(kind)) in (dict, tuple)


def is_nested(kind: Any) -> bool:
    """Whether cells of a kind hold a list of lists of ids."""
    bare = bare_type(kind)
    return typing.get_origin(bare) is tuple and form_of(typing.get_args(bare)[0]) == "ids"


def to_words(kind: Any, value: Any) -> Any:
    """A plain value as a cell holds it: what a cell can hold as it is, else words, else JSON.

    Args:
        kind: What the model has there.
        value: The plain value.
    """
    if bare_type(kind) is Any:
        return value if isinstance(value, int | float) else _free_words(value)
    if not isinstance(value, list | dict):
        return value
    words = _words_of(kind, value)
    try:
        said = words is not None and (form_of(kind) == "scale" or from_words(kind, words) == value)
    except ValueError:
        said = False
    return words if said else json.dumps(value, ensure_ascii=False)


def from_words(kind: Any, cell: Any, known: Callable[[str], bool] = lambda name: False) -> Any:
    """The plain value of a cell.

    Args:
        kind: What the model has there.
        cell: What stands in the cell.
        known: Whether a text is an id or a name of the case, though it may have a comma in it.

    Raises:
        ValueError: A cell that begins like JSON is not JSON.
    """
    if not isinstance(cell, str):
        return cell
    if form_of(kind) in ("ids", "paths"):
        return _list(cell, known)
    if bare_type(kind) is Any:
        return _free(cell)
    if form_of(kind) == "scale" or not (has_words(kind) or model_of(kind)):
        return cell
    if cell[:1] in ("{", "["):
        return json.loads(cell)
    if is_nested(kind):
        return [_list(part, known) for part in re.split(r"[;\n]", cell) if part.strip()]
    if typing.get_origin(bare_type(kind)) is tuple:
        return _changes(cell) if typing.get_args(bare_type(kind))[0] is Change else cell
    if model_of(kind):
        return cell
    return _pairs(typing.get_args(bare_type(kind))[1], cell, known)


def _free_words(value: Any) -> str:
    """The words for a value of any kind."""
    plain = isinstance(value, str) and scalar_of(value) == value and value[:1] not in ('"', "{", "[")
    return value if plain else json.dumps(value, ensure_ascii=False)


def _free(cell: str) -> Any:
    """The value that words for any kind of value have: a number, JSON, or else a text."""
    return json.loads(cell) if cell[:1] in ('"', "{", "[") else scalar_of(cell)


def _words_of(kind: Any, value: Any) -> str | None:
    """The words for a value; None if there are none for its kind."""
    if isinstance(value, list):
        if form_of(kind) in ("ids", "paths"):
            return ", ".join(map(str, value))
        if is_nested(kind):
            return "; ".join(", ".join(map(str, part)) for part in value)
        if form_of(kind) == "scale":
            return f"{value[0]} to {value[1]}"
        return _words_of_changes(value) if value and isinstance(value[0], dict) else None
    inner = typing.get_args(bare_type(kind))[1] if typing.get_origin(bare_type(kind)) is dict else None
    short = getattr(bare_type(inner), "shorthand", "")
    parts = []
    for name, part in value.items():
        one = part[short] if isinstance(part, dict) and list(part) == [short] else part
        parts.append(f"{name}: {', '.join(map(str, one)) if isinstance(one, list) else one}".rstrip())
    return "; ".join(parts)


def _list(cell: str, known: Callable[[str], bool]) -> list[str]:
    items: list[str] = []
    for part in re.split(r"[;\n]", cell):
        items += [part] if known(part.strip()) else part.split(",")
    return [item.strip() for item in items if item.strip()]


def _pairs(inner: Any, cell: str, known: Callable[[str], bool]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    bare = bare_type(inner)
    short = bare.shorthand if isinstance(bare, type) and issubclass(bare, Entry) else ""
    for part in filter(None, _PAIR.split(cell)):
        name, colon, said = part.partition(":")
        if not colon or name.strip() in pairs:
            raise ValueError(part)
        value = _list(said, known) if form_of(inner) == "ids" else scalar_of(said.strip())
        pairs[name.strip()] = {short: value} if short else value
    return pairs


def _words_of_changes(changes: list[Mapping[str, Any]]) -> str | None:
    lines = []
    for change in changes:
        verb = next((verb for verb in _VERBS if verb in change), "")
        join, companion = _VERBS.get(verb, ("", ""))
        if not verb or set(change) != {verb, companion} - {""}:
            return None
        value = change.get(companion)
        lines.append(f"{verb} {change[verb]}{join}{_free_words(value) if companion else ''}")
    return "\n".join(lines)


def _changes(cell: str) -> list[dict[str, Any]]:
    changes = []
    for part in filter(None, (part.strip(" ;\n") for part in _CHANGE.split(cell))):
        verb, _, rest = part.partition(" ")
        if verb not in _VERBS:
            raise ValueError(part)
        join, companion = _VERBS[verb]
        path, joined, said = rest.partition(join) if join else (rest, "", "")
        change: dict[str, Any] = {verb: path.strip()}
        if joined:
            change[companion] = _free(said.strip())
        changes.append(change)
    return changes
