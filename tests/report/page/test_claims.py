"""The claims and the events in a brief: every verdict is there, what depends is explained, names are never markup."""

from __future__ import annotations

import datetime as dt
from functools import cache

import tertius
from tertius.analysis.claims import Claims
from tertius.report.charts.moves import timeline_chart
from tertius.report.page.moves import claims_part
from tests.analysis.claims.dam import dam


@cache
def told() -> Claims:
    return tertius.claims(dam(), draws=40, threads=1)


def marks(spec: dict) -> list[dict]:
    return [row for layer in spec["layer"] for row in layer["data"]["values"]]


def test_every_claim_has_a_row_and_what_does_not_hold_is_told() -> None:
    part = claims_part(told())
    assert [row["verdict"] for row in part["rows"]] == [one.verdict.value for one in told().results]
    assert {row["says"] for row in part["told"]} >= {
        one.claim.says for one in told().results if one.verdict.value != "holds"
    }
    assert part["rows"][-1]["share"] == "p = 0.299"
    assert "40 draws are few" in part["warning"]


def test_the_page_shows_verdicts_or_says_that_there_are_none() -> None:
    settlement, breakdowns = tertius.settle_all(dam())
    day = dt.date(2024, 6, 2)
    page = tertius.render_brief(settlement, breakdowns, day, claims=told())
    assert "The claims, put to the test" in page
    assert "No simple condition" in page or "It holds in" in page
    assert "not yet tested" not in page
    assert "Claims, not yet tested" in tertius.render_brief(settlement, breakdowns, day)


def test_the_timeline_has_a_mark_for_every_event_from_left_to_right() -> None:
    spec = timeline_chart(dam())
    texts = [row["text"] for row in marks(spec) if "text" in row]
    assert texts == ["summits", "visits", "March 2024", "June 2024"]
    upright = [row for row in marks(spec) if "x2" in row and row.get("x") == row.get("x2")]
    assert len(upright) >= 2 + 2 + 2  # a mark for each event, and the summits through all rows


def test_a_claim_is_never_markup() -> None:
    claim = dam().claims["tie-pays"].model_copy(update={"says": "<b>bold</b> & more"})
    case = dam().model_copy(update={"claims": {"tie-pays": claim}})
    settlement, breakdowns = tertius.settle_all(case)
    tested = tertius.claims(case, draws=8, theories="hold", threads=1)
    page = tertius.render_brief(settlement, breakdowns, dt.date(2024, 6, 2), claims=tested)
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" in page
