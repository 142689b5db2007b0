"""Which files a case is read from, so that nothing is written over them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from tertius.case.files.csv_folder import FILES_OF_CASE, holds_csv_case
from tertius.case.files.layout import CASE_CSV, CASE_FILE, CASE_WORKBOOK
from tertius.case.files.sheets import STANCES
from tertius.case.files.variants import beside, is_variant
from tertius.case.parse.characters import text_of
from tertius.case.parse.tree import read_tree
from tertius.errors import UsageError

_OF_A_FOLDER = {CASE_FILE, CASE_WORKBOOK, *STANCES, *FILES_OF_CASE}


def check_apart(option: str, target: Path, *names: str) -> None:
    """Whether a file that is to be written is none of those that cases are read from, and would not be read with them.

    Args:
        option: What asks for the file, in the words of the user.
        target: The file.
        names: Cases as they were named: files, folders, names of the gallery.

    Raises:
        UsageError: It is the case itself, or a part of it, or a case that it rests on.
    """
    for name in names:
        files = list(files_of(name))
        if any(_same(target, file) for file in files):
            which = "the case itself" if files[0] == files[-1] else "part of the case itself"
            raise UsageError(f"{option} {target}: that is {which}; give it a file of its own")
        path = Path(name)
        if path.exists() and (path.is_dir() or path.name in _OF_A_FOLDER) and _read_with(target, path):
            raise UsageError(f"{option} {target}: it would be read as part of the case {name}; give it another name")


def files_of(name: str) -> Iterator[Path]:
    """The files that a case is read from, those of the cases that a variant rests on included; none of the gallery."""
    seen, coming = set[str](), [Path(name)] if name else []
    while coming:
        path = coming.pop()
        for file in _files_at(path):
            if os.path.realpath(file) in seen:
                continue
            seen.add(os.path.realpath(file))
            yield file
            base = _base_of(file)
            coming += [beside(file.as_posix(), base)] if base else []


def _files_at(path: Path) -> list[Path]:
    if path.is_dir():
        return [path / name for name in sorted(_OF_A_FOLDER) if (path / name).is_file()]
    if not path.is_file():
        return []
    return _files_at(path.parent) if path.name in (CASE_FILE, CASE_CSV) else [path]


def _base_of(file: Path) -> str:
    """What a variant rests on; nothing if the file is none."""
    if file.suffix.lower() not in (".yaml", ".yml"):
        return ""
    try:
        value = read_tree(text_of(file.read_bytes())[0]).value
    except OSError:
        return ""
    return str(value["base"]) if is_variant(value) else ""


def _read_with(target: Path, path: Path) -> bool:
    """Whether a new file would be taken for a part of the case of this folder."""
    folder = path if path.is_dir() else path.parent
    if os.path.realpath(target.parent) != os.path.realpath(folder):
        return False
    return target.name.lower() in _OF_A_FOLDER or (target.suffix.lower() == ".csv" and holds_csv_case(folder))


def _same(one: Path, other: Path) -> bool:
    """Whether two names lead to the same file on disk."""
    try:
        return one.samefile(other)
    except OSError:
        return False
