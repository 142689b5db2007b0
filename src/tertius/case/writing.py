"""A case as plain values, and as YAML without braces: what is read back is the same case."""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tertius.case.argument import Change
from tertius.case.fields import Entry
from tertius.case.model import Case
from tertius.case.quantity import Quantity, read_quantity
from tertius.case.tree import scalar_of
from tertius.errors import UsageError

__all__ = ["in_words", "number_words", "plain_of", "write_new", "yaml_of", "yaml_of_values"]

_SAFE = re.compile(r"[^\W\d_](?:[\w .,;()/%+'’“”–?!-]*[\w.)%’”?!])?")


def plain_of(case: Entry) -> dict[str, Any]:
    """The plain values of a case or an entry, as `read_tree` would give them: number words, ISO dates, blocks."""
    return _entry(case)


def yaml_of(case: Case) -> str:
    """A case in the case format: block style, no braces, fields in the order of the format."""
    return yaml_of_values(plain_of(case))


def yaml_of_values(values: Mapping[str, Any]) -> str:
    """Plain values in block style, without braces."""
    return "\n".join(_block(values, 0)) + "\n"


def write_new(path: Path, data: bytes, force: bool) -> None:
    """Write a file whole or not at all; one that is there, even since a moment ago, is replaced only with `force`.

    Raises:
        UsageError: The file is there, or cannot be written.
    """
    there = UsageError(f"{path} is there already: use --force to replace it")
    try:
        _refuse_files_as_folders(path)
        if path.exists() and not force:
            raise there
        path.parent.mkdir(parents=True, exist_ok=True)
        # Not a file of `tempfile`: those are for their owner alone, and a case may lie in a shared folder.
        beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        try:
            with beside.open("xb") as file:
                file.write(data)
            if force:
                beside.replace(path)
            else:
                _put_if_absent(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    except FileExistsError:
        raise there from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None


def _refuse_files_as_folders(path: Path) -> None:
    for folder in path.parents:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} is a file, not a folder: choose another folder for {path.name}")


def _put_if_absent(beside: Path, path: Path) -> None:
    """Give a finished file its name unless somebody has taken it since it was looked for."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without links
        with path.open("xb") as file:
            file.write(beside.read_bytes())


def _entry(entry: Entry) -> dict[str, Any]:
    values = {}
    for name in entry.field_order():
        info, value = type(entry).model_fields[name], getattr(entry, name)
        companion = isinstance(entry, Change) and name in ("to", "value")
        if name in entry.model_fields_set and (companion or (value is not None and value != info.default)):
            values[info.alias or name] = _plain(value)
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, Entry):
        return _entry(value)
    if isinstance(value, Mapping):
        return {_number(key) if isinstance(key, float) else key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
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


def _block(values: Mapping[Any, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, value in values.items():
        name = _scalar(key)
        if isinstance(value, Mapping):
            yield f"{pad}{name}:"
            yield from _block(value, depth + 1)
        elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
            yield f"{pad}{name}:"
            yield from _items(value, depth + 1)
        else:
            yield f"{pad}{name}: {_inline(value)}"


def _items(values: list[Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for value in values:
        if isinstance(value, Mapping) and value:
            first, *rest = _block(value, depth + 1)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{pad}- {_inline(value)}"


def _inline(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_quoted(item) if ',' in str(item) else _inline(item) for item in value)}]"
    return "{}" if isinstance(value, Mapping) else _scalar(value)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        text = str(value)
        return text if scalar_of(text) == value and not isinstance(scalar_of(text), str) else f'"{value!r}"'
    safe = _SAFE.fullmatch(value) and scalar_of(value) == value
    return value if safe else _quoted(value)


def _quoted(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
