"""Chains of reasons in words: figures with their units, the largest parts, and what rests on nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

import tertius
from tertius.analysis.why import Reason
from tertius.report.text.questions.why import figure_words, why_sentences


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (Reason("a heading", None), ""),
        (Reason("a gain", -1.25, "points"), "−1.2 points"),
        (Reason("a chance", 0.4, "probability"), "40 percent"),
        (Reason("a level", 57.31, "on the scale 0 to 100"), "57.3"),
        (Reason("a price", 7.1, "euros, 0 to 10"), "7.1 euros"),
        (Reason("a slope", 0.2, "percent of its scale"), "+0.20 percent of its scale"),
        (Reason("a figure", 3.0), "3"),
    ],
)
def test_a_figure_has_its_unit(reason: Reason, words: str) -> None:
    assert figure_words(reason) == words


def test_the_figure_comes_first_then_its_largest_parts() -> None:
    told = tertius.why(tertius.load("korea-2019"), "gain:us-dprk:dprk")
    lead, parts, *_ = why_sentences(told)
    assert lead == "What North Korea gains over walking away: 16.3 points."
    assert parts.startswith("It is made of need: Security of the state (8.8 points), ")
    assert parts.endswith("and five smaller parts.")


def test_a_number_says_what_the_case_says_of_it_and_one_without_a_reason_that_there_is_none() -> None:
    case = tertius.load("korea-2019")
    told = tertius.why(case, "needs.dprk-livelihood.weight")
    assert why_sentences(told)[1].startswith("The case says 40 to 65, likely 50: Kim has turned")
    number = replace(told.inputs["needs.dprk-livelihood.weight"], why=None, sources=(), method=None, as_of=None)
    bare = why_sentences(replace(told, inputs={"needs.dprk-livelihood.weight": number}))
    assert bare[1] == "The case says 40 to 65, likely 50: nothing is said."
    assert bare[2].startswith("Nothing is said of why this number is what it is: the weight of the need")
