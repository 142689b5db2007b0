"""Pictures of leverage: who relies on whom as a heat map, stakes in every talk, and an attribution as a waterfall."""

from __future__ import annotations

from itertools import accumulate
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
    draw_actor_bar,
    draw_title,
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

NAMES, CELL = 92.0, 30.0
"""Width of the names beside the heat map, and height of its rows."""


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
        draw_title(canvas, talk_name(case, talk), y, 13)
        for actor, one in held.items():
            y += 21
            share = one.share.middle if one.share.known else 0.0
            draw_actor_bar(canvas, case, actor, share / whole if whole > 0 else 0.0, y, WIDTH - 84)
            canvas.text(WIDTH - 78, y, percent(share, "%"), 12, bold=True)
            canvas.text(WIDTH, y, fixed(one.points.middle), 12, GREY, "right")
        y += 34
    return canvas.spec(max(y - 16, 10.0))


def attribution_chart(attribution: Attribution) -> dict[str, Any]:
    """From the target without any feature to the target as it is, one bar for each feature."""
    case, target, canvas = attribution.case, attribution.target, Canvas()
    unit, factor = ("%", 100) if target.kind == "agreement" else ("", 1)
    shown, rest = attribution.ranking[:SHOWN], attribution.ranking[SHOWN:]
    steps = [(capital(feature_words(case, feature)), part) for feature, part in shown]
    if rest:
        steps.append((f"{len(rest)} smaller ones together", sum(part for _, part in rest)))
    heights = list(accumulate((part for _, part in steps), initial=attribution.bare))
    # All heights are in sight, with a little room.
    low, high = min(heights), max(heights)
    spare = 0.06 * (high - low) or 1.0
    low, high = low - spare, high + spare
    places = [WIDTH * (height - low) / (high - low) for height in heights]
    y = 8.0
    _draw_row(canvas, "With none of these", amount_words(case, target, attribution.bare), y, bold=True)
    # A mark, not a bar: the line does not begin at 0, and a bar would say so.
    canvas.rule(places[0], y + 6, places[0], y + 20, INK, 3)
    y += 34
    for (name, part), start, end in zip(steps, places, places[1:], strict=False):
        _draw_row(canvas, name, f"{fixed(factor * part, plus=True)}{unit}", y)
        left, right = sorted((start, end))
        canvas.rect(left, y + 8, max(right, left + 1), y + 18, MORE if end >= start else LESS)
        y += 32
    _draw_row(canvas, "As it is", amount_words(case, target, attribution.value), y, bold=True)
    place = WIDTH * (attribution.value - low) / (high - low)
    canvas.rule(place, y + 6, place, y + 20, INK, 3)
    return canvas.spec(y + 26)


def _draw_row(canvas: Canvas, name: str, amount: str, y: float, bold: bool = False) -> None:
    """A name and an amount, and under them the ground of a bar."""
    room = WIDTH - text_width(amount, 11.5, bold=True) - 10
    canvas.text(0, y, name if bold else fitted(name, 11.5, room), 11.5, bold=bold)
    canvas.text(WIDTH, y, amount, 11.5, align="right", bold=True)
    canvas.rect(0, y + 8, WIDTH, y + 18, "#f4f4f1")
