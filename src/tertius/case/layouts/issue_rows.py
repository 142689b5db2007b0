"""A table with a row for each issue and a column for each actor's position and salience, as DEU is published.

    id,ref,out,pcom,pep,pfr,scom,sep,sfr
    1,0,70,80,100,0,60,80,40

Positions and saliences are known by the beginnings of their headings, in pairs: ``p`` and ``s``, ``pos`` and ``sal``,
``position`` and ``salience``, followed by the same actor.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row
from tertius.case.layouts.grids import places_in, table_in, text_of_cell
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems
from tertius.case.parse.naming import slug
from tertius.case.parse.origin import Origin, Place
from tertius.case.parse.origin import Path as CasePath
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.plain import number_words
from tertius.case.tables.columns import day_of
from tertius.errors import CaseError, Problem, disk_told

COLUMNS = {
    "id": "id;isnrnmc;issue;issue id;issue number;isnr;number;nr",
    "name": "name;title;prname;issue name;question;description",
    "reference": "ref;rp;reference;reference point;reference position;status quo;sq",
    "outcome": "out;outcome;decision;result;final outcome",
}
"""The words by which the columns of an issue itself are known."""

PAIRS = (("position", "salience"), ("pos", "sal"), ("p", "s"))
"""How the headings of a position and of its salience begin."""

EQUAL = "the table says nothing of capability, so all are given the same"


@dataclass(frozen=True)
class IssueRows:
    """Such a table.

    Attributes:
        grid: Its rows, the headings first.
        places: The place of each column of the issues themselves.
        actors: For each actor the places of its positions and of its saliences.
    """

    grid: Grid
    places: dict[str, int]
    actors: dict[str, tuple[int, int]]


def read_issue_rows(file: Path) -> IssueRows:
    """The table of a file, and where its actors stand.

    Raises:
        UsageError: There is no such file.
        CaseError: It cannot be read, or its headings name no actors.
    """
    grid = table_in(file)
    heads = {str(cell).strip().casefold(): place for place, cell in enumerate(grid.rows[0].cells) if cell is not None}
    places = places_in(grid, COLUMNS)
    actors: dict[str, tuple[int, int]] = {}
    for head, place in heads.items():
        for first, second in PAIRS:
            rest = head.removeprefix(first)
            if head.startswith(first) and rest and second + rest in heads and place not in places.values():
                actors.setdefault(rest.strip(" _.-:"), (place, heads[second + rest]))
                break
    if "id" not in places or not actors:
        found = "no column names the issue" if actors else "no two columns hold the position and salience of an actor"
        legal = "a column id, and for each actor two such as pcom and scom, pos_com and sal_com"
        raise CaseError([grid.place(grid.rows[0], 0).put(Problem(found=found, legal=legal))])
    return IssueRows(grid, places, actors)


@disk_told()
def load_issue_rows(
    path: str | os.PathLike[str],
    scale: tuple[float, float] = (0.0, 100.0),
    salience_max: float = 100.0,
    as_of: str | dt.date = "",
) -> Case:
    """Read a table with a row for each issue as a case of as many decisions.

    Args:
        path: A text table, a workbook or a file of Stata.
        scale: Lowest and highest position, the same on every issue.
        salience_max: The highest salience there is.
        as_of: The day that the table describes; today if it is left out.

    Returns:
        The case; all actors have the same capability, for such a table has none, and what was decided is no part of it.

    Raises:
        UsageError: There is no such file.
        CaseError: The table is not such a one, or cells are wrong; every mistake with its cell.
    """
    file = Path(path)
    table = read_issue_rows(file)
    reader = _Reader(table, scale, salience_max)
    for row in table.grid.rows[1:]:
        reader.take(row)
    day, dated = day_of(table.grid, as_of)
    notes = (*table.grid.notes, *dated, *reader.notes())
    ident = slug(file.stem, "table")
    named = {actor: {"name": actor, "capability": 1, "why": EQUAL, "method": "judgement"} for actor in reader.present}
    values = {
        "case": ident,
        "title": ident.replace("-", " ").capitalize(),
        "as_of": str(day),
        "actors": named,
        "issues": reader.issues,
        "stances": reader.stances,
    }
    if not reader.stances:
        found = "there is no row with an issue and a stance on it"
        raise CaseError(first_problems([*reader.problems, Problem(file=table.grid.file, found=found)]))
    return case_of(values, Origin(table.grid.file, cells=reader.cells, notes=notes), reader.problems, reader.damaged)


@dataclass
class _Reader:
    """Issues and stances of such a table, with the cell of each number."""

    table: IssueRows
    scale: tuple[float, float]
    salience_max: float
    issues: dict[str, dict[str, Any]] = field(default_factory=dict)
    stances: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    present: dict[str, None] = field(default_factory=dict)
    cells: dict[CasePath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[CasePath] = field(default_factory=set)
    halves: int = 0

    def take(self, row: Row) -> None:
        """Take one issue."""
        places = self.table.places
        name = text_of_cell(row.cell(places["id"]))
        place = self.table.grid.place_below(row, places["id"])
        if not name:
            if any(text_of_cell(row.cell(position)) for position, _ in self.table.actors.values()):
                self.problems.append(place.put(Problem(found="a row with positions and without an issue")))
            return
        issue = f"issue-{name}" if name.isascii() and name.isdigit() else slug(name, "issue")
        if issue in self.issues:
            self.problems.append(place.put(Problem(found=f"the issue '{name}' stands twice")))
            return
        title = text_of_cell(row.cell(places.get("name")))
        self.issues[issue] = {"name": title or name, "scale": list(self.scale)}
        self.cells["issues", issue] = place
        reference = text_of_cell(row.cell(places.get("reference")))
        if reference:
            self.issues[issue]["reference"] = reference
            self.cells["issues", issue, "reference"] = self.table.grid.place_below(row, places["reference"])
        for actor, (position, salience) in self.table.actors.items():
            self._take_stance(row, slug(actor), issue, position, salience)

    def _take_stance(self, row: Row, actor: str, issue: str, position: int, salience: int) -> None:
        wants, cares = text_of_cell(row.cell(position)), text_of_cell(row.cell(salience))
        if not wants or not cares:
            self.halves += bool(wants or cares)
            return
        self.present.setdefault(actor)
        path: CasePath = ("stances", actor, issue)
        stance = self.stances.setdefault(actor, {}).setdefault(issue, {"position": wants})
        self.cells.setdefault(("stances", actor), self.table.grid.place_below(row, position))
        self.cells[path] = self.cells[*path, "position"] = self.table.grid.place_below(row, position)
        self.cells[*path, "salience"] = self.table.grid.place_below(row, salience)
        try:
            stance["salience"] = number_words(self._of_hundred(cares))
        except PydanticCustomError:
            stance["salience"] = cares  # the model says what is wrong with it

    def _of_hundred(self, text: str) -> Quantity:
        quantity = read_quantity(text)
        return quantity if quantity.percent or self.salience_max == 100 else quantity.scaled(100 / self.salience_max)

    def notes(self) -> Iterator[Problem]:
        """What a reader must know."""
        file = self.table.grid.file
        found = f"{EQUAL}: 1"
        yield Problem(
            file=file, found=found, suggestion="give each actor its `capability` before decisions are worked out"
        )
        if "outcome" in self.table.places:
            yield Problem(file=file, found="what was decided is no part of a case, and is not read")
        if self.halves:
            number = "1 stance has" if self.halves == 1 else f"{self.halves} stances have"
            found = f"{number} a position or a salience alone, and no other number: left out"
            yield Problem(file=file, found=found)
