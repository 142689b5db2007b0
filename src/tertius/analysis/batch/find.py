"""Which cases are meant: names of the gallery, files, folders of cases, and patterns that no shell has opened."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator
from pathlib import Path

from tertius.case.load import gallery_names
from tertius.case.parse.file_names import CASE_CSV, CASE_ENDINGS, CASE_FILE, CASE_WORKBOOK
from tertius.errors import UsageError, disk_told

GALLERY = "gallery"
"""The word for all cases of the gallery, unless there is a file or folder of this name."""


@disk_told()
def names_of(words: Iterable[str]) -> list[str]:
    """The names of all cases that are meant, each once, in the order of the words and sorted within each.

    Args:
        words: Names of cases; folders of cases; patterns such as ``cases/*.yaml``, ``cases/**/case.yaml``.

    Raises:
        UsageError: A pattern meets nothing, or there is no case at all.
    """
    names = list(dict.fromkeys(name for word in words for name in _meant(word)))
    if not names:
        raise UsageError("there is no case: name some, tertius batch korea-2019 mine/ 'cases/*.yaml', or --list FILE")
    return names


def _meant(word: str) -> Iterator[str]:
    if Path(word).is_dir():
        yield from _in_folder(Path(word))
    elif word == GALLERY and not Path(word).exists():
        yield from gallery_names()
    elif glob.has_magic(word) and not Path(word).exists():
        found = sorted(glob.glob(word, recursive=True))  # noqa: PTH207 - a pattern may be absolute
        if not found:
            raise UsageError(f"no file or folder is met by the pattern '{word}'")
        for name in found:
            yield from _in_folder(Path(name)) if Path(name).is_dir() else (name,)
    else:
        yield word


def _in_folder(folder: Path) -> Iterator[str]:
    """The folder itself if it is a case; else the case files and the cases' folders right in it, if there are any."""
    if _is_case(folder):
        yield str(folder)
        return
    inside = [path for path in sorted(folder.iterdir()) if not path.name.startswith(".")]
    meant = [path for path in inside if (_is_case(path) if path.is_dir() else path.suffix.lower() in CASE_ENDINGS)]
    yield from map(str, meant or [folder])


def _is_case(path: Path) -> bool:
    return path.is_dir() and any((path / name).exists() for name in (CASE_FILE, CASE_CSV, CASE_WORKBOOK))


@disk_told()
def listed_in(file: Path) -> list[str]:
    """The names in a list, one a line; empty lines and those that begin with ``#`` are passed over.

    Raises:
        UsageError: The file cannot be read, or is no text.
    """
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UsageError(f"{file} is no text in UTF-8: a list of cases has one name a line") from None
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
