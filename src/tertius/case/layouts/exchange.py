"""The files of the exchange model: a sign at the beginning of each row says what it holds.

    #A;usa;United States                 an actor: its id, its name
    #P;finance;finance volume            an issue: its id, its name
    #M;finance;0;no new target           what a point on its scale means
    #D;usa;finance;20;0.7;1              a stance: actor, issue, position, salience and power
    #/;a remark

Positions go from 0 to 100. Saliences and power go from 0 to 1, or to 100 if one of them is above 1.

Reference:
    Stokman, F. N. and Van Oosten, R. (1994). The exchange of voting positions: an object-oriented model of policy
    networks. In Bueno de Mesquita, B. and Stokman, F. N., eds., European Community Decision Making. Yale University
    Press, 105-127.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row
from tertius.case.files.textual import read_text_grid
from tertius.case.layouts.grids import text_of_cell
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems
from tertius.case.parse.file_names import TEXT_TABLES
from tertius.case.parse.naming import Naming, slug
from tertius.case.parse.origin import Origin, Place, closest
from tertius.case.parse.origin import Path as CasePath
from tertius.case.tables.columns import day_of
from tertius.errors import CaseError, Problem, UsageError, disk_told

SIGNS = ("#A", "#P", "#M", "#D", "#O", "#/")


def is_exchange_file(file: Path) -> bool:
    """Whether a text table has the rows of the exchange model: its first one begins with one of their signs."""
    if file.suffix.lower() not in TEXT_TABLES or not file.is_file():
        return False
    try:
        with file.open("rb") as stream:
            start = stream.read(4096).lstrip(b'\xef\xbb\xbf\r\n\t "').decode("latin-1")
    except OSError:
        return False
    return start[:2].upper() in SIGNS and start[2:3] in (";", ",", "\t", '"')


@disk_told()
def load_exchange(path: str | os.PathLike[str], as_of: str | dt.date = "") -> Case:
    """Read a file of the exchange model as a case of as many decisions as it has issues.

    Args:
        path: A text table.
        as_of: The day that the table describes; today if it is left out.

    Raises:
        UsageError: There is no such file.
        CaseError: It is no such file, or cells are wrong; every mistake with its cell.
    """
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"there is no table '{file.as_posix()}'")
    grid, problems = read_text_grid(file)
    if grid is None or problems:
        raise CaseError(first_problems(problems))
    reader = _Reader(grid)
    for row in grid.rows:
        reader.take(row)
    reader.settle_units()
    day, dated = day_of(grid, as_of)
    ident = slug(file.stem, "exchange")
    values = {
        "case": ident,
        "title": reader.title or ident,
        "as_of": str(day),
        "actors": reader.actors,
        "issues": reader.issues,
        "stances": reader.stances,
    }
    if not reader.stances:
        found, legal = "there is no row that begins with #D", "the exchange model's files have rows #A, #P, #M and #D"
        raise CaseError(first_problems([*reader.problems, Problem(file=grid.file, found=found, legal=legal)]))
    notes = (*grid.notes, *dated)
    return case_of(values, Origin(grid.file, cells=reader.cells, notes=notes), reader.problems, reader.damaged)


@dataclass
class _Reader:
    """Actors, issues and stances, with the cell of each."""

    grid: Grid
    naming: Naming = field(default_factory=Naming)
    title: str = ""
    actors: dict[str, Any] = field(default_factory=dict)
    issues: dict[str, Any] = field(default_factory=dict)
    stances: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    cells: dict[CasePath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[CasePath] = field(default_factory=set)

    def take(self, row: Row) -> None:
        """Take one row, by its sign."""
        sign, *cells = (text_of_cell(row.cell(column)) for column in range(6))
        if sign.upper() in ("#A", "#P"):
            self._take_named(row, "actors" if sign.upper() == "#A" else "issues", cells)
        elif sign.upper() == "#M":
            self._take_anchor(row, cells)
        elif sign.upper() == "#D":
            self._take_stance(row, cells)
        elif sign.upper() == "#O":
            self.title = self.title or cells[0]
        elif sign.upper() != "#/":
            legal = "a row begins with #A, #P, #M, #D, #O or #/"
            self._fault(row, 0, f"found '{sign}'", legal)

    def _fault(self, row: Row, column: int, found: str, legal: str = "", suggestion: str = "") -> None:
        problem = Problem(found=found, legal=legal, suggestion=suggestion)
        self.problems.append(self.grid.place(row, column).put(problem))

    def _take_named(self, row: Row, collection: str, cells: list[str]) -> None:
        known = self.actors if collection == "actors" else self.issues
        ident = self.naming.ident(cells[0], collection.removesuffix("s")) if cells[0] else ""
        if not ident or ident in known:
            self._fault(row, 1, f"'{cells[0]}' stands twice" if ident else "a row without an id")
            return
        known[ident] = {"name": cells[1] or cells[0]}
        if collection == "issues":
            known[ident]["scale"] = [0, 100]
        self.cells[collection, ident] = self.grid.place(row, 1)

    def _known(self, row: Row, column: int, text: str, collection: str) -> str:
        """The id of what was named before; empty, and a mistake, if it was not."""
        known = self.actors if collection == "actors" else self.issues
        ident = self.naming.ident(text, collection.removesuffix("s")) if text else ""
        if ident in known:
            return ident
        sign = "#A" if collection == "actors" else "#P"
        found = f"'{text}' has no row {sign} above" if text else f"no {collection.removesuffix('s')} is named"
        self._fault(row, column, found, "", closest(ident, known))
        return ""

    def _take_anchor(self, row: Row, cells: list[str]) -> None:
        issue = self._known(row, 1, cells[0], "issues")
        if not issue or not cells[1] or not cells[2]:
            return
        anchors = self.issues[issue].setdefault("anchors", {})
        if cells[1] in anchors:
            self._fault(row, 2, f"the point {cells[1]} of '{cells[0]}' stands twice")
        anchors.setdefault(cells[1], cells[2])
        self.cells["issues", issue, "anchors", cells[1]] = self.grid.place(row, 2)

    def _take_stance(self, row: Row, cells: list[str]) -> None:
        actor, issue = self._known(row, 1, cells[0], "actors"), self._known(row, 2, cells[1], "issues")
        if not actor or not issue:
            return
        if issue in self.stances.get(actor, {}):
            self._fault(row, 1, f"'{cells[0]}' has two stances on '{cells[1]}'")
            return
        stance: dict[str, Any] = {}
        path: CasePath = ("stances", actor, issue)
        self.cells.setdefault(path[:2], self.grid.place(row, 1))
        self.cells[path] = self.grid.place(row, 1)
        for column, (name, text) in enumerate(zip(("position", "salience", "capability"), cells[2:], strict=True), 3):
            self.cells[*path, name] = self.grid.place(row, column)
            if text:
                stance[name] = text
            else:
                self._fault(row, column, f"no {name}")
                self.damaged.add((*path, name))
        self.stances.setdefault(actor, {})[issue] = stance

    def settle_units(self) -> None:
        """Saliences of 0 to 1 become percent; those of 0 to 100 stay. Of power only ratios matter."""
        written = [
            stance["salience"] for own in self.stances.values() for stance in own.values() if "salience" in stance
        ]
        numbers = [float(text) for text in written if _is_number(text)]
        if numbers and max(numbers) <= 1:
            for own in self.stances.values():
                for stance in own.values():
                    if _is_number(stance.get("salience", "")):
                        stance["salience"] = f"{100 * float(stance['salience']):.12g}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
