"""Pictures of leverage: who relies on whom as a heat map, stakes in every talk, and an attribution as a waterfall."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from tertius.analysis.leverage.attribution import Attribution
from tertius.analysis.leverage.leverage import Leverage
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.report.charts.bars import actor_bar, bar_chart
from tertius.report.charts.dark import HEAT
from tertius.report.charts.drawing import (
    ACTOR_COLOURS,
    GREY,
    GROUND,
    INK,
    PALE,
    WIDTH,
    Canvas,
    actor_look,
    text_width,
    tight_percent,
    wrapped,
)
from tertius.report.text.leverage import amount_words, feature_words
from tertius.report.text.phrases import NOTHING, actor_phrase, capital, fixed, talk_name

MOST_ACTORS = 9
"""A heat map of more actors would be too narrow to read."""

SHOWN = 10
"""So many features have a bar of their own; the others share one."""

MORE, LESS = ACTOR_COLOURS[:2]

LEAST_NAME, MOST_NAME = 92.0, 140.0
"""Width of the names beside the heat map: the fewer actors, the more room they have."""

LEAST_CELL, CELL = 44.0, 30.0
"""Width that a column of it should have, and height of a row."""


def heat_map(lev: Leverage) -> dict[str, Any]:
    """A row for each actor: the share of its range that it would lose if the actor of the column walked away."""
    case, canvas = lev.case, Canvas()
    actors = list(case.actors)
    names = max(LEAST_NAME, min(MOST_NAME, WIDTH - LEAST_CELL * len(actors)))
    width = (WIDTH - names) / len(actors)
    most = max(
        (one.share.middle for row in lev.reliance.values() for one in row.values() if one.share.known), default=0
    )
    y = _draw_columns(canvas, case, names, width)
    for actor in actors:
        lines = wrapped(case.name(actor), 11, names - 20)
        low, look = y + max(CELL, 12.0 * len(lines) + 6), actor_look(case, actor)
        canvas.point(7, (y + low) / 2, look.shape, look.colour, 85)
        for line, text in enumerate(lines):
            canvas.text(18, (y + low) / 2 + 12 * (line - (len(lines) - 1) / 2), text, 11)
        for column, other in enumerate(actors):
            left = names + column * width
            if other != actor:
                _cell(canvas, lev.reliance[actor][other].share.middle, most, (left, y, left + width, low))
        y = low
    return canvas.spec(y + 2)


def _draw_columns(canvas: Canvas, case: Case, left: float, width: float) -> float:
    """The mark of every column, and below it the name where all names find room; returns where the cells begin."""
    names = {actor: wrapped(case.name(actor), 10, width - 3) for actor in case.actors}
    whole = all(" ".join(lines) == " ".join(case.name(actor).split()) for actor, lines in names.items())
    for column, (actor, lines) in enumerate(names.items()):
        look, middle = actor_look(case, actor), left + (column + 0.5) * width
        canvas.point(middle, 8, look.shape, look.colour, 100)
        for line, text in enumerate(lines if whole else ()):
            canvas.text(middle, 22 + 12 * line, text, 10, align="center")
    return 20.0 + 12 * max(len(lines) for lines in names.values()) if whole else 18.0


def _cell(canvas: Canvas, share: float, most: float, box: tuple[float, float, float, float]) -> None:
    """One pair: the stronger the colour, the more would be lost."""
    left, top, right, low = box
    known = share == share
    weight = max(0.0, share / most) if known and most > 0 else 0.0
    canvas.rect(left + 1, top + 1, right - 1, low - 1, HEAT if known else PALE, 0.06 + 0.84 * weight if known else 1)
    shown = tight_percent(share) if known and abs(share) >= 0.005 else NOTHING
    colour = GREY if shown == NOTHING else INK
    canvas.text((left + right) / 2, (top + low) / 2, shown, 11.5, colour, "center", bold=weight > 0.55)


def stakes_chart(lev: Leverage) -> dict[str, Any]:
    """Per talk, what each party would lose with it, as a share of its range."""
    case, groups = lev.case, []
    shares = {
        (talk, actor): one.share.middle if one.share.known else 0.0
        for talk, held in lev.stakes.items()
        for actor, one in held.items()
    }
    whole = max(shares.values(), default=0.0)
    for talk, held in lev.stakes.items():
        bars = []
        for actor, one in held.items():
            share = shares[talk, actor]
            part = share / whole if whole > 0 else 0.0
            bars.append(
                actor_bar(
                    case, actor, part, tight_percent(share), fixed(one.points.middle) if one.points.known else NOTHING
                )
            )
        groups.append((talk_name(case, talk), bars))
    return bar_chart(groups)


MOST_RELIED_ON = 5
"""So many partners are on the first page."""


def reliance_bars(lev: Leverage, actor: str) -> dict[str, Any]:
    """What an actor would lose without each of those on whom it relies most, as shares of its range; at most five.

    Raises:
        UsageError: There is no such actor, or it has nothing at stake.
    """
    case = lev.case
    if actor not in lev.reliance:
        raise UsageError(f"there is no actor '{actor}' in {case.case}: the actors are {', '.join(lev.reliance)}")
    known = {other: one.share.middle for other, one in lev.reliance[actor].items() if one.share.known}
    if not known:
        raise UsageError(f"{case.name(actor)} has nothing at stake, so no share of it can be lost")
    most = sorted(known, key=lambda other: -known[other])[:MOST_RELIED_ON]
    whole = max(known.values())
    bars = [
        actor_bar(
            case, other, known[other] / whole if whole > 0 else 0.0, tight_percent(known[other]),
            name=f"without {actor_phrase(case, other)}",
        )
        for other in most
    ]  # fmt: skip
    return bar_chart([("", bars)])


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
        y = _draw_row(canvas, name, f"{fixed(factor * part, plus=True)}{unit}", y)
        left, right = sorted((start, end))
        canvas.rect(left, y + 8, max(right, left + 1), y + 18, MORE if end >= start else LESS)
        y += 32
    _draw_row(canvas, "As it is", amount_words(case, target, attribution.value), y, bold=True)
    place = WIDTH * (attribution.value - low) / (high - low)
    canvas.rule(place, y + 6, place, y + 20, INK, 3)
    return canvas.spec(y + 26)


def _draw_row(canvas: Canvas, name: str, amount: str, y: float, bold: bool = False) -> float:
    """A name and an amount, and under them the ground of a bar; returns the height of the last line of the name."""
    lines = wrapped(name, 11.5, WIDTH - text_width(amount, 11.5, bold=True) - 10, bold=bold)
    for number, line in enumerate(lines):
        canvas.text(0, y + 14 * number, line, 11.5, bold=bold)
    canvas.text(WIDTH, y, amount, 11.5, align="right", bold=True)
    y += 14 * (len(lines) - 1)
    canvas.rect(0, y + 8, WIDTH, y + 18, GROUND)
    return y
