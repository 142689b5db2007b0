"""A plain table that says another case: numbers change in their cells, actors come and go with their rows.

Such a table holds actors, their stances and the levels without a decision, and nothing else of a case.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

from pydantic_core import PydanticCustomError

from tertius.case.fields import LEVEL
from tertius.case.model import Case, Stance
from tertius.case.parse.file_names import WORKBOOKS
from tertius.case.parse.origin import Place
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.paths import fields_of
from tertius.case.plain import number_words, plain_of
from tertius.case.rewriting.books.book import edited_book
from tertius.case.rewriting.sheets import Table
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.text_table import TextTable
from tertius.case.tables.headings import count_known
from tertius.case.tables.plain import load_table
from tertius.case.tables.words import NUMBERS, heading_of
from tertius.errors import CaseError, UsageError

_HELD = ("actors", "issues", "stances")
_ADVICE = "save it as a case of its own: `tertius export TABLE case.yaml`"


def rewrite_plain_table(path: FilePath, data: bytes, before: Case, after: Case) -> bytes:
    """The bytes of a plain table that says another case.

    Args:
        path: The table.
        data: Its bytes.
        before: The case that was read from it, with the place of each number.
        after: The case that it is to say.

    Raises:
        UsageError: It cannot hold that case: what it cannot hold, and what to do.
    """
    others = [head for head in fields_of(Case) if head not in _HELD and getattr(before, head) != getattr(after, head)]
    if others:
        raise UsageError(f"a plain table has no place for {' and '.join(others)}: {_ADVICE}")
    try:
        if path.suffix.lower() in WORKBOOKS:
            found: list[float] = []
            title = _any_place(before).sheet
            new = edited_book(path, data, lambda book: found.append(_Editor(book.table(title), before).edit(after)))
            most = found[-1]
        else:
            text = TextTable(data, _delimiter(data, before))
            most = _Editor(text, before).edit(after)
            new = text.data
    except OutOfOrdinaryError as error:
        raise UsageError(f"{path.name} cannot be changed in its place: {error}; {_ADVICE}") from None
    if not _reads_as(path.name, new, most, after):
        raise UsageError(f"{path.name} would not say what was changed: a plain table has no place for it; {_ADVICE}")
    return new


def _any_place(case: Case) -> Place:
    place = next((place for path, place in case.origin.cells.items() if path[0] == "stances"), None)
    if place is None:
        raise OutOfOrdinaryError("it is not known where its numbers stand")
    return place


def _delimiter(data: bytes, case: Case) -> str:
    """What cuts the cells: what makes of some row the headings under which the numbers stand."""
    heads = {place.column for path, place in case.origin.cells.items() if path[0] == "stances" and len(path) == 4}
    for sign in (",", ";", "\t"):
        with suppress(OutOfOrdinaryError):
            if any(heads <= set(map(str, cells)) for cells in TextTable(data, sign).rows()):
                return sign
    raise OutOfOrdinaryError("its cells are not cut by commas, semicolons or tabs")


def _reads_as(name: str, data: bytes, most: float, meant: Case) -> bool:
    issues = list(meant.issues.values())
    scales = {issue.name: issue.scale for issue in issues} if len(issues) > 1 else {"": issues[0].scale}
    units = {issue.name: issue.unit for issue in issues} if len(issues) > 1 else issues[0].unit
    with tempfile.TemporaryDirectory() as folder:
        file = FilePath(folder) / name
        file.write_bytes(data)
        try:
            return plain_of(load_table(file, scales, units, most, meant.as_of)) == plain_of(meant)
        except (CaseError, UsageError):
            return False


class _Editor:
    """Makes one case of another in a table; places are those from which the case was read."""

    def __init__(self, table: Table, before: Case) -> None:
        self.table, self.before = table, before
        self.cells = before.origin.cells
        rows = table.rows()
        head = max(rows, key=count_known, default=[])
        self.titles = [str(cell).strip() if cell is not None else "" for cell in head]
        self.most = self._most()

    def _most(self) -> float:
        """The highest salience there is in the table: what it writes, measured by what the case says."""
        for actor, stances in self.before.stances.items():
            for issue, stance in stances.items():
                place = self.cells.get(("stances", actor, issue, "salience"))
                cell = None if place is None else self._said(place)
                if cell is not None and not cell.percent and stance.salience.high:
                    return round(100 * cell.high / stance.salience.high, 9)
        return 100.0

    def edit(self, after: Case) -> float:
        """Make the other case of it; returns the highest salience there is."""
        for actor, stances in self.before.stances.items():
            if actor not in after.actors:
                for line in sorted({self._place(actor, issue).line for issue in stances}):
                    self.table.drop(self.table.row_at(line))
                continue
            for issue, stance in stances.items():
                other = after.stances.get(actor, {}).get(issue)
                if other is None:
                    raise OutOfOrdinaryError(f"'{actor}' would have no stance on '{issue}', of which it has a row")
                self._change(actor, issue, stance, other)
        for issue, entry in after.issues.items():
            stood = self.before.issues.get(issue)
            if stood is not None and entry.reference is not None and entry.reference != stood.reference:
                self._refer(issue, entry.reference)
        for actor in after.actors:
            if actor not in self.before.actors:
                self._add(after, actor)
        return self.most

    def _place(self, actor: str, issue: str, column: str = "") -> Place:
        place = self.cells.get(("stances", actor, issue, *([column] if column else [])))
        if place is None:
            raise OutOfOrdinaryError(f"it is not known where the stance of '{actor}' on '{issue}' stands")
        return place

    def _change(self, actor: str, issue: str, stance: Stance, other: Stance) -> None:
        for column in NUMBERS:
            old, new = getattr(stance, column), getattr(other, column)
            if old == new or new is None:
                continue
            place = self._place(actor, issue, column)
            said = self._said(place)
            if said is None or self._in_case(column, said) != old:
                raise OutOfOrdinaryError(f"the {column} of '{actor}' does not stand in one cell")
            self._put(self.table.row_at(place.line), self._column(place), column, new, said.percent)

    def _refer(self, issue: str, level: Quantity) -> None:
        """Write the level without a decision wherever it stands."""
        at = next((place for place, title in enumerate(self.titles) if self._kind(place, title) == "reference"), -1)
        if at < 0:
            raise OutOfOrdinaryError("it has no column `reference`")
        rows = self.table.rows()
        for actor, stances in self.before.stances.items():
            if issue in stances:
                row = self.table.row_at(self._place(actor, issue).line)
                if at < len(rows[row]) and rows[row][at] is not None:
                    self._put(row, at, "reference", level, level.percent)

    def _add(self, after: Case, actor: str) -> None:
        """Put in the rows of a new actor: one for each issue, or one for all as other actors have."""
        like = {issue: who for who, stances in self.before.stances.items() for issue in stances}
        lines = {self._place(who, issue).line for issue, who in like.items()}
        wide = len(like) > 1 and len(lines) == 1
        row = -1
        for issue, stance in after.stances.get(actor, {}).items():
            if issue not in like:
                raise OutOfOrdinaryError(f"nobody in it has a stance on '{issue}'")
            row = row if wide and row >= 0 else self.table.append()
            own = self._place(like[issue], issue)
            self.table.put(row, self._column(own), after.actors[actor].name or actor, None)
            for place, title in enumerate(self.titles):
                if self._kind(place, title) == "issue":
                    self.table.put(row, place, after.issues[issue].name, None)
            for column in NUMBERS:
                number = getattr(stance, column)
                if number is not None:
                    place_of = self._place(like[issue], issue, column)
                    stood = self._said(place_of)
                    self._put(row, self._column(place_of), column, number, stood is not None and stood.percent)

    @staticmethod
    def _kind(place: int, title: str) -> str:
        heading = heading_of(place, title)
        return heading.column if heading is not None else ""

    def _put(self, row: int, column: int, kind: str, quantity: Quantity, percent: bool) -> None:
        """Write a number as the table counts it: saliences in parts of the highest there is, or in percent of it."""
        if kind == "salience" and percent:
            quantity = replace(quantity, percent=True)
        elif kind == "salience":
            ends = (quantity.low, quantity.high, quantity.likely)
            low, high, likely = (None if end is None else float(f"{end * self.most / 100:.12g}") for end in ends)
            quantity = replace(quantity, low=low or 0.0, high=high or 0.0, likely=likely)
        self.table.put(row, column, number_words(quantity), LEVEL)

    def _in_case(self, kind: str, said: Quantity) -> Quantity:
        """What a number of the table is in the case."""
        if kind != "salience":
            return said
        return replace(said, percent=False) if said.percent else said.scaled(100 / self.most)

    def _said(self, place: Place) -> Quantity | None:
        """The number in a cell; None if there is none."""
        try:
            cells = self.table.rows()[self.table.row_at(place.line)]
            cell: Any = cells[self._column(place)]
            if isinstance(cell, str) and getattr(self.table, "comma", False):
                cell = cell.replace(", ", "\0").replace(",", ".").replace("\0", ", ")
            return read_quantity(cell)
        except (PydanticCustomError, IndexError, OutOfOrdinaryError):
            return None

    def _column(self, place: Place) -> int:
        if not place.sheet:
            if place.column not in self.titles:
                raise OutOfOrdinaryError(f"it has no column '{place.column}'")
            return self.titles.index(place.column)
        number = 0
        for letter in place.column:
            number = 26 * number + ord(letter) - ord("A") + 1
        return number - 1
