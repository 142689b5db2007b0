"""What of many cases is done, kept on disk case by case, so that Ctrl-C or the end of the process loses one at most.

A file of lines of JSON. The first says what was asked for; each other is a case, written to the disk as soon as it is
done. A last line that is torn is passed over: its case is done again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tertius.analysis.batch.result import BatchCase
from tertius.errors import UsageError, disk_told
from tertius.writing import write_whole

FORM = "tertius-batch-1"


class Kept:
    """The file of cases that are done."""

    @disk_told()
    def __init__(self, path: Path, asked: Mapping[str, Any], resume: bool = False, force: bool = False) -> None:
        """Begins the file, or goes on with the one that is there.

        Args:
            path: The file.
            asked: What decides about the answers: version, draws, seed, theories.
            resume: Whether to go on with the file, if there is one.
            force: Whether to replace the file, if there is one.

        Raises:
            UsageError: The file is there and neither is wanted, is no such file, or is about something else.
        """
        self._path = path
        self._done: dict[tuple[str, str], BatchCase] = {}
        head = {"form": FORM, **asked}
        if resume and path.exists():
            lines = _lines_of(path)
            if lines[0] != head:
                raise UsageError(_otherwise(path, lines[0], head))
            for line in lines[1:]:
                one = BatchCase.of(line)
                self._done[one.name, one.hash] = one
        text = "".join(_line(one) for one in (head, *(one.to_dict() for one in self._done.values())))
        write_whole(path, text.encode(), force or resume)

    def get(self, name: str, case_hash: str) -> BatchCase | None:
        """What was found out about the case, if it is still the same one."""
        return self._done.get((name, case_hash))

    @disk_told()
    def add(self, one: BatchCase) -> None:
        """Writes a case that is done, to the disk."""
        with self._path.open("ab") as file:
            file.write(_line(one.to_dict()).encode())
            file.flush()
            os.fsync(file.fileno())


def _line(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def _lines_of(path: Path) -> list[dict[str, Any]]:
    """Every whole line; the last may be torn."""
    wrong = UsageError(f"{path} is no file of tertius batch --keep: give the file that --keep began, or another name")
    try:
        whole = path.read_bytes().decode().split("\n")[:-1]
        lines = [json.loads(line) for line in whole]
    except (UnicodeDecodeError, ValueError):
        raise wrong from None
    if not lines or not all(isinstance(line, dict) for line in lines) or lines[0].get("form") != FORM:
        raise wrong
    return lines


def _otherwise(path: Path, found: Mapping[str, Any], asked: Mapping[str, Any]) -> str:
    """In what the file is about something else."""
    apart = [f"{name} {found.get(name)!r}, not {asked[name]!r}" for name in asked if found.get(name) != asked[name]]
    return f"{path} was begun with {', '.join(apart)}: ask for the same, or begin another file"
