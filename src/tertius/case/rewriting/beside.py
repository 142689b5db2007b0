"""The stances of a case file that stand in a table beside it: each is changed in the file that holds it."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path as FilePath

from tertius.case.files.layout import SHEETS, lay_sheet
from tertius.case.files.spreadsheets import read_workbook
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_FILE, STANCES, WORKBOOKS
from tertius.case.plain import plain_of
from tertius.case.rewriting.book_table import BookTable, bytes_of, open_book
from tertius.case.rewriting.case_file import rewrite_case_file
from tertius.case.rewriting.sheets import Cells, edit_sheet, rows_named
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.text_table import TextTable
from tertius.case.rewriting.whole_tables import names_of, reads_as
from tertius.errors import UsageError

_SHEET = next(sheet for sheet in SHEETS if sheet.name == "stances")

Held = frozenset[tuple[str, ...]]
"""Stances by actor and issue."""


def tables_beside(path: FilePath) -> list[FilePath]:
    """The tables with stances that are read with a case file."""
    if path.name != CASE_FILE:
        return []
    return [path.parent / name for name in STANCES if (path.parent / name).is_file()]


def rewrite_with_tables(
    path: FilePath, data: bytes, before: Case, after: Case, tables: Collection[FilePath]
) -> dict[FilePath, bytes]:
    """The files of a case with tables beside it that change.

    Raises:
        UsageError: A table cannot be changed in its place.
    """
    stood = {path: data, **{table: table.read_bytes() for table in tables}}
    files = dict(stood)
    left, new = before, [one for one in _stances(after) if one not in _stances(before)]
    held: set[tuple[str, ...]] = set()
    for table in tables:
        own = _held_by(table, stood[table], before)
        old = _only(before, own)
        # What is new goes where the others are: into the table, unless the case file has stances of its own.
        takes = own if _stances(before) - own - held or held else own.union(new)
        files[table] = _edited(table, stood[table], old, _only(after, frozenset(takes)), before)
        held |= takes
        left = _only(left, frozenset(_stances(left) - own))
    files[path] = rewrite_case_file(data, left, _only(after, frozenset(_stances(after) - held)))
    if not reads_as({file.name: one for file, one in files.items()}, path.name, after):
        named = " and ".join(table.name for table in tables)
        raise UsageError(
            f"the stances in {named} cannot be changed in their place: put them into {path.name} itself, or change the "
            "table in a spreadsheet program"
        )
    return {file: one for file, one in files.items() if one != stood[file]}


def _stances(case: Case) -> Held:
    return frozenset((actor, issue) for actor, issues in case.stances.items() for issue in issues)


def _only(case: Case, kept: Held) -> Case:
    """The case with these stances alone."""
    stances = {
        actor: {issue: stance for issue, stance in issues.items() if (actor, issue) in kept}
        for actor, issues in case.stances.items()
    }
    return case.model_copy(update={"stances": {actor: issues for actor, issues in stances.items() if issues}})


def _held_by(table: FilePath, data: bytes, case: Case) -> Held:
    try:
        if table.suffix.lower() in WORKBOOKS:
            book = BookTable(open_book(table, data)[_first_sheet(table)])
            return frozenset(rows_named(book, _SHEET, names_of(case)))
        return frozenset(rows_named(TextTable(data), _SHEET, names_of(case)))
    except OutOfOrdinaryError as error:
        raise UsageError(f"{table.name} cannot be changed in its place: {error}") from None


def _first_sheet(table: FilePath) -> str:
    """The sheet of a workbook that holds the stances: the first with something in it."""
    return next(iter(read_workbook(table)[0]))


def _edited(table: FilePath, data: bytes, before: Case, after: Case, whole: Case) -> bytes:
    old, new = (Cells.of(lay_sheet(plain_of(case), _SHEET)) for case in (before, after))
    if old == new:
        return data
    try:
        if table.suffix.lower() not in WORKBOOKS:
            text = TextTable(data)
            edit_sheet(text, _SHEET, old, new, names_of(whole))
            return text.data
        book = open_book(table, data)
        sheet = BookTable(book[_first_sheet(table)])
        edit_sheet(sheet, _SHEET, old, new, names_of(whole))
        sheet.close()
        return bytes_of(book)
    except OutOfOrdinaryError as error:
        raise UsageError(f"{table.name} cannot be changed in its place: {error}") from None
