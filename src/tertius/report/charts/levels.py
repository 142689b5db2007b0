"""Where issues settle, in one settlement or over the draws of a forecast, and who has the upper hand in each talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from tertius.analysis.forecast.result import Forecast
from tertius.case.model import Case
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
    wrapped,
)
from tertius.report.charts.pins import LEFT, RIGHT, ROW, Pin, bare_level, describe_path, draw_pins, party_pins
from tertius.report.text.forecast import ends, finest
from tertius.report.text.phrases import issue_name, level_number, percent, same_level, talk_name
from tertius.report.text.settlement import wants_of
from tertius.rules.settlement import Settlement


def levels_chart(settlement: Settlement, talk: str) -> dict[str, Any]:
    """Every issue of a talk on its anchored scale, one below the other, with their names."""
    case, canvas = settlement.case, Canvas()
    draw = partial(_draw_issue, canvas, settlement)
    return canvas.spec(max(_one_below_the_other(canvas, case, case.talks[talk].issues, draw, 22), 10.0))


def _one_below_the_other(
    canvas: Canvas, case: Case, issues: Iterable[str], draw: Callable[[str, float], float], gap: float
) -> float:
    """Draws issues under their names, a gap below each; returns the lower end. `draw` takes an issue and a top."""
    y = 4.0
    for issue in issues:
        draw_title(canvas, issue_name(case, issue), y + 8, 13.5)
        y = draw(issue, y + 18) + gap
    return y


def issue_chart(settlement: Settlement, issue: str) -> dict[str, Any]:
    """One issue on its anchored scale: parties' positions, where it settles, where it would stay."""
    canvas = Canvas()
    return canvas.spec(_draw_issue(canvas, settlement, issue, 0) + 8)


def _draw_issue(canvas: Canvas, settlement: Settlement, issue: str, top: float) -> float:
    """Draws one issue and returns its lower end."""
    case = settlement.case
    pins = _pins(settlement, issue)
    line = top + 12 + ROW * (1 + draw_pins(canvas, case, issue, pins, 0, measure=True))
    canvas.rule(LEFT, line, RIGHT, line, PALE, 7)
    start, end = (describe_path(case, issue, v) for v in (settlement.reference(issue), settlement.levels[issue]))
    canvas.rule(start, line, end, line, "#8f8f8f", 7)
    draw_pins(canvas, case, issue, pins, line)
    canvas.rule(start, line - 6, start, line + 6, GREY, 2.5)
    canvas.point(end, line, "diamond", INK, 210)
    return _draw_anchors(canvas, settlement, issue, line)


def _draw_anchors(canvas: Canvas, settlement: Settlement, issue: str, line: float) -> float:
    """The meaning of the scale: below the line if there is room, else as a key. Returns the lower end."""
    case, entry = settlement.case, settlement.case.issues[issue]
    anchors = {point: words for point, words in entry.anchors.items() if entry.scale[0] <= point <= entry.scale[1]}
    meanings = sorted((dict.fromkeys(entry.scale, "") | anchors).items())
    pins = [Pin(point, f"{point:g} {words}".strip(), GREY) for point, words in meanings]
    if all(text_width(pin.text, 11) < (RIGHT - LEFT) * 0.6 for pin in pins):
        return line + 18 + ROW * draw_pins(canvas, case, issue, pins, line, down=True)
    ticks = [Pin(pin.level, f"{pin.level:g}", GREY) for pin in pins]
    y = line + 20 + ROW * draw_pins(canvas, case, issue, ticks, line, down=True)
    points, level = sorted(entry.anchors), settlement.levels[issue]
    nearest = {*[point for point in points if point <= level][-1:], *[point for point in points if point >= level][:1]}
    for value, meaning in sorted(entry.anchors.items()):
        colour = INK if value in nearest else GREY
        y += 5
        for number, words in enumerate(wrapped(meaning, 11, WIDTH - 30)):
            y += 13
            if number == 0:
                canvas.text(24, y, f"{value:g}", 11, colour, "right", bold=value in nearest)
            canvas.text(30, y, words, 11, colour)
    return y


