"""From sheets to the plain values of a case, with the cell of each and every mistake in them.

From the sheets of a workbook or a folder to the checked case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row
from tertius.case.files.layout import CASE_FIELDS, CASE_SHEET, SHEETS, Sheet, values_of
from tertius.case.files.spreadsheets import WORKBOOKS, read_text_grid, read_workbook
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
    reader = SheetReader()
    reader.raw["stances"] = raw.get("stances") or {}
    reader.earlier = origin.cells
    reader.take("stances", grid)
    cells, notes = {**origin.cells, **reader.cells}, (*origin.notes, *grid.notes)
    return {**raw, **reader.raw}, Origin(origin.file, origin.lines, cells, notes), reader.problems


class SheetReader:
    """Plain values from sheets, with the cell of each; `earlier` holds the cells of tables read before."""

    def __init__(self) -> None:
        self.raw: dict[str, Any] = {}
        self.cells: dict[CasePath, Place] = {}
        self.earlier: Mapping[CasePath, Place] = {}
        self.problems: list[Problem] = []
        self.damaged: set[CasePath] = set()

    def take(self, name: str, grid: Grid) -> None:
        """Take one sheet."""
        known = {sheet.name: sheet for sheet in SHEETS}
        if name == CASE_SHEET:
            self._case(grid)
        elif name in known:
            self._sheet(grid, known[name])
        else:
            near = closest(name, [CASE_SHEET, *known])
            found = f"the sheet '{name}' is no part of a case"
            legal = f"sheets: {', '.join([CASE_SHEET, *known])}"
            self.problems.append(Place(grid.file, 1, name).put(Problem(found=found, legal=legal, suggestion=near)))

    def _case(self, grid: Grid) -> None:
        for row in grid.rows[1:]:
            field, value = (*row.cells, None)[:2]
            if grid.spoils(row, 0):
                self.damaged |= {(name,) for name in CASE_FIELDS}
            elif str(field) not in CASE_FIELDS:
                found, near = f"the case has no field '{field}'", closest(str(field), CASE_FIELDS)
                legal = f"fields: {', '.join(CASE_FIELDS)}"
                self.problems.append(grid.place(row, 0).put(Problem(found=found, legal=legal, suggestion=near)))
            elif grid.spoils(row, 1):
                self.damaged.add((str(field),))
            elif value is not None:
                self._put(grid, row, 1, (str(field),), self.raw, str(field), value)

    def _sheet(self, grid: Grid, sheet: Sheet) -> None:
        heads = [str(cell).strip() if cell is not None else "" for cell in grid.rows[0].cells]
        legal = (*sheet.keys, *sheet.fields)
        if any(grid.spoils(grid.rows[0], column) for column in range(len(heads) + len(legal))):
            self.damaged.add((sheet.path[0],))
            return
        for column, head in enumerate(heads):
            if head and head not in legal:
                found, near = f"no column is called '{head}' here", closest(head, legal)
                problem = Problem(found=found, legal=f"columns: {', '.join(legal)}", suggestion=near)
                self.problems.append(grid.place(grid.rows[0], column, head).put(problem))
        missing = [key for key in sheet.keys if key not in heads]
        if missing:
            found = f"the column {' and '.join(missing)} is missing"
            self.problems.append(grid.place(grid.rows[0], 0).put(Problem(found=found)))
            return
        for row in grid.rows[1:]:
            self._row(grid, sheet, heads, row)

    def _row(self, grid: Grid, sheet: Sheet, heads: list[str], row: Row) -> None:
        cells = dict(zip(heads, (*row.cells, *(None,) * len(heads)), strict=False))
        names = [cells.get(key) for key in sheet.keys]
        place = grid.place(row, heads.index(sheet.keys[0]), sheet.keys[0])
        if any(grid.spoils(row, heads.index(key)) for key in sheet.keys):
            # Whatever it would have been called may be spoken of elsewhere.
            self.damaged.add((sheet.path[0],))
            return
        if None in names:
            found = f"a row without {' and '.join(k for k, n in zip(sheet.keys, names, strict=True) if n is None)}"
            self.problems.append(place.put(Problem(found=found)))
            return
        path = self._path(sheet, [str(name) for name in names])
        block = self._block(path[:-1])
        if path in self.cells or (path[-1] in block and path[0] == "stances"):
            found = (
                f"{' and '.join(map(repr, map(str, names)))} stands twice, {self._first(path)} and in row {row.line}"
            )
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
                self._put(grid, row, column, (*path, head), entry, head, cells[head])

    def _first(self, path: CasePath) -> str:
        """Where an entry stood first: in this table, in another, or in the case file."""
        if path in self.cells:
            return f"in row {self.cells[path].line}"
        before = self.earlier.get(path)
        return f"in {Path(before.file).name}, row {before.line}," if before is not None else "in the case file"

    def _path(self, sheet: Sheet, names: list[str]) -> CasePath:
        if len(sheet.path) == 1 or sheet.path[1] == "":
            return (sheet.path[0], *names)
        return (sheet.path[0], names[0], sheet.path[1], names[1])

    def _block(self, path: CasePath) -> dict[Any, Any]:
        block: dict[Any, Any] = self.raw
        for part in path:
            block = block.setdefault(part, {})
        return block

    def _put(
        self, grid: Grid, row: Row, column: int, path: CasePath, entry: dict[Any, Any], head: str, cell: Any
    ) -> None:
        place = grid.place(row, column, head)
        self.cells[path] = place
        try:
            entry[head] = values_of(head, cell)
        except (ValueError, RecursionError):
            self.damaged.add(path)
            found = "the cell begins like JSON and is none"
            self.problems.append(place.put(Problem(found=found, suggestion='write {"name": value}, or [value, value]')))


_ORDER = (CASE_SHEET, *(sheet.name for sheet in SHEETS))


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
    reader = SheetReader()
    # The order of entries breaks ties, so it must not depend on how somebody has sorted the sheets.
    for name in (*(name for name in _ORDER if name in grids), *(name for name in grids if name not in _ORDER)):
        reader.take(name, grids[name])
    reader.damaged |= {(sheet.path[0],) for sheet in SHEETS if sheet.name in lost}
    notes = tuple(note for grid in grids.values() for note in grid.notes)
    origin = Origin(file, cells=reader.cells, notes=notes)
    return case_of(reader.raw, origin, (*problems, *reader.problems), reader.damaged)
