"""An export as it was downloaded: an archive, the folder that it was unpacked to, or its files one by one."""

from __future__ import annotations

import codecs
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tertius.errors import UsageError, disk_told

MOST_BYTES = 4_000_000_000
"""Of one table, unpacked. It is read row by row, so it costs time and not memory."""


UTF_8 = "utf-8-sig"
"""With or without a mark at its head."""

_ENDINGS = (".csv", ".tab")


@dataclass(frozen=True)
class Part:
    """One table of an export.

    Attributes:
        name: What it is called where something of it is told.
        path: The file that it is, or that it is packed in.
        member: Its name in the archive; empty for a file.
    """

    name: str
    path: Path
    member: str = ""

    @contextmanager
    def opened(self, encoding: str = UTF_8) -> Iterator[io.TextIOWrapper]:
        """Its text.

        Args:
            encoding: How its letters are written, unless a mark at its head says UTF-8; of UTF-8 every byte must be
                right, else what is none is replaced.

        Raises:
            UsageError: It cannot be read, or is too large.
        """
        with disk_told():
            if not self.member:
                with self.path.open("rb") as plain:
                    yield _text(plain, encoding)
                return
            try:
                with zipfile.ZipFile(self.path) as archive:
                    if archive.getinfo(self.member).file_size > MOST_BYTES:
                        raise UsageError(f"{self.name} has over {MOST_BYTES // 10**9} thousand million bytes")
                    with archive.open(self.member) as packed:
                        yield _text(packed, encoding)
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
                raise UsageError(f"{self.name} cannot be unpacked: {error}") from None

    @property
    def size(self) -> int:
        """Its bytes, unpacked."""
        if not self.member:
            return self.path.stat().st_size
        with zipfile.ZipFile(self.path) as archive:
            return archive.getinfo(self.member).file_size


def _text(stream: Any, encoding: str) -> io.TextIOWrapper:
    """The text of a stream of bytes that can be looked into before it is read."""
    marked = stream.peek(len(codecs.BOM_UTF8)).startswith(codecs.BOM_UTF8)
    errors = "strict" if encoding == UTF_8 else "replace"
    return io.TextIOWrapper(stream, UTF_8 if marked else encoding, errors, newline="")


@disk_told()
def parts_of(files: Sequence[Path]) -> list[Part]:
    """The tables of an export, in the order of the files.

    Raises:
        UsageError: A file is not there, or is an archive that cannot be read.
    """
    found: list[Part] = []
    for path in files:
        if path.is_dir():
            found += [Part(str(file), file) for file in sorted(path.iterdir()) if file.suffix.lower() in _ENDINGS]
        elif not path.is_file():
            raise UsageError(f"there is no file {path}: give an export as its platform makes it")
        elif zipfile.is_zipfile(path):
            try:
                with zipfile.ZipFile(path) as archive:
                    members = [one for one in archive.namelist() if one.lower().endswith(_ENDINGS)]
            except zipfile.BadZipFile as error:
                raise UsageError(f"{path} cannot be unpacked: {error}") from None
            found += [Part(f"{path}:{member}", path, member) for member in members]
        else:
            found.append(Part(str(path), path))
    return found
