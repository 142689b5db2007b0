"""Who can move a decision: each measure against a slow reference that reads its definition word by word."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import tertius
from tertius.analysis.leverage import leverage_on_decision
from tertius.analysis.leverage.decision.coalition import coalition_for, coalitions_of
from tertius.analysis.leverage.decision.concessions import concessions
from tertius.analysis.leverage.decision.sway import sways_of
from tertius.analysis.leverage.decision.table import Table, pivotality, table_on
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.rules import RULES

Numbers = tuple[np.ndarray, np.ndarray, np.ndarray]


@st.composite
def numbers(draw: st.DrawFn, most: int = 6) -> Numbers:
    count = draw(st.integers(2, most))

    def column(low: int, high: int) -> np.ndarray:
        return np.array(draw(st.lists(st.integers(low, high), min_size=count, max_size=count)), float)

    return 10 * column(0, 10), 10 * column(0, 10), column(1, 6)


def case_of(numbers: Numbers) -> Case:
    actors = {f"a{k}": {"capability": float(c)} for k, c in enumerate(numbers[2])}
    rows = zip(actors, numbers[0], numbers[1], strict=True)
    stances = {name: {"x": {"position": float(p), "salience": float(s)}} for name, p, s in rows}
    entry = {"case": "t", "title": "T", "as_of": "2024-01-01", "actors": actors, "issues": {"x": {}}}
    return Case.model_validate({**entry, "stances": stances})


def table(numbers: Numbers, rule: str = "weighted-mean") -> Table:
    return table_on(case_of(numbers), "x", RULES[rule])


def mean(p: np.ndarray, s: np.ndarray, c: np.ndarray) -> float:
    return float((p * s * c).sum() / (s * c).sum()) if (s * c).sum() > 0 else math.nan


@settings(max_examples=25, deadline=None)
@given(numbers())
def test_sway_is_the_outcome_of_the_table_that_is_otherwise_the_same(told: Numbers) -> None:
    p, s, c = told
    if not (s * c).sum() > 0:
        return
    for k, sway in enumerate(sways_of(table(told))):
        changed = [p.copy() for _ in range(2)]
        changed[0][k], changed[1][k] = 0, 100
        caring = s.copy()
        caring[k] = 100
        gone = [np.delete(column, k) for column in told]
        expected = [mean(changed[0], s, c), mean(changed[1], s, c), mean(*gone), mean(p, caring, c)]
        assert [sway.at_low, sway.at_high, sway.without, sway.caring] == pytest.approx(expected, nan_ok=True)
        assert sway.reach == pytest.approx(100 * s[k] * c[k] / (s * c).sum())


def slow_pivotality(positions: np.ndarray, weights: np.ndarray) -> list[float]:
    """Every contest counted out, once as it is and once with the actor on the other side."""

    def result(sides: list[int]) -> float:
        lead = sum(side * weight for side, weight in zip(sides, weights, strict=True))
        return float(np.sign(lead))

    places = sorted({p for p, w in zip(positions, weights, strict=True) if w > 0})
    contests = list(combinations(places, 2))
    pivotal = [0] * len(positions)
    for low, high in contests:
        sides = [int(np.sign(abs(p - low) - abs(p - high))) for p in positions]
        for k, side in enumerate(sides):
            others = [[*sides[:k], new, *sides[k + 1 :]] for new in ([-1, 1] if side == 0 else [-side])]
            pivotal[k] += weights[k] > 0 and any(result(other) != result(sides) for other in others)
    return [count / max(1, len(contests)) for count in pivotal]


@settings(max_examples=80, deadline=None)
@given(numbers())
def test_pivotality_counts_the_contests_that_turn(told: Numbers) -> None:
    weights = told[1] * told[2]
    assert pivotality(told[0], weights).tolist() == slow_pivotality(told[0], weights)


def test_pivotality_by_hand() -> None:
    """Two against one: with 3, 2 and 2 anybody who changes sides changes the winner, unless two camps merge."""
    assert pivotality(np.array([0.0, 100, 100]), np.array([3.0, 2, 2])).tolist() == [0, 1, 1]
    assert pivotality(np.array([0.0, 100, 100]), np.array([5.0, 2, 2])).tolist() == [1, 0, 0]
    assert pivotality(np.array([0.0, 50, 100]), np.array([1.0, 1, 1]))[1] == 1
    assert pivotality(np.array([7.0, 7]), np.array([1.0, 1])).tolist() == [0, 0]


def brings_home(one: Table, actor: int, members: tuple[int, ...], margin: float) -> bool:
    goal = one.positions[actor]
    positions = one.positions.copy()
    positions[list(members)] = goal
    outcome = one.outcomes(positions[None])[0]
    way = np.sign(goal - one.outcome)
    return bool(abs(outcome - goal) <= margin + 1e-9 or (way != 0 and (outcome - goal) * way >= -1e-9))


@settings(max_examples=25, deadline=None)
@given(numbers(5), st.sampled_from(["weighted-mean", "weighted-median", "mode"]), st.sampled_from([0, 5, 20]))
def test_no_smaller_coalition_brings_it_home(told: Numbers, rule: str, margin: int) -> None:
    if not (told[1] * told[2]).sum() > 0:
        return
    one = table(told, rule)
    for actor in range(len(one.actors)):
        found = coalition_for(one, actor, margin)
        members = tuple(one.actors.index(name) for name in found.members)
        assert found.exact
        everybody = [k for k in range(len(one.actors)) if k != actor]
        smaller = [m for size in range(len(members)) for m in combinations(everybody, size)]
        assert not any(brings_home(one, actor, m, margin) for m in smaller)
        assert found.found == brings_home(one, actor, members, margin)
        if not found.found:
            assert not any(
                brings_home(one, actor, m, margin)
                for size in range(len(everybody) + 1)
                for m in combinations(everybody, size)
            )


def test_a_larger_table_is_searched_step_by_step_and_says_so() -> None:
    count = 20
    rng = np.random.default_rng(5)
    told = (rng.integers(0, 60, count).astype(float), np.full(count, 50.0), np.ones(count))
    told[0][0] = 100
    one = table(told, "weighted-median")
    found = coalition_for(one, 0, 10)
    assert not found.exact
    assert found.found
    assert brings_home(one, 0, tuple(one.actors.index(name) for name in found.members), 10)
    assert len(found.members) == 10  # with half of all weight the median is halfway, which is not near enough
    crowd = tuple(np.tile(column, 2) for column in told)
    assert coalitions_of(table(crowd, "weighted-median"), 10) == ()
    assert len(coalitions_of(table(crowd), 10)) == 40


@settings(max_examples=60, deadline=None)
@given(numbers(), st.sampled_from([-30, -10, 3, 10]))
def test_concessions_are_the_optimum_of_the_linear_programme(told: Numbers, by: int) -> None:
    p, s, c = told
    if not (s * c).sum() > 0:
        return
    found = concessions(p, s, c, (0, 100), by)
    weights = s * c / (s * c).sum()
    room = 100 - p if by > 0 else p
    slow = linprog(s / 100, A_eq=weights[None], b_eq=[abs(by)], bounds=[(0, r) for r in room])
    assert found.enough == (slow.status == 0)
    assert found.most == pytest.approx(weights @ room)
    if found.enough:
        assert found.cost == pytest.approx(slow.fun, abs=1e-6)
        assert weights @ found.steps == pytest.approx(by)
        assert (np.abs(found.steps) <= room + 1e-9).all()
        assert ((found.steps >= 0) if by > 0 else (found.steps <= 0)).all()


def test_all_of_it_on_a_table_of_the_page(tmp_path: Path) -> None:
    file = tmp_path / "fares.csv"
    rows = "Ministry,80,60,30\nCity,30,90,20\nRailway,100,80,25\nUnions,10,70,15\nPassengers,0,40,5\n"
    file.write_text(f"actor,position,salience,capability\n{rows}", "utf-8")
    case = tertius.load_table(file, (0, 100), "", 100, "2024-01-01")
    found = leverage_on_decision(case)
    one = found.issues["issue"]
    assert one.table.outcome == pytest.approx(59.635, abs=0.001)
    assert one.concessions["down"].steps[0] == pytest.approx(-10 * 6850 / 1800)
    frame = found.to_frame()
    assert frame["weight"].sum() == pytest.approx(1)
    assert frame.loc[("issue", "ministry"), "partners"] == 1
    assert "<table" in found._repr_html_()
    assert leverage_on_decision(case, rule="median").issues["issue"].concessions == {}
    other = replace(one.table, rule=RULES["median"], outcome=30.0)
    assert [sway.reach for sway in sways_of(other)][1] == pytest.approx(70)


def test_what_cannot_be_asked_is_told() -> None:
    case = tertius.load("ec-emission-1994")
    for arguments, words in (
        ({"of": "price"}, "'price' is no issue that is decided by weight: those are delay"),
        ({"rule": "hold"}, "the rule 'hold' is for talks"),
        ({"by": 0}, "it takes more than 0"),
    ):
        with pytest.raises(UsageError, match=words):
            leverage_on_decision(case, **arguments)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="korea-2019 has no issue"):
        leverage_on_decision(tertius.load("korea-2019"))
