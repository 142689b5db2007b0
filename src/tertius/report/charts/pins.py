"""Pins on the scale of an issue: a staff at a level, and a flag with words that covers no other flag or staff."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

from tertius.case.model import Case
from tertius.report.charts.drawing import GREY, INK, WIDTH, Canvas, actor_look, fitted, text_width, wrapped
from tertius.report.text.phrases import level_number
from tertius.report.text.settlement import wants_of

LEFT, RIGHT = 8.0, WIDTH - 8.0
"""Where the scale of an issue begins and ends."""

ROW = 16.0
"""Height of a row of flags."""

_GAP = 6.0
"""Room between two labels in one row."""

_BESIDE = 3.5
"""Staffs nearer to each other than this count as one."""

_MOST_TRIED = 6
"""With more labels only the first place of each is tried."""

_MOST_SHIFTED = 4
"""With more labels none may end before another's staff."""


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
    overlap must be in different rows. As the last resort every label has a row of its own, and staffs run behind text.
    """
    low, high = span

    def inside(left: float, width: float) -> bool:
        return low - 0.5 <= left and left + width <= high + 0.5

    labels = list(zip(at, widths, strict=True))
    choices = [[left for left in (x, x - w, x - w / 2) if inside(left, w)] for x, w in labels]
    best = _best(at, widths, choices)
    if not best and len(at) <= _MOST_SHIFTED:
        for (x, w), lefts in zip(labels, choices, strict=True):
            ends = [other - _GAP - w for other in at if other > x] + [other + _GAP for other in at if other < x]
            lefts += [left for left in (*ends, low, high - w) if left <= x <= left + w and inside(left, w)]
        best = _best(at, widths, choices)
    return best or [Flag(max(low, min(x - w / 2, high - w)), row) for row, (x, w) in enumerate(labels)]


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
            # Where the two do not find room it is the name that is shortened: the mark says whose it is too.
            room = RIGHT - LEFT - 22 - text_width(f" {words}", 12)
            text = f"{fitted(case.name(actor), 12, room)} {words}"
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
        # The actor's mark is at the end of the flag that touches the staff.
        toward_right, right = flag.left + 1 < x, flag.left + width
        colour, spare = pin.colour if pin.colour == GREY else INK, 14 if pin.shape else 4
        if toward_right:
            canvas.text(right - spare, y, text, size, colour, "right", bold=pin.bold)
        else:
            canvas.text(flag.left + spare, y, text, size, colour, bold=pin.bold)
        if pin.shape:
            canvas.point(right - 6 if toward_right else flag.left + 6, y, pin.shape, pin.colour, 85)
    return highest


def draw_anchors(canvas: Canvas, case: Case, issue: str, line: float, level: float) -> float:
    """The meaning of the scale: below the line if there is room, else as a key; those beside the level stand out in it.

    Returns the lower end.
    """
    entry = case.issues[issue]
    anchors = {point: words for point, words in entry.anchors.items() if entry.scale[0] <= point <= entry.scale[1]}
    meanings = sorted((dict.fromkeys(entry.scale, "") | anchors).items())
    pins = [Pin(point, f"{point:g} {words}".strip(), GREY) for point, words in meanings]
    if all(text_width(pin.text, 11) < (RIGHT - LEFT) * 0.6 for pin in pins):
        return line + 18 + ROW * draw_pins(canvas, case, issue, pins, line, down=True)
    ticks = [Pin(pin.level, f"{pin.level:g}", GREY) for pin in pins]
    y = line + 20 + ROW * draw_pins(canvas, case, issue, ticks, line, down=True)
    nearest = anchors_beside(case, issue, level)
    room = max(text_width(f"{value:g}", 11, bold=True) for value in entry.anchors)
    for value, meaning in sorted(entry.anchors.items()):
        colour = INK if value in nearest else GREY
        y += 5
        for number, words in enumerate(wrapped(meaning, 11, WIDTH - room - 6, 9)):
            y += 13
            if number == 0:
                canvas.text(room, y, f"{value:g}", 11, colour, "right", bold=value in nearest)
            canvas.text(room + 6, y, words, 11, colour)
    return y


def anchors_beside(case: Case, issue: str, level: float) -> list[float]:
    """The anchors between which a level lies: the last at or below it and the first at or above it, once."""
    points = sorted(case.issues[issue].anchors)
    beside = [*[at for at in points if at <= level][-1:], *[at for at in points if at >= level][:1]]
    return list(dict.fromkeys(beside))
