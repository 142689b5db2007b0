"""The files of an open case: read, written with only what differs, and watched for what others write."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from pathlib import Path as FilePath

from tertius.case.load import files_of, load
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_CSV, CASE_ENDINGS, CASE_FILE, STANCES
from tertius.errors import CaseError, Problem, UsageError, disk_told
from tertius.workbench.files.journal import digest
from tertius.writing import write_all

FRESH = 2_000_000_000
"""Nanoseconds for which a file may be written again without another time of writing: its bytes are compared."""

LARGEST = 20_000_000
"""Bytes that are looked at; the readers refuse more."""

AGAIN = 3
"""So often a case is read that is written by somebody meanwhile."""

Bytes = dict[FilePath, bytes]
Stamp = tuple[tuple[str, int, int, int], ...]


class Meanwhile(Exception):  # noqa: N818  (no error: somebody else was quicker)
    """Somebody else has written the files."""


class Disk:
    """The file of a case, with the tables beside it that belong to it, and the cases that a variant rests on.

    Attributes:
        data: The bytes of each file as they were read or written last.
    """

    def __init__(self, file: FilePath, root: FilePath | None = None) -> None:
        self.file, self.root = file, root
        self.data: Bytes = {}
        self._case: Case | None = None  # what the bytes say; None if that is not known without reading them
        self._next: tuple[Mapping[FilePath, bytes], Case | None] = {}, None
        self._stamp: Stamp = ()
        self._based: tuple[FilePath, ...] = ()

    @property
    def own(self) -> list[FilePath]:
        """The files that hold the case itself, be they there or not."""
        beside: tuple[str, ...] = STANCES if self.file.name == CASE_FILE else ()
        if self.file.name == CASE_CSV:
            from tertius.case.files.csv_folder import FILES_OF_CASE

            beside = tuple(FILES_OF_CASE)
        return list(dict.fromkeys([self.file, *(self.file.parent / name for name in beside)]))

    @property
    def files(self) -> list[FilePath]:
        """The files that the case is read from, be they there or not."""
        return list(dict.fromkeys([*self.own, *self._based]))

    @property
    def digest(self) -> str:
        """What tells these bytes from any others."""
        return digest_of(self.data)

    def digest_with(self, files: Mapping[FilePath, bytes]) -> str:
        """What the digest will be when some files are written."""
        return digest_of({**self.data, **files})

    @disk_told()
    def read(self) -> Case:
        """The case that is there now.

        Raises:
            CaseError, UsageError: It cannot be read, or rests on files outside of the folder that was opened.
        """
        for _ in range(AGAIN):
            if not self.file.is_file():
                what = "is a folder now" if self.file.is_dir() else "is not there any more"
                raise UsageError(f"{self.file.name} {what}")
            self.check_inside()
            stamp, data = self._stamped()
            case = load(self.file)
            if self._bytes() == data:
                self._stamp, self.data, self._case = stamp, data, case
                return case
        raise UsageError(f"{self.file.name} is being written by somebody else all the time")

    def check_inside(self) -> None:
        """Whether every file that the case is read from lies in the folder."""
        self._based = tuple(files_of(str(self.file))) if self.file.suffix.lower() in CASE_ENDINGS else ()
        for file in self.files:
            if self.root is not None and file.exists() and not file.resolve().is_relative_to(self.root):
                found = f"it rests on {file.name}, which lies outside of the folder that was opened"
                raise CaseError([Problem(self.file.name, found=found, suggestion="open a folder that holds both")])

    def changed(self) -> bool:
        """Whether there is something else than was read or written last."""
        stamp, data = self._stamps(), None
        if stamp != self._stamp or any(time.time_ns() - written < FRESH for _, written, _, _ in stamp):
            stamp, data = self._stamped()
            if data != self.data:
                return True
            self._stamp = stamp
        return False

    @property
    def mark(self) -> Stamp:
        """What is there now, by time of writing and size: the same mark, most likely the same bytes."""
        return self._stamps()

    @disk_told()
    def rewritten(self, case: Case) -> Bytes:
        """The files that must be written so that they hold another case; only what differs is written anew.

        Raises:
            Meanwhile: Somebody else has written them.
            UsageError: The files cannot hold this case.
        """
        if self._case is None:
            read = load(self.file)
            if self._bytes() != self.data:
                raise Meanwhile
            self._case = read
        from tertius.case.rewriting.rewrite import (  # what reads tables is loaded where something is written
            as_written,
            rewrite,
        )

        files = rewrite(self.file, self.data[self.file], self._case, case)
        self._next = files, as_written(self.file, files.get(self.file, b""), self._case, case)
        return files

    @disk_told()
    def write(self, files: Mapping[FilePath, bytes]) -> None:
        """Write files over those that were read or written last.

        Raises:
            Meanwhile: Somebody else has written them.
            UsageError: They cannot be written.
        """
        if self.changed():
            raise Meanwhile
        write_all(files, force=True)
        self._written(files)

    @disk_told()
    def restore(self) -> FilePath | None:
        """Put back what was read or written last; what lies there now is kept under another name, which is returned.

        Raises:
            UsageError: It cannot be written.
        """
        aside = None
        if self.file.exists():
            theirs = self.file.read_bytes()
            places = (self.file.with_name(f"{self.file.name}.theirs-{number}") for number in itertools.count(1))
            aside = next(place for place in places if not place.exists())
            write_all({aside: theirs}, force=False)
        write_all({file: data for file, data in self.data.items() if file in self.own}, force=True)
        self._written({})
        return aside

    def _written(self, files: Mapping[FilePath, bytes]) -> None:
        """Take up what was written: if there is something else already, somebody wrote in the same moment."""
        self._stamp, there = self._stamped()
        self.data, self._case = {**self.data, **files}, self._next[1] if files and self._next[0] is files else None
        if there != self.data:
            self._stamp = ()

    def _stamped(self) -> tuple[Stamp, Bytes]:
        """The bytes that are there, and when they were written: asked first, so that what comes later is seen."""
        return self._stamps(), self._bytes()

    def _stamps(self) -> Stamp:
        stamps = []
        for file in self.files:
            try:
                found = file.stat()
            except OSError:
                continue
            stamps.append((str(file), found.st_mtime_ns, found.st_size, found.st_ino))
        return tuple(stamps)

    def _bytes(self) -> Bytes:
        """The bytes of the files that can be read."""
        read = {}
        for file in self.files:
            try:
                if file.is_file() and file.stat().st_size <= LARGEST:
                    read[file] = file.read_bytes()
            except OSError:
                continue
        return read


def digest_of(data: Bytes) -> str:
    """What tells the bytes of some files from any others."""
    return digest(b"".join(digest(data[file]).encode() for file in sorted(data)))
