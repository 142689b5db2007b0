"""What a result cannot tell is said: deals on next to nothing, middles that are no forecast, changes without effect."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

import tertius
from tertius.analysis.forecast import Estimate, forecast
from tertius.analysis.moves import what_if
from tertius.case import Case, Change, read_text
from tertius.case.edit.diff import diff_cases
from tertius.report.terminal.comparison import comparison_of
from tertius.report.text.limits.apart import apart_sentences
from tertius.report.text.limits.slight import slight_sentence, slight_share_sentences
from tertius.report.text.limits.unchanged import left_out_sentence, unchanged_sentences
from tertius.report.text.settlement import ending_words, settlement_sentences
from tertius.scenarios.comparison import Comparison

JETS = """\
case: jets
title: Accession and aircraft
as_of: 2024-01-01
actors: {turkey: Turkey, usa: United States, sweden: Sweden, onlooker: Onlooker}
issues:
  ratification: {name: Ratification}
  aircraft: {name: Aircraft}
  kits: {name: Kits}
  far: {name: Far away, level: 30}
talks:
  accession:
    name: Accession talks
    parties: [turkey, sweden]
    without_agreement: {ratification: 0}
  f-16:
    name: F-16 talks
    parties: [turkey, usa]
    without_agreement: {aircraft: 0, kits: 0}
stances:
  turkey:
    ratification: {position: 20, salience: 30}
    aircraft: {position: 100, salience: 30}
    kits: {position: 100, salience: 10}
  sweden: {ratification: {position: 100, salience: 60}}
  usa:
    aircraft: {position: POSITION, salience: 30 to 34, likely 32}
    kits: {position: 0, salience: 30}
  onlooker: {aircraft: {position: 100, salience: 10}, far: {position: 80, salience: 5}}
needs:
  planes: {name: Planes, actor: turkey, weight: 1, covered_by: {aircraft: 10%}}
links:
  tie: {name: The tie, holder: usa, if_fails: accession, then_falls: f-16, probability: 20%}
threats:
  veto: {name: The veto, holder: turkey, target: sweden, if_fails: accession, damage: 5, cost: 1, credibility: 50%}
