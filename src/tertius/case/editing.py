"""One edit of a case: the case with something else at a path, or nothing; the case that goes in stays as it is."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, TypeAdapter

from tertius.case.kinds import bare_type, kind_at, step_into
from tertius.case.model import Case

__all__ = ["edited", "inner_of", "taken_away"]

_GONE: Any = object()


def edited(case: Case, path: Sequence[str], value: Any) -> Case:
    """The case with a value at a path.

    Args:
        case: The case; what is not edited is shared with it.
        path: Names of fields as in the file, and ids; all but the last lead to something.
        value: What stands there afterwards, as the model holds it.

    Raises:
        ValidationError: The last step is no key of the block that it is to be added to.
    """
    *around, last = path
    kind = bare_type(kind_at(tuple(around)))
    if typing.get_origin(kind) is dict:
        last = TypeAdapter(typing.get_args(kind)[0]).validate_python(last)
    changed: Case = _with(case, [*around, last], value)
    return changed


def taken_away(case: Case, path: Sequence[str | int]) -> Case:
    """The case without what stands at a path: an entry, an item of a list, or a field that can be left out."""
    changed: Case = _with(case, list(path), _GONE)
    return changed


def inner_of(node: Any, step: object) -> Any:
    """What a part of a case, live or as plain values, holds under a name of the file or an id; None if nothing."""
    if isinstance(node, BaseModel):
        return getattr(node, _field_of(type(node), str(step)), None)
    if isinstance(node, dict):
        return next((value for key, value in node.items() if str(key) == str(step)), None)
    return None


def _with(node: Any, path: Sequence[Any], value: Any) -> Any:
    step, *rest = path
    if isinstance(node, BaseModel):
        name = _field_of(type(node), str(step))
        new = _with(getattr(node, name), rest, value) if rest else value
        return _without(node, name) if new is _GONE else node.model_copy(update={name: new})
    if isinstance(node, tuple):
        return tuple(item for place, item in enumerate(node) if place != step)
    key = next((known for known in node if str(known) == str(step)), step)
    new = _with(node[key], rest, value) if rest else value
    return {k: v for k, v in node.items() if k != key} if new is _GONE else {**node, key: new}


def _without(node: BaseModel, name: str) -> BaseModel:
    """The entry with a field as if it had been left out."""
    info = type(node).model_fields[name]
    default = info.get_default(call_default_factory=True)
    if info.validate_default:
        default = TypeAdapter(step_into(type(node), info.alias or name)).validate_python(default)
    copy = node.model_copy(update={name: default})
    copy.model_fields_set.discard(name)
    return copy


def _field_of(model: type[BaseModel], step: str) -> str:
    """The name of a field in the model, by its name in the file."""
    return next((name for name, info in model.model_fields.items() if info.alias == step), step)
