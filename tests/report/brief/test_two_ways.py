"""The brief of talks that can settle in two ways tells both of them, and no figure of one alone."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from tertius.analysis.whole import Analysis, Asked, analyse
from tertius.case import Case, read_text
from tertius.report.brief.brief import brief_of
from tertius.report.brief.document import plain_text
from tertius.report.text.front.cautions import apart_caution
from tertius.rules.settlement import Status
from tests.report.brief.analyses import found
from tests.rules.bargaining.test_renegotiate import TWO_WAYS
from tests.scenarios.test_branches import caring_more

WAYS = (
    "The talks can settle in two ways, and nothing says in which: with both deals or with no deal in the talk “first”."
)


@cache
def made() -> Analysis:
    """The talks of which each holds up the other, with one range and a claim that answers the question."""
    case = read_text(TWO_WAYS, "two-ways.yaml")
    test = {"with": [{"set": caring_more(case).set, "to": 55}], "quantity": "payoffs.a", "direction": "higher"}
    entries = case.model_dump(exclude_unset=True, by_alias=True)
    entries["stances"]["a"]["x"]["salience"] = "20 to 60"
    entries |= {"claims": {"care-pays": {"says": "To care more pays", "compare": test}}}
    entries |= {"question": "Does it pay to care?", "answered_by": [{"claim": "care-pays"}]}
    return analyse(Case.model_validate(entries), Asked(draws=16, sensitivity=False, moves=False))


def test_the_first_page_tells_both_ways_and_no_figure_of_one() -> None:
    assert made().settlement.status is Status.SEVERAL
    front = brief_of(made()).document.front
    bullets = [plain_text(bullet, {}) for bullet in front.bullets]
    assert bullets[0] == WAYS
    assert bullets[1:] == ["x settles at 34 or 30; without a deal 30.", "y settles at 50 or 43; without a deal 0."]
    assert "they can settle in two ways, and both belong to the answer" in front.cautions[0]
    assert front.figure is not None
    assert "34 or 30" in front.figure.label
    for level in ("settles at 34", "or at 30", "settles at 50", "or at 43"):
        assert level in str(front.figure.spec)


def test_without_claims_the_verdict_is_the_ways() -> None:
    front = brief_of(replace(made(), claims=None)).document.front
    assert front.verdict == WAYS
    assert plain_text(front.bullets[0], {}).startswith("x settles at 34 or 30")


def test_the_appendices_give_no_figure_that_compares_the_ways() -> None:
    assert made().attribution is None
    page = re.sub("<[^>]+>", " ", brief_of(made()).to_html())
    assert "owes most to" not in page
    assert "Who relies on whom, what talks are worth and who got nearer to its best cannot be told" in page
    assert "How much it comes to cannot be told at the middles" in page
    assert " nan" not in page


def test_where_the_forecast_says_otherwise_than_the_middle_the_first_page_says_so() -> None:
    told = found("toy")
    assert told.forecast is not None
    assert apart_caution(told.settlement, None) == ""
    far = dict(told.settlement.levels)
    issue = next(issue for talk in told.case.talks.values() for issue in talk.issues)
    low, high = told.case.issues[issue].scale
    far[issue] = low if told.forecast.pooled.levels[issue].middle.value > (low + high) / 2 else high
    moved = replace(told, settlement=replace(told.settlement, levels=far))
    cautions = brief_of(moved).document.front.cautions
    assert any(one.startswith("with the middle of every range in place of the forecast: ") for one in cautions)
    assert apart_caution(replace(moved.settlement, status=Status.SEVERAL), told.forecast) == ""
