"""A case as plain values: what a file holds of it, and the number words that read back as the same number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from tertius.case.actions import Change
from tertius.case.fields import Entry
from tertius.case.parse.quantity import Quantity, read_quantity


def plain_of(entry: Entry) -> dict[str, Any]:
    """The plain values of a case or an entry, as `read_tree` would give them: number words, ISO dates, blocks."""
    values = {}
    for name in entry.field_order():
        info, value = type(entry).model_fields[name], getattr(entry, name)
        companion = isinstance(entry, Change) and name in ("to", "value")
        if name in entry.model_fields_set and (companion or (value is not None and value != info.default)):
            values[info.alias or name] = plain_value(value)
    return values


def plain_value(value: Any) -> Any:
    """The plain value of a field of a case, be it an entry, a block, a list, a number, a date or a text."""
    if isinstance(value, Entry):
        return plain_of(value)
    if isinstance(value, Mapping):
        return {plain_value(key): plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(inner) for inner in value]
    if isinstance(value, Quantity):
        return number_words(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return _number(value) if isinstance(value, float) else value


def in_words(value: Any) -> Any:
    """A value of a field as a change takes it: a quantity in number words, anything else as it is."""
    return number_words(value) if isinstance(value, Quantity) else value


def number_words(quantity: Quantity) -> Any:
    """Number words that read back as the very same quantity."""
    if quantity.certain and not quantity.percent:
        return _number(quantity.low)
    short = str(quantity)
    if read_quantity(short) == quantity:
        return short
    sign = "%" if quantity.percent else ""
    if quantity.certain:
        return f"{quantity.low!r}{sign}"
    likely = "" if quantity.likely is None else f", likely {quantity.likely!r}{sign}"
    shape = f", {quantity.shape}" if quantity.shape else ""
    return f"{quantity.low!r}{sign} to {quantity.high!r}{sign}{likely}{shape}"


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
