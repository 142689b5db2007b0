"""The events of a case on a line of time, a row for each kind."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tertius.brief.drawing import GREY, INK, PALE, WIDTH, Canvas
from tertius.case.model import Case

__all__ = ["timeline_chart"]

ROW, LEFT = 24.0, 78.0
KINDS = {"summit": "#c8500a", "visit": "#0072b2", "statement": "#00806a", "measure": "#a8457d", "other": "#5a5a5a"}


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
