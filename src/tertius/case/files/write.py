"""A case as YAML without braces, which reads back as the same case; and as the file of its folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_CSV, CASE_FILE, STANCES
from tertius.case.parse.tree import scalar_of
from tertius.case.plain import plain_of
from tertius.errors import UsageError
from tertius.writing import write_whole

_SAFE = re.compile(r"[^\W\d_](?:[\w .,;()/%+'’“”–?!-]*[\w.)%’”?!])?")


def yaml_of(case: Case) -> str:
    """A case in the case format: block style, no braces, fields in the order of the format."""
    return yaml_of_values(plain_of(case))


def yaml_of_values(values: Mapping[str, Any]) -> str:
    """Plain values in block style, without braces."""
    return "\n".join(_block(values, 0)) + "\n"


def name_of_folder(folder: Path) -> str:
    """The name of a folder, which may be written ``.`` or ``..``."""
    try:
        return folder.resolve().name
    except (OSError, RuntimeError):  # links that lead in a circle: whoever writes there is told
        return folder.name


def _block(values: Mapping[Any, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, value in values.items():
        name = _scalar(key)
        if isinstance(value, Mapping) and (value or depth):
            yield f"{pad}{name}:"
            yield from _block(value, depth + 1)
        elif isinstance(value, list) and any(isinstance(item, Mapping | list) for item in value):
            yield f"{pad}{name}:"
            for item in value:
                head, *rest = _block(item, depth + 2) if isinstance(item, Mapping) and item else [_inline(item)]
                yield f"{pad}  - {head.lstrip()}"
                yield from rest
        else:
            yield f"{pad}{name}: {_inline(value)}"


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


def write_case_file(folder: Path, text: str, force: bool) -> Path:
    """Write the text of a case as ``case.yaml`` of a folder; return the file.

    Args:
        folder: The folder; it is made if it is not there.
        text: The text of the case file.
        force: Whether a ``case.yaml`` that is there already is replaced.

    Raises:
        UsageError: The file is there, or cannot be written; or tables of another case lie in the folder, and would
            be read with it.
    """
    in_the_way = [name for name in (CASE_CSV, *STANCES) if (folder / name).is_file()]
    if in_the_way:
        # Not even with `force`: a table beside case.yaml adds to it, so that every stance would stand twice.
        names, verb, them = " and ".join(in_the_way), "lies", "it"
        if len(in_the_way) > 1:
            verb, them = "lie", "them"
        raise UsageError(
            f"{names} {verb} in {folder.as_posix()}, where {CASE_FILE} would stand beside {them}: choose another "
            f"folder, or move {them} away first"
        )
    path = folder / CASE_FILE
    write_whole(path, text.encode(), force)
    return path
