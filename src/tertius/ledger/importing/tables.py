"""Tables of others, with commas or tabs and of any length: read row by row, with the line of each."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import TextIOWrapper
from itertools import chain
from typing import Any

from tertius.errors import Problem, UsageError
from tertius.ledger.importing.archives import UTF_8, Part
from tertius.ledger.importing.imported import Progress

_LONGEST_LINE = 1_000_000
_TOLD_EVERY = 10_000  # rows
_TEXTS = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(?:,|$)""")


class Told:
    """Who is told how far the tables of an export are read.

    Args:
        progress: Is told how many bytes, and of how many; None if nobody is.
        parts: The tables that are to be read.
    """

    def __init__(self, progress: Progress | None, parts: Iterable[Part]) -> None:
        self._progress = progress
        self._done, self._whole = 0, sum(part.size for part in parts) if progress is not None else 0

    def at(self, stream: TextIOWrapper) -> None:
        """The table at hand is read up to where the stream stands."""
        self._tell(stream.buffer.tell())  # type: ignore[attr-defined]

    def ends(self, part: Part) -> None:
        """A table is read to its end."""
        if self._progress is not None:
            self._done += part.size
            self._tell(0)

    def _tell(self, place: int) -> None:
        if self._progress is not None:
            self._progress(min(self._done + place, self._whole), self._whole)


class MistakeError(Exception):
    """What is wrong with one row; whoever reads the table goes on, and tells all of them.

    Attributes:
        problem: It.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes:
        file: Its file, as it is told.
        line: The line on which it ends, from 1.
        cells: What stands under each column.
    """

    file: str
    line: int
    cells: Mapping[str, str]

    def wrong(self, column: str, legal: str) -> MistakeError:
        """A cell that is not as it must be."""
        shown = self.text(column)
        shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
        return MistakeError(Problem(self.file, self.line, "", f"{column} is '{shown}'", legal))

    def text(self, *columns: str) -> str:
        """What stands under the first of these columns that the table has; empty if nothing does."""
        return next((self.cells[column].strip() for column in columns if column in self.cells), "")

    def number(self, column: str) -> float:
        """A number."""
        try:
            value = float(self.text(column))
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.wrong(column, "a number")
        return value

    def moment(self, column: str) -> datetime | None:
        """A moment; without a zone it is UTC. None if nothing stands there."""
        said = self.text(column)
        if not said:
            return None
        try:
            moment = datetime.fromisoformat(said)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.wrong(column, "a moment such as 2025-03-01 12:00:00+00:00") from None

    def day(self, *columns: str) -> date | None:
        """The day of the first of these moments that is given, UTC."""
        moments = (self.moment(column) for column in columns)
        return next((moment.date() for moment in moments if moment is not None), None)

    def numbers(self, column: str) -> list[float | None]:
        """A list of numbers, of which some may be missing."""
        try:
            said = re.sub(r"\b(?:None|nan)\b", "null", self.text(column))
            values = json.loads(said, parse_int=float, parse_constant=lambda _: None)
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, list) or not all(one is None or type(one) is float for one in values):
            raise self.wrong(column, "numbers in square brackets with commas")
        return values

    def texts(self, *columns: str) -> list[str]:
        """A list of texts in quotes."""
        said = self.text(*columns)
        inner, found, place = said[1:-1].strip(), [], 0
        while said[:1] == "[" and said[-1:] == "]" and place < len(inner):
            match = _TEXTS.match(inner, place)
            if match is None:
                break
            found.append(re.sub(r"\\(.)", r"\1", match[1] if match[1] is not None else match[2]))
            place = match.end()
        if not found or place < len(inner):
            raise self.wrong(next(one for one in columns if one in self.cells or one == columns[-1]), "['one', 'two']")
        return found


def rows_of(part: Part, told: Told, encoding: str = UTF_8) -> Iterator[Row]:
    """The rows of a table.

    Args:
        part: The table.
        told: Who is told how far it is read.
        encoding: How its letters are written; of UTF-8 every byte must be right, else what is none is replaced.

    Raises:
        UsageError: The table cannot be read to its end.
    """
    line = 0
    try:
        with part.opened(encoding) as stream:
            rows = _reader(stream)
            head = [cell.strip() for cell in next(rows, [])]
            for number, cells in enumerate(rows):
                line = rows.line_num
                if number % _TOLD_EVERY == 0:
                    told.at(stream)
                if cells:
                    yield Row(part.name, line, dict(zip(head, cells, strict=False)))
            told.ends(part)
    except csv.Error as error:
        raise UsageError(f"{part.name}:{line + 1} cannot be read as a table with commas: {error}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{part.name} is no text in UTF-8 after line {line}: give it as it was downloaded") from None


def head_of(part: Part, encoding: str = UTF_8) -> list[str]:
    """The columns of a table; none if its first line cannot be read."""
    try:
        with part.opened(encoding) as stream:
            return [cell.strip() for cell in next(_reader(stream), [])]
    except (csv.Error, UnicodeDecodeError):
        return []


def likeness(head: Sequence[str], columns: Sequence[str]) -> float:
    """Which share of these columns a table has, even where another program put semicolons between them."""
    cells = head[0].split(";") if len(head) == 1 else head
    return sum(column in cells for column in columns) / len(columns)


def lacking(part: Part, head: Sequence[str], columns: Sequence[str]) -> str:
    """That a table has not the columns that it must have, and what to do."""
    missing = [column for column in columns if column not in head]
    return f"{part.name} has no column {', '.join(map(repr, missing))}: {_advice(head)}"


def _reader(stream: TextIOWrapper) -> Any:
    """The rows of cells; what separates them is seen in the first line."""
    first = stream.readline(_LONGEST_LINE)
    return csv.reader(chain([first], stream), delimiter="\t" if "\t" in first else ",", strict=True)


def _advice(head: Sequence[str]) -> str:
    if len(head) == 1 and ";" in head[0]:
        return "its cells are separated by semicolons, so it was saved by another program; give it as it was downloaded"
    return f"it has {', '.join(map(repr, head[:12]))}" if any(head) else "its first line names none, or is no text"
