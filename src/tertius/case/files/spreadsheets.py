"""Reading workbooks, sheet by sheet, with all mistakes at once.

A workbook is opened only if its kind and size allow it and its XML declares no entities of its own.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.parsers import expat

from tertius.case.files.cells import Grid, Row, Value, from_cell, row_of
from tertius.case.files.textual import too_large
from tertius.case.parse.characters import MAX_BYTES, MAX_COLUMNS, MAX_PLACES, MAX_ROWS, MAX_UNPACKED, MAX_WRITTEN
from tertius.errors import Problem


def names_of_sheets(path: Path) -> list[str]:
    """The sheets of a workbook, without reading them; none if it cannot be opened."""
    if unsafe_workbook(path):
        return []
    try:
        with _opened(path) as book:
            names: list[str] = book.sheetnames
            return names
    except Exception:
        return []


def read_workbook(path: Path) -> tuple[dict[str, Grid], list[Problem]]:
    """Read every sheet of a workbook: the values, those of formulas as they were last computed.

    Returns:
        The sheets by name, empty ones left out; and every mistake, with file, sheet and cell.
    """
    name = path.as_posix()
    refused = unsafe_workbook(path)
    if refused:
        return {}, [Problem(file=name, found=refused[0], suggestion=refused[1])]
    grids: dict[str, Grid] = {}
    problems: list[Problem] = []
    try:
        with _opened(path, data_only=True) as values, _opened(path) as formulas:
            for sheet in values.worksheets:
                grid, found_here = _sheet(name, sheet, formulas[sheet.title])
                problems += found_here
                if grid.rows:
                    grids[sheet.title] = grid
    except Exception as error:
        found = f"the workbook is damaged: {type(error).__name__}"
        return {}, [Problem(file=name, found=found, suggestion="open it in a spreadsheet program and save it anew")]
    return grids, problems


@contextmanager
def _opened(path: Path, data_only: bool = False) -> Iterator[Any]:
    """A workbook that is read row by row: what is merged, drawn or formatted in it takes no memory."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=data_only)
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what a sheet says of its own size need not be so
        yield book
    finally:
        book.close()


def _sheet(name: str, sheet: Any, formulas: Any) -> tuple[Grid, list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    damaged: set[tuple[int, int]] = set()
    grid, width = Grid(name, sheet.title, ()), 0
    for line, (cells, written) in enumerate(zip(sheet.iter_rows(), formulas.iter_rows(), strict=True), 1):
        if not cells:
            continue
        values: list[Value] = []
        for column, (cell, formula) in enumerate(zip(cells, written, strict=True)):
            problem = _fault_of(cell, formula) if cell.data_type == "e" or formula.data_type == "f" else None
            if problem is not None:
                problems.append(grid.place(Row(line, ()), column).put(problem))
                damaged.add((line, column))
            values.append(value_in(cell) if problem is None else None)
        row, width = row_of(line, values), width + len(cells)
        if row.cells:
            rows.append(row)
        if len(rows) > MAX_ROWS + 1 or len(row.cells) > MAX_COLUMNS or width > MAX_PLACES:
            return grid, [replace(too_large(line), file=name, sheet=sheet.title)]
    return replace(grid, rows=tuple(rows), damaged=frozenset(damaged)), problems


def _fault_of(cell: Any, formula: Any) -> Problem | None:
    """What is wrong with a cell that shows an error or holds a formula."""
    if cell.data_type == "e":
        return Problem(found=f"the cell shows the error {cell.value}", suggestion="mend its formula")
    if cell.value is None:
        advice = "open the workbook in a spreadsheet program and save it"
        return Problem(found="a formula without a value", suggestion=advice)
    return None


def cells_alone(grids: Iterable[Grid], problems: Sequence[Problem]) -> bool:
    """Whether nothing is wrong but single cells, so that all others can be looked at in the same go."""
    return len(problems) == sum(len(grid.damaged) for grid in grids)


def value_in(cell: Any) -> Value:
    """The value of a cell of openpyxl; a number shown as percent is percent, a date is its ISO form."""
    value = cell.value
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        if "%" in str(cell.number_format or ""):
            return f"{100 * value:.10g}%"
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    return from_cell(str(value)) or None


_ONLY_FILLED = "copy what is filled in to a new workbook"
_CELL = re.compile(rb"<(?:\w+:)?(?:c|row)[\s/>]")
_SAVE_AS = "open it and save it as .xlsx or as CSV"


class _DoctypeError(Exception):
    """The XML declares a document type."""


class _RootError(Exception):
    """The first element is reached: after it no document type can be declared."""


def unsafe_workbook(path: Path) -> tuple[str, str] | None:
    """Why a workbook is not opened at all, and what to do; None if it may be."""
    if path.suffix.lower() in (".xls", ".ods"):
        return f"a workbook that ends in '{path.suffix}' cannot be read", _SAVE_AS
    try:
        if path.stat().st_size > 10 * MAX_BYTES:
            return f"the workbook has over {10 * MAX_BYTES / 1e6:g} million bytes", "take out pictures and other sheets"
        with zipfile.ZipFile(path) as archive:
            return _refusal_of_parts(archive)
    except OSError as error:
        return f"the file cannot be read: {(error.strerror or 'no reason').lower()}", ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        return "this is no workbook, or it is damaged or locked by a password", _SAVE_AS
    except Exception as error:
        return f"the workbook is damaged: {type(error).__name__}", _SAVE_AS


def _refusal_of_parts(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        return "the workbook is far larger unpacked than packed", "save only the sheets of the case"
    if any(_cells_of(archive, part) > MAX_WRITTEN for part in parts):
        return f"a sheet of the workbook has over {MAX_WRITTEN:,} cells, empty ones counted", _ONLY_FILLED
    for part in parts:
        # Only the beginning is parsed, in whatever encoding it has, as far as a document type may stand.
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _stop_with(_DoctypeError)
        parser.StartElementHandler = _stop_with(_RootError)
        try:
            with archive.open(part) as stream:
                while chunk := stream.read(65_536):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except _RootError:
            continue
        except _DoctypeError:
            return "the workbook declares a document type, which no spreadsheet program writes", _SAVE_AS
        except expat.ExpatError:
            # A picture is no XML; what should be XML and does not even begin so is not handed on to another parser.
            if part.filename.endswith((".xml", ".rels")):
                return f"the workbook is damaged: its part {part.filename} is no XML", _SAVE_AS
    return None


def _cells_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many cells and rows a part of a workbook writes out, be they empty; counted before anything is built."""
    count, rest = 0, b""
    if part.file_size > MAX_WRITTEN and part.filename.endswith(".xml"):
        with archive.open(part) as stream:
            while chunk := stream.read(1_000_000):
                whole = rest + chunk
                end = whole.rfind(b"<")
                count, rest = count + len(_CELL.findall(whole[:end])), whole[end:] if end >= 0 else b""
    return count


def _stop_with(error: type[Exception]) -> Callable[..., None]:
    def stop(*_: object) -> None:
        raise error

    return stop
