"""The one door: the files of a case that changed, as they are to be written."""

from __future__ import annotations

from pathlib import Path as FilePath

from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_ENDINGS
from tertius.case.rewriting.case_file import rewrite_case_file
from tertius.errors import UsageError


def rewrite(path: FilePath, data: bytes, before: Case, after: Case) -> dict[FilePath, bytes]:
    """The files of a case that changed, as they are to be written: only what differs is written anew.

    Args:
        path: The file that `load` read.
        data: Its bytes.
        before: The case that these bytes say.
        after: The case that is to be written.

    Returns:
        The new bytes of each file that changes; nothing if none does.

    Raises:
        UsageError: The file cannot hold the case; what is wrong and what to do.
    """
    if path.suffix.lower() in CASE_ENDINGS:
        new = rewrite_case_file(data, before, after)
        return {path: new} if new != data else {}
    raise UsageError(f"{path} cannot be changed in its place")
