"""A whole case in the sheets of a workbook or in a folder of CSV files: each sheet that differs is edited."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath

from tertius.case.files.csv_folder import FILES_OF_CASE, csv_files_of, file_of_sheet
from tertius.case.files.layout import Laid, lay_out
from tertius.case.files.sheets import sheet_named
from tertius.case.files.workbook import workbook_of
from tertius.case.load import load
from tertius.case.model import Case
from tertius.case.parse.file_names import CASE_CSV
from tertius.case.parse.names import Names
from tertius.case.plain import plain_of
from tertius.case.rewriting.books.book import Book, edited_book
from tertius.case.rewriting.sheets import FIELDS, Cells, edit_sheet
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.text_table import TextTable
from tertius.errors import CaseError


def names_of(case: Case) -> Names:
    """The ids and names of a case."""
    return Names.of({name: getattr(case, name) for name in type(case).model_fields})


def changed_sheets(before: Case, after: Case) -> Iterator[tuple[Laid, Cells, Cells]]:
    """Yield each sheet that differs, as it is to be, with what its rows say in both versions."""
    stood = {laid.name: laid for laid in lay_out(before)}
    every = tuple(laid.name for laid in (*stood.values(), *lay_out(after)))
    for laid in lay_out(after, every):
        old = Cells.of(stood[laid.name]) if laid.name in stood else Cells({})
        new = Cells.of(laid)
        if old != new or list(old.rows) != list(new.rows):
            yield laid, old, new


def rewrite_workbook(path: FilePath, data: bytes, before: Case, after: Case) -> bytes:
    """The bytes of a workbook that says another case.

    Raises:
        UsageError: It has formulas where the case stands.
    """
    try:
        new = _edited_book(path, data, before, after)
    except OutOfOrdinaryError:
        return workbook_of(after)
    return new if reads_as({path.name: new}, path.name, after) else workbook_of(after)


def _edited_book(path: FilePath, data: bytes, before: Case, after: Case) -> bytes:
    names = names_of(before)

    def edit(book: Book) -> None:
        tables = {sheet_named(title): book.table(title) for title in book.titles if sheet_named(title)}
        for laid, old, new in changed_sheets(before, after):
            if laid.name in tables and tables[laid.name].rows():
                edit_sheet(tables[laid.name], laid.sheet or FIELDS, old, new, names)
            else:
                book.add(laid)

    return edited_book(path, data, edit)


def rewrite_folder(folder: FilePath, before: Case, after: Case) -> dict[FilePath, bytes]:
    """The files of a folder of CSV files that change, with their new bytes.

    Raises:
        UsageError: A file cannot be read.
    """
    there = {sheet_named(file.stem): file for file in sorted(folder.glob("*.csv")) if sheet_named(file.stem)}
    stood = {file.name: file.read_bytes() for file in there.values()}
    made = csv_files_of(after, [file_of_sheet(name) for name in there])
    anew = {there[FILES_OF_CASE[name]].name if FILES_OF_CASE[name] in there else name: made[name] for name in made}
    try:
        new = dict(_edited_files(there, stood, before, after, made))
    except OutOfOrdinaryError:
        new = anew
    if not reads_as({**stood, **new}, CASE_CSV, after):
        new = anew
    return {folder / name: data for name, data in new.items() if stood.get(name) != data}


def _edited_files(
    there: Mapping[str, FilePath], stood: Mapping[str, bytes], before: Case, after: Case, made: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    names = names_of(before)
    for laid, old, new in changed_sheets(before, after):
        if laid.name not in there:
            name = file_of_sheet(laid.name)
            yield name, made[name]
            continue
        table = TextTable(stood[there[laid.name].name])
        edit_sheet(table, laid.sheet or FIELDS, old, new, names)
        yield there[laid.name].name, table.data


def reads_as(files: Mapping[str, bytes], name: str, meant: Case) -> bool:
    """Whether files that are to be written would be read as a case.

    Args:
        files: All files of the case.
        name: The one that is loaded.
        meant: The case.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file, data in files.items():
            (FilePath(folder) / file).write_bytes(data)
        try:
            return plain_of(load(FilePath(folder) / name)) == plain_of(meant)
        except CaseError:
            return False
