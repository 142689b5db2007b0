"""A case as YAML without braces, which reads back as the same case; and the writing of files, whole or not at all."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tertius.case.files.layout import CASE_CSV, CASE_FILE
from tertius.case.files.sheets import STANCES
from tertius.case.model import Case
from tertius.case.parse.tree import scalar_of
from tertius.case.plain import plain_of
from tertius.errors import UsageError

_SAFE = re.compile(r"[^\W\d_](?:[\w .,;()/%+'’“”–?!-]*[\w.)%’”?!])?")


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
        for folder in path.parents:
            if folder.exists() and not folder.is_dir():
                raise UsageError(f"{folder} is a file, not a folder: choose another folder for {path.name}")
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


def _put_if_absent(beside: Path, path: Path) -> None:
    """Give a finished file its name unless somebody has taken it since it was looked for."""
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except (OSError, NotImplementedError):  # a file system without links
        with path.open("xb") as file:
            file.write(beside.read_bytes())


def _block(values: Mapping[Any, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for key, value in values.items():
        name = _scalar(key)
        if isinstance(value, Mapping):
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
    write_new(path, text.encode(), force)
    return path
