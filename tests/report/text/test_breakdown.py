"""What follows from a breakdown, in sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tertius.report.text.breakdown import (
    breakdown_sentences,
    commitment_sentence,
    cost_sentence,
    loss_sentence,
    resettled_sentences,
)
from tests.report.toy import LEVELS, korea, settlement_of, toy_case


def test_links_threats_and_new_settlements_are_told() -> None:
    settlement, breakdowns = korea()
    assert breakdown_sentences(settlement, "us-dprk", breakdowns["us-dprk"]) == [
        "China would bring down “US–China trade talks” with a probability of 25 percent (Beijing "
        "stands by Pyongyang).",
        "The United States would carry out its threat “more sanctions” with a probability of 12 "
        "percent (60 percent that "
        "it is tried, 20 percent that the UN Security Council passes it): 15 points of damage to "
        "North Korea, 2 points "
        "of cost to itself.",
        "“Beijing meetings” would settle anew: Chinese economic support from 62 to 71 and Alignment "
        "with Beijing from 55 to 66.",
    ]  # fmt: skip


def test_a_breakdown_that_changes_nothing_says_so() -> None:
    case = toy_case(links={}, threats={})
    same = settlement_of(case, LEVELS), settlement_of(case, LEVELS, failed=("us-china",))
    assert breakdown_sentences(same[0], "us-china", same[1]) == [
        "Nothing else would change: the other talks settle as before."
    ]


def test_other_talks_may_fail_or_come_to_life() -> None:
    case = toy_case()
    both, one = settlement_of(case, LEVELS), settlement_of(case, LEVELS, failed=("us-dprk", "us-china"))
    assert resettled_sentences(both, "us-dprk", one) == [
        "“US–China trade talks” would then fail too, with no terms left at which every party gains."
    ]
    other = settlement_of(case, LEVELS, failed=("us-dprk",))
    failing = settlement_of(case, LEVELS, failed=("us-china",))
    assert resettled_sentences(failing, "us-dprk", other) == [
        "“US–China trade talks” would then end in agreement: Opening of the Chinese market from 20 to 58."
    ]


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


def test_losses_are_accounted_for() -> None:
    settlement, breakdowns = korea()
    assert loss_sentence(settlement, "us-dprk", breakdowns["us-dprk"], "dprk") == (
        "North Korea would lose 22.3 points through its need “livelihood of its people”, and regain 12 points "
        "through Denuclearisation; smaller items come to 2.7 points lost."
    )
    assert loss_sentence(settlement, "us-dprk", breakdowns["us-dprk"], "usa") == (
        "The United States would lose 22.8 points through Denuclearisation and 7 through Opening of "
        "the Chinese "
        "market, and regain 20 points through Sanctions relief; smaller items come to 0.2 points lost."
    )
    assert loss_sentence(settlement, "us-dprk", replace(settlement), "usa") == (
        "The United States would lose next to nothing."
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (-3.2, "China would lose 3.2 points by carrying it out."),
        (0.0, "China would neither gain nor lose by carrying it out."),
        (4.0, "China would gain 4 points by carrying it out."),
    ],
)
def test_commitments(value: float, words: str) -> None:
    settlement = replace(korea()[0], commitments={"china-backs": value})
    assert commitment_sentence(settlement, "china-backs").startswith(words)


def test_a_threat_is_a_commitment_of_its_holder() -> None:
    assert commitment_sentence(korea()[0], "more-sanctions").startswith("The United States would lose 2 points")
