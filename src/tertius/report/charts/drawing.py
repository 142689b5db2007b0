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
from tertius.report.text.phrases import percent, printable

WIDTH = 360.0
FONT = "Helvetica Neue, Helvetica, Arial, sans-serif"
INK, GREY, PALE = "#1a1a1a", "#595959", "#e4e4e0"
PAPER, GROUND = "#ffffff", "#f4f4f1"
"""What lies under everything, and under bars. Every colour has its counterpart for dark screens in `dark.py`."""

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


def wrapped(text: str, size: float, width: float, lines: int = 3, bold: bool = False) -> list[str]:
    """The text in at most `lines` lines; the last is cut if more would be needed."""
    rows: list[str] = []
    words = text.split()
    while words and len(rows) < lines - 1:
        row = [words.pop(0)]
        while words and text_width(" ".join([*row, words[0]]), size, bold) <= width:
            row.append(words.pop(0))
        rows.append(fitted(" ".join(row), size, width, bold))
    return [*rows, fitted(" ".join(words), size, width, bold)] if words else rows


@dataclass
class Canvas:
    """A drawing in the making; y runs downward. `spec` gives it as a Vega-Lite specification."""

    rects: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    covers: list[dict[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)

    def rect(self, x: float, y: float, x2: float, y2: float, colour: str, opacity: float = 1) -> None:
        """A filled rectangle, under everything else; the paper shows through what is not opaque."""
        row = {"x": _r(x), "y": _r(y), "x2": _r(x2), "y2": _r(y2), "colour": colour}
        self.rects.append(row | {"opacity": round(opacity, 3)})

    def rule(
        self, x: float, y: float, x2: float, y2: float, colour: str, width: float = 1, dash: str = "solid",
        opacity: float = 1,
    ) -> None:  # fmt: skip
        """A straight line; `dash` is solid, dashed or dotted."""
        row = {"x": _r(x), "y": _r(y), "x2": _r(x2), "y2": _r(y2), "colour": colour, "width": width}
        self.rules.append(row | {"dash": _DASHES[dash], "opacity": opacity})

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
            self.covers.append(box | {"colour": PAPER})

    def spec(self, height: float) -> dict[str, Any]:
        """The drawing as a Vega-Lite specification of the given height."""
        self.covers.sort(key=lambda row: (row["y"], row["x"]))
        layers: list[tuple[list[dict[str, Any]], dict[str, Any], dict[str, str]]] = [
            (self.rects, {"type": "rect"}, {"opacity": "opacity"}),
            (self.rules, {"type": "rule"}, {"strokeWidth": "width", "strokeDash": "dash", "opacity": "opacity"}),
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
_POINT = {"type": "point", "filled": True, "stroke": PAPER, "strokeWidth": 1, "opacity": 1}

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


def draw_title(canvas: Canvas, text: str, y: float, size: float) -> float:
    """A heading in bold from the left edge, on as many lines as it needs; returns the height of the last."""
    lines = wrapped(text, size, WIDTH, bold=True)
    for number, line in enumerate(lines):
        canvas.text(0, y + 15 * number, line, size, bold=True)
    return y + 15 * (len(lines) - 1)


def tight_percent(share: float) -> str:
    """A share in percent as short as a picture wants it: ``43%``, ``<1%``, ``>99%``."""
    return percent(share, "%").replace("less than ", "<").replace("over ", ">")


def _r(value: float) -> float:
    return round(float(value), 1)


_IDLE = re.compile(
    r' (?:font-family|aria-hidden|pointer-events|class|role|aria-roledescription)="[^"]*"'
    r'| stroke-dasharray="1,0"| opacity="1"| font-(?:weight|style)="normal"'
)


_drawing: set[int] = set()
"""The process that drew the first picture: the renderer has threads, which no fork of a process takes along."""


def _renderer() -> Any:
    """The module that draws.

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
    return vl_convert


_HOW: dict[str, Any] = {"vl_version": "5.20", "allowed_base_urls": []}


def svg_of(spec: dict[str, Any], label: str) -> str:
    """The specification as a static SVG that scales with its surroundings; `label` says what it shows.

    By itself it is for white paper; a page that may be read in the dark takes the style sheet of `dark.py` along.

    Raises:
        UsageError: This process was forked from one that had drawn a picture.
    """
    svg: str = _renderer().vegalite_to_svg(spec, **_HOW)
    body = svg[svg.index(">") + 1 :]
    # What only the interactive viewer needs goes; inside a tag no text of the case can stand.
    body = re.sub(r"<[^>]*>", lambda tag: _IDLE.sub("", tag[0]), body)
    size = f"{spec['width']:g} {spec['height']:g}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {size}" font-family="{FONT}"'
    return printable(f'{head} aria-label="{html.escape(label)}">{body}')


def png_of(spec: dict[str, Any], scale: float = 3) -> bytes:
    """The specification as a PNG on white, for documents that take no SVG: the same bytes each time.

    Args:
        spec: The picture.
        scale: Pixels for each of its units; with 3 it is 1,080 pixels wide, 300 to the inch at 9 cm.

    Raises:
        UsageError: This process was forked from one that had drawn a picture, or the scale is not above 0.
    """
    if not 0 < scale <= MOST_SCALE:
        raise UsageError(f"a scale of {scale:g}: above 0 and at most {MOST_SCALE:g} is legal, such as 3")
    png: bytes = _renderer().vegalite_to_png(spec | {"background": PAPER}, scale=scale, **_HOW)
    return png


MOST_SCALE = 20.0
"""Pictures of more pixels would fill the memory."""
