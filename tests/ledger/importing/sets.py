"""Question and resolution sets in the form of ForecastBench, invented: no such question was ever asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["DUE", "market", "outcome", "series", "write_set"]

DUE = "2024-03-03"


def market(ident: str = "m1", **changes: Any) -> dict[str, Any]:
    """An invented market question."""
    return {
        "id": ident,
        "source": "inventedmarket",
        "question": f"Invented: will the bridge of {ident} be opened?",
        "resolution_criteria": "Resolves to the outcome of an invented market.",
        "background": "N/A",
        "market_info_open_datetime": "2024-01-01T00:00:00+00:00",
        "market_info_close_datetime": "2024-06-30T22:59:00+00:00",
        "market_info_resolution_criteria": "Yes if the ribbon is cut.",
        "freeze_datetime": "2024-02-22T00:00:00+00:00",
        "freeze_datetime_value": "0.3",
        "resolution_dates": "N/A",
    } | changes


def series(ident: str = "s1", **changes: Any) -> dict[str, Any]:
    """An invented question about a series, for two days; its level on the day of the freeze is no probability."""
    return market(ident) | {
        "source": "inventedseries",
        "question": f"Invented: will {ident} be higher on {{resolution_date}} than on {{forecast_due_date}}?",
        "market_info_close_datetime": "N/A",
        "market_info_resolution_criteria": "N/A",
        "freeze_datetime_value": "0.7",
        "resolution_dates": ["2024-03-10", "2024-04-02"],
    } | changes  # fmt: skip


def outcome(ident: Any, to: Any, on: str = "2024-05-01", source: str = "inventedmarket", **changes: Any) -> Any:
    """How an invented question ended."""
    said = {"id": ident, "source": source, "direction": None, "resolution_date": on, "resolved_to": to}
    return said | {"resolved": True} | changes


def write_set(file: Path, kind: str, rows: list[Any], **changes: Any) -> Path:
    """A set with these rows in a file."""
    head = {"forecast_due_date": DUE, "question_set": f"{DUE}-llm.json"}
    file.write_text(json.dumps(head | {kind: rows} | changes), "utf-8")
    return file
