"""Walk-away values where a deal may be missed: the gain is what the deal brings if it is made, so not what is lost."""

from __future__ import annotations

import numpy as np
import pytest

import tertius
from tertius.case.load import read_text
from tertius.scenarios.targets import target_of_quantity, values_of

CASE = """
case: missed
title: A deal that may be missed
as_of: 2024-01-01
actors: {a: A, b: B}
issues: {x: {scale: [0, 1]}}
talks:
  t:
    parties: [a, b]
    without_agreement: {x: 0}
    firm: {a: 60%, b: 50%}
stances:
  a: {x: {position: 1, salience: 10}}
  b: {x: {position: 0, salience: 10}}
threats:
  war: {holder: a, target: b, if_fails: t, damage: 8}
"""


@pytest.mark.parametrize("party", ["a", "b"])
def test_leverage_and_targets_have_the_walk_away_value_of_the_settlement(party: str) -> None:
    case = read_text(CASE)
    settled = tertius.settle(case)
    wanted = settled.walk_away["t"][party]
    assert settled.payoffs[party] - settled.gain("t", party) < wanted - 0.1
    assert tertius.leverage(case).walk_away["t"][party].value == pytest.approx(wanted, abs=1e-9)
    many = tertius.RULES["renegotiate"].settle_many(case, (), np.empty((1, 0)))
    assert values_of(case, target_of_quantity(f"walk_away.t.{party}"), many) == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize("field", ["ratified_by: {a: home}", "as_one: {a: 1, b: 1}"])
def test_leverage_is_found_where_others_say_yes_at_home_or_sit_as_one(field: str) -> None:
    text = CASE.replace("firm: {a: 60%, b: 50%}", field).replace("[a, b]", "[a, b, c]")
    text = text.replace("{a: A, b: B}", "{a: A, b: B, c: C, home: H}")
    more = "stances:\n  home: {x: {position: 1, salience: 5}}\n  c: {x: {position: 0.4, salience: 5}}"
    case = read_text(text.replace("stances:", more).replace("if_fails: t,", "if_fails: t, cost: 1,"))
    found = tertius.leverage(case)
    assert set(found.walk_away["t"]) == {"a", "b", "c"}
    assert found.brokers
