"""From the sheets of a workbook or of a folder of CSV files to a checked case; every mistake names its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row, Value
from tertius.case.files.layout import CASE_FIELDS, CASE_SHEET, SHEETS, Sheet, ids_of
from tertius.case.files.spreadsheets import read_workbook
from tertius.case.files.textual import read_text_grid
from tertius.case.files.words import from_words
from tertius.case.model import Case
from tertius.case.parse.file_names import WORKBOOKS
from tertius.case.parse.names import Names
from tertius.case.parse.origin import Origin, Place, closest
from tertius.case.parse.origin import Path as CasePath
from tertius.case.paths import step_into
from tertius.errors import Problem


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
    reader = _SheetReader(origin.cells, Names.of(raw))
    reader.raw["stances"] = raw.get("stances") or {}
    reader.take("stances", grid)
    cells, notes = {**origin.cells, **reader.cells}, (*origin.notes, *grid.notes, *reader.notes)
    return {**raw, **reader.raw}, Origin(origin.file, origin.lines, cells, notes), reader.problems


def sheet_named(name: str) -> str:
    """The sheet of a case that has this name, whichever its capitals and gaps; empty if none has."""
    return named(name, _SHEETS) or ""


def unknown_name(found: str, name: str, kind: str, known: Iterable[str]) -> Problem:
    """The problem with a name that is none of the known ones; `kind` says in the plural what they name."""
    legal = list(known)
    return Problem(found=found, legal=f"{kind}: {', '.join(legal)}", suggestion=closest(name, legal))


def not_read(problem: Problem, kind: str, name: str) -> Problem:
    """The note on what is no part of a case and may well stand there, in place of a problem with its name."""
    return replace(problem, found=f"the {kind} '{name}' is no part of a case, and is not read", suggestion="")


def is_slip(name: str, known: Iterable[str]) -> bool:
    """Whether a name is so near to a known one that it was meant: what stands below it must not be passed over."""
    return bool(closest(name, known, cutoff=0.8))


_SHEETS = (CASE_SHEET, *(sheet.name for sheet in SHEETS))
_GAP = re.compile(r"[\s_.:-]+")


def _folded(name: str) -> str:
    return _GAP.sub(" ", name.strip()).casefold()


def named(name: str, known: Iterable[str]) -> str | None:
    """The known name that a name is, whichever its capitals and gaps; None if it is none."""
    return next((legal for legal in known if _folded(legal) == _folded(name)), None)


class _SheetReader:
    """Plain values from sheets, with the cell of each; `earlier` holds the cells of tables read before."""

    def __init__(self, earlier: Mapping[CasePath, Place], names: Names) -> None:
        self.raw: dict[str, Any] = {}
        self.cells: dict[CasePath, Place] = {}
        self.earlier = earlier
        self.names = names
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.damaged: set[CasePath] = set()

    def take(self, name: str, grid: Grid) -> None:
        """Take one sheet."""
        sheet = next((sheet for sheet in SHEETS if sheet.name == sheet_named(name)), None)
        if sheet is not None:
            self._take_entries(grid, sheet)
        elif sheet_named(name) == CASE_SHEET:
            self._take_fields(grid)
        else:
            problem = unknown_name(f"the sheet '{name}' is no part of a case", name, "sheets", _SHEETS)
            self._pass_over("sheet", name, Place(grid.file, 1, name).put(problem), is_slip(name, _SHEETS))

    def _pass_over(self, kind: str, name: str, problem: Problem, wrong: bool) -> None:
        """What is no part of a case is a mistake if something that is may have been meant, else a note."""
        if wrong:
            self.problems.append(problem)
        else:
            self.notes.append(not_read(problem, kind, name))

    def _take_fields(self, grid: Grid) -> None:
        for row in grid.rows[1:]:
            written, value = str(row.cell(0)), row.cell(1)
            field = named(written, CASE_FIELDS)
            if grid.spoils(row, 0):
                self.damaged |= {(name,) for name in CASE_FIELDS}
            elif field is None and row.cell(0) is not None:
                problem = unknown_name(f"the case has no field '{written}'", written, "fields", CASE_FIELDS)
                self._pass_over("field", written, grid.place(row, 0).put(problem), is_slip(written, CASE_FIELDS))
            elif field is not None and grid.spoils(row, 1):
                self.damaged.add((field,))
            elif field is not None and value is not None:
                self._put(grid.place(row, 1, field), (field,), step_into(Case, field), value)

    def _take_entries(self, grid: Grid, sheet: Sheet) -> None:
        first = grid.rows[0]
        written = [str(cell).strip() if cell is not None else "" for cell in first.cells]
        heads = [named(head, sheet.headings) or head for head in written]
        if any(grid.spoils(first, column) for column in range(len(heads) + len(sheet.headings))):
            self.damaged.add((sheet.path[0],))
            return
        missing = [key for key in sheet.keys if key not in heads]
        for column, head in enumerate(heads):
            if head and head not in sheet.headings:
                problem = unknown_name(f"no column is called '{head}' here", head, "columns", sheet.headings)
                wrong = bool(missing) or is_slip(head, sheet.headings)
                self._pass_over("column", head, grid.place(first, column, head).put(problem), wrong)
            elif head and head in heads[:column]:
                found = f"the column '{head}' stands twice"
                self.problems.append(grid.place(first, column, head).put(Problem(found=found)))
        if missing:
            found = f"the column {' and '.join(missing)} is missing"
            self.problems.append(grid.place(first, 0).put(Problem(found=found)))
            return
        for row in grid.rows[1:]:
            self._take_entry(grid, sheet, heads, row)

    def _take_entry(self, grid: Grid, sheet: Sheet, heads: list[str], row: Row) -> None:
        cells = {head: row.cell(column) for column, head in enumerate(heads)}
        if not any(cells[head] is not None for head in heads if head in sheet.headings):
            return
        place = grid.place(row, heads.index(sheet.keys[0]), sheet.keys[0])
        if any(grid.spoils(row, heads.index(key)) for key in sheet.keys):
            # Whatever it would have been called may be spoken of elsewhere.
            self.damaged.add((sheet.path[0],))
            return
        lacking = [key for key in sheet.keys if cells[key] is None]
        if lacking:
            self.problems.append(place.put(Problem(found=f"a row without {' and '.join(lacking)}")))
            return
        ids = [self.names.ident(ids_of(sheet, key), str(cells[key])) for key in sheet.keys]
        path = sheet.entry_path(ids)
        if self._stands_nowhere(sheet, ids[0], place) or self._stands_twice(path, ids, place, row):
            return
        self.cells[path] = place
        if path[0] == "stances":
            self.cells.setdefault(path[:2], place)
        if sheet.bare:  # a point of the scale may have no words
            self._block_at(path[:-1])[path[-1]] = ""
        else:
            self._block_at(path)
        for column, head in enumerate(heads):
            at = sheet.field_path(path, head)
            if head in sheet.kinds and grid.spoils(row, column):
                self.damaged.add(at)
            elif head in sheet.kinds and cells[head] is not None:
                place = grid.place(row, column, head)
                self._put(place, at, sheet.kinds[head], cells[head], ids_of(sheet, head))

    def make_list(self, sheet: Sheet) -> None:
        """Rows by what names them become the entries of a list, each with its number in its path."""
        name, key = sheet.path[0], sheet.keys[0]
        rows: dict[str, dict[str, Any]] = self.raw[name]
        places = {ident: index for index, ident in enumerate(rows)}

        def numbered(path: CasePath) -> CasePath:
            here = path[0] == name and len(path) > 1 and path[1] in places
            return (name, places[str(path[1])], *path[2:]) if here else path

        self.raw[name] = [{key: ident, **fields} for ident, fields in rows.items()]
        self.cells = {numbered(path): place for path, place in self.cells.items()}
        self.damaged = {numbered(path) for path in self.damaged}

    def _stands_nowhere(self, sheet: Sheet, ident: str, place: Place) -> bool:
        """Whether a row is about an entry that the sheet of its collection does not have."""
        collection = sheet.path[0]
        known = self.names.ids.get(collection, frozenset())
        if len(sheet.path) == 1 or collection == "stances" or ident in known or (collection,) in self.damaged:
            return False
        legal = f"the sheet '{collection}' has {', '.join(sorted(known)[:12])}" if known else ""
        problem = Problem(found=f"there is no {sheet.keys[0]} '{ident}'", legal=legal, suggestion=closest(ident, known))
        self.problems.append(place.put(problem))
        return True

    def _stands_twice(self, path: CasePath, ids: list[str], place: Place, row: Row) -> bool:
        if path not in self.cells and not (path[0] == "stances" and path[-1] in self._block_at(path[:-1])):
            return False
        before = self.earlier.get(path)
        first = "in the case file" if before is None else f"in {Path(before.file).name}, row {before.line},"
        first = f"in row {self.cells[path].line}" if path in self.cells else first
        found = f"{' and '.join(map(repr, ids))} stands twice, {first} and in row {row.line}"
        self.problems.append(place.put(Problem(found=found)))
        return True

    def _block_at(self, path: CasePath) -> dict[Any, Any]:
        """The block at a path, made where it is not there yet."""
        block: dict[Any, Any] = self.raw
        for step in path:
            block = block.setdefault(step, {})
        return block

    def _put(self, place: Place, path: CasePath, kind: Any, cell: Value, refers: str = "") -> None:
        self.cells[path] = place
        try:
            value = from_words(kind, cell, lambda name: self.names.knows(refers, name))
        except (ValueError, RecursionError):
            self.damaged.add(path)
            told = "begins like JSON and is none" if str(cell)[:1] in ("{", "[") else "cannot be taken apart"
            legal = "write NAME: VALUE; NAME: VALUE, or JSON"
            if "changes" in path or path[-1] in ("with", "against"):
                legal = "write `set PATH to VALUE`, `add PATH as {...}` or `remove PATH`, each in a line, or JSON"
            self.problems.append(place.put(Problem(found=f"the cell {told}", legal=legal)))
            return
        self._block_at(path[:-1])[path[-1]] = self.names.idents(refers, value) if refers else value


def case_of_sheets(
    file: str,
    grids: Mapping[str, Grid],
    problems: Sequence[Problem] = (),
    lost: Collection[str] = (),
    passed_over: Sequence[Problem] = (),
) -> Case:
    """The case that sheets hold, in the order of the format, whichever way they lie.

    Args:
        file: Name of the file in messages that no cell is to blame for.
        grids: The sheets by their names.
        problems: Mistakes found in reading them.
        lost: Names of sheets that could not be read: that something of theirs is missing is no further mistake.
        passed_over: Notes on what was not read.

    Raises:
        CaseError: There are mistakes: all of them, each with its cell.
    """
    reader = _SheetReader({}, _names_in(grids))
    # The order of entries breaks ties, so it must not depend on how somebody has sorted the sheets.
    order = {name: _SHEETS.index(sheet_named(name)) if sheet_named(name) else len(_SHEETS) for name in grids}
    for name in sorted(grids, key=lambda name: order[name]):
        reader.take(name, grids[name])
    reader.damaged |= {(sheet.path[0],) for sheet in SHEETS if sheet.name in lost}
    for sheet in SHEETS:
        if sheet.listed and sheet.path[0] in reader.raw:
            reader.make_list(sheet)
    notes = (*(note for grid in grids.values() for note in grid.notes), *passed_over, *reader.notes)
    origin = Origin(file, cells=reader.cells, notes=notes)
    return case_of(reader.raw, origin, (*problems, *reader.problems), reader.damaged)


def _names_in(grids: Mapping[str, Grid]) -> Names:
    """The ids and names that sheets give, before their rows are taken."""
    raw: dict[str, dict[str, dict[str, str]]] = {}
    for name, grid in grids.items():
        sheet = next((sheet for sheet in SHEETS if sheet.name == sheet_named(name)), None)
        if sheet is None or sheet.keys != ("id",):
            continue
        heads = [named(str(cell), sheet.headings) for cell in grid.rows[0].cells]
        called = next((head for head in ("name", "title") if head in heads), None)
        for row in grid.rows[1:] if "id" in heads else ():
            entry = {"name": str(row.cell(heads.index(called)))} if called is not None else {}
            raw.setdefault(sheet.name, {}).setdefault(str(row.cell(heads.index("id"))), entry)
    return Names.of(raw)