"""


def jets(position: str = "0") -> Case:
    return read_text(JETS.replace("POSITION", position), "jets.yaml")


def test_a_deal_that_moves_every_issue_by_less_than_a_hundredth_is_next_to_nothing() -> None:
    for position, slight in (("0.4", True), ("3", False)):
        settlement = tertius.settle(jets(position))
        moved = [settlement.levels[issue] - settlement.reference(issue) for issue in ("aircraft", "kits")]
        assert settlement.agreements["f-16"]
        assert all(0 <= one < 1 for one in moved) is slight
        assert settlement.next_to_nothing == (("f-16",) if slight else ())
        assert settlement.to_dict()["next_to_nothing"] == list(settlement.next_to_nothing)
        said = slight_sentence(settlement) in settlement_sentences(settlement)
        if slight:
            assert said
            assert ending_words(settlement, "f-16") == "agreement on next to nothing"
            assert slight_sentence(settlement) == (
                "What is agreed in “F-16 talks” is next to nothing: no issue moves by one percent of its scale."
            )


def test_the_forecast_counts_the_draws_in_which_a_deal_is_next_to_nothing() -> None:
    told = forecast(jets("0.4"), draws=32)
    assert told.pooled.slight["f-16"].value > 0.9
    assert told.pooled.slight["accession"].value == 0
    [sentence] = slight_share_sentences(told)
    assert sentence.startswith("“F-16 talks”: in ")
    assert told.to_dict()["pooled"]["slight"]["accession"]["value"] == 0


def test_middle_and_forecast_are_told_where_they_differ() -> None:
    case = jets("30 to 60")
    settlement, told = tertius.settle(case), forecast(case, draws=32)
    assert apart_sentences(settlement, told) == []
    headline = settlement.levels["ratification"]
    low, middle, high = (Estimate(headline + far, 0.1) for far in (-35.0, -25.0, -15.0))
    elsewhere = replace(told.pooled.levels["ratification"], low=low, middle=middle, high=high)
    other = replace(told.pooled, levels={**told.pooled.levels, "ratification": elsewhere})
    moved = replace(told, pooled=other, theories={"renegotiate": other})
    [sentence] = apart_sentences(settlement, moved)
    assert sentence == (
        "Ratification settles at 38 with every number at its middle, but at 13 (3 to 23) in the forecast: one set of "
        "middle numbers is one case of many, and away from it most draws lie on one side."
    )
    [sentence] = apart_sentences(settlement, replace(told, pooled=other))
    assert sentence.endswith("in the forecast: only 'renegotiate' puts it there.")
    seldom = replace(told.headline["f-16"], probability=0.3)
    [sentence] = apart_sentences(settlement, replace(told, headline={**told.headline, "f-16": seldom}))
    assert sentence == (
        "“F-16 talks” ends in agreement with every number at its middle, but in the forecast an agreement has a "
        "probability of 30 percent: a deal that suits all is there in 100 percent of the draws, but it may be missed."
    )
    likely = replace(settlement, agreements={**settlement.agreements, "f-16": False})
    assert apart_sentences(likely, told)[0].startswith("“F-16 talks” fails with every number at its middle, but")


def printed(told: Comparison) -> str:
    """What `tertius what-if` prints."""
    console = Console(file=StringIO(), width=100)
    for part in comparison_of(told):
        console.print(part)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


REASONS = {
    "stances.onlooker.aircraft.salience=20": "No level changes: Onlooker does not sit at the table of “F-16 talks”.",
    "stances.onlooker.far.salience=9": "No level changes: Far away is on the table of no talk.",
}


@pytest.mark.parametrize("asked", REASONS)
def test_a_change_that_changes_nothing_says_why(asked: str) -> None:
    path, _, value = asked.partition("=")
    told = what_if(jets("30"), Change(set=path, to=value), "hold")
    text = " ".join(printed(told).split())
    assert REASONS[asked] in text
    assert "Talk or issue" not in text


def test_what_a_breakdown_would_set_off_is_idle_where_the_talk_does_not_break_down() -> None:
    settlement = tertius.settle(jets("30"))
    edits = diff_cases(
        settlement.case,
        tertius.apply_changes(
            settlement.case,
            [Change(set="links.tie.probability", to="50%"), Change(set="threats.veto.cost", to=2)],
        ),
    )
    assert unchanged_sentences(settlement, settlement, edits) == [
        "Nothing changes: the link fires only if “Accession talks” fails, which it does not.",
        "Nothing changes: the threat is carried out only if “Accession talks” fails, which it does not.",
    ]


def test_a_talk_that_fails_anyway_and_a_need_that_is_covered_are_why_nothing_changes() -> None:
    tie = Change(set="links.tie.probability", to="50%")
    told = what_if(jets("0"), tie, "renegotiate")
    pair = told.theories["renegotiate"]
    assert not pair.before.agreements["f-16"]
    assert "Nothing changes: “F-16 talks” fails anyway." in unchanged_sentences(pair.before, pair.after, told.edits)
    far = Change(add="needs.safety", value={"actor": "sweden", "weight": 5, "covered_by": {"far": "100%"}})
    case = tertius.apply_changes(jets("0"), [Change(set="issues.far.level", to=100), far])
    more = what_if(case, Change(set="needs.safety.weight", to=9), "hold")
    pair = more.theories["hold"]
    [sentence] = unchanged_sentences(pair.before, pair.after, more.edits)
    assert sentence == "Nothing changes: the need “safety” of Sweden is covered already."


def test_rows_that_do_not_change_are_left_out_and_counted() -> None:
    text = " ".join(printed(what_if(jets("30"), Change(set="stances.usa.kits.salience", to=60), "hold")).split())
    assert " kits " in text
    assert " far " not in text
    assert "One level does not change and is left out." in text
    assert left_out_sentence(2, 0) == "Two levels do not change and are left out."
    assert left_out_sentence(1, 0) == "One level does not change and is left out."
    assert left_out_sentence(0, 0) == ""
