"""From the sheets of a workbook or of a folder of CSV files to a checked case; every mistake names its cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row, Value
from tertius.case.files.layout import CASE_FIELDS, CASE_SHEET, SHEETS, Sheet, values_of
from tertius.case.files.spreadsheets import WORKBOOKS, read_workbook
from tertius.case.files.textual import read_text_grid
from tertius.case.model import Case
from tertius.case.parse.origin import Origin, Place, closest
from tertius.case.parse.origin import Path as CasePath
from tertius.errors import Problem

STANCES = ("stances.csv", "stances.xlsx")
"""Tables that may lie beside a case file and hold its stances."""


def with_stances(raw: dict[str, Any], origin: Origin, path: Path) -> tuple[dict[str, Any], Origin, list[Problem]]:
    """The plain values of a case with the stances of a table beside it, as ``stances.csv`` holds them."""
    if path.suffix.lower() in WORKBOOKS:
        grids, problems = read_workbook(path)
        grid = next(iter(grids.values()), None)
    else:
        grid, problems = read_text_grid(path)
    if grid is None or problems:
        return raw, origin, problems
    if not isinstance(raw, dict) or not isinstance(raw.get("stances") or {}, dict):
        return raw, origin, []
    reader = _SheetReader(origin.cells)
    reader.raw["stances"] = raw.get("stances") or {}
    reader.take("stances", grid)
    cells, notes = {**origin.cells, **reader.cells}, (*origin.notes, *grid.notes)
    return {**raw, **reader.raw}, Origin(origin.file, origin.lines, cells, notes), reader.problems


def unknown_name(found: str, name: str, kind: str, known: Iterable[str]) -> Problem:
    """The problem with a name that is none of the known ones; `kind` says in the plural what they name."""
    legal = list(known)
    return Problem(found=found, legal=f"{kind}: {', '.join(legal)}", suggestion=closest(name, legal))


class _SheetReader:
    """Plain values from sheets, with the cell of each; `earlier` holds the cells of tables read before."""

    def __init__(self, earlier: Mapping[CasePath, Place]) -> None:
        self.raw: dict[str, Any] = {}
        self.cells: dict[CasePath, Place] = {}
        self.earlier = earlier
        self.problems: list[Problem] = []
        self.damaged: set[CasePath] = set()

    def take(self, name: str, grid: Grid) -> None:
        """Take one sheet."""
        known = {sheet.name: sheet for sheet in SHEETS}
        if name in known:
            self._take_entries(grid, known[name])
            return
        if name != CASE_SHEET:
            problem = unknown_name(f"the sheet '{name}' is no part of a case", name, "sheets", [CASE_SHEET, *known])
            self.problems.append(Place(grid.file, 1, name).put(problem))
            return
        for row in grid.rows[1:]:
            field, value = str(row.cell(0)), row.cell(1)
            if grid.spoils(row, 0):
                self.damaged |= {(name,) for name in CASE_FIELDS}
            elif field not in CASE_FIELDS:
                problem = unknown_name(f"the case has no field '{field}'", field, "fields", CASE_FIELDS)
                self.problems.append(grid.place(row, 0).put(problem))
            elif grid.spoils(row, 1):
                self.damaged.add((field,))
            elif value is not None:
                self._put(grid.place(row, 1, field), (field,), self.raw, value)

    def _take_entries(self, grid: Grid, sheet: Sheet) -> None:
        first = grid.rows[0]
        heads = [str(cell).strip() if cell is not None else "" for cell in first.cells]
        legal = (*sheet.keys, *sheet.fields)
        if any(grid.spoils(first, column) for column in range(len(heads) + len(legal))):
            self.damaged.add((sheet.path[0],))
            return
        for column, head in enumerate(heads):
            if head and head not in legal:
                problem = unknown_name(f"no column is called '{head}' here", head, "columns", legal)
                self.problems.append(grid.place(first, column, head).put(problem))
        missing = [key for key in sheet.keys if key not in heads]
        if missing:
            found = f"the column {' and '.join(missing)} is missing"
            self.problems.append(grid.place(first, 0).put(Problem(found=found)))
            return
        for row in grid.rows[1:]:
            self._take_entry(grid, sheet, heads, row)

    def _take_entry(self, grid: Grid, sheet: Sheet, heads: list[str], row: Row) -> None:
        cells = {head: row.cell(column) for column, head in enumerate(heads)}
        place = grid.place(row, heads.index(sheet.keys[0]), sheet.keys[0])
        if any(grid.spoils(row, heads.index(key)) for key in sheet.keys):
            # Whatever it would have been called may be spoken of elsewhere.
            self.damaged.add((sheet.path[0],))
            return
        lacking = [key for key in sheet.keys if cells[key] is None]
        if lacking:
            self.problems.append(place.put(Problem(found=f"a row without {' and '.join(lacking)}")))
            return
        ids = [str(cells[key]) for key in sheet.keys]
        path = sheet.entry_path(ids)
        block: dict[Any, Any] = self.raw
        for step in path[:-1]:
            block = block.setdefault(step, {})
        if path in self.cells or (path[-1] in block and path[0] == "stances"):
            before = self.earlier.get(path)
            first = "in the case file" if before is None else f"in {Path(before.file).name}, row {before.line},"
            first = f"in row {self.cells[path].line}" if path in self.cells else first
            found = f"{' and '.join(map(repr, ids))} stands twice, {first} and in row {row.line}"
            self.problems.append(place.put(Problem(found=found)))
            return
        entry = block.setdefault(path[-1], {})
        self.cells[path] = place
        if path[0] == "stances":
            self.cells.setdefault(path[:2], place)
        for column, head in enumerate(heads):
            if head in sheet.fields and grid.spoils(row, column):
                self.damaged.add((*path, head))
            elif head in sheet.fields and cells[head] is not None:
                self._put(grid.place(row, column, head), (*path, head), entry, cells[head])

    def _put(self, place: Place, path: CasePath, entry: dict[Any, Any], cell: Value) -> None:
        self.cells[path] = place
        try:
            entry[path[-1]] = values_of(str(path[-1]), cell)
        except (ValueError, RecursionError):
            self.damaged.add(path)
            found = "the cell begins like JSON and is none"
            self.problems.append(place.put(Problem(found=found, suggestion='write {"name": value}, or [value, value]')))


def case_of_sheets(
    file: str, grids: Mapping[str, Grid], problems: Sequence[Problem] = (), lost: Collection[str] = ()
) -> Case:
    """The case that sheets hold, in the order of the format, whichever way they lie.

    Args:
        file: Name of the file in messages that no cell is to blame for.
        grids: The sheets by their names.
        problems: Mistakes found in reading them.
        lost: Names of sheets that could not be read: that something of theirs is missing is no further mistake.

    Raises:
        CaseError: There are mistakes: all of them, each with its cell.
    """
    reader = _SheetReader({})
    # The order of entries breaks ties, so it must not depend on how somebody has sorted the sheets.
    order = [CASE_SHEET, *(sheet.name for sheet in SHEETS)]
    for name in sorted(grids, key=lambda name: order.index(name) if name in order else len(order)):
        reader.take(name, grids[name])
    reader.damaged |= {(sheet.path[0],) for sheet in SHEETS if sheet.name in lost}
    origin = Origin(file, cells=reader.cells, notes=tuple(note for grid in grids.values() for note in grid.notes))
    return case_of(reader.raw, origin, (*problems, *reader.problems), reader.damaged)
