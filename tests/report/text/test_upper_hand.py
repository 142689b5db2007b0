"""Talks that settle by beliefs: nearness to the best is a belief, a gain may be a loss, and the brief says both."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

import tertius
from tertius.analysis.leverage import Leverage
from tertius.case import Case, read_text
from tertius.report.text import settlement as words
from tertius.report.text.breakdown import cost_sentence
from tertius.report.text.leverage import hand_sentence, leverage_sentences
from tertius.report.text.upper_hand import (
    UPPER_HAND,
    any_by_belief,
    loss_sentences,
    settles_by_belief,
    upper_hand_words,
)
from tertius.rules.settlement import Settlement, Shortfall
from tests.report.brief.told import text_of
from tests.report.toy import LEVELS, korea, settlement_of, toy_case

PLAIN = """\
case: fooled
title: Fooled
as_of: 2024-05-01
actors: {a: Anna, b: Bert}
issues: {x: {}, y: {}}
talks:
  t: {parties: [a, b], without_agreement: {x: 50, y: 50}}
stances:
  a: {x: {position: 0, salience: 30}, y: {position: 0, salience: 10}}
  b: {x: {position: 100, salience: 10}, y: {position: 100, salience: 30}}
"""

FOOLED = PLAIN + "beliefs:\n  k: {about: stances.b.x.salience, talks: t, number: 1}\n"
"""Bert is made to think that x hardly matters to him; he gives it away for too little."""

SUMMIT = "“US–North Korea summit”"


@cache
def settled(text: str) -> tuple[Settlement, dict[str, Settlement]]:
    return tertius.settle_all(read_text(text, "fooled.yaml"))


@cache
def lev(text: str) -> Leverage:
    return tertius.leverage(read_text(text, "fooled.yaml"), threads=1)


def believing(**changes: object) -> Case:
    belief = {"about": "stances.usa.denuclearisation.salience", "talks": ["us-dprk"], "number": 5}
    return toy_case(beliefs={"k": belief}, **changes)


def hand(shares: dict[str, float], gains: dict[str, float]) -> Settlement:
    """The toy settlement by belief, with these upper hands and gains in its first talk."""
    settlement = replace(korea()[0], case=believing())
    walk_away = {actor: settlement.payoffs[actor] - gain for actor, gain in gains.items()}
    return replace(settlement, upper_hand={"us-dprk": shares}, walk_away={"us-dprk": walk_away})


def test_who_agrees_to_a_loss_is_said_and_no_gain_is_made_of_it() -> None:
    settlement, breakdowns = settled(FOOLED)
    short = {issue: (100 - level) / 100 for issue, level in settlement.levels.items()}
    loss = 10 * short["x"] ** 2 + 30 * short["y"] ** 2 - (10 + 30) / 4  # less what it would be short of at 50 and 50
    assert loss == pytest.approx(1.4, abs=0.05)
    assert settlement.gain("t", "b") == pytest.approx(-loss)
    said = words.settlement_sentences(settlement, breakdowns)
    assert words.upper_hand_sentence(settlement, "t") == (
        "By what the parties believe, Bert got nearer to its best possible deal, 68 percent of the way; Anna 62. Bert "
        "agrees to a loss of 1.4 points, by what it believes."
    )
    assert "Bert got nearer to its best possible deal than Anna in the talk “t” (by what its parties believe)." in said
    assert any(sentence.endswith("; Bert nothing, for it would be 1.4 points better off.") for sentence in said)
    assert not any("could still accept" in sentence or "bearable" in sentence for sentence in said)
    assert not any("−1.4" in sentence for sentence in said)


def test_without_beliefs_every_word_is_as_before() -> None:
    settlement, breakdowns = settled(PLAIN)
    assert settlement.gain("t", "b") > 0
    said = " ".join(words.settlement_sentences(settlement, breakdowns))
    assert "got about equally near to their best possible deals, " in said
    assert "believe" not in said
    assert upper_hand_words(settlement.case) == UPPER_HAND
    assert loss_sentences(settlement, "t") == []
    assert not any_by_belief(settlement.case)


def page_of(text: str) -> str:
    return text_of(read_text(text))


def test_the_page_makes_the_exception_only_where_there_is_one() -> None:
    page, plain = page_of(FOOLED), page_of(PLAIN)
    assert "belie" not in plain
    assert "Everyone knows the numbers" in plain
    for part in (
        "It settles by what its parties believe: they take the salience of x for Bert to be 1 in the middle",
        "By what the parties believe, Bert got nearer to its best possible deal",
        "and Bert nothing (it would be 1.4 points better off)",
        "In a talk that settles by beliefs it is by what the parties believe.",
        "Apart from beliefs, everyone knows the numbers",
    ):
        assert part in page, part


def test_leverage_tells_a_stake_below_zero_as_a_gain() -> None:
    told = lev(FOOLED)
    assert hand_sentence(told, "t").startswith(
        "By what the parties believe, Bert got nearer to its best possible deal, "
    )
    assert leverage_sentences(told)[-1].endswith("if the other walked away, the other would gain 4 percent.")
    assert hand_sentence(lev(PLAIN), "t").endswith(" percent of the way.")


@pytest.mark.parametrize(
    ("shares", "gains", "sentence"),
    [
        ({"usa": 0.5, "dprk": 0.5}, {"usa": 3.0, "dprk": 0.04}, "By what the parties believe, the United States "
         "and North Korea got about equally near to their best possible deals, each 50 percent of the way."),
        ({"dprk": 0.5}, {"usa": -3.0, "dprk": 2.0}, "By what the parties believe, only North Korea has a payoff that "
         "depends on the terms of this talk. The United States agrees to a loss of 3 points, by what it believes."),
        ({}, {"usa": -3.0, "dprk": -1.0}, "By what the parties believe, no party’s payoff depends on the terms of this "
         "talk. The United States agrees to a loss of 3 points, by what it believes. "
         "North Korea agrees to a loss of 1 point, by what it believes."),
        ({"usa": 0.5, "dprk": 0.5}, {"usa": 0.0, "dprk": 0.04}, "It is an agreement in name only: no party gains "
         "anything measurable from it."),
    ],
)  # fmt: skip
def test_upper_hand_by_belief(shares: dict[str, float], gains: dict[str, float], sentence: str) -> None:
    assert words.upper_hand_sentence(hand(shares, gains), "us-dprk") == sentence


def test_the_other_talks_of_the_case_are_told_as_ever() -> None:
    settlement = replace(korea()[0], case=believing())
    assert [settles_by_belief(settlement.case, talk) for talk in settlement.case.talks] == [True, False, False]
    assert words.upper_hand_sentence(settlement, "us-china") == words.upper_hand_sentence(korea()[0], "us-china")
    assert f"in {SUMMIT} (by what its parties believe) and" in words.hands_sentence(settlement)


def test_if_all_have_agreed_to_a_loss_no_one_depends_on_the_talk() -> None:
    settlement = hand({"usa": 0.5, "dprk": 0.6}, {"usa": -3.0, "dprk": -1.0})
    assert cost_sentence(settlement, "us-dprk", korea()[1]["us-dprk"]) == (
        "No party depends on the talk: a breakdown would leave North Korea 1 point and the United States 3 points "
        "better off."
    )


def test_a_talk_may_fail_for_what_its_parties_believe() -> None:
    failed = settlement_of(believing(), LEVELS, failed=("us-dprk",), shortfalls={"us-dprk": Shortfall("usa", 7.0)})
    said = words.failure_sentence(failed, "us-dprk")
    assert said.startswith(f"By what the parties believe, {SUMMIT} has no terms at which every party gains. At the")
    assert loss_sentences(failed, "us-dprk") == []
