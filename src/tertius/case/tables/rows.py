"""Rows of a plain table that are no actors: totals and averages, notes, headings that come again; and merged cells."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from statistics import fmean, median

from pydantic_core import PydanticCustomError

from tertius.case.files.cells import Grid, Row, Value
from tertius.case.parse.quantity import read_quantity
from tertius.case.tables.words import plain_words, word_set
from tertius.errors import Problem

_FIRM = word_set(
    "total totals subtotal subtotals sum sums average averages avg mean means summe summen gesamtsumme zwischensumme "
    "durchschnitt mittelwert mittelwerte somme moyenne promedio suma totales totaux insgesamt gesamt"
) | {"grand total", "sub total", "column total", "weighted mean", "weighted average", "all actors", "im mittel"}
_LOOSE = word_set("all overall alle alles tous toutes ensemble todos todas media mittel median mediane mediana")
_PART = re.compile(
    r"(?:(?:grand |sub)?total|sum|average|avg|mean|summe|gesamt|durchschnitt|somme|moyenne|suma|promedio)\b"
    r"|.*\b(?:(?:sub)?total|average|mean|summe|durchschnitt|moyenne|promedio)$"
)
_MOST_SUMMARIES = 50
"""Rows that are tried as totals; a table has one or a few."""

_NOTE = re.compile(
    r"(?:[*†‡§#¹²³]|//|\(?\d{1,2}\)|\[\d{1,2}\])\s*\S"
    r"|(?:notes?|sources?|n\.?\s?b|legend|key|remarks?|comments?|data|updated?|last updated|as of|stand|quellen?"
    r"|anmerkung(?:en)?|hinweis(?:e)?|legende|remarques?|notas?|fuentes?|leyenda|mise a jour|scale|abbreviations?)"
    r"\s*[:.]",
    re.IGNORECASE,
)


@dataclass
class ActorRows:
    """The rows of a table that are actors.

    Attributes:
        grid: The table.
        columns: Its columns by what they hold.
        numbers: The places of all columns of numbers.
        problems: Rows of which it is not clear whether they are actors.
        notes: What was left out.
    """

    grid: Grid
    columns: Mapping[str, int]
    numbers: Collection[int]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def take(self) -> Grid:
        """The table with the rows of actors alone."""
        if "actor" not in self.columns or not self.numbers:
            return self.grid
        head, *rows = self.grid.rows
        rows = [row for row in rows if row.cells != head.cells and not self._is_note(row)]
        for column, other in (("issue", "actor"), ("actor", "issue")):
            if column in self.columns and other in self.columns:
                rows = self._filled_down(rows, column, other)
        summaries = [row.line for row in rows if self._summary(row) != ""][:_MOST_SUMMARIES]
        rows = [row for row in rows if row.line not in summaries or not self._sums_up(row, rows, summaries)]
        return replace(self.grid, rows=(head, *rows))

    def _is_note(self, row: Row) -> bool:
        """Whether a row holds a text and no number; it is left out with a warning, or else told as a mistake."""
        filled = [place for place, cell in enumerate(row.cells) if cell is not None]
        if any(self.grid.spoils(row, place) for place in self.numbers):
            return False
        text = " ".join(str(row.cell(place)) for place in filled)
        if any(_middle(row.cell(place)) is not None for place in self.numbers):
            return False
        here = self.grid.place_below(row, filled[0])
        sentence = len(text.split()) > 3 and text.rstrip().endswith(".") and len(filled) == 1
        nobody = row.cell(self.columns["actor"]) is None and all(row.cell(place) is None for place in self.numbers)
        if _NOTE.match(text) or sentence or "://" in text or nobody:
            found = f"the row '{_short(text)}' is a note and was left out"
            self.notes.append(here.put(Problem(found=found, suggestion="give it numbers if it is an actor")))
            return True
        if filled == [self.columns["actor"]] and self._summary(row) == "":
            found = f"the row of '{_short(text)}' has no numbers"
            suggestion = "write them, or NA where nothing is known; take the row out if it is a heading or a note"
            self.problems.append(here.put(Problem(found=found, suggestion=suggestion)))
            return True
        return False

    def _filled_down(self, rows: list[Row], column: str, other: str) -> list[Row]:
        """Cells that are merged over several rows hold their text in the first of them alone."""
        place, key = self.columns[column], self.columns[other]
        cells = [row.cell(place) for row in rows]
        blank = [n for n, row in enumerate(rows) if cells[n] is None and row.cell(key) is not None]
        repeated = any(one is not None and one == next_one for one, next_one in pairwise(cells))
        spoilt = any(self.grid.spoils(row, place) for row in rows)
        if not blank or cells[0] is None or repeated or spoilt or len(blank) < sum(cell is not None for cell in cells):
            return rows
        filled, last = list(rows), None
        for n, row in enumerate(rows):
            last = cells[n] or last
            if n in blank:
                wide = [*row.cells, *(None,) * (place + 1 - len(row.cells))]
                wide[place] = last
                filled[n] = replace(row, cells=tuple(wide))
        first = rows[blank[0]]
        taken = f"row {first.line} for the {column} '{filled[blank[0]].cell(place)}'"
        found = f"empty cells were taken for merged ones, {taken}"
        note = Problem(found=found, suggestion=f"write the {column} in every row")
        self.notes.append(self.grid.place_below(first, place).put(note))
        return filled

    def _summary(self, row: Row) -> str:
        """How surely the name of a row is that of a total or an average: firm, loose, part, or not at all."""
        return _kind_of_name(self._name(row))

    def _name(self, row: Row) -> str:
        """The actor of a row; where there is none, its issue: a total may stand in either column."""
        return str(row.cell(self.columns["actor"]) or row.cell(self.columns.get("issue")) or "")

    def _sums_up(self, row: Row, rows: list[Row], summaries: Collection[int]) -> bool:
        """Whether a row with such a name is left out, because its numbers are totals or averages of the others."""
        numbers = [(place, middle) for place in self.numbers if (middle := _middle(row.cell(place))) is not None]
        sure = self._summary(row)
        # A single number of somebody called Total Oil can be that of the middle by chance, hardly the sum.
        alone = sure == "part" and len(numbers) == 1
        told = sum(self._is_summary_of(place, row, rows, summaries, alone) for place, _ in numbers)
        name = self._name(row)
        here = self.grid.place_below(row, self.columns["actor"])
        way_out = f"take it out; if it is an actor, write '{name} (actor)'"
        if (told or sure == "firm") if told == len(numbers) else (told and sure == "firm"):
            found = f"the row '{name}' was left out: its numbers are totals or averages of the others"
            self.notes.append(here.put(Problem(found=found, suggestion="rename it if it is an actor")))
            return True
        if sure == "firm" or (sure == "loose" and told):
            found = f"the row '{name}' looks like a total or an average, and its numbers are not those of the others"
            self.problems.append(here.put(Problem(found=found, suggestion=way_out)))
            return True
        return False

    def _is_summary_of(
        self, place: int, row: Row, rows: list[Row], summaries: Collection[int], sums_alone: bool
    ) -> bool:
        """Whether a number is the sum, the mean or the median of a column, or of what stands above up to a total.

        A row that only begins like a total may be an actor: it is counted and not counted.
        """
        issue = self.columns.get("issue")
        on = None if row.cell(self.columns["actor"]) is None else row.cell(issue)
        value = _middle(row.cell(place))
        digits = len(str(row.cell(place)).rstrip("%").partition(".")[2])
        others = [other for other in rows if other is not row and self._summary(other) != "firm"]
        actors = [other for other in others if other.line not in summaries]
        last = max((line for line in summaries if line < row.line), default=0)
        block = [other for other in actors if last < other.line < row.line]
        same = [[other for other in group if on in (None, other.cell(issue))] for group in (actors, others)]
        for group in (*same, block):
            numbers = [middle for other in group if (middle := _middle(other.cell(place))) is not None]
            found = [sum(numbers), fmean(numbers), median(numbers)] if len(numbers) > 1 else []
            found = found[:1] if sums_alone else found
            if value is not None and any(abs(value - one) <= 0.51 * 10**-digits for one in found):
                return True
        return False


@lru_cache(maxsize=1 << 14)
def _kind_of_name(name: str) -> str:
    """How surely a name is that of a total or an average."""
    words = plain_words(re.sub(r"[(\[](?!actor).*?[)\]]", "", name))
    if words in _FIRM:
        return "firm"
    return "loose" if words in _LOOSE else "part" if _PART.match(words) else ""


@lru_cache(maxsize=1 << 16)
def _middle(cell: Value) -> float | None:
    try:
        return read_quantity(cell).middle
    except PydanticCustomError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
