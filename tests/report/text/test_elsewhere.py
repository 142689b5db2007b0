"""What every actor gains or loses if one talk breaks down."""

from __future__ import annotations

from dataclasses import replace

from tertius.report.text.breakdown import elsewhere_sentences, matrix_rows, outsider_sentence
from tests.report.toy import LEVELS, korea, settlement_of, toy_case


def test_the_matrix_holds_the_change_of_every_payoff() -> None:
    settlement, breakdowns = korea()
    rows = matrix_rows(settlement, breakdowns)
    assert [row["name"] for row in rows] == ["US–North Korea summit", "US–China trade talks", "Beijing meetings"]
    usa = rows[0]["cells"][0]
    change = breakdowns["us-dprk"].payoffs["usa"] - settlement.payoffs["usa"]
    assert usa == {"actor": "usa", "party": True, "points": f"−{-change:.1f}", "share": "−7%"}
    assert rows[0]["cells"][3] == {"actor": "russia", "party": False, "points": "0.0", "share": ""}


def test_the_outsider_that_loses_most_is_named() -> None:
    settlement, breakdowns = korea()
    lost = settlement.payoffs["dprk"] - breakdowns["us-china"].payoffs["dprk"]
    sentence = outsider_sentence(settlement, breakdowns)
    assert sentence.startswith("Of those not at the table, North Korea would lose most: without “US–China trade talks”")
    assert f"{lost:.1f} of the {settlement.ranges['dprk']:.1f} points" in sentence
    unmoved = dict.fromkeys(breakdowns, settlement)
    assert outsider_sentence(settlement, unmoved) == ""


def test_only_what_moves_by_a_hundredth_of_its_scale_is_told() -> None:
    case = toy_case()
    settlement, broken = settlement_of(case, LEVELS), settlement_of(case, LEVELS, failed=("us-china",))
    assert elsewhere_sentences(settlement, {"us-china": broken}) == []
    moved = replace(broken, levels={**broken.levels, "denuclearisation": LEVELS["denuclearisation"] + 1.01})
    assert elsewhere_sentences(settlement, {"us-china": moved})[0].startswith(
        "Without “US–China trade talks”: Denuclearisation 58 instead of 57; the United States has"
    )
    falls = settlement_of(case, LEVELS, failed=("us-china", "dprk-china"))
    assert "“Beijing meetings” fails too" in elsewhere_sentences(settlement, {"us-china": falls})[0]
