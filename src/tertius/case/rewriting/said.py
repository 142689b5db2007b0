"""What a case says of itself in plain values, defaults that somebody has written out included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tertius.case.actions import Change
from tertius.case.fields import Entry
from tertius.case.plain import plain_value


def said_of(value: Any, beside: Any = None) -> Any:
    """The plain values of a part of a case as a file says them: only what is left empty is left out.

    `plain_of` leaves out defaults as well; here ``cost: 0`` stays if it was written, so that to set a number to its
    default does not take away its line.

    Args:
        value: The part of the case.
        beside: The same part of another version: what that one says, this one says too, be it the default.
    """
    if isinstance(value, Entry):
        return _fields_of(value, beside if type(beside) is type(value) else None)
    if isinstance(value, Mapping):
        others = beside if isinstance(beside, Mapping) else {}
        return {plain_value(key): said_of(inner, others.get(key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        paired = isinstance(beside, list | tuple) and len(beside) == len(value)
        return [said_of(inner, beside[place] if paired else None) for place, inner in enumerate(value)]
    return plain_value(value)


def _fields_of(entry: Entry, beside: Entry | None) -> dict[str, Any]:
    said = entry.model_fields_set | (beside.model_fields_set if beside is not None else set())
    values = {}
    for name in entry.field_order():
        info, inner = type(entry).model_fields[name], getattr(entry, name)
        needed = info.is_required() or (isinstance(entry, Change) and name in ("to", "value"))
        if name in said and ((needed and name in entry.model_fields_set) or not is_empty(inner)):
            values[info.alias or name] = said_of(inner, getattr(beside, name, None))
    return values


def is_empty(value: Any) -> bool:
    """Whether a value says nothing, as if it had been left out."""
    return value is None or (isinstance(value, str | Mapping | list | tuple) and not value)
