"""The brief of a case with side promises, a voice and a planned talk."""

from __future__ import annotations

from typing import Any

from tests.report.brief.told import text_of
from tests.rules.test_leaving import edited
from tests.rules.test_outside import starving


def test_a_brief_tells_what_is_promised_and_what_may_never_take_place() -> None:
    def plan(values: dict[str, Any]) -> None:
        values["talks"]["border"]["chance"] = 0.6
        values["voice"] = 0.3

    page = text_of(edited(starving(), plan))
    assert "The deal holds a promise by china" in page
    assert "takes place with a probability of 60 percent" in page
    assert "the levels are means over whether it is kept" in page
