"""The plain table of the field as a case: actor, position, salience, capability; several issues if it says so.

Scale and unit are declared, never guessed: the same column may mean percent, years or a rank.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row, Value
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems
from tertius.case.parse.naming import Naming, slug, source_id
from tertius.case.parse.origin import Origin, Place, mistake
from tertius.case.parse.origin import Path as CasePath
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.tables.columns import day_of
from tertius.case.tables.doubts import doubts_of
from tertius.case.tables.imputation import check_way, filled_in, numbers_among
from tertius.case.tables.missing import is_missing
from tertius.case.tables.reading import read_rows
from tertius.case.tables.scales import Declared, Scales, say_scale
from tertius.case.tables.words import NUMBERS
from tertius.errors import CaseError, Problem, UsageError, disk_told


@disk_told()
def load_table(
    path: str | os.PathLike[str],
    scale: Declared = None,
    unit: str | Mapping[str, str] = "",
    salience_max: float | None = None,
    as_of: str | dt.date = "",
    impute: str | None = None,
) -> Case:
    """Read a plain table as a case of one decision, or of several.

    Args:
        path: A text table (.csv, .tsv, .txt) or a workbook (.xlsx); of its sheets the first with fitting headings.
        scale: Lowest and highest position of every issue, or by its name of each, ``{"fee": (0, 10), "": (0, 100)}``:
            the empty name is that of all others. KTAB's files need none, theirs is 0 to 100; columns `scale low` and
            `scale high` of the table itself go before.
        unit: What the scale counts: years, percent; or what that of each issue counts, by its name.
        salience_max: The highest salience there is, 1 or 100 as a rule; saliences become percent of it.
        as_of: The day that the table describes, YYYY-MM-DD; today if it is left out, which is among the warnings.
        impute: ``median`` or ``mean`` of the others, for numbers that are missing; each is marked. Without it a number
            that is missing is a mistake.

    Raises:
        UsageError: There is no such file, no such way to impute, or no issue of a name that has a scale.
        CaseError: The table is not complete, or scale or salience_max is missing; each mistake has its cell.
    """
    check_way(impute)
    return read_table(Path(path), Naming(), scale, unit, salience_max, str(as_of), impute or "")


def read_table(
    file: Path,
    naming: Naming,
    scale: Declared = None,
    unit: str | Mapping[str, str] = "",
    salience_max: float | None = None,
    as_of: str = "",
    impute: str = "",
    expert: str = "",
) -> Case:
    """The same with the ids of a `Naming` that several tables have in common, and of one of several experts."""
    if not file.is_file():
        raise UsageError(f"there is no table '{file.as_posix()}'")
    scales = Scales.of(scale, unit, naming)
    plain = read_rows(file, naming, scales, salience_max, bool(impute), expert)
    if plain.ktab:
        scales.ends, salience_max = scales.ends or (0.0, 100.0), salience_max or 100.0
    table = _TableReader(plain.grid, plain.heads, naming, scales, salience_max)
    table.problems += plain.problems
    table.notes += plain.notes
    if impute and plain.usable:
        table.impute(impute)
    if plain.usable and table.check_declared():
        table.take_rows()
    day, notes = day_of(plain.grid, as_of)
    origin = Origin(table.grid.file, cells=table.cells, notes=(*table.grid.notes, *table.notes, *notes))
    if not table.values["actors"]:
        raise CaseError(first_problems(table.problems))
    ident = slug(file.stem, "table")
    title = ident.replace("-", " ").capitalize() if file.stem.isascii() else file.stem
    values = {"case": ident, "title": title, "as_of": day, **table.values}
    return case_of(values, origin, table.problems, table.damaged)


class _TableReader:
    """Plain values of a case from the rows of a table, the cell of each, what is wrong, and what a reader must know.

    Args:
        grid: The table, its headings in the first row.
        heads: The column of each known heading, from 0.
        naming: Gives actors and issues their ids.
        scales: The scales of the issues, as declared.
        salience_max: The salience that means "nothing matters more", as declared.
    """

    def __init__(
        self, grid: Grid, heads: dict[str, int], naming: Naming, scales: Scales, salience_max: float | None
    ) -> None:
        self.grid, self.heads, self.naming = grid, heads, naming
        self.scales, self.salience_max = scales, salience_max
        self.values: dict[str, Any] = {"actors": {}, "issues": {}, "stances": {}}
        self.cells: dict[CasePath, Place] = {}
        self.damaged: set[CasePath] = set()
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.names: dict[str, str] = {}
        self.titles: dict[str, str] = {}

    def _cell(self, row: Row, column: str) -> Value:
        return row.cell(self.heads.get(column))

    def _place(self, row: Row, column: str) -> Place:
        return self.grid.place_below(row, self.heads[column])

    def impute(self, way: str) -> None:
        """Fill in the numbers that are missing, and note it."""
        self.grid, notes = filled_in(self.grid, self.heads, way)
        self.notes += notes

    def check_declared(self) -> bool:
        """Whether scales and the highest salience are given and can be; if not, messages say what the table holds."""
        before = len(self.problems)
        file, rows = self.grid.file, self.grid.rows[1:]
        titles: dict[str, str] = {}
        for row in rows:
            title = self._title(row)
            titles.setdefault(self.naming.ident(title, "issue"), title)
        self.scales.check_names(titles)
        without = [issue for issue in titles if self.scales.on(issue) is None and issue not in self.scales.faulty]
        if without and len(without) == len(titles):
            found = "the scale of the positions is not declared"
            example = "say --scale 0 100 percent, or --scale 4 10 years"
            self.problems.append(Problem(file=file, found=found, legal=self._span(rows), suggestion=example))
        elif without:
            for issue in without:
                own = [row for row in rows if self.naming.ident(self._title(row), "issue") == issue]
                found = f"the scale of '{titles[issue]}' is not declared"
                suggestion = f"say {say_scale(titles[issue])}"
                self.problems.append(Problem(file=file, found=found, legal=self._span(own), suggestion=suggestion))
        if self.salience_max is None:
            found, suggestion = "the highest salience is not declared", "say --salience-max 100, or 1"
            legal = self._span(rows, "salience")
            self.problems.append(Problem(file=file, found=found, legal=legal, suggestion=suggestion))
        elif not 0 < self.salience_max < math.inf:
            found = f"the highest salience is {self.salience_max:g}"
            self.problems.append(Problem(file=file, found=found, legal="it is a number above 0, such as 100"))
        for low, high in dict.fromkeys(ends for issue in titles if (ends := self.scales.on(issue))):
            if not -math.inf < low < high < math.inf:
                found = f"the scale goes from {low:g} to {high:g}"
                self.problems.append(Problem(file=file, found=found, legal="its ends are numbers, the lower one first"))
        return len(self.problems) == before and not self.scales.faulty

    def _span(self, rows: Sequence[Row], column: str = "position") -> str:
        """From where to where the numbers of a column go."""
        numbers = numbers_among(self._cell(row, column) for row in rows)
        if not numbers:
            return "the column holds no numbers"
        low, high = min(q.low for q in numbers), max(q.high for q in numbers)
        return f"the column '{self._cell(self.grid.rows[0], column)}' goes from {low:g} to {high:g}"

    def _title(self, row: Row) -> str:
        """The issue of a row; `issue` where the table has one alone."""
        return str(self._cell(row, "issue") or ("issue" if "issue" not in self.heads else ""))

    def take_rows(self) -> None:
        """Take all rows; what is wrong with one that cannot be taken is reported in full all the same."""
        # A description that several actors have does not tell them apart.
        actors: dict[str, set[str]] = {}
        for row in self.grid.rows[1:]:
            actors.setdefault(str(self._cell(row, "description")), set()).add(str(self._cell(row, "actor")))
        shared = {description for description, names in actors.items() if len(names) > 1}
        for row in self.grid.rows[1:]:
            self._take_row(row, shared)
        if len({str(self._cell(row, "actor")).strip() for row in self.grid.rows[1:]} - {"None"}) < 2:
            found, legal = "the table has fewer than two actors", "a decision has two actors or more"
            self.problems.append(Problem(file=self.grid.file, found=found, legal=legal))
        self.notes += doubts_of(self.grid.file, self.values, self.titles, self.salience_max)

    def _take_row(self, row: Row, shared: Collection[str]) -> None:
        if any(self.grid.spoils(row, self.heads[column]) for column in ("actor", "issue") if column in self.heads):
            self.problems += self._faults_of_numbers(row, "")
            return
        name = str(self._cell(row, "actor") or "").strip()
        title = self._title(row)
        actor, issue = self.naming.ident(name, "actor"), self.naming.ident(title, "issue")
        actor = f"{actor}-actor" if actor == issue else actor
        faults = list(self._faults_of_names(row, name, title, actor, issue))
        if faults:
            self.problems += [*faults, *self._faults_of_numbers(row, issue)]
            return
        here, path = self._place(row, "actor"), ("stances", actor, issue)
        shown = str(self._cell(row, "description") or name)
        shown = f"{name} ({shown})" if shown in shared else shown
        self.values["actors"].setdefault(actor, {"name": shown})
        self.cells.setdefault(("actors", actor), here)
        if issue not in self.values["issues"]:
            name_of_issue = title if "issue" in self.heads else "Position"
            unit, ends = self.scales.unit_of(issue), self.scales.on(issue)
            self.values["issues"][issue] = {"name": name_of_issue, "unit": unit, "scale": list(ends or ())}
            self.cells["issues", issue] = here
        self._take_reference(row, issue)
        self.cells[path] = here
        self.cells |= {(*path, column): self._place(row, column) for column in NUMBERS}
        numbers, problems, unread = self._numbers(row)
        self.problems += problems
        self.damaged |= {(*path, column) for column in unread}
        stance: dict[str, Any] = {column: str(quantity) for column, quantity in numbers.items()}
        if self._cell(row, "why") is not None:
            stance["why"] = str(self._cell(row, "why"))
        if self._cell(row, "source") is not None:
            sources = self.values.setdefault("sources", {})
            stance["source"] = [source_id(str(self._cell(row, "source")), sources)]
        self.values["stances"].setdefault(actor, {})[issue] = stance

    def _take_reference(self, row: Row, issue: str) -> None:
        """Where the issue of a row stays without a decision: the same wherever it is written."""
        path: CasePath = ("issues", issue, "reference")
        cell = self._cell(row, "reference")
        if cell is None or path in self.damaged:
            return
        place = self._place(row, "reference")
        try:
            level = str(read_quantity(cell))
        except PydanticCustomError as error:
            self.problems.append(place.put(Problem(**{"where": "reference", **(error.context or {})})))
            self.damaged.add(path)
            return
        known = self.values["issues"][issue].setdefault("reference", level)
        if known != level:
            earlier = self.cells[path].line
            found = f"the reference of '{self.titles[issue]}' is {level} here and {known} in row {earlier}"
            legal = "an issue stays at one level without a decision"
            problem = Problem(found=found, legal=legal, suggestion="write it once, or the same")
            self.problems.append(place.put(problem))
        self.cells.setdefault(path, place)

    def _faults_of_names(self, row: Row, name: str, title: str, actor: str, issue: str) -> Iterator[Problem]:
        """What is wrong with the actor and the issue that a row names; their ids are `actor` and `issue`."""
        here = self._place(row, "actor")
        if not name:
            yield here.put(Problem(found="a row without an actor"))
        elif self.names.setdefault(actor, name) != name:
            found = f"'{name}' and '{self.names[actor]}' would have the same id '{actor}'"
            yield here.put(Problem(found=found, suggestion="rename one of them"))
        if not title:
            found = f"the row of '{name}' names no issue" if name else "a row without an issue"
            yield self._place(row, "issue").put(Problem(found=found))
        elif self.titles.setdefault(issue, title) != title:
            found = f"'{title}' and '{self.titles[issue]}' would have the same id '{issue}'"
            suggestion = "write it in one way, or rename one of them"
            yield self._place(row, "issue").put(Problem(found=found, suggestion=suggestion))
        twice = self.names.get(actor) == name and self.titles.get(issue) == title
        if twice and ("stances", actor, issue) in self.cells:
            earlier = self.cells["stances", actor, issue].line
            on = f" on '{title}'" if "issue" in self.heads else ""
            found = f"'{name}' stands twice{on}, in row {earlier} and in row {row.line}"
            yield here.put(Problem(found=found, suggestion="join the two, or rename one"))

    def _faults_of_numbers(self, row: Row, issue: str) -> Iterator[Problem]:
        """What is wrong with the numbers of a row that does not come into the case."""
        numbers, problems, _ = self._numbers(row)
        yield from problems
        low, high = self.scales.on(issue or "issue") or (-math.inf, math.inf)
        position = numbers.get("position")
        if position is not None and not low <= position.on((low, high)).low <= position.on((low, high)).high <= high:
            found, legal = (
                f"position {position} is off the scale",
                f"'{issue or 'issue'}' goes from {low:g} to {high:g}",
            )
            yield self._place(row, "position").put(Problem(found=found, legal=legal))

    def _numbers(self, row: Row) -> tuple[dict[str, Quantity], list[Problem], set[str]]:
        """The numbers of a row that can be read, what is wrong with the others, and the columns of these.

        A salience is in percent of the highest there is.
        """
        numbers: dict[str, Quantity] = {}
        problems: list[Problem] = []
        for column in NUMBERS:
            if self.grid.spoils(row, self.heads[column]):
                continue
            try:
                quantity = read_quantity(self._cell(row, column))
                if column == "salience" and quantity.percent:
                    quantity = replace(quantity, percent=False)
                elif column == "salience":
                    most = self.salience_max or 100.0
                    if quantity.high > most * (1 + 1e-12) or quantity.low < 0:
                        legal = f"a salience is at least 0 and at most {most:g} (--salience-max)"
                        raise mistake(f"found the salience {quantity}", legal)
                    quantity = quantity.scaled(100 / most)
                numbers[column] = quantity
            except PydanticCustomError as error:
                problem = Problem(**{"where": column, **(error.context or {})})
                cell = self._cell(row, column)
                if cell is not None and is_missing(cell):
                    advice = "find it out, or fill it in from the others: --impute median"
                    problem = replace(problem, found=f"'{cell}' says that the number is missing", suggestion=advice)
                problems.append(self._place(row, column).put(problem))
        return numbers, problems, set(NUMBERS).difference(numbers)
