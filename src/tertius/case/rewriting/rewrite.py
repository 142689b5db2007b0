"""The one door: the files of a case that changed, as they are to be written."""

from __future__ import annotations

from pathlib import Path as FilePath

from tertius.case.edit.parts import patch_of
from tertius.case.files.workbook import holds_case
from tertius.case.layouts.exchange import is_exchange_file
from tertius.case.load import is_plain_table
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_CSV, CASE_ENDINGS, WORKBOOKS
from tertius.case.paths import COLLECTIONS, with_value
from tertius.case.rewriting.beside import rewrite_with_tables, tables_beside
from tertius.case.rewriting.case_file import rewrite_case_file
from tertius.case.rewriting.plain_table import rewrite_plain_table
from tertius.case.rewriting.said import said_of
from tertius.case.rewriting.variant_file import rewrite_variant, says_variant
from tertius.case.rewriting.whole_tables import rewrite_folder, rewrite_workbook
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
        tables = tables_beside(path)
        if says_variant(data):
            new = rewrite_variant(path, data, before, after)
        elif tables:
            return rewrite_with_tables(path, data, before, after, tables)
        else:
            new = rewrite_case_file(data, before, after)
    elif path.name == CASE_CSV:
        return rewrite_folder(path.parent, before, after)
    elif path.suffix.lower() in WORKBOOKS and holds_case(path):
        new = rewrite_workbook(path, data, before, after)
    elif is_plain_table(path) and not is_exchange_file(path):
        new = rewrite_plain_table(path, data, before, after)
    else:
        raise UsageError(f"{path.name} cannot be changed in its place: save the case as one of its own")
    return {path: new} if new != data else {}


def as_written(path: FilePath, data: bytes, before: Case, after: Case) -> Case | None:
    """The case that a file says after `rewrite`, to the defaults that are written out; None if it must be read again.

    Args:
        path: The file.
        data: Its new bytes.
        before: The case that it said before, as it was read.
        after: The case that was written.
    """
    if path.suffix.lower() not in CASE_ENDINGS or tables_beside(path) or says_variant(data):
        return None
    patch = patch_of(before, after)
    if not all(path[0] in COLLECTIONS and part is not None and patch.stood[path] for path, part in patch.parts.items()):
        return None
    for place, part in patch.parts.items():
        entry = type(part).model_validate(said_of(part, patch.stood[place]))
        before = with_value(before, tuple(map(str, place)), entry)
    return None if patch_of(before, after).parts else before
