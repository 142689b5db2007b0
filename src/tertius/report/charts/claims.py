"""What became of the claims of a case: each with its share of the draws, and how many hold, depend and fail."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.report.charts.bars import Bar, bar_chart
from tertius.report.charts.drawing import GREY, PALE, WIDTH, Canvas, tight_percent, wrapped

VERDICTS: dict[Verdict, tuple[str, str]] = {
    Verdict.HOLDS: ("#00806a", "circle"),
    Verdict.DEPENDS: ("#8a6d00", "triangle-up"),
    Verdict.FAILS: ("#c8500a", "cross"),
    Verdict.UNTESTED: ("#5a5a5a", "square"),
}
"""Colour and shape of a verdict, whose word stands beside them."""

LEFT, RIGHT = 18.0, WIDTH - 104.0
"""Where the bar of a claim begins and ends."""


def claims_chart(claims: Claims) -> dict[str, Any]:
    """A row for each claim: what it says, its verdict, and in what share of draws and theories it holds."""
    canvas, y = Canvas(), 8.0
    for result in claims.results:
        colour, shape = VERDICTS[result.verdict]
        canvas.point(7, y, shape, colour, 85)
        for number, line in enumerate(wrapped(result.claim.says, 11.5, WIDTH - LEFT, 6)):
            y += 14 if number else 0
            canvas.text(LEFT, y, line, 11.5)
        y += 17
        if result.share == result.share:
            canvas.rect(LEFT, y - 5, RIGHT, y + 5, PALE)
            canvas.rect(LEFT, y - 5, LEFT + (RIGHT - LEFT) * result.share, y + 5, colour)
        canvas.text(RIGHT + 8, y, result.verdict.value, 11.5, bold=True)
        canvas.text(WIDTH, y, _figure(result), 11.5, GREY, "right")
        y += 26
    return canvas.spec(max(y - 16, 10.0))


def _figure(result: ClaimResult) -> str:
    """The share of draws and theories; of a test of events its corrected p."""
    if result.clustering is not None:
        return f"p {result.clustering.p_corrected:.2f}"
    return tight_percent(result.share) if result.share == result.share else ""


def claims_bars(claims: Claims) -> dict[str, Any]:
    """How many claims hold, depend, fail and could not be tested."""
    counts = Counter(result.verdict for result in claims.results)
    most = max(counts.values(), default=1)
    bars = [
        Bar(verdict.value, counts[verdict] / most, (str(counts[verdict]),), *look)
        for verdict, look in VERDICTS.items()
        if counts[verdict] or verdict is not Verdict.UNTESTED
    ]
    return bar_chart([("", bars)])
