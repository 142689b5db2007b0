"""Reading text tables, cut by commas, semicolons, tabs, bars or runs of blanks. All mistakes come at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from tertius.case.files.cells import Grid, Row, Value, from_csv, row_of
from tertius.case.files.numerals import plain_numbers
from tertius.case.parse.characters import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, read_bytes, text_of
from tertius.errors import Problem

DELIMITERS = (",", ";", "\t")
"""What may cut the cells of any text table."""

HEADINGS_WITHIN = 40
"""Rows among which the headings of a plain table are looked for."""

_SEP = re.compile(r'"?sep=(?P<sign>.)"?,*;*\s*', re.IGNORECASE)
_RULE = re.compile(r"[\s|:+=─-]*[=─-]{2}[\s|:+=─-]*")

Score = Callable[[Iterable[Value]], int]


def read_text_grid(path: Path) -> tuple[Grid | None, list[Problem]]:
    """Read a text table; the delimiter, the encoding and decimal commas are those that the file uses.

    Returns:
        The table, or None if it cannot be read at all; and every mistake, with file and line.
    """
    text, notes, problems = _text(path)
    if problems:
        return None, problems
    delimiter = first_delimiter(text)
    grid, problems = _grid(path.as_posix(), *_rows(text, delimiter), notes)
    if problems or delimiter == ",":
        return grid, problems
    return plain_numbers(grid, range(max((len(row.cells) for row in grid.rows), default=0)))


def read_loose_grid(path: Path, score: Score) -> tuple[Grid | None, str, list[Problem]]:
    """Read a text table as somebody has saved it: cut by what makes the best headings of one of its first rows.

    A line such as ``sep=;`` is heeded, and the rule below the headings of a drawn table left out. Numbers stand as
    they are written.

    Args:
        path: The file.
        score: How much a row looks like headings.

    Returns:
        The table, or None if it cannot be read at all; what cuts its cells, a blank if they are aligned; every mistake.
    """
    text, notes, problems = _text(path)
    if problems:
        return None, "", problems
    lines = text.splitlines(keepends=True)
    first = next((place for place, line in enumerate(lines) if line.strip()), 0)
    said = _SEP.fullmatch(lines[first].strip("\r\n")) if lines else None
    if said is not None:
        text, sign = "".join([*lines[:first], "\n", *lines[first + 1 :]]), said["sign"]
    else:
        usual = first_delimiter(text)
        signs = [usual, *(sign for sign in (*DELIMITERS, "|") if sign != usual), " "]
        begin = "".join(lines[:HEADINGS_WITHIN])
        sign = max(signs, key=lambda sign: max((score(row.cells) for row in _cut(begin, sign)[0]), default=0))
    grid, problems = _grid(path.as_posix(), *_cut(text, sign), notes)
    return grid, sign, problems


def _cut(text: str, sign: str) -> tuple[list[Row], list[Problem]]:
    if sign == " ":
        return _aligned(text)
    if sign != "|":
        return _rows(text, sign)
    lines = ["" if _RULE.fullmatch(line) else _bare(line) for line in text.splitlines()]
    return _rows("\n".join(lines), "|")


def _bare(line: str) -> str:
    """A line of a drawn table without the bars at its ends."""
    inner = line.strip()
    return inner[1:].removesuffix("|") if inner.startswith("|") else line


def _aligned(text: str) -> tuple[list[Row], list[Problem]]:
    """The rows of columns that are aligned by blanks; where a cell is empty cannot be seen in them."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    lines = [(number, line) for number, line in lines if not _RULE.fullmatch(line)]
    cut = [(number, re.split(r"\s{2,}|\t+", line)) for number, line in lines]
    if cut and max(len(cells) for _, cells in cut) == 1:
        cut = [(number, line.split()) for number, line in lines]
    rows = [row_of(number, (from_csv(cell) or None for cell in cells)) for number, cells in cut]
    return rows[: MAX_ROWS + 1], [too_large(lines[-1][0])] if len(rows) > MAX_ROWS + 1 else []


def _text(path: Path) -> tuple[str, list[Problem], list[Problem]]:
    """The text of a file, what a reader must know of it, and mistakes."""
    name = path.as_posix()
    try:
        data = read_bytes(path)
    except OSError as error:
        return "", [], [Problem(file=name, found=f"the file cannot be read: {(error.strerror or 'no reason').lower()}")]
    text, problems, notes = decoded(data)
    return text, notes, [replace(problem, file=name) for problem in problems]


def first_delimiter(text: str) -> str:
    """The delimiter that cuts the first line into the most cells; a comma if none cuts it."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(DELIMITERS, key=re.sub(r'"[^"]*"', "", first).count)


def _grid(name: str, rows: list[Row], problems: list[Problem], notes: list[Problem]) -> tuple[Grid, list[Problem]]:
    if not rows and not problems:
        problems = [Problem(found="the table is empty", legal="its first row holds the headings")]
    placed = [replace(problem, file=name) for problem in problems]
    return Grid(name, "", tuple(rows), tuple(replace(note, file=name) for note in notes)), placed


def decoded(data: bytes) -> tuple[str, list[Problem], list[Problem]]:
    """Text, mistakes, notes. What is not UTF-8 is taken for Windows-1252, and that is noted."""
    if len(data) > MAX_BYTES or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", text_of(data)[1], []
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return "", text_of(data)[1], []
        found = "the file is not UTF-8 and was read as Windows-1252"
        note = Problem(found=found, suggestion="check names with accents, or save it as UTF-8")
        return text, text_of(text.encode())[1], [note]
    return *text_of(data), []


def _rows(text: str, delimiter: str) -> tuple[list[Row], list[Problem]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            row = row_of(line, (from_csv(cell) or None for cell in cells))
            if row.cells:
                rows.append(row)
            line = reader.line_num + 1
            if len(row.cells) > MAX_COLUMNS or len(rows) > MAX_ROWS + 1:
                return rows, [too_large(line - 1)]
    except csv.Error as error:
        return rows, [Problem(line=line, found=f"the row cannot be read: {error}")]
    return rows, []


def too_large(line: int) -> Problem:
    """That a table or sheet has too many rows or columns."""
    legal = f"a table has at most {MAX_ROWS} rows below its headings, and {MAX_COLUMNS} columns"
    return Problem(line=line, found="the table is too large", legal=legal)
