"""The plain table of the field as a case: actor, position, salience, capability; several issues if it says so.

Scale and unit are declared, never guessed: the same column may mean percent, years or a rank.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from tertius.case.files.build import case_of
from tertius.case.files.cells import Grid, Row, Value
from tertius.case.files.spreadsheets import grid_of
from tertius.case.model import Case
from tertius.case.parse.characters import first_problems
from tertius.case.parse.naming import Naming, slug, source_id
from tertius.case.parse.origin import Origin, Place, closest, mistake
from tertius.case.parse.origin import Path as CasePath
from tertius.case.parse.quantity import Quantity, read_quantity
from tertius.case.tables.columns import ktab_grid, undated_table, unused_columns
from tertius.case.tables.experts import NUMBER_COLUMNS, experts_of, table_of
from tertius.case.tables.imputation import check_way, filled_in
from tertius.errors import CaseError, Problem, UsageError

COLUMNS: dict[str, tuple[str, ...]] = {
    "actor": ("actor", "name", "player", "party", "stakeholder"),
    **NUMBER_COLUMNS,
    "issue": ("issue", "question", "dimension"),
    "reference": ("reference", "reference point", "status quo", "disagreement", "disagreement point"),
    "description": ("description", "full name"),
    "source": ("source",),
    "why": ("why", "reason", "note", "notes"),
}
"""The columns that are read, and the headings they may have, in any case."""


NUMBERS = tuple(NUMBER_COLUMNS)


NEEDED = ("actor", *NUMBERS)


ISSUE = "issue"


REFERENCE = "reference"


@dataclass(frozen=True)
class _Declared:
    """What a table does not say about itself.

    Attributes:
        scale: Lowest and highest position.
        unit: What the scale counts.
        salience_max: The salience that means "nothing matters more".
        as_of: The date as of which the table is written; today if it is left out.
        impute: How numbers that are missing are filled in; empty if they are mistakes.
    """

    scale: tuple[float, float] | None = None
    unit: str = ""
    salience_max: float | None = None
    as_of: str = ""
    impute: str = ""


def load_table(
    path: str | os.PathLike[str],
    scale: tuple[float, float] | None = None,
    unit: str = "",
    salience_max: float | None = None,
    as_of: str | dt.date = "",
    impute: str | None = None,
) -> Case:
    """Read a plain table as a case of one decision, or of several.

    Args:
        path: A text table (.csv, .tsv, .txt) or a workbook (.xlsx), whose first sheet is read.
        scale: Lowest and highest position of every issue; KTAB's files need none, theirs is 0 to 100.
        unit: What the scale counts: years, percent.
        salience_max: The highest salience there is, 1 or 100 as a rule; saliences become percent of it.
        as_of: The day that the table describes, YYYY-MM-DD; today if it is left out, which is among the warnings.
        impute: ``median`` or ``mean`` of the others, for numbers that are missing; each is marked. Without it a number
            that is missing is a mistake.

    Raises:
        UsageError: There is no such file, or no such way to impute.
        CaseError: The table is not complete, or scale or salience_max is missing; each mistake has its cell.
    """
    check_way(impute)
    return read_table(Path(path), Naming(), scale, unit, salience_max, str(as_of), impute or "")


def read_table(
    file: Path,
    naming: Naming,
    scale: tuple[float, float] | None = None,
    unit: str = "",
    salience_max: float | None = None,
    as_of: str = "",
    impute: str = "",
    expert: str = "",
) -> Case:
    """The same with the ids of a `Naming` that several tables have in common, and of one of several experts."""
    if not file.is_file():
        raise UsageError(f"there is no table '{file.as_posix()}'")
    ident = slug(file.stem, "table")
    raw = _Raw({"case": ident, "title": ident.replace("-", " ").capitalize()}, naming)
    if not file.stem.isascii():
        raw.values["title"] = file.stem
    grid, problems = grid_of(file)
    grid = table_of(grid, expert) if expert else grid
    return _case(grid, _Declared(scale, unit, salience_max, as_of, impute), raw, problems)


@dataclass
class _Raw:
    """A case in the making: plain values, the cell of each, and what is wrong."""

    values: dict[str, Any]
    naming: Naming = field(default_factory=Naming)
    cells: dict[CasePath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[CasePath] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    notes: list[Problem] = field(default_factory=list)


def _case(grid: Grid, declared: _Declared, raw: _Raw, problems: list[Problem]) -> Case:
    ktab = ktab_grid(grid)
    if ktab is not None:
        if problems:
            raise CaseError(first_problems(problems))
        grid = ktab
        declared = replace(declared, scale=declared.scale or (0.0, 100.0), salience_max=declared.salience_max or 100.0)
    raw.values |= {"as_of": declared.as_of or dt.date.today().isoformat(), "actors": {}, "issues": {}, "stances": {}}
    heads = _heads(grid, raw)
    if declared.impute and not raw.problems:
        grid, filled = filled_in(grid, heads, declared.impute)
        raw.notes += filled
    if not raw.problems:
        _declare(grid, heads, declared, raw)
    if not raw.problems:
        raw.shared = _shared(grid, heads)
        for row in grid.rows[1:]:
            _read_row(grid, heads, row, declared, raw)
        if len({str(_cell(row, heads["actor"])).strip() for row in grid.rows[1:]} - {"None"}) < 2:
            legal = "a decision has two actors or more"
            raw.problems.append(Problem(file=grid.file, found="the table has fewer than two actors", legal=legal))
    raw.problems += problems
    if not declared.as_of:
        raw.notes.append(undated_table(grid, str(raw.values["as_of"])))
    origin = Origin(grid.file, cells=raw.cells, notes=(*grid.notes, *raw.notes))
    if not raw.values["actors"]:
        raise CaseError(first_problems(raw.problems))
    return case_of(raw.values, origin, raw.problems, raw.damaged)


def _heads(grid: Grid, raw: _Raw) -> dict[str, int]:
    """The column of each known heading, from 0."""
    if not grid.rows:
        raw.problems.append(Problem(file=grid.file, found="the table is empty"))
        return {}
    heads: dict[str, int] = {}
    known = {word: column for column, words in COLUMNS.items() for word in words}
    first = grid.rows[0]
    for place, cell in enumerate(first.cells):
        column = known.get(str(cell or "").strip().lower())
        if column is None:
            continue
        if column in heads:
            found = f"two columns hold the {column}: '{first.cells[heads[column]]}' and '{cell}'"
            legal = "keep one; those of several experts bear their names: 'position: Anna'"
            raw.problems.append(grid.place(first, place, str(cell)).put(Problem(found=found, legal=legal)))
        heads.setdefault(column, place)
    raw.notes += unused_columns(grid, heads, COLUMNS)
    words = [str(cell) for cell in first.cells if cell is not None]
    for column in NEEDED:
        if column not in heads:
            found = f"no column is named {column}"
            legal = f"headings found: {', '.join(words)}; {column} may be called {', '.join(COLUMNS[column])}"
            named = experts_of(grid)
            several = f"columns of {len(named)} experts are read by tertius pool and tertius decide"
            near = several if named else closest(column, words)
            raw.problems.append(grid.place(first, 0).put(Problem(found=found, legal=legal, suggestion=near)))
    return heads


def _declare(grid: Grid, heads: dict[str, int], declared: _Declared, raw: _Raw) -> None:
    """Scale and highest salience must be told; the message says what the table holds."""
    scale_words = "--scale 0 100 percent, or --scale 4 10 years"
    wants = {
        "position": (declared.scale, "the scale of the positions is not declared", scale_words),
        "salience": (declared.salience_max, "the highest salience is not declared", "--salience-max 100, or 1"),
    }
    for column, (given, found, example) in wants.items():
        if given is None:
            numbers = [q for row in grid.rows[1:] for q in [_quantity(_cell(row, heads[column]))] if q is not None]
            span = (
                f"the column '{_cell(grid.rows[0], heads[column])}' goes from "
                f"{min(q.low for q in numbers):g} to {max(q.high for q in numbers):g}"
                if numbers
                else "the column holds no numbers"
            )
            raw.problems.append(Problem(file=grid.file, found=found, legal=span, suggestion=f"say {example}"))
    if declared.scale is not None and not declared.scale[0] < declared.scale[1]:
        found = f"the low end {declared.scale[0]:g} of the scale is not below its high end {declared.scale[1]:g}"
        raw.problems.append(Problem(file=grid.file, found=found))
    if declared.salience_max is not None and declared.salience_max <= 0:
        raw.problems.append(Problem(file=grid.file, found="the highest salience is not above 0"))


def _read_row(grid: Grid, heads: dict[str, int], row: Row, declared: _Declared, raw: _Raw) -> None:
    """Take one row; of one that cannot be taken every mistake is told all the same."""
    if any(grid.spoils(row, heads[column]) for column in ("actor", ISSUE) if column in heads):
        raw.problems += _faults_of_numbers(grid, heads, row, "", declared)
        return
    name = str(_cell(row, heads["actor"]) or "").strip()
    title = str(_cell(row, heads.get(ISSUE)) or (ISSUE if ISSUE not in heads else ""))
    actor, issue = raw.naming.ident(name, "actor"), raw.naming.ident(title, "issue")
    actor = f"{actor}-actor" if actor == issue else actor
    here = grid.place(row, heads["actor"], _head(grid, heads["actor"]))
    faults = list(_faults_of_names(grid, heads, row, (name, title), (actor, issue), raw))
    if faults:
        raw.problems += [*faults, *_faults_of_numbers(grid, heads, row, issue, declared)]
        return
    shown = str(_cell(row, heads.get("description")) or name)
    shown = f"{name} ({shown})" if shown in raw.shared else shown
    raw.values["actors"].setdefault(actor, {"name": shown})
    raw.cells.setdefault(("actors", actor), here)
    if issue not in raw.values["issues"]:
        raw.values["issues"][issue] = {"name": title if ISSUE in heads else "Position", "unit": declared.unit}
        raw.values["issues"][issue]["scale"] = list(declared.scale or ())
        raw.cells["issues", issue] = here
    _take_reference(grid, heads, row, issue, raw)
    raw.cells["stances", actor, issue] = here
    stances = raw.values["stances"].setdefault(actor, {})
    stances[issue] = dict(_stance(grid, heads, row, ("stances", actor, issue), declared, raw))


def _take_reference(grid: Grid, heads: dict[str, int], row: Row, issue: str, raw: _Raw) -> None:
    """Where the issue of a row stays without a decision: the same wherever it is written."""
    path: CasePath = ("issues", issue, REFERENCE)
    cell = _cell(row, heads.get(REFERENCE))
    if cell is None or path in raw.damaged:
        return
    place = grid.place(row, heads[REFERENCE], _head(grid, heads[REFERENCE]))
    try:
        told = str(read_quantity(cell))
    except PydanticCustomError as error:
        raw.problems.append(place.put(Problem(**{"where": REFERENCE, **(error.context or {})})))
        raw.damaged.add(path)
        return
    known = raw.values["issues"][issue].setdefault(REFERENCE, told)
    if known != told:
        earlier = raw.cells[path].line
        found = f"the reference of '{raw.titles[issue]}' is {told} here and {known} in row {earlier}"
        legal = "an issue stays at one level without a decision"
        raw.problems.append(place.put(Problem(found=found, legal=legal, suggestion="write it once, or the same")))
    raw.cells.setdefault(path, place)


def _shared(grid: Grid, heads: dict[str, int]) -> set[str]:
    """The descriptions that several actors have: they tell none of them from another."""
    first: dict[str, str] = {}
    named = [(str(_cell(row, heads.get("description"))), str(_cell(row, heads["actor"]))) for row in grid.rows[1:]]
    return {shown for shown, name in named if first.setdefault(shown, name) != name}


def _faults_of_names(
    grid: Grid, heads: dict[str, int], row: Row, names: tuple[str, str], ids: tuple[str, str], raw: _Raw
) -> Iterator[Problem]:
    """What is wrong with the actor and the issue that a row names."""
    (name, title), (actor, issue) = names, ids
    here = grid.place(row, heads["actor"], _head(grid, heads["actor"]))
    if not name:
        yield here.put(Problem(found="a row without an actor"))
    elif raw.names.setdefault(actor, name) != name:
        found = f"'{name}' and '{raw.names[actor]}' would have the same id '{actor}'"
        yield here.put(Problem(found=found, suggestion="rename one of them"))
    if not title:
        found = f"the row of '{name}' names no issue" if name else "a row without an issue"
        yield grid.place(row, heads[ISSUE], _head(grid, heads[ISSUE])).put(Problem(found=found))
    elif raw.titles.setdefault(issue, title) != title:
        found = f"'{title}' and '{raw.titles[issue]}' would have the same id '{issue}'"
        place = grid.place(row, heads[ISSUE], _head(grid, heads[ISSUE]))
        yield place.put(Problem(found=found, suggestion="write it in one way, or rename one of them"))
    if raw.names.get(actor) == name and raw.titles.get(issue) == title and ("stances", actor, issue) in raw.cells:
        earlier = raw.cells["stances", actor, issue].line
        on = f" on '{title}'" if ISSUE in heads else ""
        found = f"'{name}' stands twice{on}, in row {earlier} and in row {row.line}"
        yield here.put(Problem(found=found, suggestion="join the two, or rename one"))


def _faults_of_numbers(
    grid: Grid, heads: dict[str, int], row: Row, issue: str, declared: _Declared
) -> Iterator[Problem]:
    """What is wrong with the numbers of a row that does not come into the case."""
    loose = _Raw({})
    numbers = dict(_numbers(grid, heads, row, ("stances", "", ""), declared, loose))
    yield from loose.problems
    low, high = declared.scale or (-math.inf, math.inf)
    position = numbers.get("position")
    if position is not None and not low <= position.on((low, high)).low <= position.on((low, high)).high <= high:
        found, legal = f"position {position} is off the scale", f"'{issue or ISSUE}' goes from {low:g} to {high:g}"
        yield loose.cells["stances", "", "", "position"].put(Problem(found=found, legal=legal))


def _numbers(
    grid: Grid, heads: dict[str, int], row: Row, path: CasePath, declared: _Declared, raw: _Raw
) -> Iterator[tuple[str, Quantity]]:
    """The numbers of a row that can be read; the others are among the problems."""
    for column in NUMBERS:
        place = grid.place(row, heads[column], _head(grid, heads[column]))
        raw.cells[*path, column] = place
        if grid.spoils(row, heads[column]):
            raw.damaged.add((*path, column))
            continue
        try:
            quantity = read_quantity(_cell(row, heads[column]))
            yield column, _salience(quantity, declared) if column == "salience" else quantity
        except PydanticCustomError as error:
            context = error.context or {}
            raw.problems.append(place.put(Problem(**{"where": column, **context})))
            raw.damaged.add((*path, column))


def _stance(
    grid: Grid, heads: dict[str, int], row: Row, path: CasePath, declared: _Declared, raw: _Raw
) -> Iterator[tuple[str, Any]]:
    for column, quantity in _numbers(grid, heads, row, path, declared, raw):
        yield column, str(quantity)
    why = _cell(row, heads.get("why"))
    if why is not None:
        yield "why", str(why)
    source = _cell(row, heads.get("source"))
    if source is not None:
        yield "source", [source_id(str(source), raw.values.setdefault("sources", {}))]


def _salience(quantity: Quantity, declared: _Declared) -> Quantity:
    """A salience in percent of the highest there is."""
    if quantity.percent:
        return replace(quantity, percent=False)
    most = declared.salience_max or 100.0
    if quantity.high > most * (1 + 1e-12) or quantity.low < 0:
        raise mistake(
            f"found the salience {quantity}", f"a salience is at least 0 and at most {most:g} (--salience-max)"
        )
    return quantity.scaled(100 / most)


def _quantity(value: Value) -> Quantity | None:
    try:
        return read_quantity(value)
    except PydanticCustomError:
        return None


def _cell(row: Row, column: int | None) -> Value:
    return row.cells[column] if column is not None and column < len(row.cells) else None


def _head(grid: Grid, column: int) -> str:
    return str(_cell(grid.rows[0], column) or "")
