"""A calibration plot: of all that was called so probable, what share happened, with its interval and its count."""

from __future__ import annotations

from typing import Any

from tertius.ledger.scoring.result import Scored
from tertius.report.charts.drawing import ACTOR_COLOURS, GREY, INK, PALE, WIDTH, Canvas

_LEFT, _TOP, _SIDE = 44.0, 22.0, 296.0
_TICKS = (0, 25, 50, 75, 100)


def calibration_chart(scored: Scored) -> dict[str, Any]:
    """Probabilities across, shares that happened upward; on the dashed line both are the same."""
    canvas = Canvas()

    def across(share: float) -> float:
        return _LEFT + _SIDE * share

    def up(share: float) -> float:
        return _TOP + _SIDE * (1 - share)

    canvas.text(0, 6, "Happened, in percent; beside each point how many questions", 11.5, GREY)
    for tick in _TICKS:
        canvas.rule(_LEFT, up(tick / 100), _LEFT + _SIDE, up(tick / 100), PALE)
        canvas.text(_LEFT - 8, up(tick / 100), str(tick), 11.5, GREY, "right")
        canvas.text(across(tick / 100), _TOP + _SIDE + 14, str(tick), 11.5, GREY, "center")
    canvas.rule(across(0), up(0), across(1), up(1), GREY, 1, "dashed")
    for row in scored.calibration:
        x = across(row.forecast)
        canvas.rule(x, up(row.observed_low), x, up(row.observed_high), ACTOR_COLOURS[0], 2)
        canvas.point(x, up(row.observed), "circle", ACTOR_COLOURS[0], 110)
        right = row.forecast < 0.9
        canvas.text(
            x + (9 if right else -9), up(row.observed), str(row.questions), 11.5, INK, "left" if right else "right"
        )
    canvas.text(WIDTH, _TOP + _SIDE + 32, "Forecast, in percent", 11.5, GREY, "right")
    return canvas.spec(_TOP + _SIDE + 42)
