"""Where issues settle on their anchored scales, and who has the upper hand in each talk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tertius.report.charts.dark import HALFWAY
from tertius.report.charts.drawing import GREY, INK, PALE, Canvas, draw_title
from tertius.report.charts.pins import (
    LEFT,
    RIGHT,
    ROW,
    Pin,
    bare_level,
    describe_path,
    draw_anchors,
    draw_pins,
    party_pins,
)
from tertius.report.text.phrases import issue_name, level_number, same_level
from tertius.rules.settlement import Settlement


def levels_chart(settlement: Settlement, talk: str) -> dict[str, Any]:
    """Every issue of a talk on its anchored scale, one below the other, with their names."""
    return issues_chart(settlement, settlement.case.talks[talk].issues)


def issues_chart(settlement: Settlement, issues: Iterable[str]) -> dict[str, Any]:
    """Issues on their anchored scales, one below the other, with their names."""
    canvas, y = Canvas(), 4.0
    for issue in issues:
        y = draw_title(canvas, issue_name(settlement.case, issue), y + 8, 13.5)
        y = _draw_issue(canvas, settlement, issue, y + 10) + 22
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
    start, end = (describe_path(case, issue, v) for v in (settlement.reference(issue), settlement.levels[issue]))
    canvas.rule(start, line, end, line, HALFWAY, 7)
    draw_pins(canvas, case, issue, pins, line)
    canvas.rule(start, line - 6, start, line + 6, GREY, 2.5)
    for level in _ways(settlement, issue):
        canvas.point(describe_path(case, issue, level), line, "diamond", INK, 210)
    return draw_anchors(canvas, case, issue, line, settlement.levels[issue])


def _ways(settlement: Settlement, issue: str) -> list[float]:
    """Where it settles, in each way in which the talks can settle; levels that look alike once."""
    levels: list[float] = []
    for way in (settlement, *settlement.alternatives):
        if not any(same_level(settlement.case, issue, way.levels[issue], one) for one in levels):
            levels.append(way.levels[issue])
    return levels


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
    words = {level: f"or at {level_number(case, issue, level)}" for level in _ways(settlement, issue)[1:]}
    others = [Pin(level, said, INK, bold=True) for level, said in words.items()]
    return [*pins[:1], *others, *pins[1:], *party_pins(case, issue)]
