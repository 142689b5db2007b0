"""Fans: where issues settle over the draws of a forecast, on their anchored scales."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tertius.analysis.forecast.result import Forecast
from tertius.analysis.forecast.summary import Quantiles
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.report.charts.dark import INNER, OUTER
from tertius.report.charts.drawing import GREY, PALE, PAPER, WIDTH, Canvas, actor_look, text_width, wrapped
from tertius.report.charts.pins import (
    LEFT,
    RIGHT,
    ROW,
    Pin,
    anchors_beside,
    bare_level,
    describe_path,
    draw_anchors,
    draw_pins,
    party_pins,
)
from tertius.report.text.forecast import ends, finest
from tertius.report.text.phrases import issue_name
from tertius.report.text.settlement import wants_of

HALF = 7.0  # half the height of the band
LEAST = 2.0  # a band without width must still be seen
STEP = 12.0  # between marks that stand at the same place
SMALL = 10.5  # letters of the anchors on a first page

MOST_IN_HEADLINE = 3
"""So many issues find room on the first page."""


def fan_chart(forecast: Forecast, issues: Sequence[str]) -> dict[str, Any]:
    """Every issue on its scale, one below the other: a band for eight draws in ten, the inner part for half of them.

    Above the scale stands what the parties want and where things stay without a deal, below it what levels mean.
    """
    canvas, case, y = Canvas(), forecast.case, 0.0
    for issue in issues:
        fan = forecast.pooled.levels[issue]
        top = _draw_heading(canvas, case, issue, fan, y + 10)
        draw = _draw_parties if case.talk_of(issue) else _draw_wants
        line = draw(canvas, case, issue, top + 10)
        _draw_band(canvas, case, issue, fan, line)
        y = draw_anchors(canvas, case, issue, line + HALF, fan.middle.value) + 18
    return canvas.spec(max(y - 8, 10.0))


def headline_fans(forecast: Forecast, issues: Sequence[str]) -> dict[str, Any]:
    """The same for a first page: at most three issues, no more than two anchors each, and low enough for one glance.

    Raises:
        UsageError: More than three issues are asked for, or none.
    """
    if not 1 <= len(issues) <= MOST_IN_HEADLINE:
        raise UsageError(f"{len(issues)} issues: a first page has room for 1 to {MOST_IN_HEADLINE}")
    canvas, case, y = Canvas(), forecast.case, 0.0
    for issue in issues:
        fan = forecast.pooled.levels[issue]
        line = _draw_heading(canvas, case, issue, fan, y + 8, lines=2) + 18
        _draw_band(canvas, case, issue, fan, line)
        # Of three issues one with a long name leaves less to its anchors.
        lines = 4 if len(issues) < MOST_IN_HEADLINE else 2 if line - y < 30 else 1
        y = _draw_beside(canvas, case, issue, fan.middle.value, line, lines) + 12
    return canvas.spec(y - 4)


def _draw_heading(canvas: Canvas, case: Case, issue: str, fan: Quantiles, y: float, lines: int = 3) -> float:
    """The name of an issue, and at the right its fan in figures; returns the height of the last line."""
    words = "no agreement in any draw"
    if fan.draws:
        low, _, high = ends(fan, finest(case, issue))
        words = f"{low if low == high else f'{low} to {high}'} {case.issues[issue].unit or ''}".strip()
    room = WIDTH - text_width(words, 12, bold=True) - 12
    beside = room > WIDTH * 0.4
    for number, line in enumerate(wrapped(issue_name(case, issue), 13, room if beside else WIDTH, lines, bold=True)):
        y += 15 if number else 0
        canvas.text(0, y, line, 13, bold=True)
    if beside:
        canvas.text(WIDTH, y, words, 12, align="right", bold=True)
        return y
    for line in wrapped(words, 12, WIDTH, bold=True):
        y += 15
        canvas.text(0, y, line, 12, bold=True)
    return y


def _draw_band(canvas: Canvas, case: Case, issue: str, fan: Quantiles, line: float) -> None:
    """The scale, the two parts of the band and a line at the median."""
    canvas.rect(LEFT, line - 3.5, RIGHT, line + 3.5, PALE)
    if not fan.draws:
        return
    for between, colour in (((fan.low.value, fan.high.value), OUTER), (fan.half, INNER)):
        left, right = (describe_path(case, issue, level) for level in between)
        spare = max(0.0, LEAST - (right - left)) / 2
        canvas.rect(left - spare, line - HALF, right + spare, line + HALF, colour)
    middle = describe_path(case, issue, fan.middle.value)
    canvas.rule(middle, line - HALF, middle, line + HALF, PAPER, 2)


def _draw_beside(canvas: Canvas, case: Case, issue: str, level: float, line: float, lines: int) -> float:
    """The anchors beside the level, or the ends of the scale, below it; returns the lower end.

    Both in one line if they find room, else one below the other; only the nearer one if that takes too many lines.
    """
    entry = case.issues[issue]
    low, high = entry.scale
    beside = [at for at in anchors_beside(case, issue, level) if low <= at <= high] or [low, high]
    if len(beside) == 1:
        beside.append(high if beside[0] < high else low)
    words = {at: f"{at:g} {entry.anchors.get(at, '')}".strip() for at in sorted(beside)}
    for at in words:
        place = describe_path(case, issue, at)
        canvas.rule(place, line + 3, place, line + 10, GREY, 1.4)
    if sum(text_width(text, SMALL) for text in words.values()) < RIGHT - LEFT - 16:
        for text, align, x in zip(words.values(), ("left", "right"), (LEFT, RIGHT), strict=True):
            canvas.text(x, line + 17, text, SMALL, GREY, align)
        return line + 17
    parts = [wrapped(text, SMALL, RIGHT - LEFT) for text in words.values()]
    if sum(map(len, parts)) > lines:  # then only what lies nearest is told
        nearest = min(words, key=lambda at: abs(at - level))
        parts = [wrapped(words[nearest], SMALL, RIGHT - LEFT, lines)]
    y = line + 5
    for part in (part for row in parts for part in row):
        y += 12
        canvas.text(LEFT, y, part, SMALL, GREY)
    return y


def _draw_parties(canvas: Canvas, case: Case, issue: str, top: float) -> float:
    """Pins of the level without a deal and of what the parties want; returns the height of the scale."""
    reference = case.reference(issue)
    pins = [Pin(reference, f"without a deal {bare_level(case, issue, reference)}", GREY), *party_pins(case, issue)]
    line = top + 12 + ROW * (1 + draw_pins(canvas, case, issue, pins, 0, measure=True))
    draw_pins(canvas, case, issue, pins, line)
    start = describe_path(case, issue, reference)
    canvas.rule(start, line - 6, start, line + 6, GREY, 2.5)
    return line


def _draw_wants(canvas: Canvas, case: Case, issue: str, top: float) -> float:
    """The marks of all who decide, stacked where they want the same; returns the height of the scale."""
    wants = {actor: want for actor, want in wants_of(case, issue).items() if want.stated}
    places = {actor: round(describe_path(case, issue, want.level) / STEP) for actor, want in wants.items()}
    highest = max(Counter(places.values()).values(), default=0)
    line = top + 10 + STEP * highest
    seen: Counter[int] = Counter()
    for actor, place in places.items():
        seen[place] += 1
        look = actor_look(case, actor)
        x = describe_path(case, issue, wants[actor].level)
        canvas.point(x, line - 2 - STEP * seen[place], look.shape, look.colour, 85)
    return line