def _pins(settlement: Settlement, issue: str) -> list[Pin]:
    """Where it settles, where it would stay, and what each party wants."""
    case = settlement.case
    talk = case.talk_of(issue)
    level, reference = settlement.levels[issue], settlement.reference(issue)
    agreed = talk is not None and settlement.agreements[talk]
    if same_level(case, issue, level, reference):
        word = "as without a deal" if agreed else "no agreement"
        pins = [Pin(level, f"stays at {level_number(case, issue, level)}, {word}", INK, bold=True)]
    else:
        settled = Pin(level, f"settles at {level_number(case, issue, level)}", INK, bold=True)
        pins = [settled, Pin(reference, f"without a deal {bare_level(case, issue, reference)}", GREY)]
    return [*pins, *party_pins(case, issue)]


def upper_hand_chart(settlement: Settlement) -> dict[str, Any]:
    """Per agreed talk, each party's share of the way from its walk-away value to its best possible."""
    case = settlement.case
    canvas = Canvas()
    y = 8.0
    for talk, shares in settlement.upper_hand.items():
        if not settlement.agreements[talk] or not shares:
            continue
        draw_title(canvas, talk_name(case, talk), y, 13)
        for actor, share in shares.items():
            y += 21
            draw_actor_bar(canvas, case, actor, share, y, WIDTH - 40)
            canvas.text(WIDTH - 34, y, percent(share, "%"), 12, bold=True)
        y += 34
    return canvas.spec(max(y - 16, 10.0))


OUTER, INNER = "#b4b4ae", "#5f5f5b"  # apart from each other and from the scale in any print
HALF = 7.0  # half the height of the band
LEAST = 2.0  # a band without width must still be seen
STEP = 12.0  # between marks that stand at the same place


def fan_chart(forecast: Forecast, issues: list[str]) -> dict[str, Any]:
    """Every issue on its scale, one below the other: a band for eight draws in ten, the dark part for half of them."""
    canvas = Canvas()
    draw = partial(_draw_fan, canvas, forecast)
    return canvas.spec(max(_one_below_the_other(canvas, forecast.case, issues, draw, 20) - 8, 10.0))


def _draw_fan(canvas: Canvas, forecast: Forecast, issue: str, top: float) -> float:
    """Draws one issue and returns its lower end: the fan in figures below it, and the ends of the scale if they fit."""
    case, fan = forecast.case, forecast.pooled.levels[issue]
    line = _draw_parties(canvas, case, issue, top) if case.talk_of(issue) else _draw_wants(canvas, case, issue, top)
    canvas.rect(LEFT, line - 3.5, RIGHT, line + 3.5, PALE)
    words, middle = "no agreement in any draw", RIGHT
    if fan.draws:
        for between, colour in (((fan.low.value, fan.high.value), OUTER), (fan.half, INNER)):
            left, right = (describe_path(case, issue, level) for level in between)
            spare = max(0.0, LEAST - (right - left)) / 2
            canvas.rect(left - spare, line - HALF, right + spare, line + HALF, colour)
        middle = describe_path(case, issue, fan.middle.value)
        canvas.rule(middle, line - HALF, middle, line + HALF, "#ffffff", 2)
        low, _, high = ends(fan, finest(case, issue))
        words = f"{low if low == high else f'{low} to {high}'} {case.issues[issue].unit or ''}".strip()
    words = fitted(words, 12, RIGHT - LEFT, bold=True)
    half, y = text_width(words, 12, bold=True) / 2, line + 18
    at = min(max(middle, LEFT + half), RIGHT - half)
    canvas.text(at, y, words, 12, INK, "center", bold=True)
    first, last = (f"{end:g}" for end in case.issues[issue].scale)
    if at - half > LEFT + text_width(first, 11) + 10:
        canvas.text(LEFT, y, first, 11, GREY)
    if at + half < RIGHT - text_width(last, 11) - 10:
        canvas.text(RIGHT, y, last, 11, GREY, "right")
    return line + 24


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
