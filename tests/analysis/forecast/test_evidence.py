"""The evidence gap by hand: influence times weakness, and what the sentences say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.analysis.forecast import EvidenceGap, Sensitivity, evidence_gap
from tertius.analysis.forecast.evidence import METHODS, RELIABILITIES, YEAR, weakness_of
from tertius.analysis.forecast.sensitivity import inputs_of, tornado
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.case import read_text
from tertius.draws import uncertain_of
from tertius.report.text.evidence import evidence_sentences
from tertius.report.text.sensitivity import share_words
from tertius.rules import chosen_theory
from tests.house.files import ROOT

CANAL = """
case: canal
title: A toll and the days that a ship waits
as_of: 2024-01-01
actors: {east: Eastland, west: Westland}
issues:
  toll: {name: Toll}
  days: {name: Days, scale: 0 to 10}
talks:
  passage:
    parties: [east, west]
    without_agreement: {toll: 50, days: 5}
stances:
  east:
    toll: {position: 100, salience: 40 to 60, why: so its minister says, METHOD}
    days: {position: 0, salience: 10 to 20, why: a guess, method: judgement}
  west:
    toll: {position: 0, salience: 20 to 40, why: trade counted, method: observed, source: office, as_of: 2023-12-31}
    days: {position: 10, salience: 30 to 50, why: no more is known}
sources:
  office: {title: Yearbook, RELIABILITY}
  paper: {title: A newspaper, reliability: low}
