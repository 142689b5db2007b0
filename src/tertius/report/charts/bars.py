"""Bars beside names, with their amounts at the end: the one way in which shares are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tertius.case.model import Case
from tertius.report.charts.drawing import GREY, PALE, WIDTH, Canvas, actor_look, draw_title, text_width, wrapped

MOST_NAME = 150.0
"""Names wider than this go on to a second line."""

SIZE, ROW, LINE = 12.0, 22.0, 13.0
"""Size of the letters, height of a bar with its room, and what each further line of a name adds."""

GAP = 7.0


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        name: What it is the bar of.
        share: How long it is, 0 to 1.
        amounts: What stands at its end, each in a column of its own; the first is bold.
        colour: Its colour.
        shape: The mark before the name; none if empty.
    """

    name: str
    share: float
    amounts: tuple[str, ...]
    colour: str
    shape: str = ""


def actor_bar(case: Case, actor: str, share: float, *amounts: str, name: str = "") -> Bar:
    """The bar of an actor, in its colour and with its mark."""
    look = actor_look(case, actor)
    return Bar(name or case.name(actor), share, amounts, look.colour, look.shape)


def bar_chart(groups: Sequence[tuple[str, Sequence[Bar]]]) -> dict[str, Any]:
    """Bars under their headings; a heading that is empty is left out. Names, bars and amounts stand in columns."""
    canvas, every = Canvas(), [bar for _, bars in groups for bar in bars]
    indent = 18.0 if any(bar.shape for bar in every) else 0.0
    left = indent + min(MOST_NAME, max((text_width(bar.name, SIZE) for bar in every), default=0)) + GAP
    count = max((len(bar.amounts) for bar in every), default=0)
    columns = [
        max(text_width(bar.amounts[place], SIZE, bold=place == 0) for bar in every if place < len(bar.amounts))
        for place in range(count)
    ]
    right, y = WIDTH - sum(columns) - GAP * count, 0.0
    for title, bars in groups:
        y = draw_title(canvas, title, y + 8, 13) + 20 if title else y + 10
        for bar in bars:
            y = _draw_bar(canvas, bar, (indent, left, right), columns, y)
        y += 4
    return canvas.spec(max(y - 12, 10.0))


def _draw_bar(
    canvas: Canvas, bar: Bar, places: tuple[float, float, float], columns: Sequence[float], y: float
) -> float:
    """Draws a bar whose first line is at height `y`; returns where the next begins."""
    indent, left, right = places
    lines = wrapped(bar.name, SIZE, left - indent - GAP)
    middle = y + LINE * (len(lines) - 1) / 2
    if bar.shape:
        canvas.point(7, middle, bar.shape, bar.colour, 85)
    for number, line in enumerate(lines):
        canvas.text(indent, y + LINE * number, line, SIZE)
    canvas.rect(left, middle - 6, right, middle + 6, PALE)
    canvas.rect(left, middle - 6, left + (right - left) * min(max(bar.share, 0.0), 1.0), middle + 6, bar.colour)
    end = right + GAP
    for place, (amount, width) in enumerate(zip(bar.amounts, columns, strict=False)):
        if place == 0:
            canvas.text(end, middle, amount, SIZE, bold=True)
        else:
            canvas.text(end + width, middle, amount, SIZE, GREY, "right")
        end += width + GAP
    return y + ROW + LINE * (len(lines) - 1)
