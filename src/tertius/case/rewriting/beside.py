"""The stances of a case file that stand in a table beside it: each is changed in the file that holds it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path as FilePath

from tertius.case.files.layout import SHEETS, lay_sheet
from tertius.case.files.spreadsheets import read_workbook
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_FILE, STANCES, WORKBOOKS
from tertius.case.plain import plain_of
from tertius.case.rewriting.books.book import edited_book
from tertius.case.rewriting.case_file import rewrite_case_file
from tertius.case.rewriting.sheets import Cells, Table, edit_sheet, rows_named
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
    held: set[tuple[str, ...]] = set()

    def look(rows: Table) -> None:
        held.update(rows_named(rows, _SHEET, names_of(case)))

    _with_table(table, data, look)
    return frozenset(held)


def _first_sheet(table: FilePath) -> str:
    """The sheet of a workbook that holds the stances: the first with something in it."""
    return next(iter(read_workbook(table)[0]))


def _edited(table: FilePath, data: bytes, before: Case, after: Case, whole: Case) -> bytes:
    old, new = (Cells.of(lay_sheet(plain_of(case), _SHEET)) for case in (before, after))
    if old == new:
        return data
    return _with_table(table, data, lambda rows: edit_sheet(rows, _SHEET, old, new, names_of(whole)))


def _with_table(table: FilePath, data: bytes, edit: Callable[[Table], None]) -> bytes:
    """The bytes of a table after something was done to it."""
    try:
        if table.suffix.lower() in WORKBOOKS:
            title = _first_sheet(table)
            return edited_book(table, data, lambda book: edit(book.table(title)))
        text = TextTable(data)
        edit(text)
        return text.data
    except OutOfOrdinaryError as error:
        raise UsageError(f"{table.name} cannot be changed in its place: {error}") from None
