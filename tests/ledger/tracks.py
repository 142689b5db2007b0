"""Questions with forecasts for tests, made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from tertius.ledger.entries import Forecasted, Question, Resolved, Said, Track

__all__ = ["START", "track"]

START = date(2024, 1, 1)


def track(
    name: str,
    said: Mapping[int, Said | None],
    outcome: float | None = 1,
    on: int = 10,
    *,
    theories: Mapping[str, Said] | None = None,
    rivals: Mapping[str, Said] | None = None,
    scale: tuple[float, float] | None = None,
    group: str = "",
    resolved: bool = True,
    target: str = "",
    case_hash: str = "",
) -> Track:
    """A question forecast so many days after the start, and known `on` days after it."""
    question = Question(name, f"Does {name} come true?", f"{name} is signed", START + timedelta(on), scale, target)
    question = Question(**{**vars(question), "group": group})
    noon = datetime(2024, 1, 1, 12, tzinfo=UTC)
    forecasts = tuple(
        Forecasted(n, name, noon + timedelta(day), "anna", one, theories or {}, rivals or {}, case_hash)
        for n, (day, one) in enumerate(said.items(), start=1)
    )
    known = noon + timedelta(on)
    end = Resolved(99, name, known, "anna", outcome, START + timedelta(on), "the press") if resolved else None
    return Track(question, forecasts, end)
