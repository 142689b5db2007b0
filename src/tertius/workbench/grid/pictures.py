"""The numbers of a row on their scales as one picture: one for each cell would keep a browser busy at every key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tertius.workbench.grid.cells import Drawn, Line

CELL = 100.0
"""How wide a cell is in the picture."""

INSET, INNER = 7.3, 84.3
"""Where the scale of a cell begins, and how long it is."""

Anchors = Mapping[str, Sequence[float]]
"""Where the anchors of each issue lie, in percent of its scale."""


@dataclass(frozen=True)
class Picture:
    """The numbers of a row: all that looks the same is one path.

    Attributes:
        ident: What the page calls it.
        cells: So many cells it spans.
        paths: The paths, by the class of each.
    """

    ident: str
    cells: int
    paths: Mapping[str, str]


def picture_of(line: Line, anchors: Anchors) -> Picture:
    """The picture of a row."""
    found: dict[str, list[str]] = {"axis": [], "range": [], "likely": [], "weight": [], "span": []}
    for number, cell in enumerate(line.cells):
        if cell.drawn is not None and cell.draft is None:
            _draw(cell.drawn, number, anchors, found)
    paths = {name: "".join(parts) for name, parts in found.items() if parts}
    return Picture("p/" + "/".join(line.path), len(line.cells), paths)


def _draw(one: Drawn, cell: int, anchors: Anchors, found: dict[str, list[str]]) -> None:
    """Add a number to the paths: a level on its axis with its anchors, a weight as a bar."""
    low, likely, high, begin, end = (_across(cell, value) for value in (one.low, one.likely, one.high, 0, 100))
    if one.scale:
        marks = (f"M{_across(cell, level)} 2V6" for level in anchors.get(one.scale, ()))
        found["axis"].append(f"M{begin} 4H{end}{''.join(marks)}")
        found["range"] += [f"M{low} 2H{high}V6H{low}z"] if one.width else []
        found["likely"].append(f"M{likely} 0V8")
    else:
        found["weight"].append(f"M{begin} 3H{likely}V6H{begin}z")
        found["span"] += [f"M{low} 4.5H{high}"] if one.width else []


def _across(cell: int, percent: float) -> str:
    """How far to the right something stands in a row."""
    return f"{CELL * cell + INSET + INNER * percent / 100:.6g}"
