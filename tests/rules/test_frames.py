"""Every result and the case itself as a frame and in a notebook; what a file says is never markup."""

from __future__ import annotations

import tertius
from tests.cli.examples import toy_case, toy_settlement


def test_a_case_shows_its_stances() -> None:
    frame = tertius.load("korea-2019").to_frame()
    assert frame.loc[("usa", "denuclearisation"), "talk"] == "us-dprk"
    assert frame.loc[("usa", "denuclearisation"), "salience_middle"] > 0
    assert len(frame) == sum(map(len, tertius.load("korea-2019").stances.values()))


def test_agreements_are_true_false_or_missing() -> None:
    frame = toy_settlement().to_frame()
    assert str(frame["agreement"].dtype) == "boolean"
    assert frame["agreement"].isna().sum() == 1


def test_markup_in_a_case_is_shown_not_run() -> None:
    case = toy_case().model_copy(update={"title": "<script>alert(1)</script>"})
    assert "<script>" not in case._repr_html_()
    assert "&lt;script&gt;" in case._repr_html_()
    settlement = tertius.settle(tertius.load("two-patrons"))
    theories = tertius.settle_theories(settlement.case)
    assert all("<table" in shown._repr_html_() for shown in (settlement, theories, settlement.case))
