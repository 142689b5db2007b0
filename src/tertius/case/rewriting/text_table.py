"""A text table that is edited cell by cell: what cuts and quotes its cells, decimal commas and line ends stay."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tertius.case.fields import Number
from tertius.case.files.cells import Value, from_csv, to_csv
from tertius.case.files.textual import decoded, first_delimiter
from tertius.case.parse.quantity import words_with
from tertius.case.rewriting.splices import OutOfOrdinaryError
from tertius.case.rewriting.yaml.scalars import number_in_place

_MARK = b"\xef\xbb\xbf"
_WITH_COMMA = words_with(r"[-+]?\d+(?:,\d+)?")
_COMMA = re.compile(r"\d,\d")
_ENDING = re.compile(r"\r\n|\r|\n")
_ENDING_OR_END = re.compile(r"\r\n|\r|\n|\Z")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


@dataclass
class _Line:
    """A row of the file: its cells as they are written, what ends it, and the line in which it begins, from 1."""

    cells: list[str]
    ending: str
    number: int = 0

    @property
    def empty(self) -> bool:
        return not any(map(_text_in, self.cells))


class TextTable:
    """A table in the bytes of a file; the delimiter is that of its first line, or the one that is given."""

    def __init__(self, data: bytes, delimiter: str = "") -> None:
        """Take a file apart.

        Raises:
            OutOfOrdinaryError: It is no table that can be put together again.
        """
        text, problems, notes = decoded(data)
        if problems:
            raise OutOfOrdinaryError("the file is no text")
        self.mark, self.encoding = data.startswith(_MARK), "cp1252" if notes else "utf-8"
        self.delimiter = delimiter or first_delimiter(text)
        self.lines = list(_taken_apart(text, self.delimiter))
        self.ending = next((line.ending for line in self.lines if line.ending), "\n")
        self.filled = [line for line in self.lines if not line.empty]
        if [[_text_in(cell) for cell in line.cells] for line in self.filled] != list(_as_read(text, self.delimiter)):
            raise OutOfOrdinaryError("the table is quoted in an uncommon way")
        self.comma = self.delimiter != "," and any(_has_comma(line) for line in self.filled[1:])

    @property
    def data(self) -> bytes:
        """The bytes of the file as they are to be written."""
        text = "".join(self.delimiter.join(line.cells) + line.ending for line in self.lines)
        try:
            return (_MARK if self.mark else b"") + text.encode(self.encoding)
        except UnicodeEncodeError:
            return _MARK + text.encode()

    def rows(self) -> Sequence[Sequence[Value]]:
        """What stands in the cells, as texts."""
        return [[from_csv(_text_in(cell)) or None for cell in line.cells] for line in self.filled]

    def row_at(self, line: int) -> int:
        """The row that begins in a line of the file, from 1.

        Raises:
            OutOfOrdinaryError: None does.
        """
        numbers = [one.number for one in self.filled]
        if line not in numbers:
            raise OutOfOrdinaryError(f"no row begins in line {line}")
        return numbers.index(line)

    def put(self, row: int, column: int, value: Any, number: Number | None) -> None:
        """Write a value into a cell: in percent, with a decimal comma or in quotes, as the one before it."""
        line = self.filled[row]
        line.cells += [""] * (column + 1 - len(line.cells))
        stood = line.cells[column]
        if number is not None and value is not None:
            value = number_in_place(number, value, stood)
        text = "" if value is None else str(to_csv(value))
        if self.comma and number is not None:
            text = _POINT.sub(",", text)
        line.cells[column] = self._quoted(text, stood)

    def drop(self, row: int) -> None:
        """Take a row out."""
        gone = self.filled[row]
        self.lines = [line for line in self.lines if line is not gone]
        if not gone.ending and self.lines:
            self.lines[-1].ending = ""

    def append(self) -> int:
        """Put an empty row in behind the last one that has something in it."""
        last = next(place for place in range(len(self.lines) - 1, -1, -1) if not self.lines[place].empty)
        ending, self.lines[last].ending = self.lines[last].ending, self.lines[last].ending or self.ending
        new = _Line([""] * len(self.filled[0].cells), ending)
        self.lines.insert(last + 1, new)
        self.filled.append(new)
        return len(self.filled) - 1

    def _quoted(self, text: str, stood: str) -> str:
        blank = stood[: len(stood) - len(stood.lstrip(" "))] if stood.strip(" ") else ""
        marked = stood.lstrip(" ").startswith('"')
        if marked or any(sign in text for sign in (self.delimiter, '"', "\n", "\r")) or text != text.strip():
            text = '"' + text.replace('"', '""') + '"'
        return blank + text


def _text_in(cell: str) -> str:
    bare = cell.lstrip(" ")
    return bare[1:-1].replace('""', '"') if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare


def _has_comma(line: _Line) -> bool:
    """Whether a number of a row has a decimal comma."""
    texts = [_text_in(cell).strip() for cell in line.cells]
    return any(_COMMA.search(text) and _WITH_COMMA.fullmatch(text) for text in texts)


def _as_read(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True):
            if any(cells):
                yield cells
    except csv.Error as error:
        raise OutOfOrdinaryError("the table cannot be read") from error


def _taken_apart(text: str, delimiter: str) -> Iterator[_Line]:
    """The rows of a text, sign by sign: what stands between two quotes cuts nothing and ends nothing."""
    cell = re.compile(rf' *"(?:[^"]|"")*"(?={re.escape(delimiter)}|\r|\n|\Z)|[^{re.escape(delimiter)}\r\n]*')
    at, cells, line = 0, list[str](), 1
    while at < len(text):
        found = cell.match(text, at)
        if found is None:
            raise OutOfOrdinaryError("a cell does not end")
        cells.append(found[0])
        at = found.end()
        if text[at : at + 1] == delimiter:
            at += 1
            if at < len(text):
                continue
            cells.append("")
        ending = _ENDING_OR_END.match(text, at)
        if ending is None:
            raise OutOfOrdinaryError("a row does not end")
        yield _Line(cells, ending[0], line)
        line += 1 + sum(len(_ENDING.findall(cell)) for cell in cells)
        at, cells = ending.end(), []
