"""The file of an open case: read, written with only what differs, and watched for what others write."""

from __future__ import annotations

from pathlib import Path as FilePath

from tertius.case.files.write import yaml_of
from tertius.case.load import load
from tertius.case.model import Case
from tertius.case.parse.comments import with_comments
from tertius.case.parse.file_names import CASE_FILE, STANCES
from tertius.errors import UsageError, disk_told
from tertius.workbench.journal import digest
from tertius.writing import write_all

Stamp = tuple[tuple[int, int], ...]


class Disk:
    """The file of a case, with the tables beside it that belong to it."""

    def __init__(self, file: FilePath) -> None:
        self.file = file
        self.case: Case | None = None
        self.data: dict[FilePath, bytes] = {}
        self.stamp: Stamp = ()

    @property
    def files(self) -> list[FilePath]:
        """The files that hold the case."""
        beside = [self.file.parent / name for name in STANCES] if self.file.name == CASE_FILE else []
        return [self.file, *(table for table in beside if table.is_file())]

    @property
    def digest(self) -> str:
        """What tells these files from any others."""
        return digest(b"\0".join(self.data.values()))

    @disk_told()
    def read(self) -> Case:
        """The case that is there now.

        Raises:
            CaseError, UsageError: It cannot be read.
        """
        self.stamp = self._stamp()
        data = self._data()
        self.case = load(self.file)
        self.data = data
        return self.case

    def changed(self) -> bool:
        """Whether there is something else than was read or written last."""
        stamp = self._stamp()
        if stamp == self.stamp:
            return False
        data = self._data()
        if data == self.data and data:
            self.stamp = stamp
            return False
        return True

    @disk_told()
    def write(self, case: Case) -> None:
        """Write a case over the one that was read last; only what differs is written anew.

        Raises:
            UsageError: It cannot be written.
        """
        write_all(self._written(case), force=True)
        self.read()

    def _written(self, case: Case) -> dict[FilePath, bytes]:
        if self.file.suffix.lower() not in (".yaml", ".yml"):
            raise UsageError(f"{self.file.name} cannot be written yet")
        return {self.file: with_comments(self.data[self.file].decode(), yaml_of(case)).encode()}

    def _stamp(self) -> Stamp:
        """When the files were written, and how large they are; nothing for one that is gone."""
        stamps = []
        for file in self.files:
            try:
                found = file.stat()
            except OSError:
                continue
            stamps.append((found.st_mtime_ns, found.st_size))
        return tuple(stamps)

    def _data(self) -> dict[FilePath, bytes]:
        """The bytes of the files that can be read."""
        read = {}
        for file in self.files:
            try:
                read[file] = file.read_bytes()
            except OSError:
                continue
        return read
