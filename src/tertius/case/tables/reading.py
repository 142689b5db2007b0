"""From a file to the rows of a plain table: found, its columns known, its numbers plain, its rows those of actors."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tertius.case.files.cells import Grid
from tertius.case.files.numerals import Bounds, plain_numbers
from tertius.case.parse.characters import first_problems
from tertius.case.parse.naming import Naming
from tertius.case.tables.columns import joined_ends, ktab_grid, unused_columns
from tertius.case.tables.finding import Found, find_table
from tertius.case.tables.headings import Headings, count_known, headings_of, long_table, table_of
from tertius.case.tables.missing import without_codes, without_words
from tertius.case.tables.rows import ActorRows
from tertius.case.tables.scales import ENDS, Scales
from tertius.case.tables.words import COLUMNS, NUMBERS, heading_of, known_headings, plain_words, range_in
from tertius.errors import CaseError, Problem

_NEAR = 0.75


@dataclass(frozen=True)
class PlainRows:
    """The rows of a plain table.

    Attributes:
        grid: The table: one row for each actor and issue, the headings first.
        heads: The column of each known heading, from 0.
        problems: What is wrong.
        notes: What a reader must know.
        usable: Whether the rows can be read in spite of the problems.
        ktab: Whether it is one of KTAB's files, whose positions and saliences go from 0 to 100.
    """

    grid: Grid
    heads: dict[str, int]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    usable: bool = True
    ktab: bool = False


def read_rows(
    file: Path, naming: Naming, scales: Scales, salience_max: float | None, impute: bool, expert: str = ""
) -> PlainRows:
    """The rows of the table in a file; scales that the file tells itself go into `scales`.

    Args:
        file: The file.
        naming: Gives issues their ids.
        scales: The scales that are declared.
        salience_max: The highest salience that is declared.
        impute: Whether words such as ``NA`` stand for an empty cell.
        expert: Whose columns are read, if several have their own.

    Raises:
        CaseError: There is no table that could be read.
    """
    found = find_table(file)
    if found.ktab:
        return _ktab_rows(found)
    grid = joined_ends(found.grid)
    headings = headings_of(grid)
    mistakes = [*headings.problems, *_missing(grid, headings, expert)]
    own = [place for part in (*headings.experts.values(), *headings.issues.values()) for place in part.values()]
    notes = unused_columns(grid, {*headings.columns.values(), *own}, COLUMNS)
    if mistakes:
        return PlainRows(grid, dict(headings.columns), tuple(mistakes), tuple(notes), usable=False)
    places: dict[str, list[int]] = {}
    for column, place in headings.numbers():
        places.setdefault(column, []).append(place)
    numbers = [place for column in NUMBERS for place in places.get(column, ())]
    others = [place for column in ("reference", *ENDS) for place in places.get(column, ())]
    whole = found.issues is None and not any(column in places for column in ENDS)
    bounds = _bounds(places, scales if whole else Scales(), salience_max)
    grid, unclear = plain_numbers(grid, [*numbers, *others], found.decimal, bounds)
    if unclear and not grid.damaged:
        raise CaseError(first_problems([*found.problems, *unclear]))
    grid, coded = without_codes(grid, numbers)
    actors = ActorRows(grid, headings.columns, numbers)
    grid = without_words(actors.take(), [*others, *numbers] if impute else others)
    problems = [*found.problems, *unclear, *coded, *actors.problems]
    if found.issues is not None:
        problems += scales.take_sheet(found.issues, naming)
    problems += scales.take(grid, headings.columns, naming)
    if headings.issues and grid.damaged:
        raise CaseError(first_problems(problems))
    grid = table_of(grid, headings, expert) if expert else long_table(grid, headings)
    notes += _other_ends(found.grid, headings, scales, salience_max)
    heads = dict(headings_of(grid).columns)
    return PlainRows(grid, heads, tuple(problems), (*notes, *actors.notes))


def _ktab_rows(found: Found) -> PlainRows:
    """The rows of one of KTAB's files: positions and saliences in it go from 0 to 100."""
    wide = max(len(row.cells) for row in found.grid.rows)
    bounds = dict.fromkeys(range(3, wide), (0.0, 100.0))
    grid, unclear = plain_numbers(found.grid, range(2, wide), found.decimal, bounds)
    table = ktab_grid(grid)
    if found.problems or unclear or table is None:
        raise CaseError(first_problems([*found.problems, *unclear]))
    return PlainRows(table, dict(headings_of(table).columns), ktab=True)


