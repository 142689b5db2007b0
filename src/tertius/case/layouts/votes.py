"""A table of votes as a voting body: a row for each member, its votes, what is needed, who has a veto.

member,votes,quota,veto
Germany,4,12,
Luxembourg,1,,
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row
from tertius.case.layouts.grids import places_in, table_in, text_of_cell
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems
from tertius.case.parse.naming import Naming, slug
from tertius.case.parse.origin import Origin, Place
from tertius.case.parse.origin import Path as CasePath
from tertius.case.tables.columns import unused_columns
from tertius.errors import CaseError, Problem, disk_told

COLUMNS = {
    "member": "member;country;state;member state;party;actor;name;voter;shareholder;land;mitglied;staat;pays;membre;"
    "partei;estado;miembro;país",
    "votes": "votes;vote;weight;weights;seats;voting weight;voting weights;shares;number of votes;stimmen;sitze;voix;"
    "sièges;votos;escaños",
    "quota": "quota;threshold;needed;required;votes needed;decision rule;quorum;schwelle;seuil;umbral",
    "veto": "veto;vetoes;has veto;veto power;droit de veto;vetorecht",
}
"""The words by which each column is known."""

_YES = frozenset(("yes", "y", "x", "1", "true", "veto", "ja", "oui", "sí", "si"))
_NO = frozenset(("", "no", "n", "0", "false", "nein", "non"))


@disk_told()
def load_votes(path: str | os.PathLike[str]) -> Case:
    """Read a table of votes as a case that holds nothing but the body.

    Args:
        path: A text table, a workbook or a file of Stata with the columns member, votes and quota, and perhaps veto.
            The quota may stand in every row, or in one.

    Raises:
        UsageError: There is no such file.
        CaseError: A column is missing or a cell is wrong; every mistake with its cell.
    """
    file = Path(path)
    grid = table_in(file)
    places = places_in(grid, COLUMNS)
    missing = [column for column in ("member", "votes", "quota") if column not in places]
    if missing:
        there = ", ".join(str(cell) for cell in grid.rows[0].cells if cell is not None)
        found = f"there is no column {' and no column '.join(missing)}, only {there}"
        legal = "a table of votes has the columns member, votes and quota, and may have veto"
        raise CaseError([grid.place(grid.rows[0], 0).put(Problem(found=found, legal=legal))])
    votes = _Votes(grid, places)
    for row in grid.rows[1:]:
        votes.take(row)
    votes.check()
    ident = slug(file.stem, "body")
    title = file.stem.replace("-", " ").replace("_", " ").strip().capitalize()
    body = {"name": title, "members": votes.members, "quota": votes.quota, "vetoes": votes.vetoes}
    cells = {("bodies", ident, *path): place for path, place in votes.cells.items()}
    notes = (*grid.notes, *unused_columns(grid, places.values(), COLUMNS))
    values = {
        "case": ident,
        "title": title,
        "as_of": dt.date.today().isoformat(),
        "bodies": {ident: body},
        "actors": {},
    }
    return case_of(values, Origin(grid.file, cells=cells, notes=notes), votes.problems)


class _Votes:
    """The members of a table of votes, with the cell of each number."""

    def __init__(self, grid: Grid, places: dict[str, int]) -> None:
        self.grid, self.places = grid, places
        self.naming = Naming()
        self.members: dict[str, dict[str, Any]] = {}
        self.vetoes: list[str] = []
        self.quota: str = ""
        self.cells: dict[CasePath, Place] = {}
        self.problems: list[Problem] = []

    def take(self, row: Row) -> None:
        """Take one row; the quota may stand in a row of its own."""
        text = {column: text_of_cell(row.cell(place)) for column, place in self.places.items()}
        if text["quota"]:
            self._take_quota(row, text["quota"])
        if not text["member"]:
            if text["votes"]:
                self._fault(row, "member", "a row with votes and without a member")
            return
        ident = self.naming.ident(text["member"], "actor")
        if ident in self.members:
            self._fault(row, "member", f"'{text['member']}' stands twice")
            return
        if not text["votes"]:
            self._fault(row, "votes", f"'{text['member']}' has no number of votes", "write 0 for none")
        self.members[ident] = {"name": text["member"], "weight": text["votes"] or 0}
        self.cells["members", ident] = self.grid.place_below(row, self.places["member"])
        self.cells["members", ident, "weight"] = self.grid.place_below(row, self.places["votes"])
        veto = text.get("veto", "").casefold()
        if veto in _YES:
            self.vetoes.append(ident)
        elif veto not in _NO:
            self._fault(row, "veto", f"found '{veto}' where a yes or a no belongs")

    def _take_quota(self, row: Row, text: str) -> None:
        if not self.quota:
            self.quota = text
            self.cells[("quota",)] = self.grid.place_below(row, self.places["quota"])
        elif text != self.quota:
            self._fault(row, "quota", f"the quota is {text} here and {self.quota} above", "a body has one quota")

    def _fault(self, row: Row, column: str, found: str, legal: str = "") -> None:
        self.problems.append(self.grid.place_below(row, self.places[column]).put(Problem(found=found, legal=legal)))

    def check(self) -> None:
        """Raise what makes it no body at all."""
        if not self.quota:
            found = "no row says how many votes are needed"
            self.problems.append(Problem(file=self.grid.file, found=found, suggestion="write it in the column quota"))
        if not self.members:
            self.problems.append(Problem(file=self.grid.file, found="there is no row with a member"))
        if not self.quota or not self.members:
            raise CaseError(first_problems(self.problems))
