"""Sentences about a settlement, in every way in which it can end."""

from __future__ import annotations

from dataclasses import replace

import pytest

import tertius
from tertius.case.check.warnings import warnings_of
from tertius.errors import Problem
from tertius.report.text import settlement as words
from tertius.report.text.theories import warning_sentences
from tertius.rules.settlement import DealChance, Settlement, Shortfall, Status
from tests.published.decisions import decision
from tests.report.toy import LEVELS, korea, settlement_of, toy_case
from tests.rules.test_leaving import table_of_three

MISSED = DealChance(deal=0.7, zone=1.0, floor=0.9, offer=0.7, firm=1.0, ratified=1.0, narrow=0.8, wide=0.6)


def hand(shares: dict[str, float]) -> Settlement:
    """The toy settlement with these upper hands in its first talk; every party could gain 20 points at most."""
    settlement = korea()[0]
    walk_away = {actor: settlement.payoffs[actor] - 20 * share for actor, share in shares.items()}
    return replace(settlement, upper_hand={"us-dprk": shares}, walk_away={"us-dprk": walk_away})


def test_the_answer_of_the_toy_case_reads_as_it_should() -> None:
    settlement, breakdowns = korea()
    sentences = words.settlement_sentences(settlement, breakdowns)
    assert sentences[:11] == [
        "All three talks end in agreement.",
        "North Korea got nearer to its best possible deal than the United States in “US–North Korea summit” and than "
        "China in “Beijing meetings”; the parties got about equally near to their best possible deals in “US–China "
        "trade talks”.",
        "Without “US–North Korea summit”: Chinese economic support 71 instead of 62, Alignment with Beijing 66 "
        "instead of 55; the United States has 10 fewer points and North Korea has 13 fewer points.",
        "Without “US–China trade talks”: Denuclearisation 60 instead of 57; the United States has 26.4 fewer points "
        "and China has 5.8 more points.",
        "Without “Beijing meetings”: Denuclearisation 63 instead of 57; North Korea has 3.1 fewer points and China "
        "has 12.1 fewer points.",
        "US–North Korea summit: agreement, with Denuclearisation at 57 of 100, between “declared "
        "sites closed” and "
        "“full inventory” (without a deal: 25); Sanctions relief at 100 of 100, that is “all lifted” "
        "(without a deal: 0).",
        "On Denuclearisation, the United States (wants 100) concedes 48 percent of the way to the "
        "other side’s position; "
        "North Korea (wants 10) concedes 52 percent of the way.",
        "On Sanctions relief, the United States (wants 0) concedes all the way to the other side’s position; "
        "North Korea (needs as much as it can get) gets all that it could use.",
        "North Korea got nearer to its best possible deal, 61 percent of the way; the United States 43.",
        "What makes walking away bearable for North Korea: it would regain 12 points through Denuclearisation.",
        "Yet North Korea depends more on the talk: a breakdown would cost it 13 percent of all it has at "
        "stake, mainly "
        "through its need “livelihood of its people”; the United States 7 percent, mainly through "
        "Denuclearisation "
        "and Opening of the Chinese market.",
    ]  # fmt: skip
    assert sentences[-1] == Status.SETTLED.sentence
    without = words.settlement_sentences(settlement)
    told_by_breakdowns = ("a breakdown would cost", "What makes walking away", "Without “")
    assert without == [s for s in sentences if not any(part in s for part in told_by_breakdowns)]


@pytest.mark.parametrize(
    ("failed", "sentence"),
    [
        ((), "All three talks end in agreement."),
        (("us-china",), "Two of three talks end in agreement; “US–China trade talks” fails."),
        (("us-dprk", "us-china"), "One of three talks ends in agreement; “US–North Korea summit” and "
         "“US–China trade talks” fail."),
        (("us-dprk", "us-china", "dprk-china"), "None of the three talks ends in agreement."),
    ],
)  # fmt: skip
def test_overview(failed: tuple[str, ...], sentence: str) -> None:
    assert words.overview_sentence(settlement_of(toy_case(), LEVELS, failed=failed)) == sentence


def test_overview_of_few_talks() -> None:
    talks = {k: v.model_dump() for k, v in toy_case().talks.items()}
    one = toy_case(talks={"us-china": talks["us-china"]}, links={}, threats={})
    two = toy_case(talks={k: talks[k] for k in ("us-china", "dprk-china")}, links={}, threats={})
    none = toy_case(talks={}, links={}, threats={})
    assert words.overview_sentence(settlement_of(one, {})) == "“US–China trade talks” ends in agreement."
    assert words.overview_sentence(settlement_of(one, {}, failed=("us-china",))) == "“US–China trade talks” fails."
    assert words.overview_sentence(settlement_of(two, {})) == "Both talks end in agreement."
    assert words.overview_sentence(settlement_of(two, {}, failed=tuple(two.talks))) == "Neither talk ends in agreement."
    assert words.overview_sentence(settlement_of(none, {})) == "The case has no talks, so there is nothing to settle."


