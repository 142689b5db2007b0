"""What a case says of itself in plain values, defaults that somebody has written out included."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tertius.case.actions import Change
from tertius.case.fields import Entry
from tertius.case.plain import plain_value


def said_of(value: Any) -> Any:
    """The plain values of a part of a case as a file says them: only what is left empty is left out.

    `plain_of` leaves out defaults as well; here ``cost: 0`` stays if it was written, so that to set a number to its
    default does not take away its line.
    """
    if isinstance(value, Entry):
        values = {}
        for name in value.field_order():
            info, inner = type(value).model_fields[name], getattr(value, name)
            needed = info.is_required() or (isinstance(value, Change) and name in ("to", "value"))
            if name in value.model_fields_set and (needed or not is_empty(inner)):
                values[info.alias or name] = said_of(inner)
        return values
    if isinstance(value, Mapping):
        return {plain_value(key): said_of(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [said_of(inner) for inner in value]
    return plain_value(value)


def is_empty(value: Any) -> bool:
    """Whether a value says nothing, as if it had been left out."""
    return value is None or (isinstance(value, str | Mapping | list | tuple) and not value)
