"""`spatial` against the slow reference, under every option; and tables at the edge."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tertius
from tertius.rules import RULES
from tertius.rules.decisions.order import order_of
from tertius.rules.decisions.spatial.spatial import Options, spatial
from tests.reference.slow_spatial import turn_slowly

OPTIONS = st.builds(Options, **{name: st.sampled_from(words) for name, words in Options.legal().items()})


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    actors, issues = draw(st.integers(2, 5)), draw(st.integers(1, 3))
    seed = draw(st.integers(0, 10**6))
    rng = np.random.default_rng(seed)
    return (
        rng.uniform(0, 1, (actors, issues)),
        rng.uniform(0.05, 0.95, (actors, issues)) / issues,
        rng.uniform(0.5, 10, actors),
    )


@settings(max_examples=60, deadline=None)
@given(tables(), OPTIONS, st.sampled_from([0, 10_000]))
def test_a_turn_is_that_of_the_slow_reference(
    table: tuple[np.ndarray, np.ndarray, np.ndarray], options: Options, steps: int
) -> None:
    x, s, c = (column[order_of(*table)] for column in table)  # the reference takes the first of equals
    turns = spatial(x, s, c, np.array([[0.0, 1.0]] * x.shape[1]), options, 2, steps)
    for before, after in zip(turns.positions[:-1], turns.positions[1:], strict=True):
        slow = turn_slowly(before.tolist(), s.tolist(), c.tolist(), asdict(options), steps)
        assert after == pytest.approx(np.array(slow), abs=1e-6 if steps == 0 else 1.001e-4)


@settings(max_examples=20, deadline=None)
@given(tables(), st.floats(0.01, 100), st.floats(-50, 50))
def test_units_change_nothing(table: tuple[np.ndarray, np.ndarray, np.ndarray], unit: float, shift: float) -> None:
    x, s, c = table
    ends = np.array([[0.0, 1.0]] * x.shape[1])
    one = spatial(x, s, c, ends, turns=1)
    other = spatial(shift + unit * x, s, 3 * c, shift + unit * ends, turns=1)
    assert other.positions[-1] == pytest.approx(shift + unit * one.positions[-1], abs=1.001e-4 * unit)


def test_all_at_one_place_stay_there() -> None:
    turns = spatial(np.full((3, 2), 40.0), np.full((3, 2), 0.3), np.ones(3))
    assert turns.status is tertius.Status.SETTLED
    assert (turns.positions == 40).all()
    assert (turns.targets == -1).all()
    assert turns.chances.tolist() == [1]


def test_two_actors_and_one_who_does_not_care() -> None:
    two = spatial(np.array([[0.0], [100]]), np.array([[0.9], [0.3]]), np.array([1.0, 1]))
    assert ((two.positions >= 0) & (two.positions <= 100)).all()
    idle = spatial(np.array([[0.0], [100], [50]]), np.array([[0.9], [0.9], [0.0]]), np.array([1.0, 1, 1]))
    assert np.isfinite(idle.positions).all()
    weightless = spatial(np.array([[0.0], [100], [50]]), np.array([[0.9], [0.9], [0.5]]), np.array([1.0, 2, 0]))
    assert np.isfinite(weightless.positions).all()


def test_what_cannot_be_is_said() -> None:
    with pytest.raises(ValueError, match="risk is one of low, middle, high, found 'none'"):
        Options(risk="none")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="nobody has any weight"):
        spatial(np.zeros((2, 1)), np.zeros((2, 1)), np.ones(2))
    with pytest.raises(ValueError, match="turns must be 1 or more"):
        spatial(np.zeros((2, 1)), np.ones((2, 1)), np.ones(2), turns=0)
    with pytest.raises(ValueError, match="0 or more"):
        spatial(np.zeros((2, 1)), -np.ones((2, 1)), np.ones(2))


def test_an_actor_without_a_stance_on_an_issue_has_no_place(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("actor,issue,position,salience,capability\na,x,0,50,1\nb,x,90,50,1\nb,y,5,50,1\n", "utf-8")
    case = tertius.load_table(path, (0, 100), "", 100, "2024-01-01")
    assert not RULES["spatial"].applies(case)
    with pytest.raises(tertius.CaseError, match="'a' has no stance on 'y'"):
        tertius.settle(case, rule="spatial")


def test_the_chances_of_an_issue_add_up() -> None:
    ending = RULES["spatial"].endings(tertius.load("ec-emission-1994"))["delay"]
    assert sum(chance for _, chance in ending.chances) == pytest.approx(1)
    assert 4 <= ending.level <= 10
