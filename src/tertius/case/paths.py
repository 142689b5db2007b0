"""Paths in a case, such as ``needs.fuel.weight``: what the model has there, how to change it, where it is in words.

A path is made of names of fields as in the file, and of ids. The case that goes into an edit stays as it is.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter

from tertius.case.actions import Change
from tertius.case.fields import Refers
from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest

Mark = TypeVar("Mark")


class Dead(Exception):  # noqa: N818  (a path is dead; it is no error of the program)
    """A path that leads nowhere: found, legal, suggestion."""

    def __init__(self, found: str, legal: str = "", suggestion: str = "") -> None:
        super().__init__(found)
        self.found, self.legal, self.suggestion = found, legal, suggestion


def dead_end_in_file(case: Case, path: str) -> tuple[str, str, str] | None:
    """Why a path leads to no part of the case file at all, moves and claims included; None if it leads somewhere."""
    fields = fields_of(Case)
    head = path.split(".")[0]
    if head not in fields:
        return (
            f"the path '{path}' leads nowhere",
            f"a path starts with one of {', '.join(fields)}",
            closest(head, fields),
        )
    try:
        _walk(case, path, "")
    except Dead as dead:
        return dead.found, dead.legal, dead.suggestion
    return None


def resolve(data: Any, path: str, verb: str) -> Any:
    """Return the type of what a change edits; raise `Dead` if the path leads nowhere.

    Args:
        data: The case, or its plain values.
        path: The path, with dots between its parts.
        verb: ``set``, ``add`` or ``remove``.
    """
    steps = path.split(".")
    if path not in SETTINGS and (steps[0] not in CHANGEABLE or len(steps) == 1):
        legal = f"a path starts with one of {', '.join(CHANGEABLE)}, then an id"
        near = closest(steps[0], CHANGEABLE) if steps[0] not in CHANGEABLE else ""
        raise Dead(f"the path '{path}' leads nowhere", legal, near)
    return _walk(data, path, verb)


def _walk(data: Any, path: str, verb: str) -> Any:
    """The type of what a path leads to, step by step from the case; `Dead` if it leads nowhere."""
    steps = path.split(".")
    kind: Any = Case
    node: Any = data
    for index, step in enumerate(steps):
        here, model = verb if index == len(steps) - 1 else "", model_of(kind)
        if typing.get_origin(bare_type(kind)) is dict:
            _check_entry(node or {}, step, here, path)
        elif model is None:
            raise Dead(f"the path '{path}' goes on after a field that holds no fields", "", "end it there")
        else:
            _check_field(model, step, here, path)
        kind, node = step_into(kind, step), inner_of(node, step)
    return kind


def dead_end(data: Any, path: str) -> tuple[str, str, str] | None:
    """Why a path leads nowhere: found, legal, suggestion; None if it leads somewhere."""
    try:
        resolve(data, path, "")
    except Dead as dead:
        return dead.found, dead.legal, dead.suggestion
    return None


def _check_entry(node: dict[str, Any], step: str, verb: str, path: str) -> None:
    if verb != "add" and step in node:
        return
    known = [str(key) for key in node]
    if verb == "add" and step in known:
        raise Dead(f"there is already something at '{path}'", "", "use `set` to change it")
    if verb != "add" and step not in known:
        listed = ", ".join(known[:12]) or "none"
        hint = closest(step, known) or ("use `add` for something new" if verb == "set" else "")
        raise Dead(f"there is no '{step}' in the path '{path}'", f"known: {listed}", hint)


def _check_field(model: type[BaseModel], step: str, verb: str, path: str) -> None:
    fields = fields_of(model)
    if step not in fields:
        legal = f"legal here: {', '.join(fields)}"
        raise Dead(f"unknown field '{step}' in the path '{path}'", legal, closest(step, fields))
    if verb == "add":
        raise Dead(f"'{step}' in the path '{path}' is a field, not an entry", "", "use `set`")
    if verb == "remove" and fields[step].is_required():
        raise Dead(f"the field '{step}' in the path '{path}' cannot be taken away", "an entry needs it")


def value_at(kind: Any, change: Change) -> Any:
    """Return the value that a `set` or `add` brings, read as the field reads it.

    Raises:
        ValidationError: The value does not fit the field.
    """
    return reader_of(kind).validate_python(change.to if change.verb == "set" else change.value)


@cache  # to make one takes longer than to read a hundred values with it
def reader_of(kind: Any) -> TypeAdapter[Any]:
    """What reads a value as a field of this kind does."""
    return TypeAdapter(kind)


_GONE: Any = object()


def with_value(case: Case, path: Sequence[str], value: Any) -> Case:
    """The case with a value at a path.

    Args:
        case: The case; what is not edited is shared with it.
        path: Names of fields as in the file, and ids; all but the last lead to something.
        value: What stands there afterwards, as the model holds it.

    Raises:
        ValidationError: The last step is no key of the block that it is to be added to.
    """
    *around, last = path
    kind = bare_type(type_at(tuple(around)))
    if typing.get_origin(kind) is dict:
        last = reader_of(typing.get_args(kind)[0]).validate_python(last)
    changed: Case = _with(case, [*around, last], value)
    return changed


def without_value(case: Case, path: Sequence[str | int]) -> Case:
    """The case without what stands at a path: an entry, an item of a list, or a field that can be left out."""
    changed: Case = _with(case, list(path), _GONE)
    return changed


def inner_of(node: Any, step: object) -> Any:
    """What a part of a case, live or as plain values, holds under a name of the file or an id; None if nothing."""
    if isinstance(node, BaseModel):
        return getattr(node, _field_of(type(node), str(step)), None)
    if isinstance(node, dict):
        return node[step] if step in node else next((node[key] for key in node if str(key) == str(step)), None)
    return None


def _with(node: Any, path: Sequence[Any], value: Any) -> Any:
    step, *rest = path
    if isinstance(node, BaseModel):
        name = _field_of(type(node), str(step))
        new = _with(getattr(node, name), rest, value) if rest else value
        if new is not _GONE:
            return node.model_copy(update={name: new})
        info = type(node).model_fields[name]  # as if the field had been left out
        default = info.get_default(call_default_factory=True)
        if info.validate_default:
            default = reader_of(step_into(type(node), info.alias or name)).validate_python(default)
        copy = node.model_copy(update={name: default})
        copy.model_fields_set.discard(name)
        return copy
    if isinstance(node, tuple):
        return tuple(item for place, item in enumerate(node) if place != step)
    key = step if step in node else next((known for known in node if str(known) == str(step)), step)
    new = _with(node[key], rest, value) if rest else value
    return {k: v for k, v in node.items() if k != key} if new is _GONE else {**node, key: new}


def _field_of(model: type[BaseModel], step: str) -> str:
    """The name of a field in the model, by its name in the file."""
    return next((name for name, info in model.model_fields.items() if info.alias == step), step)


COLLECTIONS = tuple(name for name, info in Case.model_fields.items() if typing.get_origin(info.annotation) is dict)
"""The parts of a case that hold entries by their ids, in the order of the format."""

NOUNS = {name: name.removesuffix("s") for name in COLLECTIONS} | {"bodies": "body"}
"""What an entry of each collection is called."""

CHANGEABLE = tuple(name for name in COLLECTIONS if name not in ("groups", "ties", "moves", "claims", "comments"))
"""The collections that a path may lead into."""


SETTINGS = ("curvature", "voice")
"""The fields of the case itself that a path may lead to."""


@cache  # asked for every number of every version of a case
def fields_of(model: type[BaseModel]) -> types.MappingProxyType[str, Any]:
    """Return the fields of an entry under the names they have in the file, its own before the common ones."""
    own = [name for name in model.__annotations__ if name in model.model_fields]
    names = dict.fromkeys([*own, *model.model_fields])
    return types.MappingProxyType({model.model_fields[name].alias or name: model.model_fields[name] for name in names})


def step_into(kind: Any, step: str | int) -> Any:
    """Return the kind of what is under a name or number inside a kind; None if there is nothing."""
    bare = bare_type(kind)
    origin = typing.get_origin(bare)
    if origin in (dict, tuple):
        return typing.get_args(bare)[1 if origin is dict else 0]
    model = model_of(kind)
    info = None if model is None else fields_of(model).get(str(step))
    if info is None:
        return None
    return typing.Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def type_at(path: Path, root: type[BaseModel] = Case) -> Any:
    """Return the kind that the model has at a path, with its `Annotated` coat; None if it has none."""
    kind: Any = root
    for step in path:
        kind = step_into(kind, step)
        if kind is None:
            return None
    return kind


def bare_type(kind: Any) -> Any:
    """Return a kind without its `Annotated` coat and without `| None`."""
    return _bare_and_marks(kind)[0]


def marks_of(kind: Any) -> list[Any]:
    """Return what the `Annotated` coats of a kind carry, `| None` or not."""
    return _bare_and_marks(kind)[1]


def _bare_and_marks(kind: Any) -> tuple[Any, list[Any]]:
    marks: list[Any] = []
    while True:
        origin = typing.get_origin(kind)
        if origin is typing.Annotated:
            kind, *coat = typing.get_args(kind)
            marks += coat
        elif origin in (types.UnionType, typing.Union):
            kind = next(arg for arg in typing.get_args(kind) if arg is not type(None))
        else:
            return kind, marks


def mark_at(path: Path, mark: type[Mark]) -> Mark | None:
    """Return what the field at a path says of itself in a mark of a class; None if it has no such mark."""
    return next((one for one in _marks_at(_without_ids(path)) if isinstance(one, mark)), None)


def _without_ids(path: Path) -> Path:
    """A path without the ids of its part, on which no kind rests: a table has thousands, and few kinds of number."""
    if not path or path[0] not in COLLECTIONS:
        return path
    end = 3 if path[0] == "stances" else 2
    return (path[0], *("" for _ in path[1:end]), *path[end:])


@lru_cache(maxsize=4096)  # asked for every number of every version of a case
def _marks_at(path: Path) -> tuple[Any, ...]:
    return tuple(marks_of(type_at(path)))


def keys_along(path: Path) -> Iterator[tuple[str, str | int]]:
    """Yield the steps of a path that are ids of another entry, each with the collection of that entry."""
    kind: Any = Case
    for step in path:
        bare = bare_type(kind)
        if typing.get_origin(bare) is dict:
            key = typing.get_args(bare)[0]
            yield from ((mark.collection, step) for mark in marks_of(key) if isinstance(mark, Refers))
        kind = step_into(kind, step)


def model_of(kind: Any) -> type[BaseModel] | None:
    """Return the class of the entry that a kind is; None if it is none."""
    bare = bare_type(kind)
    return bare if isinstance(bare, type) and issubclass(bare, BaseModel) else None


def model_at(path: Path, root: type[BaseModel] = Case) -> type[BaseModel] | None:
    """Return the class of the entry at a path; None if there is no entry."""
    return model_of(type_at(path, root))


_PARTS = {
    "without_agreement": "level of {} without agreement",
    "power": "power of {}",
    "patience": "patience of {}",
    "doubt": "doubt of {}",
    "keeps": "word of {}",
    "firm": "firmness of {}",
    "ratified_by": "ratification for {}",
    "unless": "demand on {}",
    "can_close": "'can_close', list {}",
    "covered_by": "cover by {}",
    "members": "member {}",
    "majorities": "majority {}",
    "blocs": "bloc {}",
    "weights": "weight of {}",
    "anchors": "anchor {}",
    "moves": "moves of {}",
    "changes": "change {}",
    "answered_by": "answer {}",
    "signals": "signal {}",
    "with": "'with', change {}",
    "against": "'against', change {}",
}


def describe_path(path: Path) -> str:
    """Return the place of a path in words; empty for the case itself."""
    if not path:
        return ""
    head, *rest = path
    if not rest:
        return str(head)
    if head in ("changes", "answered_by"):
        return ", ".join(_parts(list(path)))
    if head == "stances":
        words = f"stance of {rest[0]} on {rest[1]}" if len(rest) > 1 else f"stances of {rest[0]}"
        return ", ".join([words, *_parts(rest[2:])])
    noun = NOUNS.get(str(head))
    words = f"{noun} '{rest[0]}'" if noun else f"{head}.{rest[0]}"
    return ", ".join([words, *_parts(rest[1:], {} if head == "groups" else _PARTS)])


def subject_of(path: Path, found: str) -> str:
    """Return the place, without its last field if what was found starts with the name of that field."""
    field = str(path[-1]).replace("_", " ") if path else ""
    return describe_path(path[:-1] if field and found.startswith(f"{field} ") else path)


def _parts(rest: list[str | int], named: Mapping[str, str] = _PARTS) -> list[str]:
    """Return the words for what is inside an entry, pair by pair where a block of ids or a list is named."""
    words: list[str] = []
    position = 0
    while position < len(rest):
        part = str(rest[position])
        if part in named and position + 1 < len(rest):
            inner = rest[position + 1]
            words.append(named[part].format(inner + 1 if isinstance(inner, int) else inner))
            position += 2
        else:
            words.append(f"item {int(part) + 1}" if isinstance(rest[position], int) else part)
            position += 1
    return words
