"""Other theories in the brief: a sentence for each, the table, and which solution settles which talk."""

from __future__ import annotations

import pytest

import tertius
from tertius.case.model import Case
from tertius.report.text.theories import beside_sentence, solutions_part, theories_part
from tertius.rules import settle, settle_theories


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


def test_the_table_has_a_column_for_every_settlement(patrons: Case) -> None:
    theories = settle_theories(patrons)
    part = theories_part(theories, settle(patrons))
    assert part["heads"] == [f"({n})" for n in range(1, len(theories.columns()) + 1)]
    assert [name for _, name, _ in part["differences"]] == [name for name, _ in theories.columns()]
    talk = next(row for row in part["rows"] if row["differs"] and row["head"])
    assert set(talk["cells"]) == {"deal", "none"}


def test_which_solution_settles_which_talk(patrons: Case) -> None:
    [(subject, predicate)] = solutions_part(settle(patrons))
    assert subject == "Each talk settles"
    assert "Nash bargaining solution" in predicate
    talks = {**patrons.talks}
    talks["with-first"] = talks["with-first"].model_copy(update={"solution": "egalitarian"})
    mixed = solutions_part(settle(patrons.model_copy(update={"talks": talks})))
    assert len(mixed) == 2
    assert "egalitarian" in mixed[0][1]
    assert "Nash" in mixed[1][1]
