"""The cases that ship with Tertius, and `load`, which takes a file, a folder or the name of one of them."""

from __future__ import annotations

import os
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from tertius.case.folder import holds_csv_case, read_case_folder
from tertius.case.grids import TEXT_TABLES, WORKBOOKS
from tertius.case.layout import CASE_CSV
from tertius.case.model import Case
from tertius.case.plain import load_table
from tertius.case.problem import closest
from tertius.case.reading import CASE_FILE, read_case, read_text
from tertius.case.text import text_of
from tertius.case.workbook import holds_case, read_case_workbook
from tertius.errors import UsageError

__all__ = ["gallery", "gallery_names", "is_plain_table", "load", "read_gallery_case"]


def gallery_names() -> list[str]:
    """Return the names of the gallery's cases, in alphabetical order."""
    folder = _folder()
    if not folder.is_dir():
        return []
    return sorted(entry.name for entry in folder.iterdir() if entry.joinpath(CASE_FILE).is_file())


def gallery() -> list[Case]:
    """Return every case of the gallery, read and checked, in alphabetical order."""
    return [read_gallery_case(name) for name in gallery_names()]


def load(name_or_path: str | os.PathLike[str]) -> Case:
    """Return a case: from a file or folder if there is one of this name, else from the gallery.

    Args:
        name_or_path: A YAML file, a folder with ``case.yaml`` or with a whole case in CSV files, a workbook with
            a whole case, or the name of a gallery case. For plain tables there is `load_table`, which takes their
            scale.

    Raises:
        UsageError: There is neither a file or folder nor a gallery case of this name.
        CaseError: What is there is not a valid case; `problems` holds every mistake, with file and line.
    """
    name = os.fspath(name_or_path)
    if name and Path(name).exists():
        return _load_path(Path(name))
    names = gallery_names()
    if name in names:
        return read_gallery_case(name)
    near = closest(name, names)
    listed = f"the gallery has {', '.join(names)}" if names else "the gallery is empty"
    raise UsageError(
        f"there is no file, folder or gallery case '{name}': " + (f"{near} ({listed})" if near else listed)
    )


def is_plain_table(path: Path) -> bool:
    """Whether a path leads to a table that is no whole case."""
    if not path.is_file() or path.suffix.lower() not in (*TEXT_TABLES, *WORKBOOKS, ".xls", ".ods"):
        return False
    return not (holds_case(path) or (path.name == CASE_CSV and holds_csv_case(path.parent)))


def _load_path(path: Path) -> Case:
    if is_plain_table(path):
        return load_table(path)
    if path.suffix.lower() in WORKBOOKS and path.is_file():
        return read_case_workbook(path)
    if path.name == CASE_CSV and path.is_file():
        return read_case_folder(path.parent)
    if path.is_dir() and not (path / CASE_FILE).exists() and holds_csv_case(path):
        return read_case_folder(path)
    return read_case(path)


def _folder() -> Traversable:
    return files("tertius").joinpath("gallery")


def read_gallery_case(name: str) -> Case:
    """Return the case of the gallery that has this name, whatever files lie about."""
    with as_file(_folder().joinpath(name, CASE_FILE)) as file:
        text, _ = text_of(file.read_bytes())
    return read_text(text, f"{name}/{CASE_FILE}")
