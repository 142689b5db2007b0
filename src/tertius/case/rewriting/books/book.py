"""The one door to a workbook that is edited."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Protocol

from tertius.case.files.layout import Laid
from tertius.case.files.spreadsheets import unsafe_workbook
from tertius.case.rewriting.books.saved import SavedBook
from tertius.case.rewriting.books.xml_book import XmlBook
from tertius.case.rewriting.sheets import Table
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.errors import UsageError


class Book(Protocol):
    """A workbook that can be edited."""

    @property
    def titles(self) -> list[str]:
        """The names of its sheets."""

    def table(self, title: str) -> Table:
        """A sheet as a table; the same one each time."""

    def add(self, laid: Laid) -> None:
        """Put in a new sheet."""


def edited_book(path: FilePath, data: bytes, edit: Callable[[Book], None]) -> bytes:
    """The bytes of a workbook after edits.

    Args:
        path: Its file.
        data: Its bytes.
        edit: What is to be done to it.

    Raises:
        OutOfOrdinaryError: It cannot be edited so.
        UsageError: It cannot be opened, or would lose the values of formulas.
    """
    refused = unsafe_workbook(path)
    if refused is not None:
        raise UsageError(f"{path.name} cannot be changed: {refused[0]}")
    try:
        in_place = XmlBook(data)
        edit(in_place)
        return in_place.data
    except OutOfOrdinaryError:
        saved = SavedBook(path, data)
        edit(saved)
        return saved.data
