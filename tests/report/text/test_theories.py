"""Other theories in the brief: a sentence for each, the table, and which solution settles which talk."""

from __future__ import annotations

import pytest

import tertius
from tertius.case.model import Case
from tertius.report.text.theories import beside_sentence
from tertius.rules import settle


@pytest.fixture(scope="module")
def patrons() -> Case:
    return tertius.load("two-patrons")


def test_a_sentence_names_the_talk_that_would_end_otherwise(patrons: Case) -> None:
    here, there = settle(patrons), settle(patrons, rule="hold")
    told = beside_sentence(here, there)
    assert told.startswith("Under 'hold' (if a talk breaks down, the other agreements stay as they are)")
    assert told.endswith("would end otherwise.")


def test_a_sentence_names_the_solution_where_only_that_differs(patrons: Case) -> None:
    told = beside_sentence(settle(patrons), settle(patrons, solution="egalitarian"))
    assert "'renegotiate+egalitarian' (every party gains the same share of its range)" in told
    assert told.endswith(("5 instead of 12.", "7 instead of 12."))
    same = settle(patrons)
    assert beside_sentence(same, same).endswith("the talks end alike.")
