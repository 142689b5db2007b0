"""What the model has at a path: its kind of field, read off the classes of `model`."""

from __future__ import annotations

import types
import typing
from functools import cache
from typing import Any

from pydantic import BaseModel

from tertius.case.model import Case
from tertius.case.origin import Path

__all__ = ["bare_type", "fields_of", "kind_at", "marks_of", "model_at", "step_into"]


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
    if origin is dict:
        return typing.get_args(bare)[1]
    if origin is tuple:
        return typing.get_args(bare)[0]
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        info = fields_of(bare).get(str(step))
        if info is None:
            return None
        return typing.Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation
    return None


def kind_at(path: Path, root: type[BaseModel] = Case) -> Any:
    """Return the kind that the model has at a path, with its `Annotated` coat; None if it has none."""
    kind: Any = root
    for step in path:
        kind = step_into(kind, step)
        if kind is None:
            return None
    return kind


def bare_type(kind: Any) -> Any:
    """Return a kind without its `Annotated` coat and without `| None`."""
    while True:
        origin = typing.get_origin(kind)
        if origin is typing.Annotated:
            kind = typing.get_args(kind)[0]
        elif origin in (types.UnionType, typing.Union):
            kind = next(arg for arg in typing.get_args(kind) if arg is not type(None))
        else:
            return kind


def marks_of(kind: Any) -> list[Any]:
    """Return what the `Annotated` coats of a kind carry, `| None` or not."""
    marks: list[Any] = []
    while True:
        origin = typing.get_origin(kind)
        if origin is typing.Annotated:
            kind, *coat = typing.get_args(kind)
            marks += coat
        elif origin in (types.UnionType, typing.Union):
            kind = next(arg for arg in typing.get_args(kind) if arg is not type(None))
        else:
            return marks


def model_at(path: Path, root: type[BaseModel] = Case) -> type[BaseModel] | None:
    """Return the class of the entry at a path; None if there is no entry."""
    kind = bare_type(kind_at(path, root))
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
