"""Fans as pictures: where an issue settles over the draws, beside what the parties want and where it would stay."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tertius.brief.concession import wants_of
from tertius.brief.drawing import GREY, INK, PALE, WIDTH, Canvas, actor_look, fitted, text_width
from tertius.brief.outlook_words import ends, finest
from tertius.brief.phrases import issue_name
from tertius.brief.pins import LEFT, RIGHT, ROW, Pin, bare_level, draw_pins, party_pins, place_of
from tertius.case.model import Case
from tertius.forecast.result import Fan, Forecast

__all__ = ["fan_chart"]

OUTER, INNER = "#b4b4ae", "#5f5f5b"  # apart from each other and from the scale in any print
HALF = 7.0  # half the height of the band
LEAST = 2.0  # a band without width must still be seen
STEP = 12.0  # between marks that stand at the same place


def fan_chart(forecast: Forecast, issues: list[str]) -> dict[str, Any]:
    """Every issue on its scale, one below the other: a band for eight draws in ten, the dark part for half of them."""
    canvas = Canvas()
    y = 4.0
    for issue in issues:
        title = fitted(issue_name(forecast.case, issue), 13.5, WIDTH, bold=True)
        canvas.text(0, y + 8, title, 13.5, bold=True)
        y = _draw_issue(canvas, forecast, issue, y + 18) + 20
    return canvas.spec(max(y - 8, 10.0))


def _draw_issue(canvas: Canvas, forecast: Forecast, issue: str, top: float) -> float:
    """Draws one issue and returns its lower end."""
    case, fan = forecast.case, forecast.pooled.levels[issue]
    line = _draw_table(canvas, case, issue, top) if case.talk_of(issue) else _draw_wants(canvas, case, issue, top)
    canvas.rect(LEFT, line - 3.5, RIGHT, line + 3.5, PALE)
    words, middle = _words(case, issue, fan), RIGHT
    if fan.draws:
        _band(canvas, case, issue, (fan.low.value, fan.high.value), line, OUTER)
        _band(canvas, case, issue, fan.half, line, INNER)
        middle = place_of(case, issue, fan.middle.value)
        canvas.rule(middle, line - HALF, middle, line + HALF, "#ffffff", 2)
    _draw_words(canvas, case, issue, words, middle, line + 18)
    return line + 24


def _draw_table(canvas: Canvas, case: Case, issue: str, top: float) -> float:
    """Pins of the level without a deal and of what the parties want; returns the height of the scale."""
    reference = case.reference(issue)
    pins = [Pin(reference, f"without a deal {bare_level(case, issue, reference)}", GREY), *party_pins(case, issue)]
    line = top + 12 + ROW * (1 + draw_pins(canvas, case, issue, pins, 0, measure=True))
    draw_pins(canvas, case, issue, pins, line)
    start = place_of(case, issue, reference)
    canvas.rule(start, line - 6, start, line + 6, GREY, 2.5)
    return line


def _draw_wants(canvas: Canvas, case: Case, issue: str, top: float) -> float:
    """The marks of all who decide, stacked where they want the same; returns the height of the scale."""
    wants = {actor: want for actor, want in wants_of(case, issue).items() if want.stated}
    places = {actor: round(place_of(case, issue, want.level) / STEP) for actor, want in wants.items()}
    highest = max(Counter(places.values()).values(), default=0)
    line = top + 10 + STEP * highest
    seen: Counter[int] = Counter()
    for actor, place in places.items():
        seen[place] += 1
        look = actor_look(case, actor)
        x = place_of(case, issue, wants[actor].level)
        canvas.point(x, line - 2 - STEP * seen[place], look.shape, look.colour, 85)
    return line


def _band(canvas: Canvas, case: Case, issue: str, between: tuple[float, float], line: float, colour: str) -> None:
    left, right = (place_of(case, issue, level) for level in between)
    spare = max(0.0, LEAST - (right - left)) / 2
    canvas.rect(left - spare, line - HALF, right + spare, line + HALF, colour)


def _words(case: Case, issue: str, fan: Fan) -> str:
    """``52 to 59``, with the unit; or that there is nothing to show."""
    if not fan.draws:
        return "no agreement in any draw"
    low, _, high = ends(fan, finest(case, issue))
    unit = case.issues[issue].unit or ""
    return f"{low if low == high else f'{low} to {high}'} {unit}".strip()


def _draw_words(canvas: Canvas, case: Case, issue: str, words: str, middle: float, y: float) -> None:
    """The fan in figures below it, and the ends of the scale where they leave room."""
    words = fitted(words, 12, RIGHT - LEFT, bold=True)
    half = text_width(words, 12, bold=True) / 2
    at = min(max(middle, LEFT + half), RIGHT - half)
    canvas.text(at, y, words, 12, INK, "center", bold=True)
    low, high = (f"{end:g}" for end in case.issues[issue].scale)
    if at - half > LEFT + text_width(low, 11) + 10:
        canvas.text(LEFT, y, low, 11, GREY)
    if at + half < RIGHT - text_width(high, 11) - 10:
        canvas.text(RIGHT, y, high, 11, GREY, "right")
