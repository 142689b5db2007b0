"""Entries as the text that is kept and hashed, and back: JSON with sorted keys and numbers in their shortest form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tertius.ledger.entries import Forecasted, Question, Resolved, Said

Entry = Question | Forecasted | Resolved
"""What an entry of a ledger holds."""

KINDS: Mapping[type, str] = {Question: "question", Forecasted: "forecast", Resolved: "resolution"}
"""What each kind of entry is called in the file."""

_OF_THE_ROW = ("entry", "when", "who")


def text_of(entry: Entry) -> str:
    """The body of an entry: an object of JSON on one line, keys sorted, no blanks, letters as they are.

    What the row of the entry says itself, its number, when and who, is not in it.

    Raises:
        ValueError: A number is not finite.
    """
    values = {name: value for name, value in vars(entry).items() if name not in _OF_THE_ROW}
    return canonical(values)


def canonical(value: Any) -> str:
    """A value as the one text of JSON that stands for it: floats as the shortest decimal that reads back the same."""
    return json.dumps(_keyed(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _keyed(value: Any) -> Any:
    """With keys that are texts, as JSON asks for, and days as they are written."""
    if isinstance(value, Mapping):
        return {key if isinstance(key, str) else repr(float(key)): _keyed(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_keyed(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def entry_of(number: int, kind: str, at: str, who: str, body: str) -> Entry:
    """The entry of a row of the file."""
    values = json.loads(body)
    if kind == "question":
        scale = values["scale"]
        ends = None if scale is None else (float(scale[0]), float(scale[1]))
        return Question(**values | {"by": date.fromisoformat(values["by"]), "scale": ends})
    row = {"entry": number, "when": datetime.fromisoformat(at), "who": who}
    if kind == "resolution":
        return Resolved(**values | row | {"on": date.fromisoformat(values["on"])})
    said = None if values["said"] is None else _said(values["said"])
    by_name = {side: {name: _said(one) for name, one in values[side].items()} for side in ("theories", "rivals")}
    as_of = None if values["as_of"] is None else date.fromisoformat(values["as_of"])
    return Forecasted(**values | row | by_name | {"said": said, "as_of": as_of})


def _said(value: Any) -> Said:
    if isinstance(value, dict):
        return {float(share): float(level) for share, level in value.items()}
    return float(value)
