"""Pins on the scale of an issue: a staff at a level, and a flag with words that covers no other."""

from __future__ import annotations

from dataclasses import dataclass

from tertius.brief.concession import wants_of
from tertius.brief.drawing import GREY, INK, WIDTH, Canvas, actor_look, fitted, text_width
from tertius.brief.flags import place_flags
from tertius.brief.phrases import level_number
from tertius.case.model import Case

__all__ = ["LEFT", "RIGHT", "ROW", "Pin", "bare_level", "draw_pins", "party_pins", "place_of"]

LEFT, RIGHT = 8.0, WIDTH - 8.0
ROW = 16.0


@dataclass(frozen=True)
class Pin:
    """Something that stands at a level: its words, its look, whose it is."""

    level: float
    text: str
    colour: str
    shape: str = ""
    bold: bool = False


def party_pins(case: Case, issue: str) -> list[Pin]:
    """What each party of the issue's talk wants."""
    talk = case.talk_of(issue)
    pins = []
    for actor, want in wants_of(case, issue).items():
        if talk is not None and actor in case.talks[talk].parties:
            look = actor_look(case, actor)
            words = f"wants {bare_level(case, issue, want.level)}" if want.stated else "needs all it can get"
            text = f"{case.actors[actor].name or actor} {words}"
            pins.append(Pin(want.level, text, look.colour, look.shape))
    return pins


def place_of(case: Case, issue: str, level: float) -> float:
    """Where a level stands across the drawing."""
    low, high = case.issues[issue].scale
    return LEFT + (RIGHT - LEFT) * (level - low) / (high - low)


def bare_level(case: Case, issue: str, level: float) -> str:
    """A level without its unit, which the label in bold gives: with it in each, many labels find no room."""
    return level_number(case, issue, level).removesuffix(case.issues[issue].unit or "").strip()


def draw_pins(
    canvas: Canvas, case: Case, issue: str, pins: list[Pin], line: float, *, down: bool = False,
    measure: bool = False,
) -> int:  # fmt: skip
    """Draws pins above (or below) the line at height `line`; returns the highest row used."""
    size = 11.0 if down else 12.0
    texts = [fitted(pin.text, size, RIGHT - LEFT - 20, pin.bold) for pin in pins]
    widths = [
        text_width(text, size, pin.bold) + (18 if pin.shape else 8) for text, pin in zip(texts, pins, strict=True)
    ]
    at = [place_of(case, issue, pin.level) for pin in pins]
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
    canvas: Canvas, pin: Pin, text: str, size: float, left: float, right: float, y: float, *,
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
