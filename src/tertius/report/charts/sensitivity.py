"""On which inputs an answer hangs: a tornado for each output, and where agreements appear or disappear."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tertius.analysis.forecast.sensitivity import Threshold, Tornado
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.case.model import Case
from tertius.report.charts.drawing import (
    ACTOR_COLOURS,
    GREY,
    GROUND,
    INK,
    PALE,
    WIDTH,
    Canvas,
    draw_title,
    text_width,
    tight_percent,
    wrapped,
)
from tertius.report.text.phrases import capital, fixed, level
from tertius.report.text.sensitivity import output_words, threshold_sentence
from tertius.scenarios.targets import kind_and_id

BARS = 12
"""So many bars in all, but at least three for each output, and at most ten."""

ENDS = 6.0
"""Room at the ends of the scale of an output."""

UP, DOWN = ACTOR_COLOURS[:2]
"""An output that rises with its input, and one that falls."""


def tornado_chart(matters: WhatMatters, outputs: Sequence[str] = ()) -> dict[str, Any]:
    """For each output that moves its inputs, the one that matters most first; then the thresholds.

    A bar leads from the output at the low end of its input (10 percent) to that at the high end (90), where its tip is.
    The inputs are ordered by their share of the doubt (total index) where indices were found, which then stands at the
    right; else by the length of their bars.
    """
    moving = [output for output in outputs or matters.outputs if matters.moves(output)]
    count = min(10, max(3, BARS // max(len(moving), 1)))
    canvas, y = Canvas(), 0.0
    for output in moving:
        y = draw_title(canvas, capital(output_words(matters.case, output)), y + 8, 13) + 20
        y = _draw_bars(canvas, matters, output, count, y) + 6
    if not moving:
        canvas.text(0, 8, "Nothing that is asked about moves.", 12)
        y = 24
    if matters.thresholds:
        y = draw_title(canvas, "Where an agreement appears or disappears", y + 8, 13) + 20
        for threshold in matters.thresholds:
            y = _draw_threshold(canvas, threshold, y)
    return canvas.spec(max(y - 6, 10.0))


def _ranked(matters: WhatMatters, output: str, count: int) -> list[tuple[Tornado, str]]:
    """The inputs with the most part in an output, each with its share of the doubt in words, if that is known."""
    bars = {bar.input.path: bar for bar in matters.tornado}
    if matters.sensitivity is not None:
        ranking = [(bars[one.path], total) for one, _, total in matters.sensitivity.ranking(output)]
        return [(bar, tight_percent(max(total, 0.0))) for bar, total in ranking[:count] if total >= 0.005]
    swings = sorted(matters.tornado, key=lambda bar: -abs(bar.swing(output)))
    return [(bar, "") for bar in swings[:count] if bar.swing(output)]


def _draw_bars(canvas: Canvas, matters: WhatMatters, output: str, count: int, y: float) -> float:
    """The bars of one output on a scale of their own; returns where the next thing begins."""
    ranked = _ranked(matters, output, count)
    ends = [value for bar, _ in ranked for value in (bar.low[output], bar.high[output])]
    least, most = min(ends, default=0.0), max(ends, default=1.0)
    whole = (most - least) or 1.0
    for bar, share in ranked:
        start, end = (
            ENDS + (WIDTH - 2 * ENDS) * (value - least) / whole for value in (bar.low[output], bar.high[output])
        )
        words = " to ".join(_words(matters.case, output, value) for value in (bar.low[output], bar.high[output]))
        room = text_width(words, 11) + (text_width(share, 11.5, bold=True) + 8 if share else 0)
        lines = wrapped(capital(bar.input.label), 11.5, WIDTH - room - 10)
        canvas.text(WIDTH, y, words, 11, GREY, "right")
        if share:
            canvas.text(WIDTH - text_width(words, 11) - 8, y, share, 11.5, align="right", bold=True)
        for number, line in enumerate(lines):
            y += 14 if number else 0
            canvas.text(0, y, line, 11.5)
        y += 14
        canvas.rect(0, y - 5, WIDTH, y + 5, GROUND)
        colour = UP if end >= start else DOWN
        if abs(end - start) > 8:
            canvas.arrow(start, end, y, colour, 4)
        else:
            canvas.point((start + end) / 2, y, "diamond", colour, 60)
        y += 20
    return y


def _words(case: Case, output: str, value: float) -> str:
    """An output in figures."""
    kind, ident = kind_and_id(output)
    if kind == "agreement":
        return tight_percent(value)
    return level(value, case.issues[ident].scale) if kind == "level" else fixed(value)


def _draw_threshold(canvas: Canvas, threshold: Threshold, y: float) -> float:
    """The sentence of a threshold, and its place in the range of the input."""
    for number, line in enumerate(wrapped(threshold_sentence(threshold), 11.5, WIDTH, 5)):
        y += 14 if number else 0
        canvas.text(0, y, line, 11.5)
    quantity = threshold.input.numbers[0].quantity
    share = (threshold.value - quantity.low) / ((quantity.high - quantity.low) or 1.0)
    place = ENDS + (WIDTH - 2 * ENDS) * min(max(share, 0.0), 1.0)
    y += 16
    left, right = (place, WIDTH - ENDS) if threshold.appears else (ENDS, place)
    canvas.rect(ENDS, y - 3, WIDTH - ENDS, y + 3, PALE)
    canvas.rect(left, y - 3, right, y + 3, UP)
    canvas.point(place, y, "diamond", INK, 110)
    return y + 22
