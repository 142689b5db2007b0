"""Drawing by hand within Vega-Lite: a canvas of rules, rectangles, points and texts; and SVG for the page.

Charts are 360 units wide, so that on a telephone of 390 pixels their letters keep their size.
"""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass, field
from typing import Any

from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.report.text.phrases import printable

WIDTH = 360.0
FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"
INK, GREY, PALE = "#1a1a1a", "#595959", "#e4e4e0"

ACTOR_COLOURS = ("#0072b2", "#c8500a", "#00806a", "#a8457d", "#8a6d00", "#3f7fb8", "#6b4fa0", "#5a5a5a")
"""After Okabe and Ito's palette for all kinds of colour vision, darkened to stand out on white."""

SHAPES = ("circle", "square", "triangle-up", "triangle-down", "cross", "triangle-right")
GLYPHS = ("●", "■", "▲", "▼", "✚", "▶")


@dataclass(frozen=True)
class Look:
    """How an actor is drawn throughout a brief: never by colour alone."""

    index: int
    colour: str
    shape: str
    glyph: str


def actor_look(case: Case, actor: str) -> Look:
    """The colour and shape of an actor: the same in every picture and table of a case."""
    order = list(case.actors).index(actor)
    colour, turn = order % len(ACTOR_COLOURS), order // len(ACTOR_COLOURS)
    shape = (order + turn) % len(SHAPES)
    return Look(colour, ACTOR_COLOURS[colour], SHAPES[shape], GLYPHS[shape])


def tinted(colour: str, share: float) -> str:
    """The colour mixed with white: 0 gives white, 1 the colour itself."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - share * (255 - part)):02x}" for part in parts)


_WIDTHS = {
    letter: width
    for letters, width in (
        ("ijl'’", 0.222), ("ft .,:;!/I[]|", 0.278), ("r-()“”", 0.333), ("ckszvxyJ", 0.5), ("FTZ", 0.611),
        ("ABEKPSVXYwCDHNRU&", 0.722), ("GOQ", 0.778), ("mM", 0.833), ("W%", 0.944), ("—…", 1.0),
    )
    for letter in letters
}  # fmt: skip


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a text in the fonts of the page (those of Arial's measure), with a little to spare."""
    units = sum(_WIDTHS.get(c, 1.0 if ord(c) > 0x2E80 else 0.556) for c in text)
    return size * units * (1.12 if bold else 1.04)


def fitted(text: str, size: float, width: float, bold: bool = False) -> str:
    """The text, cut at a word and closed with an ellipsis if it does not fit."""
    if text_width(text, size, bold) <= width:
        return text
    words = text.split()
    while len(words) > 1 and text_width(" ".join(words) + " …", size, bold) > width:
        words.pop()
    short = " ".join(words)
    while len(short) > 1 and text_width(short + "…", size, bold) > width:
        short = short[:-1]
    return short.rstrip(" ,;:") + "…"


