"""What the model says does not fit, as a problem in the words of somebody who writes a case."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.case.parse.quantity import shown
from tertius.case.paths import bare_type, describe_path, fields_of, model_at, subject_of, type_at
from tertius.errors import Problem


def problem_of(item: Any, path: Path, root: type[BaseModel] = Case) -> Problem:
    """Return a finding of the model as a problem without file and line; paths start at `root`."""
    kind, context = item["type"], item.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_field(path, root)
    if kind == "missing":
        return _missing_field(path, root)
    found, legal, suggestion = _finding(kind, context, item["input"], path, root)
    return Problem(where=subject_of(path, found), found=found, legal=legal, suggestion=suggestion)


def _finding(kind: str, context: dict[str, Any], value: Any, path: Path, root: type[BaseModel]) -> tuple[str, str, str]:
    if kind == "mistake":
        return context["found"], context["legal"], context["suggestion"]
    if kind == "literal_error":
        legal = [str(word) for word in typing.get_args(bare_type(type_at(path, root)))]
        near = closest(value, legal) if isinstance(value, str) else ""
        return f"found {shown(value)}", f"it is one of {', '.join(legal)}", near
    if kind in _BELONGS:
        return (
            f"found {kind_of(value)} where {_BELONGS[kind]} belongs",
            "",
            _hint(kind, value, path),
        )
    if kind in _BOUNDS:
        limit = next(v for k, v in context.items() if k in ("ge", "gt", "le", "lt"))
        told = value if isinstance(value, str) else f"{value:g}"  # very large numbers are kept as they were written
        return f"{path[-1]} {told} is {_BOUNDS[kind].format(f'{limit:g}')}", "", ""
    return f"found {shown(value)}: {kind.replace('_', ' ')}", "", ""


_BELONGS = {
    "model_type": "a block", "dict_type": "a block", "tuple_type": "a list", "list_type": "a list",
    "string_type": "text", "bool_type": "true or false", "bool_parsing": "true or false",
}  # fmt: skip

_BOUNDS = {
    "greater_than": "not over {}", "greater_than_equal": "below {}", "less_than": "not below {}",
    "less_than_equal": "over {}",
}  # fmt: skip


def kind_of(value: Any) -> str:
    """Return what a value is, in words, with the value if it is short."""
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a block"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, bool):
        return shown(value)
    return f"the number {value}" if isinstance(value, int | float) else f"the text {shown(value)}"


_EXAMPLES = {"name": "United States", "title": "Before the summit", "unit": "years"}


def _hint(kind: str, value: Any, path: Path) -> str:
    if kind == "string_type" and isinstance(value, list | Mapping):
        name = str(path[-1])
        return f"write it in one line, as `{name}: {_EXAMPLES.get(name, 'a few words')}`"
    if not isinstance(value, str):
        if kind == "string_type" and isinstance(value, bool):
            return "put it in quotes"
        listed = kind in ("model_type", "dict_type") and isinstance(value, list)
        return "write one `name: value` to a line" if listed else ""
    key, colon, rest = value.partition(":")
    if kind in ("model_type", "dict_type") and colon and rest[:1].strip() and " " not in key:
        return f"a colon needs a space after it: did you mean '{key}: {rest}'?"
    return "write its fields below it, indented" if kind in ("model_type", "dict_type") else ""


def _unknown_field(path: Path, root: type[BaseModel]) -> Problem:
    name, model = str(path[-1]), model_at(path[:-1], root)
    legal = list(fields_of(model)) if model else []
    where = describe_path(path[:-1])
    return Problem(
        where=where,
        found=f"unknown field '{name}'",
        legal=f"legal here: {', '.join(legal)}" if legal else "",
        suggestion=closest(name, legal),
    )


def _missing_field(path: Path, root: type[BaseModel]) -> Problem:
    name, model = str(path[-1]), model_at(path[:-1], root)
    info = fields_of(model).get(name) if model else None
    legal = (info.description or "") if info is not None else ""
    return Problem(where=describe_path(path[:-1]), found=f"the field '{name}' is missing", legal=legal)