def _bounds(places: dict[str, list[int]], scales: Scales, salience_max: float | None) -> dict[int, Bounds]:
    """Between which ends the numbers of a column lie, as far as that is declared."""
    known: dict[int, Bounds] = {}
    ends = scales.hull()
    if ends is not None:
        known |= dict.fromkeys([*places.get("position", ()), *places.get("reference", ())], ends)
    if salience_max is not None:
        known |= dict.fromkeys(places.get("salience", ()), (0.0, salience_max))
    return known


def _other_ends(grid: Grid, headings: Headings, scales: Scales, salience_max: float | None) -> Iterator[Problem]:
    """A warning where a heading names other ends, ``position (0-10)``, than are declared."""
    first = grid.rows[0]
    salience = None if salience_max is None else (0.0, salience_max)
    declared = {"position": None if scales.told or scales.named else scales.ends, "salience": salience}
    for column, place in headings.numbers():
        heading, ends = heading_of(place, first.cell(place)), declared.get(column)
        named = range_in(heading.label) if heading is not None and heading.kind == "unit" else None
        if named is not None and ends is not None and named[1] != ends[1]:
            found = (
                f"the heading '{heading.text if heading else ''}' says up to {named[1]:g}, and {ends[1]:g} is declared"
            )
            option = "--scale" if column == "position" else "--salience-max"
            yield grid.place(first, place, str(first.cell(place))).put(
                Problem(found=found, suggestion=f"look at {option}")
            )


def _missing(grid: Grid, headings: Headings, expert: str) -> Iterator[Problem]:
    """The columns that a table must have and has not: one mistake for each, or one for all if no row has headings."""
    if not grid.rows:
        yield Problem(file=grid.file, found="the table is empty")
        return
    first = grid.rows[0]
    there = {*headings.columns, *headings.named, *headings.experts.get(expert, {})}
    for own in headings.issues.values():
        there.update(own)
    missing = [column for column in ("actor", *NUMBERS) if column not in there]
    near = {column: _nearest(grid, headings, column) for column in missing}
    here = grid.place(first, 0)
    if len(missing) > 2 and count_known(first.cells) < 2:
        yield here.put(_no_headings(grid, near))
        return
    words = ", ".join(str(cell) for cell in first.cells if cell is not None)
    for column in missing:
        legal = f"headings found: {words}; {column} may be called {', '.join(COLUMNS[column])}"
        advice = f"did you mean '{near[column]}'?" if near[column] else ""
        if headings.experts and not expert:
            advice = f"columns of {len(headings.experts)} experts are read by tertius pool and tertius decide"
        yield here.put(Problem(found=f"no column is named {column}", legal=legal, suggestion=advice))


def _no_headings(grid: Grid, near: dict[str, str]) -> Problem:
    """That no row of a table looks like its headings, and which row comes nearest."""
    first = grid.rows[0]
    meant = [f"'{heading}' for {column}" for column, heading in near.items() if heading]
    turned = count_known(row.cell(0) for row in grid.rows) > 1
    advice = "rows and columns seem to have changed places: transpose the table" if turned else ""
    words = ", ".join(str(cell) for cell in first.cells[:8] if cell is not None)
    return Problem(
        found=f"no row looks like the headings of a table of actors; row {first.line} has {words}",
        legal="one row names actor, position, salience and capability, in these words or others that the page on plain "
        "tables lists",
        suggestion=f"did you mean {', '.join(meant)}?" if meant else advice,
    )


def _nearest(grid: Grid, headings: Headings, column: str) -> str:
    """The heading that is not read and comes nearest to any of those by which a column is known."""
    used = set(headings.columns.values())
    known = known_headings(column)
    best = (_NEAR, "")
    for place, cell in enumerate(grid.rows[0].cells):
        words = plain_words(str(cell or ""))
        if place in used or len(words) < 4:
            continue
        for word in difflib.get_close_matches(words, known, n=1, cutoff=_NEAR):
            ratio = difflib.SequenceMatcher(None, words, word).ratio()
            best = max(best, (ratio, str(cell)))
    return best[1]
