"""Charts of a settlement as Vega-Lite specifications: the levels of a talk, the upper hand in every talk.

Fans as pictures: where an issue settles over the draws, beside what the parties want and where it would stay.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tertius.analysis.forecast.result import Forecast, Quantiles
from tertius.case.model import Case
from tertius.report.charts.drawing import GREY, INK, PALE, WIDTH, Canvas, actor_look, fitted, text_width, wrapped
from tertius.report.charts.pins import LEFT, RIGHT, ROW, Pin, bare_level, describe_path, draw_pins, party_pins
from tertius.report.text.forecast import ends, finest
from tertius.report.text.phrases import issue_name, level_number, percent, same_level, talk_name
from tertius.report.text.settlement import wants_of
from tertius.rules.settlement import Settlement


def levels_chart(settlement: Settlement, talk: str) -> dict[str, Any]:
    """Every issue of a talk on its anchored scale, one below the other, with their names."""
    canvas = Canvas()
    y = 4.0
    for issue in settlement.case.talks[talk].issues:
        title = fitted(issue_name(settlement.case, issue), 13.5, WIDTH, bold=True)
        canvas.text(0, y + 8, title, 13.5, bold=True)
        y = _draw_issue(canvas, settlement, issue, y + 18) + 22
    return canvas.spec(max(y, 10.0))


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
    start, end = (describe_path(case, issue, v) for v in (case.reference(issue), settlement.levels[issue]))
    canvas.rule(start, line, end, line, "#8f8f8f", 7)
    draw_pins(canvas, case, issue, pins, line)
    canvas.rule(start, line - 6, start, line + 6, GREY, 2.5)
    canvas.point(end, line, "diamond", INK, 210)
    return _draw_anchors(canvas, settlement, issue, line)


def _draw_anchors(canvas: Canvas, settlement: Settlement, issue: str, line: float) -> float:
    """The meaning of the scale: below the line if there is room, else as a key. Returns the lower end."""
    case = settlement.case
    pins = _anchor_pins(case, issue)
    short = all(text_width(pin.text, 11) < (RIGHT - LEFT) * 0.6 for pin in pins)
    if short:
        return line + 18 + ROW * draw_pins(canvas, case, issue, pins, line, down=True)
    ticks = [Pin(pin.level, f"{pin.level:g}", GREY) for pin in pins]
    y = line + 20 + ROW * draw_pins(canvas, case, issue, ticks, line, down=True)
    nearest = _nearest(case, issue, settlement.levels[issue])
    for value, meaning in sorted(case.issues[issue].anchors.items()):
        colour = INK if value in nearest else GREY
        y += 5
        for number, words in enumerate(wrapped(meaning, 11, WIDTH - 30)):
            y += 13
            if number == 0:
                canvas.text(24, y, f"{value:g}", 11, colour, "right", bold=value in nearest)
            canvas.text(30, y, words, 11, colour)
    return y


def _nearest(case: Case, issue: str, level: float) -> set[float]:
    """The anchors between which a level lies."""
    values = sorted(case.issues[issue].anchors)
    below = [value for value in values if value <= level][-1:]
    above = [value for value in values if value >= level][:1]
    return {*below, *above}


def _pins(settlement: Settlement, issue: str) -> list[Pin]:
    """Where it settles, where it would stay, and what each party wants."""
    case = settlement.case
    talk = case.talk_of(issue)
    level, reference = settlement.levels[issue], case.reference(issue)
    agreed = talk is not None and settlement.agreements[talk]
    if same_level(case, issue, level, reference):
        word = "as without a deal" if agreed else "no agreement"
        pins = [Pin(level, f"stays at {level_number(case, issue, level)}, {word}", INK, bold=True)]
    else:
        settled = Pin(level, f"settles at {level_number(case, issue, level)}", INK, bold=True)
        pins = [settled, Pin(reference, f"without a deal {bare_level(case, issue, reference)}", GREY)]
    return [*pins, *party_pins(case, issue)]


def _anchor_pins(case: Case, issue: str) -> list[Pin]:
    entry = case.issues[issue]
    words = dict.fromkeys(entry.scale, "") | {
        v: t for v, t in entry.anchors.items() if entry.scale[0] <= v <= entry.scale[1]
    }
    return [Pin(v, f"{v:g} {words[v]}".strip(), GREY) for v in sorted(words)]


def upper_hand_chart(settlement: Settlement) -> dict[str, Any]:
    """Per agreed talk, each party's share of the way from its walk-away value to its best possible."""
    case = settlement.case
    canvas = Canvas()
    y = 8.0
    for talk, shares in settlement.upper_hand.items():
        if not settlement.agreements[talk] or not shares:
            continue
        canvas.text(0, y, fitted(talk_name(case, talk), 13, WIDTH, bold=True), 13, bold=True)
        for actor, share in shares.items():
            y += 21
            _bar(canvas, case, actor, share, y)
        y += 34
    return canvas.spec(max(y - 16, 10.0))


def _bar(canvas: Canvas, case: Case, actor: str, share: float, y: float) -> None:
    """One party's bar: pale for what could be had, in the actor's colour what it gets."""
    look, left, right = actor_look(case, actor), 134.0, WIDTH - 40.0
    canvas.point(7, y, look.shape, look.colour, 85)
    canvas.text(18, y, fitted(case.actors[actor].name or actor, 12, left - 24), 12)
    end = left + (right - left) * min(max(share, 0.0), 1.0)
    canvas.rect(left, y - 6, right, y + 6, PALE)
    canvas.rect(left, y - 6, end, y + 6, look.colour)
    canvas.text(right + 6, y, percent(share, "%"), 12, bold=True)


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
        y = _draw_fan(canvas, forecast, issue, y + 18) + 20
    return canvas.spec(max(y - 8, 10.0))


def _draw_fan(canvas: Canvas, forecast: Forecast, issue: str, top: float) -> float:
    """Draws one issue and returns its lower end."""
    case, fan = forecast.case, forecast.pooled.levels[issue]
    line = _draw_table(canvas, case, issue, top) if case.talk_of(issue) else _draw_wants(canvas, case, issue, top)
    canvas.rect(LEFT, line - 3.5, RIGHT, line + 3.5, PALE)
    words, middle = _words(case, issue, fan), RIGHT
    if fan.draws:
        _band(canvas, case, issue, (fan.low.value, fan.high.value), line, OUTER)
        _band(canvas, case, issue, fan.half, line, INNER)
        middle = describe_path(case, issue, fan.middle.value)
        canvas.rule(middle, line - HALF, middle, line + HALF, "#ffffff", 2)
    _draw_words(canvas, case, issue, words, middle, line + 18)
    return line + 24


def _draw_table(canvas: Canvas, case: Case, issue: str, top: float) -> float:
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


def _band(canvas: Canvas, case: Case, issue: str, between: tuple[float, float], line: float, colour: str) -> None:
    left, right = (describe_path(case, issue, level) for level in between)
    spare = max(0.0, LEAST - (right - left)) / 2
    canvas.rect(left - spare, line - HALF, right + spare, line + HALF, colour)


def _words(case: Case, issue: str, fan: Quantiles) -> str:
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
