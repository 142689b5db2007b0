"""Rules for a decision without talks: draws are settled as cases are, and what is missing or odd is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import tertius
from tertius.draws import fix, uncertain_of
from tertius.rules import RULES

TABLE = (
    "actor,issue,position,salience,capability,reference\n"
    "a,x,10 to 20,50 to 60,1 to 2,30\nb,x,50 to 70,20,3,\nc,x,80 to 90,40,2,\n"
    "a,y,0,50,1,50 to 60\nb,y,100,20 to 90,2 to 5,\nc,y,70,10,2,\n"
)
DECISIONS = [rule for rule in RULES.values() if not rule.talks]


@pytest.fixture
def case(tmp_path: Path) -> tertius.Case:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, "utf-8")
    return tertius.load_table(path, (0, 100), "", 100, "2024-01-01")


@pytest.mark.parametrize("rule", DECISIONS, ids=lambda rule: rule.key)
def test_many_draws_are_settled_as_each_is(case: tertius.Case, rule: tertius.rules.Rule) -> None:
    uncertain = uncertain_of(case)
    ends = np.array([[number.quantity.low, number.quantity.high] for number in uncertain])
    values = ends[:, 0] + np.random.default_rng(1).uniform(size=(5, len(ends))) * (ends[:, 1] - ends[:, 0])
    many = rule.settle_many(case, [number.path for number in uncertain], values)
    for draw, row in enumerate(values):
        one = rule.settle(fix(case, dict(zip([number.path for number in uncertain], map(float, row), strict=True))))
        assert many.levels[draw] == pytest.approx(list(one.levels.values()), abs=1e-6)
        assert many.payoffs[draw] == pytest.approx(list(one.payoffs.values()), abs=1e-6)
        assert many.settled[draw] == one.status.converged


def test_a_draw_without_any_weight_has_no_level(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("actor,position,salience,capability\na,10,50,0 to 1\nb,20,50,0\n", "utf-8")
    case = tertius.load_table(path, (0, 100), "", 100, "2024-01-01")
    where = [number.path for number in uncertain_of(case)]
    many = RULES["weighted-median"].settle_many(case, where, np.array([[0.0], [1.0]]))
    assert np.isnan(many.levels[0, 0])
    assert many.levels[1, 0] == 10
    assert many.settled.tolist() == [False, True]


def test_how_it_ended_is_said_of_a_decision_too() -> None:
    settlement = tertius.settle(tertius.load("ec-emission-1994"), rule="challenge")
    assert settlement.status is tertius.Status.LIMIT
    assert settlement.sentence == settlement.status.sentence
