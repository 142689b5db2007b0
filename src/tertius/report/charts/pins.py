"""Labels as flags on vertical staffs over a line: none covers another or another's staff.

Pins on the scale of an issue: a staff at a level, and a flag with words that covers no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from tertius.case.model import Case
from tertius.report.charts.drawing import GREY, INK, WIDTH, Canvas, actor_look, fitted, text_width
from tertius.report.text.phrases import level_number
from tertius.report.text.settlement import wants_of

_GAP = 6.0


_BESIDE = 3.5


_MOST_TRIED = 6


_MOST_SHIFTED = 4


@dataclass(frozen=True)
class Flag:
    """A placed label.

    Attributes:
        left: Where its text begins.
        row: 0 nearest to the line.
    """

    left: float
    row: int


def place_flags(at: list[float], widths: list[float], span: tuple[float, float]) -> list[Flag]:
    """Places labels of given widths for staffs at given points, in as few rows as possible.

    A label flies to the right or left of its staff or sits on top of it; where that leaves no way out, it may
    also end just before another's staff. One that lies over another's staff must be in a higher row; two that
    overlap must be in different rows.
    """
    plain = [_plain(x, w, span) for x, w in zip(at, widths, strict=True)]
    best = _best(at, widths, plain)
    if not best:
        shifted = [
            [*plain[i], *_shifted(i, at, widths[i], span)] if len(at) <= _MOST_SHIFTED else plain[i]
            for i in range(len(at))
        ]
        best = _best(at, widths, shifted)
    return best or _stacked(at, widths, span)


def _plain(x: float, width: float, span: tuple[float, float]) -> list[float]:
    """Where a label may begin: to the right of its staff, to the left, on top."""
    return [left for left in (x, x - width, x - width / 2) if _inside(left, width, span)]


def _shifted(i: int, at: list[float], width: float, span: tuple[float, float]) -> list[float]:
    """Where a label may begin so that it lies over its own staff and keeps just clear of another."""
    ends = [x - _GAP - width for x in at if x > at[i]] + [x + _GAP for x in at if x < at[i]]
    ends += [span[0], span[1] - width]
    return [left for left in ends if left <= at[i] <= left + width and _inside(left, width, span)]


def _inside(left: float, width: float, span: tuple[float, float]) -> bool:
    return span[0] - 0.5 <= left and left + width <= span[1] + 0.5


def _best(at: list[float], widths: list[float], choices: list[list[float]]) -> list[Flag]:
    """The choice that needs the fewest rows; empty if none obeys the rules."""
    if len(at) > _MOST_TRIED:
        choices = [options[:1] for options in choices]
    best: list[Flag] = []
    lowest = (0, 0)
    for lefts in product(*choices):
        rows = _rows(at, widths, lefts)
        if rows is not None and (not best or (max(rows), sum(rows)) < lowest):
            lowest = max(rows), sum(rows)
            best = [Flag(left, row) for left, row in zip(lefts, rows, strict=True)]
    return best


def _rows(at: list[float], widths: list[float], lefts: tuple[float, ...]) -> list[int] | None:
    """The lowest rows that obey the rules, or None if they contradict each other."""
    count = range(len(at))

    def covers(i: int, j: int) -> bool:
        at_its_end = lefts[i] == at[i] or abs(lefts[i] + widths[i] - at[i]) < 1e-9
        if at_its_end and abs(at[i] - at[j]) < _BESIDE:
            return False
        return lefts[i] - 2 < at[j] < lefts[i] + widths[i] + 2

    def overlap(i: int, j: int) -> bool:
        return lefts[i] < lefts[j] + widths[j] + _GAP and lefts[j] < lefts[i] + widths[i] + _GAP

    above = {i: [j for j in count if i != j and covers(i, j)] for i in count}
    rows: dict[int, int] = {}
    while len(rows) < len(at):
        i = next((i for i in count if i not in rows and all(j in rows for j in above[i])), None)
        if i is None:
            return None
        taken = {rows[j] for j in rows if overlap(i, j)}
        row = max((rows[j] + 1 for j in above[i]), default=0)
        while row in taken:
            row += 1
        rows[i] = row
    return [rows[i] for i in count]


def _stacked(at: list[float], widths: list[float], span: tuple[float, float]) -> list[Flag]:
    """The last resort: a row for every label, pushed inside the span; staffs may run behind text."""
    low, high = span
    return [Flag(max(low, min(x - w / 2, high - w)), row) for row, (x, w) in enumerate(zip(at, widths, strict=True))]


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


def describe_path(case: Case, issue: str, level: float) -> float:
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
    at = [describe_path(case, issue, pin.level) for pin in pins]
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
