"""Where agreements appear or disappear along a slider."""

from __future__ import annotations

from typing import Any

from tertius.analysis.seek import Tick, sweep
from tertius.case.model import Case
from tertius.report.text.phrases import plain_number, talk_phrase

AT_END = 1e-3
"""What tips so near to an end of a slider, as a share of it, tips at the end alone."""


def ticks(case: Case, asked: dict[str, Any], told: Any) -> list[dict[str, Any]]:
    """Where agreements appear or disappear along a slider: how far along it, and in words."""
    low, high, factor = (float(asked[name]) for name in ("low", "high", "factor"))
    found = sweep(case, asked["path"], over=(low, high), threads=1)
    return [
        {"share": (tick.value - low) / (high - low), "words": _tick(case, tick, low, high, factor)}
        for tick in found.ticks
    ]


def _tick(case: Case, tick: Tick, low: float, high: float, factor: float) -> str:
    """``Above 62 the talk “Trade” fails``, as a sentence."""
    width = high - low
    end = low if tick.value - low < AT_END * width else high if high - tick.value < AT_END * width else None
    agreed = tick.appears if end != low else not tick.appears
    value = plain_number(float(f"{factor * (tick.value if end is None else end):.4g}"))
    where = f"{'Above' if end is None else 'At'} {value}{'%' if factor != 1 else ''}"
    return f"{where} {talk_phrase(case, tick.talk)} {'is agreed' if agreed else 'fails'}."