def wrapped(text: str, size: float, width: float, lines: int = 3) -> list[str]:
    """The text in at most `lines` lines; the last is cut if more would be needed."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = [words.pop(0)]
        while words and text_width(" ".join([*row, words[0]]), size) <= width:
            row.append(words.pop(0))
        rows.append(fitted(" ".join(row), size, width))
    return [*rows, fitted(" ".join(words), size, width)] if words else rows


@dataclass
class Canvas:
    """A drawing in the making; y runs downward. `spec` gives it as a Vega-Lite specification."""

    rects: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    covers: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)

    def rect(self, x: float, y: float, x2: float, y2: float, colour: str) -> None:
        """A filled rectangle, under everything else."""
        self.rects.append({"x": _r(x), "y": _r(y), "x2": _r(x2), "y2": _r(y2), "colour": colour})

    def rule(
        self, x: float, y: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "solid"
    ) -> None:
        """A straight line; `dash` is solid, dashed or dotted."""
        row = {"x": _r(x), "y": _r(y), "x2": _r(x2), "y2": _r(y2), "colour": colour, "width": width}
        self.rules.append(row | {"dash": _DASHES[dash]})

    def point(self, x: float, y: float, shape: str, colour: str, size: float = 90, angle: float = 0) -> None:
        """A filled symbol with a white edge; `size` is its area."""
        row = {"x": _r(x), "y": _r(y), "shape": shape, "colour": colour, "size": size, "angle": angle}
        self.marks.append(row)

    def arrow(self, x: float, x2: float, y: float, colour: str, width: float = 1.5) -> None:
        """A horizontal arrow from `x` to `x2`."""
        side = 1 if x2 > x else -1
        self.rule(x, y, x2 - 4 * side, y, colour, width)
        self.point(x2 - 4 * side, y, "triangle-up", colour, 40 + 14 * width, 90 * side)

    def text(
        self, x: float, y: float, text: str, size: float = 11.5, colour: str = INK, align: str = "left",
        bold: bool = False, italic: bool = False, covering: bool = False,
    ) -> None:  # fmt: skip
        """A line of text, its middle at height `y`; `covering` puts white behind it."""
        row = {"x": _r(x), "y": _r(y), "text": text, "size": size, "colour": colour, "align": align}
        self.texts.append(row | {"weight": "bold" if bold else "normal", "style": "italic" if italic else "normal"})
        if covering:
            width = text_width(text, size, bold)
            left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
            box = {"x": _r(left - 2), "y": _r(y - 7), "x2": _r(left + width + 2), "y2": _r(y + 7)}
            self.covers.append(box | {"colour": "#ffffff"})

    def spec(self, height: float) -> dict[str, Any]:
        """The drawing as a Vega-Lite specification of the given height."""
        self.covers.sort(key=lambda row: (row["y"], row["x"]))
        layers: list[tuple[list[dict[str, Any]], dict[str, Any], dict[str, str]]] = [
            (self.rects, {"type": "rect"}, {}),
            (self.rules, {"type": "rule"}, {"strokeWidth": "width", "strokeDash": "dash"}),
            (self.covers, {"type": "rect"}, {}),
            (self.marks, _POINT, {"shape": "shape", "size": "size", "angle": "angle"}),
            (self.texts, _TEXT, {"size": "size"}),
        ]
        return {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "width": WIDTH,
            "height": _r(height),
            "padding": 0,
            "autosize": "none",
            "background": None,
            "config": {"view": {"stroke": None}, "aria": False, "font": FONT},
            "layer": [_layer(rows, mark, extra, height) for rows, mark, extra in layers if rows],
        }


_DASHES: dict[str, list[float]] = {"solid": [1, 0], "dashed": [5, 3], "dotted": [1.5, 2.5]}
_POINT = {"type": "point", "filled": True, "stroke": "#ffffff", "strokeWidth": 1, "opacity": 1}

_TEXT = {
    "type": "text", "baseline": "middle", "font": FONT, "align": {"expr": "datum.align"},
    "fontWeight": {"expr": "datum.weight"}, "fontStyle": {"expr": "datum.style"},
}  # fmt: skip


def _layer(rows: list[dict[str, Any]], mark: dict[str, Any], extra: dict[str, str], height: float) -> dict[str, Any]:
    across = {"domain": [0, WIDTH], "nice": False, "zero": False}
    down = {"domain": [0, _r(height)], "nice": False, "zero": False, "reverse": True}
    encoding: dict[str, Any] = {
        "x": {"field": "x", "type": "quantitative", "scale": across, "axis": None},
        "y": {"field": "y", "type": "quantitative", "scale": down, "axis": None},
        "color": {"field": "colour", "type": "nominal", "scale": None},
    }
    if "x2" in rows[0]:
        encoding |= {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    if "text" in rows[0]:
        encoding["text"] = {"field": "text", "type": "nominal"}
    for channel, name in extra.items():
        kind = "nominal" if channel in ("shape", "strokeDash") else "quantitative"
        encoding[channel] = {"field": name, "type": kind, "scale": None}
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def draw_actor_bar(canvas: Canvas, case: Case, actor: str, share: float, y: float, right: float) -> None:
    """An actor's mark and name, and a bar up to `right`: pale for the whole, in its colour the share, 0 to 1."""
    look, left = actor_look(case, actor), 134.0
    canvas.point(7, y, look.shape, look.colour, 85)
    canvas.text(18, y, fitted(case.name(actor), 12, left - 24), 12)
    canvas.rect(left, y - 6, right, y + 6, PALE)
    canvas.rect(left, y - 6, left + (right - left) * min(max(share, 0.0), 1.0), y + 6, look.colour)


def draw_title(canvas: Canvas, text: str, y: float, size: float) -> None:
    """A line in bold from the left edge."""
    canvas.text(0, y, fitted(text, size, WIDTH, bold=True), size, bold=True)


def _r(value: float) -> float:
    return round(float(value), 1)


_IDLE = re.compile(
    r' (?:font-family|aria-hidden|pointer-events|class|role|aria-roledescription)="[^"]*"'
    r'| stroke-dasharray="1,0"| font-(?:weight|style)="normal"'
)


_drawing: set[int] = set()
"""The process that drew the first picture: the renderer has threads, which no fork of a process takes along."""


def svg_of(spec: dict[str, Any], label: str) -> str:
    """The specification as a static SVG that scales with its surroundings; `label` says what it shows.

    Raises:
        UsageError: This process was forked from one that had drawn a picture: it would wait for ever.
    """
    import vl_convert

    if not _drawing:
        _drawing.add(os.getpid())
    if os.getpid() not in _drawing:
        raise UsageError(
            "this process was forked from one that had drawn a picture, and can draw none: start worker processes "
            "with multiprocessing.get_context('spawn')"
        )
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version="5.20", allowed_base_urls=[])
    body = svg[svg.index(">") + 1 :]
    # What only the interactive viewer needs goes; inside a tag no text of the case can stand.
    body = re.sub(r"<[^>]*>", lambda tag: _IDLE.sub("", tag[0]), body)
    size = f"{spec['width']:g} {spec['height']:g}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" font-family="{FONT}"'
    return printable(f'{head} aria-label="{html.escape(label)}">{body}')