"""


def canal(
    evidence: str = "method: derived, source: paper, as_of: 2021-01-01", office: str = "high", more: str = ""
) -> Any:
    text = CANAL.replace("METHOD", evidence).replace("RELIABILITY", f"reliability: {office}" if office else "note: new")
    return read_text(text + more, "canal.yaml")


def indices(case: tertius.Case, **changes: Any) -> Sensitivity:
    """Made by hand: the toll varies by 100 points squared of 100, the days by 3 of 10."""
    inputs = inputs_of(uncertain_of(case))
    values: dict[str, Any] = {
        "outputs": ("agreement:passage", "level:toll", "level:days", "payoff:east"),
        "first": np.array([[0.5, 0.5, 0, 0], [0.6, -0.1, 0.2, 0.1], [0.0, 0.1, 0.7, 0.3], [1.0, 0, 0, 0]]),
        "first_error": np.full((4, 4), 0.05),
        "variance": np.array([0.25, 100.0, 3.0, 16.0]),
        **changes,
    }
    values["first"] = values["first"][:, : len(inputs)]
    values["first_error"] = values["first_error"][:, : len(inputs)]
    return Sensitivity(case, "renegotiate", 1, 256, inputs, total=values["first"], total_error=values["first_error"],
                       unsettled=0, **values)  # fmt: skip


def weakness(case: tertius.Case) -> list[float]:
    return [weakness_of(case, number.number).value for number in uncertain_of(case)]


def test_influence_is_the_share_of_the_variance_on_the_scales() -> None:
    """Toll: 100 of 100^2 is 0.01; days: 3 of 10^2 is 0.03. So the days count three quarters; -0.1 counts as 0."""
    case = canal()
    found = evidence_gap(case, indices(case))
    assert found.outputs == ("level:toll", "level:days")
    by_path = {gap.input.path: gap.influence for gap in found.gaps}
    assert by_path == {
        "stances.east.toll.salience": pytest.approx(0.25 * 0.6),
        "stances.east.days.salience": pytest.approx(0.75 * 0.1),
        "stances.west.toll.salience": pytest.approx(0.25 * 0.2 + 0.75 * 0.7),
        "stances.west.days.salience": pytest.approx(0.25 * 0.1 + 0.75 * 0.3),
    }
    assert [gap.error for gap in found.gaps] == pytest.approx([0.05] * 4)


def test_weakness_by_hand() -> None:
    """Derived 3 years ago from a poor source, a judgement, observed yesterday by a good one, and nothing said."""
    [derived, judged, observed, unsaid] = weakness(canal())
    assert derived == pytest.approx(0.5 * (0.5 + 0.5 * 0.1 * 1095 / 365.25) + 0.5)
    assert judged == unsaid == 1
    assert observed == pytest.approx(0.75 * (0.25 + 0.75 * 0.1 / 365.25))


def test_the_ranking_is_by_influence_times_weakness() -> None:
    """0.575 x 0.19 of what was observed comes behind 0.25 x 1 and 0.15 x 0.82, and before 0.075 x 1."""
    case = canal()
    found = evidence_gap(case, indices(case))
    assert [gap.input.path for gap in found.gaps] == [
        "stances.west.days.salience",
        "stances.east.toll.salience",
        "stances.west.toll.salience",
        "stances.east.days.salience",
    ]
    assert all(one.product >= other.product for one, other in pairwise(found.gaps))
    assert [gap.product for gap in found.gaps] == [gap.influence * gap.weakness.value for gap in found.gaps]


def test_the_sentences_say_how_much_and_why() -> None:
    case = canal()
    assert evidence_sentences(evidence_gap(case, indices(case))) == [
        "A better figure for the salience of Days for Westland is most worth finding: 25% of the doubt about levels "
        "comes from it, and it says nothing of how it was obtained. More hangs on the salience of Toll for Westland "
        "(57%), which is better known.",
        "Then the salience of Toll for Eastland: 15% of the doubt about levels comes from it, and it was derived, "
        "3 years before the date of the case, from a source of low reliability.",
        "Then the salience of Toll for Westland: 57% of the doubt about levels comes from it, and it was observed.",
        "Then the salience of Days for Eastland: 8% of the doubt about levels comes from it, and it is a judgement.",
    ]


def test_what_is_first_in_influence_too_would_narrow_the_forecast_most() -> None:
    case = canal()
    [first, *_] = evidence_sentences(evidence_gap(case, indices(case), ["level:toll"]))
    assert first.startswith(
        "A better figure for the salience of Toll for Eastland would narrow the forecast most: 60% of "
        "the doubt about levels comes from it"
    )


def test_an_influence_within_its_error_has_no_sentence() -> None:
    case = canal()
    found = evidence_gap(case, indices(case, first_error=np.full((4, 4), 0.2)))
    assert len(evidence_sentences(found)) == 2
    assert [gap.certain for gap in found.gaps] == [True, False, True, False]


def test_the_scale_of_a_payoff_is_all_that_the_actor_can_lose_and_win() -> None:
    """East: 60 + 20 points at most, variance 16 of 80^2 = 0.0025; the agreement counts 0.25 of 1."""
    case = canal()
    found = evidence_gap(case, indices(case), ["payoff:east", "agreement:passage"])
    by_path = {gap.input.path: gap.influence for gap in found.gaps}
    assert by_path["stances.east.toll.salience"] == pytest.approx((0.0025 * 1 + 0.25 * 0.5) / 0.2525)
    assert by_path["stances.east.days.salience"] == pytest.approx(0.25 * 0.5 / 0.2525)


def test_a_group_is_as_weak_as_the_weakest_of_its_numbers() -> None:
    group = "groups: {trade: {together: [stances.west.toll.salience], against: [stances.east.days.salience]}}\n"
    case = canal(more=group)
    found = evidence_gap(case, indices(case))
    [trade] = [gap for gap in found.gaps if gap.input.path == "groups.trade"]
    assert (trade.weakness.value, trade.weakness.method) == (1, "judgement")
    assert any("what moves the group 'trade'" in said for said in evidence_sentences(found))
    assert any("the weakest of its numbers is a judgement" in said for said in evidence_sentences(found))


@pytest.mark.parametrize("method", ["observed", "derived", "elicited", "judgement"])
def test_age_adds_a_tenth_of_what_is_missing_each_year_and_stops_after_ten(method: Any) -> None:
    said = f"method: {method}, source: office"
    values = [weakness(canal(f"{said}, as_of: {day}", ""))[0] for day in ("2024-01-01", "2019-01-01", "1990-01-01")]
    assert values == pytest.approx([METHODS[method], (1 + METHODS[method]) / 2, 1], abs=1e-3)
    assert weakness(canal(f"{said}, known_since: 2019-01-01", ""))[0] == values[1]
    assert weakness(canal(said, ""))[0] == METHODS[method]


def test_the_best_source_counts() -> None:
    one, other, both = (
        weakness(canal(f"method: observed, source: {named}"))[0] for named in ("office", "paper", "[paper, office]")
    )
    assert one == both == pytest.approx(0.75 * 0.25)
    assert other == pytest.approx(0.5 * 0.25 + 0.5)
    assert weakness(canal("method: observed, source: office", "medium"))[0] == 0.25


def test_every_weight_stands_on_the_page() -> None:
    page = (ROOT / "docs/how-to/what-matters.md").read_text("utf-8")
    assert all(f"| {method or 'nothing'} | {value:g} |" in page for method, value in METHODS.items() if method)
    assert f"{100 * YEAR:.0f} percent of what is missing to 1" in page
    assert (RELIABILITIES["high"], RELIABILITIES["low"]) == ((0.75, 0.0), (0.5, 0.5))
    assert "a quarter off" in page
    assert "half of the way to 1" in page


def test_outputs_that_do_not_move_leave_no_gap() -> None:
    case = canal()
    still = indices(case, outputs=("agreement:passage",), first=np.ones((1, 4)), first_error=np.zeros((1, 4)))
    found = evidence_gap(case, still)
    assert [gap.influence for gap in found.gaps] == [0] * 4
    assert evidence_sentences(found) == []


@pytest.mark.parametrize("output", ["passage", "toll"])
def test_outputs_are_named_one_by_one(output: str) -> None:
    case = canal()
    with pytest.raises(tertius.UsageError, match="name each of them"):
        evidence_gap(case, indices(case), [output])


def test_the_table_has_a_row_for_every_input() -> None:
    case = canal()
    found: EvidenceGap = evidence_gap(case, indices(case))
    frame = found.to_frame()
    assert list(frame.index) == [gap.input.path for gap in found.gaps]
    assert frame.loc["stances.west.toll.salience", "method"] == "observed"
    assert frame.loc["stances.west.days.salience", ["method", "age"]].isna().all()
    assert "salience of Toll for Westland" in found._repr_html_()


def test_sensitivity_ranks_by_the_same_share_as_the_evidence_gap() -> None:
    case = canal()
    found = indices(case)
    asked = ("agreement:passage", "level:toll", "level:days")
    matters = WhatMatters(case, "renegotiate", asked, found, tuple(tornado(case, chosen_theory(case))), ())
    gap = evidence_gap(case, found)
    assert matters.rank_outputs == gap.outputs, "the agreement has no part in it if nothing was asked about"
    assert [one.share for one in matters.rank] == sorted((one.influence for one in gap.gaps), reverse=True)
    shares = {one.input.path: one.error for one in matters.rank}
    assert shares == {one.input.path: one.error for one in gap.gaps}
    asked_of = replace(matters, outputs=("level:days",))
    assert asked_of.rank[0].share == max(one.influence for one in evidence_gap(case, found, ("level:days",)).gaps)
    told = matters.to_dict()["rank"]
    assert told["of"] == list(gap.outputs)
    assert list(told["inputs"]) == [one.input.path for one in matters.rank]
    assert told["inputs"]["stances.east.toll.salience"] == pytest.approx({"influence": 0.25 * 0.6, "error": 0.05})
    assert "rank" not in replace(matters, sensitivity=None).to_dict()


def test_a_share_of_the_doubt_is_never_told_as_more_than_all() -> None:
    assert share_words(1.01, 0.26) == "100% ± 26"
    assert share_words(-0.02, 0.05) == "0% ± 5"
