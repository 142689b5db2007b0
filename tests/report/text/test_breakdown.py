"""What follows from a breakdown, in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tertius.report.text.breakdown import (
    cost_sentence,
)
from tests.report.toy import LEVELS, korea, settlement_of, toy_case


def test_the_one_who_depends_more_is_named_first() -> None:
    settlement, breakdowns = korea()
    assert cost_sentence(settlement, "dprk-china", breakdowns["dprk-china"]) == (
        "China depends more on the talk: a breakdown would cost it 22 percent of all it has at stake, mainly "
        "through Alignment with Beijing; North Korea 3 percent, mainly through Denuclearisation."
    )
    assert cost_sentence(settlement, "us-china", breakdowns["us-china"]).endswith(
        "; China nothing, for it would be 5.8 points better off."
    )


@pytest.mark.parametrize(
    ("gains", "start"),
    [
        ((0.100, 0.105), "The parties depend on the talk about equally: a breakdown would cost North "
         "Korea 10 percent of all"),
        ((0.1, 0.3, 0.2), "North Korea depends most on the talk: a breakdown would cost it 30 "
         "percent of all"),
        ((0.1, 0.3, 0.298), "North Korea and China depend most on the talk: a breakdown would cost "
         "North Korea 30 percent"),
        ((0.0, 0.0), "The parties depend on the talk about equally: a breakdown would cost the "
         "United States next to"),
    ],
)  # fmt: skip
def test_dependence_of_two_and_three(gains: tuple[float, ...], start: str) -> None:
    parties = ("usa", "dprk", "china")[: len(gains)]
    case = toy_case(talks={"t": {"parties": parties, "without_agreement": {"trade": 20}}}, links={}, threats={})
    settlement = settlement_of(case, LEVELS)
    walk_away = {
        party: settlement.payoffs[party] - share * settlement.ranges[party]
        for party, share in zip(parties, gains, strict=True)
    }
    settlement = replace(settlement, walk_away={"t": walk_away})
    assert cost_sentence(settlement, "t", settlement_of(case, LEVELS, failed=("t",))).startswith(start)
