"""Pictures of leverage: who relies on whom as a heat map, stakes in every talk, and an attribution as a waterfall."""

from __future__ import annotations

from typing import Any

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.leverage import Leverage
from tertius.report.charts.drawing import (
    GREY,
    INK,
    PALE,
    WIDTH,
    Canvas,
    actor_look,
    fitted,
    text_width,
    tinted,
    wrapped,
)
from tertius.report.text.leverage import amount_words, feature_words
from tertius.report.text.phrases import capital, fixed, percent, talk_name

MOST_ACTORS = 9
"""A heat map of more actors would be too narrow to read."""


SHOWN = 10
"""So many features have a bar of their own; the others share one."""


HEAT = "#0072b2"


MORE, LESS = "#0072b2", "#c8500a"


NAMES = 92.0


CELL = 30.0


def heat_map(lev: Leverage) -> dict[str, Any]:
    """A row for each actor: the share of its range that it would lose if the actor of the column walked away."""
    case, canvas = lev.case, Canvas()
    actors = list(case.actors)
    width = (WIDTH - NAMES) / len(actors)
    most = max(
        (one.share.middle for row in lev.reliance.values() for one in row.values() if one.share.known), default=0
    )
    for column, actor in enumerate(actors):
        look, middle = actor_look(case, actor), NAMES + (column + 0.5) * width
        canvas.point(middle, 8, look.shape, look.colour, 100)
        for line, text in enumerate(wrapped(case.name(actor), 10, width - 3, 2)):
            canvas.text(middle, 22 + 12 * line, text, 10, align="center")
    top = 44.0
    for row, actor in enumerate(actors):
        y, look = top + CELL * row, actor_look(case, actor)
        canvas.point(7, y + CELL / 2, look.shape, look.colour, 85)
        lines = wrapped(case.name(actor), 11, NAMES - 20, 2)
        for line, text in enumerate(lines):
            canvas.text(18, y + CELL / 2 + 12 * (line - (len(lines) - 1) / 2), text, 11)
        for column, other in enumerate(actors):
            left = NAMES + column * width
            if other != actor:
                _cell(canvas, lev.reliance[actor][other].share.middle, most, (left, y, left + width, y + CELL))
    return canvas.spec(top + CELL * len(actors) + 2)


def _cell(canvas: Canvas, share: float, most: float, box: tuple[float, float, float, float]) -> None:
    """One pair: the darker, the more would be lost. Light text on dark cells."""
    left, top, right, low = box
    known = share == share
    weight = max(0.0, share / most) if known and most > 0 else 0.0
    canvas.rect(left + 1, top + 1, right - 1, low - 1, tinted(HEAT, 0.06 + 0.84 * weight) if known else PALE)
    shown = percent(share, "%") if known and abs(share) >= 0.005 else "–"
    colour = "#ffffff" if weight > 0.55 else INK if shown != "–" else GREY
    canvas.text((left + right) / 2, (top + low) / 2, shown, 11.5, colour, "center", bold=weight > 0.55)


def stakes_chart(lev: Leverage) -> dict[str, Any]:
    """Per talk, what each party would lose with it, as a share of its range."""
    case, canvas, y = lev.case, Canvas(), 8.0
    whole = max(
        (one.share.middle for held in lev.stakes.values() for one in held.values() if one.share.known), default=0
    )
    for talk, held in lev.stakes.items():
        canvas.text(0, y, fitted(talk_name(case, talk), 13, WIDTH, bold=True), 13, bold=True)
        for actor, one in held.items():
            y += 21
            look, left, right = actor_look(case, actor), 134.0, WIDTH - 84.0
            canvas.point(7, y, look.shape, look.colour, 85)
            canvas.text(18, y, fitted(case.name(actor), 12, left - 24), 12)
            share = one.share.middle if one.share.known else 0.0
            end = left + (right - left) * (max(0.0, share) / whole if whole > 0 else 0.0)
            canvas.rect(left, y - 6, right, y + 6, PALE)
            canvas.rect(left, y - 6, end, y + 6, look.colour)
            canvas.text(right + 6, y, percent(share, "%"), 12, bold=True)
            canvas.text(WIDTH, y, fixed(one.points.middle), 12, GREY, "right")
        y += 34
    return canvas.spec(max(y - 16, 10.0))


def attribution_chart(told: Attribution) -> dict[str, Any]:
    """From the target without any feature to the target as it is, one bar for each feature."""
    case, canvas = told.case, Canvas()
    shown, rest = told.ranking[:SHOWN], told.ranking[SHOWN:]
    steps = [(capital(feature_words(case, feature)), part) for feature, part in shown]
    if rest:
        steps.append((f"{len(rest)} smaller ones together", sum(part for _, part in rest)))
    place = _scale([told.bare, *_heights(told.bare, [part for _, part in steps])])
    y = _total(canvas, told, "With none of these", told.bare, place, 8.0)
    at = told.bare
    for name, part in steps:
        y = _step(canvas, name, _signed(told, part), (place(at), place(at + part)), y)
        at += part
    return canvas.spec(_total(canvas, told, "As it is", told.value, place, y) - 8)


def _heights(start: float, parts: list[float]) -> list[float]:
    heights = []
    for part in parts:
        start += part
        heights.append(start)
    return heights


def _scale(values: list[float]) -> Any:
    """Where a value lies from left to right; all of them in sight, with a little room."""
    low, high = min(values), max(values)
    spare = 0.06 * (high - low) or 1.0
    low, high = low - spare, high + spare
    return lambda value: WIDTH * (value - low) / (high - low)


def _total(canvas: Canvas, told: Attribution, name: str, value: float, place: Any, y: float) -> float:
    canvas.text(0, y, name, 11.5, bold=True)
    canvas.text(WIDTH, y, amount_words(told.case, told.target, value), 11.5, align="right", bold=True)
    canvas.rect(0, y + 8, WIDTH, y + 18, "#f4f4f1")
    # A mark, not a bar: the line does not begin at 0, and a bar would say so.
    canvas.rule(place(value), y + 6, place(value), y + 20, INK, 3)
    return y + 34


def _step(canvas: Canvas, name: str, amount: str, ends: tuple[float, float], y: float) -> float:
    canvas.text(0, y, fitted(name, 11.5, WIDTH - text_width(amount, 11.5, bold=True) - 10), 11.5)
    start, end = ends
    rises = end >= start
    canvas.text(WIDTH, y, amount, 11.5, align="right", bold=True)
    canvas.rect(0, y + 8, WIDTH, y + 18, "#f4f4f1")
    left, right = sorted(ends)
    canvas.rect(left, y + 8, max(right, left + 1), y + 18, MORE if rises else LESS)
    return y + 32


def _signed(told: Attribution, part: float) -> str:
    """``+6.2``; percent where an agreement is explained."""
    if told.target.kind == "agreement":
        return f"{fixed(100 * part, plus=True)}%"
    return fixed(part, plus=True)
