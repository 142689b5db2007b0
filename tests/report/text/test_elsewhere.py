"""What every actor gains or loses if one talk breaks down."""

from __future__ import annotations

from dataclasses import replace

from tertius.report.text.breakdown import elsewhere_sentences
from tests.report.toy import LEVELS, settlement_of, toy_case


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
