"""The plain table of the field as a case: actor, position, salience, capability; several issues if it says so.

Scale and unit are declared, never guessed: the same column may mean percent, years or a rank.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from pydantic_core import PydanticCustomError

from tertius.case.grid import Grid, Row, Value
from tertius.case.grids import TEXT_TABLES, WORKBOOKS, read_text_grid, read_workbook
from tertius.case.ktab import ktab_grid
from tertius.case.limits import first_problems
from tertius.case.model import Case
from tertius.case.origin import Origin, Place
from tertius.case.origin import Path as CasePath
from tertius.case.problem import closest, mistake
from tertius.case.quantity import Quantity, read_quantity
from tertius.case.reading import case_of
from tertius.errors import CaseError, Problem, UsageError

__all__ = ["COLUMNS", "load_table", "slug"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "actor": ("actor", "name", "player", "party", "stakeholder"),
    "position": ("position", "stance", "policy position", "preference"),
    "salience": ("salience", "importance"),
    "capability": ("capability", "power", "influence", "weight", "resources", "clout"),
    "issue": ("issue", "question", "dimension"),
    "description": ("description", "full name"),
    "source": ("source",),
    "why": ("why", "reason", "note", "notes"),
}
"""The columns that are read, and the headings they may have, in any case."""

NEEDED = ("actor", "position", "salience", "capability")
ISSUE = "issue"


@dataclass(frozen=True)
class _Declared:
    """What a table does not say about itself.

    Attributes:
        scale: Lowest and highest position.
        unit: What the scale counts.
        salience_max: The salience that means "nothing matters more".
        as_of: The date as of which the table is written; today if it is left out.
    """

    scale: tuple[float, float] | None = None
    unit: str = ""
    salience_max: float | None = None
    as_of: str = ""


def load_table(
    path: str | os.PathLike[str],
    scale: tuple[float, float] | None = None,
    unit: str = "",
    salience_max: float | None = None,
    as_of: str = "",
) -> Case:
    """Read a plain table as a case of one decision, or of several.

    Args:
        path: A text table (.csv, .tsv, .txt) or a workbook (.xlsx), whose first sheet is read.
        scale: Lowest and highest position of every issue; KTAB's files need none, theirs is 0 to 100.
        unit: What the scale counts: years, percent.
        salience_max: The highest salience there is, 1 or 100 as a rule; saliences become percent of it.
        as_of: Date of the table, YYYY-MM-DD; today if it is left out.

    Raises:
        UsageError: There is no such file.
        CaseError: The table is not complete, or scale or salience_max is missing; each mistake has its cell.
    """
    file = Path(path)
    if not file.is_file():
        raise UsageError(f"there is no table '{file.as_posix()}'")
    return _case(_grid_of(file), _Declared(scale, unit, salience_max, as_of), slug(file.stem))


def slug(name: str) -> str:
    """An id made of a name: ``Xi Jinping`` becomes ``xi-jinping``."""
    plain = re.sub(r"[^\w]+", "-", name.lower(), flags=re.ASCII).strip("-_").replace("_", "-")
    return plain if plain[:1].isalpha() else f"a-{plain}".rstrip("-")


def _grid_of(file: Path) -> Grid:
    suffix = file.suffix.lower()
    if suffix in TEXT_TABLES:
        grid, problems = read_text_grid(file)
    elif suffix in (*WORKBOOKS, ".xls", ".ods"):
        sheets, problems = read_workbook(file)
        grid = next(iter(sheets.values()), None)
    else:
        legal = f"a table ends in {', '.join((*TEXT_TABLES, *WORKBOOKS))}"
        raise CaseError([Problem(file=file.as_posix(), found=f"found a file that ends in '{suffix}'", legal=legal)])
    if problems or grid is None:
        raise CaseError(first_problems(problems) or [Problem(file=file.as_posix(), found="the workbook is empty")])
    return grid


@dataclass
class _Raw:
    """A case in the making: plain values, the cell of each, and what is wrong."""

    values: dict[str, Any]
    cells: dict[CasePath, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[CasePath] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)


def _case(grid: Grid, declared: _Declared, name: str) -> Case:
    ktab = ktab_grid(grid)
    if ktab is not None:
        grid = ktab
        declared = replace(declared, scale=declared.scale or (0.0, 100.0), salience_max=declared.salience_max or 100.0)
    raw = _Raw({"case": name, "title": name.replace("-", " ").capitalize()})
    raw.values |= {"as_of": declared.as_of or dt.date.today().isoformat(), "actors": {}, "issues": {}, "stances": {}}
    heads = _heads(grid, raw)
    if not raw.problems:
        _declare(grid, heads, declared, raw)
    if not raw.problems:
        for row in grid.rows[1:]:
            _read_row(grid, heads, row, declared, raw)
        if len(raw.values["actors"]) < 2:
            legal = "a decision has two actors or more"
            raw.problems.append(Problem(file=grid.file, found="the table has fewer than two actors", legal=legal))
    origin = Origin(grid.file, cells=raw.cells, notes=grid.notes)
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
            raw.problems.append(grid.place(first, place, str(cell)).put(Problem(found=found)))
        heads.setdefault(column, place)
    words = [str(cell) for cell in first.cells if cell is not None]
    for column in NEEDED:
        if column not in heads:
            found = f"no column is named {column}"
            legal = f"headings found: {', '.join(words)}; {column} may be called {', '.join(COLUMNS[column])}"
            near = closest(column, words)
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
    name = str(_cell(row, heads["actor"]) or "").strip()
    if not name:
        found = "a row without an actor"
        raw.problems.append(grid.place(row, heads["actor"], _head(grid, heads["actor"])).put(Problem(found=found)))
        return
    if ISSUE in heads and _cell(row, heads[ISSUE]) is None:
        found = f"the row of '{name}' names no issue"
        raw.problems.append(grid.place(row, heads[ISSUE], _head(grid, heads[ISSUE])).put(Problem(found=found)))
        return
    title = str(_cell(row, heads.get(ISSUE)) or ISSUE)
    actor, issue = slug(name), slug(title) if ISSUE in heads else ISSUE
    actor = f"{actor}-actor" if actor == issue else actor
    here = grid.place(row, heads["actor"], _head(grid, heads["actor"]))
    stances = raw.values["stances"].setdefault(actor, {})
    if issue in stances:
        earlier = raw.cells["stances", actor, issue].line
        on = f" on '{title}'" if ISSUE in heads else ""
        found = f"'{name}' stands twice{on}, in row {earlier} and in row {row.line}"
        raw.problems.append(here.put(Problem(found=found, suggestion="join the two, or rename one")))
        return
    _add_actor(grid, heads, row, actor, name, here, raw)
    if issue not in raw.values["issues"]:
        raw.values["issues"][issue] = {"name": title if ISSUE in heads else "Position", "unit": declared.unit}
        raw.values["issues"][issue]["scale"] = list(declared.scale or ())
        raw.cells["issues", issue] = here
    raw.cells["stances", actor, issue] = here
    stances[issue] = dict(_stance(grid, heads, row, ("stances", actor, issue), declared, raw))


def _add_actor(grid: Grid, heads: dict[str, int], row: Row, ident: str, name: str, here: Place, raw: _Raw) -> None:
    shown = _cell(row, heads.get("description")) or name
    raw.values["actors"].setdefault(ident, {"name": str(shown)})
    if raw.names.setdefault(ident, name) != name:
        found = f"'{name}' and '{raw.names[ident]}' would have the same id '{ident}'"
        raw.problems.append(here.put(Problem(found=found, suggestion="rename one of them")))
    raw.cells.setdefault(("actors", ident), here)


def _stance(
    grid: Grid, heads: dict[str, int], row: Row, path: CasePath, declared: _Declared, raw: _Raw
) -> Iterator[tuple[str, Any]]:
    for column in ("position", "salience", "capability"):
        place = grid.place(row, heads[column], _head(grid, heads[column]))
        raw.cells[*path, column] = place
        try:
            quantity = read_quantity(_cell(row, heads[column]))
            yield column, str(_salience(quantity, declared) if column == "salience" else quantity)
        except PydanticCustomError as error:
            context = error.context or {}
            raw.problems.append(place.put(Problem(**{"where": column, **context})))
            raw.damaged.add((*path, column))
    why = _cell(row, heads.get("why"))
    if why is not None:
        yield "why", str(why)
    source = _cell(row, heads.get("source"))
    if source is not None:
        raw.values.setdefault("sources", {})[slug(str(source))] = {"title": str(source)}
        yield "source", [slug(str(source))]


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
