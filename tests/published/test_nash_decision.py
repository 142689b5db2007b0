"""Known answers for `nash-decision`: closed forms, the axioms of Nash (1950), and no agreement where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.rules import RULES
from tertius.rules.decision_rule import DecisionRule
from tests.published.decisions import LOGROLLING, decision


def test_unequal_issues_are_traded() -> None:
    """Saliences .6 .3 .1 against .1 .3 .6, opposed on all, the references halfway: apart .5, together .75 for each."""
    settlement = tertius.settle(LOGROLLING, rule="nash-decision")
    assert settlement.status is tertius.Status.SETTLED
    assert list(settlement.levels.values()) == pytest.approx([100, 50, 0], abs=1e-3)
    assert list(settlement.payoffs.values()) == pytest.approx([75, 75], abs=1e-3)


@pytest.mark.parametrize(("powers", "level"), [((1, 1), 50), ((1, 3), 75), ((2, 3), 60), ((0, 1), 100)])
def test_a_shared_wish_is_split_by_power(powers: tuple[float, float], level: float) -> None:
    """Linear losses, wishes at 50 and 100, nothing there yet: log(100 - x) c_1 + log(x) c_2 is largest at this x.

    An actor without capability must only not lose, and the other takes all.
    """
    case = decision({"a": (50, 40), "b": (100, 70)}, 0, powers, curvature=1)
    assert tertius.settle(case, rule="nash-decision").levels["x"] == pytest.approx(level, abs=0.2)


@pytest.mark.parametrize("rule", ["nash-decision", "kalai-smorodinsky-decision"])
def test_where_somebody_can_only_lose_nothing_is_decided(rule: str) -> None:
    case = decision({"a": (0, 50), "b": (100, 50), "c": (60, 50)}, 0, (1, 9, 9))
    settlement = tertius.settle(case, rule=rule)
    assert settlement.status is tertius.Status.STAYS
    assert settlement.status.converged
    assert "stays at its reference" in settlement.sentence
    assert settlement.levels["x"] == 0
    weightless = decision({"a": (0, 0), "b": (100, 50), "c": (60, 50)}, 0, (0, 9, 9))
    assert 60 < tertius.settle(weightless, rule=rule).levels["x"] < 100
    nowhere = decision({"a": (0, 50), "b": (100, 50)}, 0, (0, 0))
    with pytest.raises(tertius.CaseError, match="nobody has any weight"):
        tertius.settle(nowhere, rule=rule)


@pytest.mark.parametrize("rule", ["nash-decision", "kalai-smorodinsky-decision"])
def test_all_at_one_place_go_there_and_stay_if_they_are_there(rule: str) -> None:
    case = decision({"a": (70, 50), "b": (70, 20)}, 10, (1, 2))
    assert tertius.settle(case, rule=rule).levels["x"] == pytest.approx(70, abs=0.1)
    there = tertius.settle(decision({"a": (70, 50), "b": (70, 20)}, 70, (1, 2)), rule=rule)
    assert there.status is tertius.Status.STAYS
    assert there.levels["x"] == pytest.approx(70)


numbers = st.integers(0, 20).map(lambda k: 5.0 * k)
tables = st.lists(st.tuples(numbers, st.floats(1, 100), st.floats(0.1, 5)), min_size=2, max_size=4)


@settings(max_examples=25, deadline=None)
@given(tables, numbers)
def test_no_level_on_a_grid_has_a_larger_product_of_gains(
    rows: list[tuple[float, float, float]], reference: float
) -> None:
    """Nash 1950, on one issue: tried level by level."""
    case = decision({f"a{i}": row[:2] for i, row in enumerate(rows)}, reference, [row[2] for row in rows])
    x, s, c = (np.array(column) for column in zip(*rows, strict=True))
    gains = s * ((reference - x) ** 2 - (np.linspace(0, 100, 401)[:, None] - x) ** 2) / 1e4
    settlement = tertius.settle(case, rule="nash-decision")
    level = settlement.levels["x"]
    if not (gains > 1e-6).all(axis=1).any():
        assert settlement.status is tertius.Status.STAYS
        assert level == pytest.approx(reference)
        return
    own = s * ((reference - x) ** 2 - (level - x) ** 2) / 1e4
    best = (c * np.log(np.maximum(gains, 1e-300))).sum(axis=1).max()
    assert (c * np.log(own)).sum() >= best - 1e-6 * c.sum()


def test_both_rules_are_decisions_that_need_a_reference() -> None:
    for key in ("nash-decision", "kalai-smorodinsky-decision"):
        rule = RULES[key]
        assert isinstance(rule, DecisionRule)
        with pytest.raises(tertius.CaseError, match=f"the rule '{key}' must know"):
            rule.endings(tertius.load("ec-emission-1994"))
