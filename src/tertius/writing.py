"""The one writer of files: each is there whole or not at all, and one that was there stays until the new one is done.

What is written goes into a file beside, to the disk, and then takes its name; several files take their names when all
are written. A link is replaced, never followed.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tertius.errors import UsageError


def write_whole(path: Path, data: bytes, force: bool) -> None:
    """Write a file; one that is there, even since a moment ago, is replaced only with `force`.

    Raises:
        UsageError: The file is there, or cannot be written.
    """
    write_all({path: data}, force)


def write_all(files: Mapping[Path, bytes], force: bool) -> None:
    """Write several files, all of them or none; those that are there are replaced only with `force`.

    Raises:
        UsageError: A file is there, or cannot be written.
    """
    made: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            _check(path, force)
            made[path] = _write_beside(path, data)
        for path, beside in made.items():
            _give_name(beside, path, force)
    finally:
        for beside in made.values():
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def check_place(path: Path, force: bool) -> None:
    """Whether a file can be written there, asked before the work; its folder is made.

    Raises:
        UsageError: The file is there, or cannot be written.
    """
    _check(path, force)
    beside = _write_beside(path, b"")
    with suppress(OSError):
        beside.unlink()


def _check(path: Path, force: bool) -> None:
    if "\0" in str(path):
        raise UsageError(f"{str(path)!r} cannot be written: no name of a file has a character of code 0")
    try:
        for folder in path.parents:
            if folder.exists() and not folder.is_dir():
                raise UsageError(f"{folder} is a file, not a folder: choose another folder for {path.name}")
        if path.is_dir():
            raise UsageError(f"{path} is a folder: give the file a name of its own")
        if os.path.lexists(path) and not force:
            raise _there(path)
    except OSError as error:
        raise _unwritable(path, error) from None


def _write_beside(path: Path, data: bytes) -> Path:
    """Write the file under a name that nobody has, in the same folder; gone again if that fails."""
    # Not a file of `tempfile`: those are for their owner alone, and a case may lie in a shared folder.
    beside = path.with_name(f".tertius-{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _unwritable(path, error) from None
    return beside


def _give_name(beside: Path, path: Path, force: bool) -> None:
    """Give a finished file its name; without `force` not if somebody has taken it since it was looked for."""
    try:
        if force:
            if path.is_file() and not path.is_symlink():
                with suppress(OSError):
                    shutil.copymode(path, beside)
            beside.replace(path)
            return
        try:
            path.hardlink_to(beside)
        except FileExistsError:
            raise
        except (OSError, NotImplementedError):  # a file system without links
            with path.open("xb") as file:
                file.write(beside.read_bytes())
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        raise _unwritable(path, error) from None


def _there(path: Path) -> UsageError:
    return UsageError(f"{path} is there already: use --force to replace it")


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} cannot be written: {error.strerror or error}")
