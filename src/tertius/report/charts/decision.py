"""A decision that many take: everybody on the scale by weight, what every rule says, and the pooled range."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tertius.analysis.decide.decide import Decided, Decision
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.case.model import Case
from tertius.report.charts.dark import HEAT
from tertius.report.charts.drawing import (
    GREY,
    INK,
    PALE,
    WIDTH,
    Canvas,
    actor_look,
    draw_title,
    fitted,
    text_width,
    tight_percent,
    wrapped,
)
from tertius.report.charts.pins import LEFT, RIGHT, describe_path, draw_anchors
from tertius.report.text.phrases import level

LARGEST = 380.0
"""Area of the mark of the heaviest actor."""

BIN = 15.0
"""Marks whose places fall into the same stretch of the scale are stacked."""

ROW, MOST_NAMED = 16.0, 24
"""Height of a line of names and rules; so many actors are named."""


@dataclass(frozen=True)
class Weighed:
    """An actor on an issue: what it wants, and its part of all weight, capability × salience."""

    actor: str
    position: float
    share: float


def weighed(case: Case, issue: str) -> list[Weighed]:
    """Everybody who decides an issue, the heaviest first; numbers stand at their middle."""
    rows = []
    for actor, own in case.stances.items():
        capability, stance = case.capability(actor, issue), own.get(issue)
        if stance is not None and stance.position is not None and capability is not None:
            position = stance.position.on(case.issues[issue].scale).middle
            rows.append((actor, position, capability.middle * stance.salience.middle))
    whole = math.fsum(weight for *_, weight in rows) or 1.0
    return sorted((Weighed(actor, at, weight / whole) for actor, at, weight in rows), key=lambda one: -one.share)


def decision_chart(decision: Decision, issues: Iterable[str] = ()) -> dict[str, Any]:
    """Every issue: marks as large as the weight of their actors, the range of the pool as a band, every rule's answer.

    The band holds 80 percent of the pooled forecast, its stronger part 50 percent.
    """
    canvas, y = Canvas(), 0.0
    for issue in list(issues) or list(decision.issues):
        y = draw_title(canvas, decision.case.name(issue), y + 8, 13.5) + 14
        y = _draw_issue(canvas, decision, issue, y) + 18
    return canvas.spec(max(y - 10, 10.0))


def _draw_issue(canvas: Canvas, decision: Decision, issue: str, top: float) -> float:
    case, decided = decision.case, decision.issues[issue]
    actors = weighed(case, issue)
    pool = decided.pool
    y = top + 3
    if pool is not None:
        scale, unit = case.issues[issue].scale, case.issues[issue].unit
        (low, high), median = pool.range(0.8), level(pool.median, scale, unit)
        said = f"Pooled forecast {median}; 80% range {level(low, scale)} to {level(high, scale)}"
        for words in wrapped(said, 12, WIDTH, bold=True):
            canvas.text(0, y, words, 12, bold=True)
            y += 16
    line = _draw_marks(canvas, case, issue, actors, y - 4)
    end = _draw_rules(canvas, decided, case, issue, line + 16)
    canvas.rect(LEFT, line - 2, RIGHT, line + 2, PALE)
    if pool is not None:
        for between, strength in zip(reversed(ranges_of(pool)), (0.16, 0.2), strict=True):
            left, right = (describe_path(case, issue, at) for at in between)
            canvas.rect(left, y - 6, max(right, left + 2), end - 6, HEAT, strength)
        middle = describe_path(case, issue, pool.median)
        canvas.rule(middle, y - 6, middle, end - 6, HEAT, 1.5)
    y = draw_anchors(canvas, case, issue, end - 4, math.nan if pool is None else pool.median) + 20
    return _draw_names(canvas, case, actors, y)


def _draw_marks(canvas: Canvas, case: Case, issue: str, actors: list[Weighed], top: float) -> float:
    """The marks, stacked where they meet, the heaviest nearest to the scale; returns the height of the scale."""
    largest = max((one.share for one in actors), default=1.0) or 1.0
    heights: dict[int, float] = defaultdict(float)
    placed = []
    for one in actors:
        area = max(LARGEST * one.share / largest, 16.0)
        wide, place = math.sqrt(area) + 2, describe_path(case, issue, one.position)
        # It stands on whatever lies below any part of it.
        bins = range(math.floor((place - wide / 2) / BIN), math.floor((place + wide / 2) / BIN) + 1)
        base = max(heights[number] for number in bins)
        for number in bins:
            heights[number] = base + wide
        placed.append((one.actor, place, base + wide / 2, area))
    line = top + max(heights.values(), default=0.0) + 4
    for actor, place, height, area in placed:
        look = actor_look(case, actor)
        reach = math.sqrt(area) / 2
        canvas.point(min(max(place, reach), WIDTH - reach), line - 3 - height, look.shape, look.colour, area)
    return line


def _draw_rules(canvas: Canvas, decided: Decided, case: Case, issue: str, y: float) -> float:
    """A line for every answer, with the names of the rules that give it, in the order of their levels."""
    scale = case.issues[issue].scale
    groups: dict[str, list[str]] = {}
    levels: dict[str, float] = {}
    for answer in sorted((a for a in decided.answers.values() if a.level is not None), key=lambda a: a.level or 0.0):
        shown = level(answer.level or 0.0, scale)
        levels.setdefault(shown, answer.level or 0.0)
        groups.setdefault(shown, []).append(f"{answer.rule} (naive)" if answer.naive else answer.rule)
    for shown, names in groups.items():
        x = describe_path(case, issue, levels[shown])
        canvas.point(x, y, "diamond", INK, 70)
        right, left = WIDTH - x - 8, x - 8
        lines = wrapped(f"{shown} {', '.join(names)}", 11, max(right, left), 6)
        whole = text_width(" ".join(lines), 11)
        toward_right = right >= left or whole <= right
        for number, line in enumerate(lines):
            y += 14 if number else 0
            canvas.text(x + 8 if toward_right else x - 8, y, line, 11, align="left" if toward_right else "right")
        y += ROW
    return y


def _draw_names(canvas: Canvas, case: Case, actors: list[Weighed], y: float) -> float:
    """Who is who, in two columns, each with its part of the weight."""
    canvas.text(0, y, "Weight: capability × salience, in percent of all", 11, GREY)
    y += ROW + 2
    named, half = actors[:MOST_NAMED], WIDTH / 2
    rows = (len(named) + 1) // 2
    for number, one in enumerate(named):
        x, at, look = half * (number // rows), y + ROW * (number % rows), actor_look(case, one.actor)
        share = tight_percent(one.share)
        canvas.point(x + 7, at, look.shape, look.colour, 80)
        room = half - 30 - text_width(share, 11, bold=True)
        canvas.text(x + 18, at, fitted(case.name(one.actor), 11, room), 11)
        canvas.text(x + half - 6, at, share, 11, align="right", bold=True)
    y += ROW * rows
    if len(actors) > MOST_NAMED:
        rest = actors[MOST_NAMED:]
        canvas.text(
            0, y, f"and {len(rest)} others with {tight_percent(sum(one.share for one in rest))} together", 11, GREY
        )
        y += ROW
    return y - 8