def test_a_failed_talk_and_one_without_issues() -> None:
    failed = settlement_of(toy_case(), LEVELS, failed=("us-china",))
    assert words.talk_sentence(failed, "us-china") == (
        "US–China trade talks: no agreement, with Opening of the Chinese market at 20 of 100, "
        "between “as now” and “all that was asked for”."
    )
    empty = toy_case(talks={"bare": {"parties": ["usa", "china"]}}, links={}, threats={})
    assert words.talk_sentence(settlement_of(empty, {}), "bare") == "bare: agreement."


ITS, THEIR = "to its best possible deal", "to their best possible deals"


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ({"usa": 0.43, "dprk": 0.61}, f"North Korea got nearer {ITS}, 61 percent of the way; the United States 43."),
        ({"usa": 0.57, "dprk": 0.61}, f"North Korea and the United States got about equally near {THEIR}, 61 and 57 "
         "percent of the way."),
        ({"usa": 0.62, "dprk": 0.7}, f"North Korea got nearer {ITS}, 70 percent of the way; the United States 62."),
        ({"usa": 0.5, "dprk": 0.504}, f"North Korea and the United States got about equally near {THEIR}, each 50 "
         "percent of the way."),
        ({"usa": 0.3, "dprk": 0.6, "china": 0.5}, f"North Korea got nearest {ITS}, 60 percent of the way; China 50 and "
         "the United States 30."),
        ({"usa": 0.3, "dprk": 0.6, "china": 0.57}, f"North Korea and China got nearest {THEIR}, 60 and 57 percent of "
         "the way; the United States 30."),
        ({"usa": 0.57, "dprk": 0.6, "china": 0.57}, "North Korea, the United States and China got about equally near "
         f"{THEIR}, 60, 57 and 57 percent of the way."),
        ({"usa": 0.6, "dprk": 0.6, "china": 0.2}, f"The United States and North Korea got nearest {THEIR}, each 60 "
         "percent of the way; China 20."),
        ({"usa": 0.0, "dprk": 0.6}, f"North Korea got nearer {ITS}, 60 percent of the way; the United States 0."),
        ({"usa": 0.9}, "Only the United States has a payoff that depends on the terms of this talk."),
        ({}, "No party’s payoff depends on the terms of this talk."),
    ],
)  # fmt: skip
def test_upper_hand(shares: dict[str, float], sentence: str) -> None:
    assert words.upper_hand_sentence(hand(shares), "us-dprk") == sentence


@pytest.mark.parametrize(
    ("shares", "lead"),
    [
        ({"usa": 0.3, "dprk": 0.6, "china": 0.57}, "No single party got nearest to its best possible deal"),
        ({"usa": 0.57, "dprk": 0.6, "china": 0.57}, "The parties got about equally near to their best possible deals"),
        (
            {"usa": 0.3, "dprk": 0.6, "china": 0.2},
            "North Korea got nearer to its best possible deal than the United States and China",
        ),
        (
            {"usa": 0.3, "dprk": 0.6, "china": 0.55},
            "North Korea got nearer to its best possible deal than the United States and China",
        ),
    ],
)
def test_a_lead_of_less_than_five_points_is_none(shares: dict[str, float], lead: str) -> None:
    assert words.hands_sentence(hand(shares)) == f"{lead} in “US–North Korea summit”."


def test_no_one_gets_nearer_to_its_best_without_an_agreement() -> None:
    failed = settlement_of(toy_case(), LEVELS, failed=("us-dprk",))
    assert (
        words.upper_hand_sentence(failed, "us-dprk")
        == "Without an agreement no one gets nearer to its best possible deal."
    )
    assert words.hands_sentence(failed) == ""
    assert words.hands_sentence(hand({"usa": 0.9})) == ""


@pytest.mark.parametrize(
    ("short", "end"),
    [
        (Shortfall("usa", 7.0), "the United States would still be 7 points worse off than by walking away "
         "(5 percent of all it has at stake)."),
        (Shortfall("dprk", 0.0), "North Korea would be no better off than by walking away."),
    ],
)  # fmt: skip
def test_failures_name_who_misses_how_much(short: Shortfall, end: str) -> None:
    failed = settlement_of(toy_case(), LEVELS, failed=("us-dprk",), shortfalls={"us-dprk": short})
    sentence = words.failure_sentence(failed, "us-dprk")
    assert sentence.startswith("“US–North Korea summit” has no terms at which every party gains. At the least bad")
    assert sentence.endswith(end)
    assert sentence in words.settlement_sentences(failed)


def test_what_a_talk_without_agreement_is_worth_as_a_possibility_is_said() -> None:
    failed = settlement_of(toy_case(), LEVELS, failed=("us-dprk",))
    payoffs = failed.payoffs
    still = replace(failed, walk_away={"us-dprk": {"usa": payoffs["usa"] - 2, "dprk": payoffs["dprk"] + 1}})
    sentence = "That it would be possible again if another talk broke down brings the United States 2 points"
    assert words.possible_sentence(still, "us-dprk") == f"{sentence} and costs North Korea 1 point."
    same = replace(failed, walk_away={"us-dprk": {"usa": payoffs["usa"], "dprk": payoffs["dprk"]}})
    assert words.possible_sentence(same, "us-dprk") == ""


