"""The folder that was opened: which cases lie in it, and that no address leads out of it."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path as FilePath

from tertius.case.parse.file_names import CASE_CSV, CASE_ENDINGS, CASE_FILE, CASE_WORKBOOK, TEXT_TABLES, WORKBOOKS
from tertius.errors import UsageError, disk_told
from tertius.workbench.document import Document
from tertius.workbench.files.disk import Disk

DEEPEST = 3
"""Cases are looked for in folders so deep."""

ENDINGS = (*CASE_ENDINGS, *WORKBOOKS, *TEXT_TABLES)
"""Of files that may hold a case."""

MOST = 500
"""So many are listed at most."""


class Folder:
    """The folder, and the cases of it that are open."""

    def __init__(self, root: FilePath, journals: FilePath | None = None) -> None:
        self.root = root.resolve()
        self.journals = journals
        self.lock = threading.Lock()
        self.open: dict[FilePath, Document] = {}

    def place(self, key: str) -> FilePath:
        """The path that an address names.

        Raises:
            UsageError: It leads out of the folder, or names no path at all.
        """
        if "\0" in key or "\\" in key:
            raise UsageError("no file of a case is called so")
        path = self.root / key
        try:
            real = path.resolve()
        except (OSError, RuntimeError):  # links in a circle
            raise UsageError(f"'{key}' cannot be followed") from None
        if not real.is_relative_to(self.root):
            raise UsageError(f"'{key}' leads out of the folder that was opened")
        return real

    def key(self, file: FilePath) -> str:
        """What an address calls a file."""
        return file.resolve().relative_to(self.root).as_posix()

    @disk_told()
    def document(self, key: str) -> Document:
        """The case of an address, opened if it is not.

        Raises:
            UsageError: There is none.
            CaseError: It cannot be read.
        """
        file = self.place(key)
        with self.lock:
            if file in self.open:  # whatever lies there now: what was typed is not lost
                return self.open[file]
            file = self.case_file(key)
            if file not in self.open:
                self.open[file] = Document(file, self.journals, self.root)
            return self.open[file]

    @disk_told()
    def case_file(self, key: str) -> FilePath:
        """The file of the case of an address.

        Raises:
            UsageError: There is none.
        """
        file = self.place(key)
        if file.is_dir():
            file = self.place(f"{key}/{(case_file_of(file) or file / CASE_FILE).name}")
        if not file.is_file():
            raise UsageError(f"there is no case '{key}' in this folder")
        return file

    def check_inside(self, file: FilePath) -> None:
        """Whether every file that a case is read from lies in the folder.

        Raises:
            CaseError: One does not.
        """
        Disk(file, self.root).check_inside()

    def tables(self) -> list[str]:
        """The addresses of the tables that lie here, of which a case may be made."""
        return [key for key in self.cases() if FilePath(key).suffix.lower() in (*TEXT_TABLES, *WORKBOOKS)]

    def cases(self) -> list[str]:
        """The addresses of the cases that lie here, in the order of the alphabet."""
        inside = (file for file in _cases_in(self.root, DEEPEST) if file.resolve().is_relative_to(self.root))
        return [self.key(file) for file in itertools.islice(inside, MOST)]


def case_file_of(folder: FilePath) -> FilePath | None:
    """The file that is the case of a folder; None if there is none."""
    names = (CASE_FILE, CASE_CSV, CASE_WORKBOOK)
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _cases_in(folder: FilePath, depth: int) -> Iterator[FilePath]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    whole = case_file_of(folder)
    if whole is not None:
        yield whole
    for entry in entries:
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir() and depth:
            yield from _cases_in(entry, depth - 1)
        elif entry.is_file() and entry != whole and _may_be_case(entry, whole is not None):
            yield entry


def _may_be_case(file: FilePath, beside: bool) -> bool:
    """Whether a file looks like a case: the tables beside a case are its own, other YAML may be a variant."""
    suffix = file.suffix.lower()
    if suffix in CASE_ENDINGS:
        return _begins_like_one(file)
    return not beside and suffix in (*TEXT_TABLES, *WORKBOOKS) and _begins_like_table(file)


def _begins_like_one(file: FilePath) -> bool:
    """Whether a YAML file has a line that a case or a variant has."""
    with file.open("rb") as opened:
        lines = opened.read(200_000).splitlines()
    return any(line.startswith((b"case:", b"base:")) for line in lines)


def _begins_like_table(file: FilePath) -> bool:
    """Whether a table has the headings that a plain table needs."""
    from tertius.case.files.csv_folder import holds_csv_case
    from tertius.case.files.workbook import holds_case

    if file.suffix.lower() in WORKBOOKS:
        return holds_case(file)
    if holds_csv_case(file.parent):
        return False
    with file.open("rb") as opened:
        head = opened.read(400).lower()
    return b"position" in head and b"salience" in head
