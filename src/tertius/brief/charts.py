"""Charts of a settlement as Vega-Lite specifications: the levels of a talk, the upper hand in every talk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tertius.brief.concession import wants_of
from tertius.brief.drawing import GREY, INK, PALE, WIDTH, Canvas, actor_look, fitted, text_width, wrapped
from tertius.brief.flags import place_flags
from tertius.brief.phrases import issue_name, level_number, percent_sign, same_level, talk_name
from tertius.case.model import Case
from tertius.rules.settlement import Settlement

__all__ = ["issue_chart", "levels_chart", "upper_hand_chart"]

LEFT, RIGHT = 8.0, WIDTH - 8.0
ROW = 16.0


@dataclass(frozen=True)
class _Pin:
    """Something that stands at a level: its words, its look, whose it is."""

    level: float
    text: str
    colour: str
    shape: str = ""
    bold: bool = False


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
    line = top + 12 + ROW * (1 + _draw_pins(canvas, case, issue, pins, 0, measure=True))
    canvas.rule(LEFT, line, RIGHT, line, PALE, 7)
    start, end = (_x(case, issue, v) for v in (case.reference(issue), settlement.levels[issue]))
    canvas.rule(start, line, end, line, "#8f8f8f", 7)
    _draw_pins(canvas, case, issue, pins, line)
    canvas.rule(start, line - 6, start, line + 6, GREY, 2.5)
    canvas.point(end, line, "diamond", INK, 210)
    return _draw_anchors(canvas, settlement, issue, line)


def _draw_anchors(canvas: Canvas, settlement: Settlement, issue: str, line: float) -> float:
    """The meaning of the scale: below the line if there is room, else as a key. Returns the lower end."""
    case = settlement.case
    pins = _anchor_pins(case, issue)
    short = all(text_width(pin.text, 11) < (RIGHT - LEFT) * 0.6 for pin in pins)
    if short:
        return line + 18 + ROW * _draw_pins(canvas, case, issue, pins, line, down=True)
    ticks = [_Pin(pin.level, f"{pin.level:g}", GREY) for pin in pins]
    y = line + 20 + ROW * _draw_pins(canvas, case, issue, ticks, line, down=True)
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


def _x(case: Case, issue: str, level: float) -> float:
    low, high = case.issues[issue].scale
    return LEFT + (RIGHT - LEFT) * (level - low) / (high - low)


def _pins(settlement: Settlement, issue: str) -> list[_Pin]:
    """Where it settles, where it would stay, and what each party wants."""
    case = settlement.case
    talk = case.talk_of(issue)
    parties = () if talk is None else case.talks[talk].parties
    level, reference = settlement.levels[issue], case.reference(issue)
    agreed = talk is not None and settlement.agreements[talk]
    if same_level(case, issue, level, reference):
        word = "as without a deal" if agreed else "no agreement"
        pins = [_Pin(level, f"stays at {level_number(case, issue, level)}, {word}", INK, bold=True)]
    else:
        settled = _Pin(level, f"settles at {level_number(case, issue, level)}", INK, bold=True)
        pins = [settled, _Pin(reference, f"without a deal {_bare(case, issue, reference)}", GREY)]
    for actor, want in wants_of(case, issue).items():
        if actor in parties:
            look = actor_look(case, actor)
            words = f"wants {_bare(case, issue, want.level)}" if want.stated else "needs all it can get"
            text = f"{case.actors[actor].name or actor} {words}"
            pins.append(_Pin(want.level, text, look.colour, look.shape))
    return pins


def _bare(case: Case, issue: str, level: float) -> str:
    """A level without its unit, which the label in bold gives: with it in each, many labels find no room."""
    return level_number(case, issue, level).removesuffix(case.issues[issue].unit or "").strip()


def _anchor_pins(case: Case, issue: str) -> list[_Pin]:
    entry = case.issues[issue]
    words = dict.fromkeys(entry.scale, "") | {
        v: t for v, t in entry.anchors.items() if entry.scale[0] <= v <= entry.scale[1]
    }
    return [_Pin(v, f"{v:g} {words[v]}".strip(), GREY) for v in sorted(words)]


def _draw_pins(
    canvas: Canvas, case: Case, issue: str, pins: list[_Pin], line: float, *, down: bool = False,
    measure: bool = False,
) -> int:  # fmt: skip
    """Draws pins above (or below) the line at height `line`; returns the highest row used."""
    size = 11.0 if down else 12.0
    texts = [fitted(pin.text, size, RIGHT - LEFT - 20, pin.bold) for pin in pins]
    widths = [
        text_width(text, size, pin.bold) + (18 if pin.shape else 8) for text, pin in zip(texts, pins, strict=True)
    ]
    at = [_x(case, issue, pin.level) for pin in pins]
    flags = place_flags(at, widths, (0, WIDTH))
    highest = max(flag.row for flag in flags)
    if measure:
        return highest
    for pin, text, x, flag, width in zip(pins, texts, at, flags, widths, strict=True):
        y = line + 18 + ROW * flag.row if down else line - 18 - ROW * flag.row
        canvas.rule(x, line, x, y + (-6 if down else 6), pin.colour, 1 if down else 1.4)
        _draw_flag(canvas, pin, text, size, flag.left, flag.left + width, y, toward_right=flag.left + 1 < x)
    return highest


def _draw_flag(
    canvas: Canvas, pin: _Pin, text: str, size: float, left: float, right: float, y: float, *,
    toward_right: bool,
) -> None:  # fmt: skip
    """The words of a pin, with the actor's mark at the end that touches the staff."""
    colour = pin.colour if pin.colour == GREY else INK
    if toward_right:
        canvas.text(right - (14 if pin.shape else 4), y, text, size, colour, "right", bold=pin.bold)
    else:
        canvas.text(left + (14 if pin.shape else 4), y, text, size, colour, bold=pin.bold)
    if pin.shape:
        canvas.point(right - 6 if toward_right else left + 6, y, pin.shape, pin.colour, 85)


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
    canvas.text(right + 6, y, percent_sign(share), 12, bold=True)