def test_who_would_be_better_off_without_an_agreement_is_said() -> None:
    settlement = settlement_of(toy_case(), LEVELS)
    assert words.reluctant_sentence(settlement, "us-dprk") == ""
    payoffs = settlement.payoffs
    torn = replace(settlement, walk_away={"us-dprk": {"usa": payoffs["usa"] + 2, "dprk": payoffs["dprk"] - 1}})
    assert words.reluctant_sentence(torn, "us-dprk").startswith(
        "The United States would have 2 points more without this agreement, since others could then be struck"
    )


def test_a_talk_that_was_made_to_break_down_is_said_to_be() -> None:
    broken = korea()[1]["us-dprk"]
    assert (
        words.failure_sentence(broken, "us-dprk")
        == "“US–North Korea summit” was made to break down here, to see what follows."
    )


def test_a_deal_that_may_fall_is_said_to() -> None:
    broken = korea()[1]["us-dprk"]
    assert words.standing_sentence(broken, "us-china") == (
        "The deal stands with a probability of 75 percent only, since the failure of “US–North Korea "
        "summit” may bring it down."
    )
    assert words.standing_sentence(broken, "us-dprk") == ""
    assert words.standing_sentence(korea()[0], "us-china") == ""


def test_every_ending_is_said() -> None:
    settlement, _ = korea()
    several = replace(settlement, status=Status.SEVERAL, alternatives=(settlement,))
    two = replace(several, alternatives=(settlement, settlement))
    cycling = replace(settlement, status=Status.CYCLING, residual=0.0312)
    assert words.status_sentence(settlement) == Status.SETTLED.sentence
    assert words.status_sentence(several).endswith("One other was found.")
    assert words.status_sentence(two).endswith("2 others were found.")
    assert words.status_sentence(cycling).startswith(Status.CYCLING.sentence)
    assert words.status_sentence(cycling).endswith("was 0.031 of its scale. Do not rely on these numbers.")


def test_warnings_become_sentences() -> None:
    problems = (
        Problem(where="talk us-dprk", found="has the parties of another"),
        Problem(found="odd", suggestion="merge?"),
    )
    assert warning_sentences(korea()[0].case, problems) == [
        "Talk us-dprk: has the parties of another.",
        "Odd (merge?).",
    ]


def test_a_cycle_is_told_without_ids() -> None:
    case = korea()[0].case
    (found,) = [finding.found for finding in warnings_of(case) if "circle" in finding.found]
    problem = Problem(where="talk 'us-dprk'", found=found)
    (sentence,) = warning_sentences(case, [problem])
    assert sentence.startswith("The United States, North Korea and China each meet both others, at separate tables.")
    assert "us-dprk" not in sentence
    twins = Problem(where="talk 'us-dprk'", found="it has the same parties as 'us-china'")
    assert warning_sentences(case, [twins]) == [
        "“US–North Korea summit”: it has the same parties as “US–China trade talks”."
    ]


def test_a_number_that_changes_nothing_is_told_without_ids() -> None:
    found = "the levels of this talk do not touch 'china', so its power changes nothing"
    problem = Problem(where="talk 'us-dprk', power of china", found=found)
    assert warning_sentences(korea()[0].case, [problem]) == [
        "“US–North Korea summit”, power of China: the levels of this talk do not touch China, so its power changes "
        "nothing."
    ]


def test_an_agreement_without_gain_is_one_in_name_only() -> None:
    settlement = hand({"usa": 0.002, "dprk": 0.001})
    assert words.ending_words(settlement, "us-dprk") == "agreement in name only"
    assert "in name only" in words.upper_hand_sentence(settlement, "us-dprk")
    assert words.hands_sentence(settlement) == ""
    assert words.ending_words(hand({"usa": 0.5, "dprk": 0.5}), "us-dprk") == "agreement"


def test_a_decision_names_the_rule_that_it_falls_under() -> None:
    case = decision({"b": (0, 50), "c": (90, 20)}, 0, (1, 2))
    mean = words.overview_sentence(tertius.settle(case, rule="weighted-mean"))
    assert mean.startswith("By capability and salience, the decision falls at the mean of the positions. ")
    median = words.overview_sentence(tertius.settle(case, rule="median"))
    assert median.startswith("The decision falls under the rule 'median' (the median of the positions, ")
    assert words.overview_sentence(tertius.settle(case, rule="nash-decision")) == (
        "Under the rule 'nash-decision' nothing is decided, for it would leave somebody worse off. x: 0 of 100."
    )


def test_who_can_close_without_the_rest_is_told_beside_the_deal_of_all() -> None:
    settled = tertius.settle(table_of_three([["a", "b"], ["b", "c"]]))
    told = "A and b, or b and c could close it without the rest: whoever leaves counts on what those who stay would "
    told += "settle."
    assert not settled.closed_by
    assert words.outside_sentences(settled, "t") == [told]
    assert words.outside_sentences(tertius.settle(table_of_three([])), "t") == []
