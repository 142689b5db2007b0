"""The picture of the events of a case."""

from __future__ import annotations

from tertius.report.charts.moves import timeline_chart
from tests.analysis.claims.dam import dam


def marks(spec: dict) -> list[dict]:
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def test_the_timeline_has_a_mark_for_every_event_from_left_to_right() -> None:
    spec = timeline_chart(dam())
    texts = [row["text"] for row in marks(spec) if "text" in row]
    assert texts == ["summits", "visits", "March 2024", "June 2024"]
    upright = [row for row in marks(spec) if "x2" in row and row.get("x") == row.get("x2")]
    assert len(upright) >= 2 + 2 + 2  # a mark for each event, and the summits through all rows
