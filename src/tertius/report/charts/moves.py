"""What each move of an actor brings, with the range over the draws; and the events of a case on a line of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from tertius.analysis.moves.search import Plan, Search
from tertius.case.model import Case
from tertius.report.charts.drawing import GREY, GROUND, INK, PALE, WIDTH, Canvas, actor_look, text_width, wrapped
from tertius.report.text.moves import move_name
from tertius.report.text.phrases import fixed

ENDS, BAR = 12.0, 5.0
"""Room at the ends of the bars, and half their height."""

ROW, LEFT = 24.0, 78.0
"""Height of a row of the line of time, and where it begins."""

KINDS = {"summit": "#c8500a", "visit": "#0072b2", "statement": "#00806a", "measure": "#a8457d", "other": "#5a5a5a"}


def moves_chart(searches: Sequence[Search], ranges: Mapping[str, float]) -> dict[str, Any]:
    """A bar for each single move: its gain net of cost as a share of the range of its actor, 80 percent of the draws.

    Args:
        searches: The moves of each actor.
        ranges: Actor: what it has at stake in all, in its points. Who has nothing at stake has no share, and no bar.
    """
    canvas, y = Canvas(), 8.0
    ends = [0.0]
    for search in searches:
        for plan in _known(search) if ranges[search.actor] > 0 else []:
            ends += [value / ranges[search.actor] for value in (plan.net.mean, plan.net.low, plan.net.high)]
    least, most = min(ends), max(ends)
    whole = (most - least) or 1.0
    for search in searches:
        case = search.case
        look = actor_look(case, search.actor)
        canvas.point(7, y, look.shape, look.colour, 100)
        for number, line in enumerate(wrapped(case.name(search.actor), 13, WIDTH - 20, bold=True)):
            y += 15 if number else 0
            canvas.text(18, y, line, 13, bold=True)
        for plan in _known(search):
            y += 20
            y = _name(canvas, case, plan, y)
            if ranges[search.actor] > 0:
                places = [
                    ENDS + (WIDTH - 2 * ENDS) * (value / ranges[search.actor] - least) / whole
                    for value in (0.0, plan.net.mean, plan.net.low, plan.net.high)
                ]
                y = _bar(canvas, places, look.colour, y + 14)
        y += 24
    return canvas.spec(max(y - 8, 10.0))


def _name(canvas: Canvas, case: Case, plan: Plan, y: float) -> float:
    """The name of a move with its gain in points; returns the height of its last line."""
    amount = fixed(plan.net.mean, plus=True)
    canvas.text(WIDTH, y, amount, 11.5, align="right", bold=True)
    lines = wrapped(move_name(case, plan.moves[0]), 11.5, WIDTH - text_width(amount, 11.5, True) - 10)
    for number, line in enumerate(lines):
        canvas.text(0, y + 14 * number, line, 11.5)
    return y + 14 * (len(lines) - 1)


def _bar(canvas: Canvas, places: Sequence[float], colour: str, y: float) -> float:
    """The bar from nothing to the gain; a line for the range. Returns where it ends."""
    zero, mean, low, high = places
    canvas.rect(0, y - BAR, WIDTH, y + BAR, GROUND)
    left, right = sorted((zero, mean))
    canvas.rect(left, y - BAR, max(right, left + 1), y + BAR, colour if mean >= zero else GREY)
    canvas.rule(low, y, high, y, INK, 1.5)
    for end in (low, high):
        canvas.rule(end, y - 4, end, y + 4, INK, 1.5)
    canvas.rule(zero, y - 8, zero, y + 8, PALE if mean == zero else INK, 1)
    return y + 2


def _known(search: Search) -> list[Plan]:
    """The single moves whose gain is known in some draw."""
    return [plan for plan in search.plans if len(plan.moves) == 1 and plan.net.draws]


def timeline_chart(case: Case) -> dict[str, Any]:
    """A mark for each event, from the first to the day of the case; summits are drawn through all rows."""
    canvas, events = Canvas(), list(case.events.values())
    first = min(event.date for event in events)
    days = max((max(case.as_of, *(event.date for event in events)) - first).days, 1)
    kinds = [kind for kind in KINDS if any(event.kind == kind for event in events)]
    low = ROW * len(kinds)

    def place(date: dt.date) -> float:
        return LEFT + (WIDTH - LEFT - 8) * (date - first).days / days

    for event in events:
        if event.kind == "summit":
            canvas.rule(place(event.date), 4, place(event.date), low, PALE, 2)
    for row, kind in enumerate(kinds):
        y = ROW * (row + 0.5)
        canvas.text(0, y, f"{kind}s" if kind != "other" else kind, 11.5)
        canvas.rule(LEFT, y, WIDTH - 8, y, PALE, 1)
        for event in events:
            if event.kind == kind:
                canvas.rule(place(event.date), y - 7, place(event.date), y + 7, KINDS[kind], 2.5)
    for date, align in ((first, "left"), (case.as_of, "right")):
        canvas.text(place(date), low + 10, f"{date:%B} {date.year}", 11, GREY if align == "left" else INK, align)
    return canvas.spec(low + 20)
