"""A case written into a folder as its ``case.yaml``, so that the folder holds this case and no other."""

from __future__ import annotations

from pathlib import Path

from tertius.case.layout import CASE_CSV
from tertius.case.reading import CASE_FILE
from tertius.case.sheets import STANCES
from tertius.case.writing import write_new
from tertius.errors import UsageError

__all__ = ["write_case_file"]


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
