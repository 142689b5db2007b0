"""How likely a deal is missed, and what recorded talks say, in one sentence each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tertius.report.text.settlement import chance_sentence, measured_sentence
from tertius.rules.measured.talks import Measured
from tertius.rules.settlement import DealChance
from tests.report.toy import korea

FOUND = DealChance(deal=0.73, zone=1.0, floor=0.9, offer=0.73, firm=1.0, ratified=1.0, narrow=0.88, wide=0.51)
MEASURED = Measured(hope=0.65, chance=0.76, error=0.0, moved=None, readings=1, beyond=False)


def test_a_deal_that_may_be_missed() -> None:
    settlement = replace(korea()[0], chances={"us-dprk": FOUND})
    words = "the two may miss it: 27 percent (from 12 to 49, depending on how far ranges are trusted)"
    assert chance_sentence(settlement, "us-dprk") == f"A deal is there, but {words}."
    assert chance_sentence(settlement, "us-china") == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (replace(FOUND, reason="a rule decides this talk"), "no probability can be given: a rule decides this talk."),
        (replace(FOUND, deal=1.0), "nothing that the case states keeps the parties from making it."),
    ],
)
def test_why_none_can_be_given_and_that_none_is_missed(found: DealChance, said: str) -> None:
    assert chance_sentence(replace(korea()[0], chances={"us-dprk": found}), "us-dprk").endswith(said)


def test_a_talk_that_fails_says_nothing_of_a_deal() -> None:
    settlement = korea()[0]
    failed = replace(settlement, chances={"us-dprk": FOUND}, agreements={**settlement.agreements, "us-dprk": False})
    assert chance_sentence(failed, "us-dprk") == ""


def test_what_recorded_talks_say() -> None:
    plain = (
        "Recorded talks of strangers online whose worse-off side got 65 percent of its best hope, as here, ended in a"
    )
    assert measured_sentence(MEASURED) == f"{plain} deal in 76 percent."
    moved = measured_sentence(replace(MEASURED, moved=0.29, beyond=True))
    assert moved.startswith(f"{plain} deal in 76 percent (29 percent with the curve moved to its kind’s base rate)")
    assert moved.endswith("more than two parties are beyond what was measured.")
