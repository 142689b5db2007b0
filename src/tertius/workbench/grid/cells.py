"""The cells of a sheet: what is there, what was typed and is not valid, and how a number lies on its scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tertius.case.parse.quantity import Quantity
from tertius.workbench.differences import NOTHING, Path
from tertius.workbench.files.journal import Draft
from tertius.workbench.grid.columns import Column


@dataclass(frozen=True)
class Drawn:
    """A number on its scale, in percent of the way from its low to its high end.

    Attributes:
        low: Its low end.
        likely: Its middle.
        high: Its high end.
        scale: The issue whose anchors are marked; empty for a weight, which is drawn from nothing.
    """

    low: float
    likely: float
    high: float
    scale: str = ""

    @property
    def width(self) -> float:
        """From its low to its high end."""
        return round(self.high - self.low, 2)


def drawn(number: Quantity, ends: tuple[float, float], scale: str = "") -> Drawn:
    """A number drawn on a scale; what lies beyond the ends is drawn at them."""
    low, high = ends

    def at(value: float) -> float:
        return round(min(100.0, max(0.0, 100 * (value - low) / (high - low))), 2)

    plain = number.on(ends)
    return Drawn(at(plain.low), at(plain.middle), at(plain.high), scale)


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        path: The place in the case that it edits; empty if it cannot be edited.
        text: The whole text, as an editor begins with it.
        main: What is shown: the middle of a number, a text.
        soft: What is shown beside it: the range, what holds if nothing is said.
        column: What belongs there.
        drawn: The number on its scale.
        draft: What was typed and is not valid, with its remedy.
    """

    path: Path
    text: str
    main: str
    soft: str = ""
    column: Column | None = None
    drawn: Drawn | None = None
    draft: Draft | None = None

    @property
    def ident(self) -> str:
        """What the page calls it."""
        return "c/" + "/".join(self.path)

    @property
    def width(self) -> str:
        """How much room it takes."""
        return self.column.width if self.column is not None else "text"

    @property
    def typed(self) -> str:
        """What an editor begins with: what was typed last."""
        return self.text if self.draft is None else typed_words(self.draft)


def typed_words(draft: Draft) -> str:
    """What was typed, as a text."""
    if draft.text is NOTHING or isinstance(draft.text, Mapping):
        return ""
    if isinstance(draft.text, Sequence) and not isinstance(draft.text, str):
        return ", ".join(map(str, draft.text))
    return str(draft.text)


@dataclass(frozen=True)
class Head:
    """A heading: of a column, or of several.

    Attributes:
        text: What it says.
        help: What belongs below it.
        span: So many columns lie below it.
        cell: The cell behind it, if it can be edited.
        needed: Whether a row is none without it.
        width: How much room it takes.
    """

    text: str
    help: str = ""
    span: int = 1
    cell: Cell | None = None
    needed: bool = False
    width: str = "text"


@dataclass(frozen=True)
class Line:
    """A row.

    Attributes:
        path: The entry that goes if the row is removed; empty if it cannot be.
        heads: What names it: one cell, or two for an entry inside another.
        cells: The others.
    """

    path: Path
    heads: tuple[Cell, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """A sheet as the page shows it.

    Attributes:
        name: Which one.
        tops: Rows of headings; the last one is above the columns.
        corner: What stands above the names of the rows.
        lines: The rows.
        more: Whether it has columns that no row needs.
    """

    name: str
    tops: tuple[tuple[Head, ...], ...]
    corner: tuple[str, ...]
    lines: tuple[Line, ...]
    more: bool = False

    @property
    def matrix(self) -> list[tuple[Cell, ...]]:
        """The cells row by row, with those that name a row."""
        return [(*line.heads, *line.cells) for line in self.lines]

    def cells(self) -> Iterator[Cell]:
        """Every cell that can be edited, those of headings too."""
        for top in self.tops:
            yield from (head.cell for head in top if head.cell is not None)
        for line in self.lines:
            yield from (cell for cell in (*line.heads, *line.cells) if cell.path)

    @property
    def frame(self) -> tuple[object, ...]:
        """What must be the same for two states of it to differ in cells alone."""
        spans = tuple((head.text, head.span, head.cell and head.cell.path) for top in self.tops for head in top)
        return (self.name, spans, tuple((line.path, line.heads) for line in self.lines), self.corner)
