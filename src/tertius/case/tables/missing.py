"""Words and numbers that stand for a number that nobody has: ``NA``, ``.``, ``-``, ``?``; 999 and -99.

The words are filled in if somebody asks for it; the numbers could be meant as they stand, and are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from pydantic_core import PydanticCustomError

from tertius.case.files.cells import Grid, Row, Value
from tertius.case.parse.quantity import read_quantity
from tertius.errors import Problem

_WORDS = (
    "na;n/a;n.a.;n.a;n. a.;n/av;#n/a;#na;<na>;nan;null;#null!;none;nil;missing;miss;unknown;not known;no data;tbd;tbc;"
    "no answer;no response;don't know;dont know;dk;d/k;dk/na;nr;tba;(blank);blank;k.a.;k. a.;k.a;ka;keine angabe;"
    "unbekannt;fehlt;fehlend;nd;n.d.;n/d;n. d.;non disponible;inconnu;manquant;nc;n.c.;nsp;s/d;sin dato;sin datos;"
    "desconocido;no disponible;.;..;...;…;-;--;---;\u2013;\u2014;\u2212;?;??;???;*;/;\\"
)
_MISSING = frozenset(_WORDS.split(";"))
_CODES = frozenset({-9, -77, -88, -97, -98, -99, -998, -999, -9999, 997, 998, 999, 9998, 9999, 99999})


def is_missing(cell: Value) -> bool:
    """Whether a cell is empty, or says that a number is missing."""
    return cell is None or (isinstance(cell, str) and (not cell.strip() or cell.strip().casefold() in _MISSING))


def without_words(grid: Grid, places: Iterable[int]) -> Grid:
    """The table with the words for a missing number taken out of some columns."""
    taken = frozenset(places)

    def kept(row: Row) -> Row:
        cells = (None if n in taken and is_missing(cell) else cell for n, cell in enumerate(row.cells))
        return replace(row, cells=tuple(cells))

    return replace(grid, rows=(*grid.rows[:1], *map(kept, grid.rows[1:])))


def without_codes(grid: Grid, places: Iterable[int]) -> tuple[Grid, list[Problem]]:
    """The table without the numbers by which many files say that one is missing, and a question about each.

    A negative code is asked about where no other number of its column is below 0, a positive one where it is more
    than three times the largest of them.
    """
    problems: list[Problem] = []
    coded: set[tuple[int, int]] = set()
    for place in dict.fromkeys(places):
        codes = [(row, code) for row in grid.rows[1:] if (code := _code(row.cell(place))) is not None]
        others = [end for row in grid.rows[1:] if _code(row.cell(place)) is None for end in _ends(row.cell(place))]
        for row, code in codes:
            if not others or (code < 0 and min(others) < 0) or (code > 0 and code <= 3 * max(map(abs, others))):
                continue
            coded.add((row.line, place))
            found = f"{code} often stands for a number that is missing, and the others go to {max(others):g}"
            suggestion = f"empty the cell, or write {code}.0 if it is meant"
            problem = Problem(found=found, suggestion=suggestion, legal="what is missing can be imputed (--impute)")
            problems.append(grid.place_below(row, place).put(problem))
    return grid.without(coded), problems


def _code(cell: Value) -> int | None:
    """The whole number in a cell, if it is one that often says that a number is missing."""
    if isinstance(cell, str):
        with suppress(ValueError):
            return value if (value := int(cell)) in _CODES else None
        return None
    return cell if isinstance(cell, int) and not isinstance(cell, bool) and cell in _CODES else None


def _ends(cell: Value) -> tuple[float, ...]:
    with suppress(PydanticCustomError):
        quantity = read_quantity(cell)
        return quantity.low, quantity.high
    return ()
