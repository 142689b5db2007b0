"""Verdicts at their edges, and what a comparison and a sweep count as."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius.analysis.claims.forms import differs, moves_with
from tertius.analysis.claims.verdict import Verdict, frequency_of, quantiles_of, verdict_of


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(1.0, "holds"), (0.95, "holds"), (0.9499, "depends"), (0.0501, "depends"), (0.05, "fails"), (0.0, "fails")],
)
def test_the_edges_belong_to_holds_and_fails(share: float, verdict: str) -> None:
    assert verdict_of(share).value == verdict


def test_without_a_draw_that_bears_on_it_there_is_no_verdict() -> None:
    frequency = frequency_of(np.full((2, 3), np.nan), ("a", "b"))
    assert frequency.verdict is Verdict.UNTESTED
    assert frequency.unsettled == 1
    assert np.isnan(quantiles_of(np.full(3, np.nan)).median)


def test_theories_count_the_same_however_many_draws_came_to_rest() -> None:
    holds = np.array([[1.0, np.nan, np.nan, np.nan], [0.0, 0.0, 0.0, 0.0]])
    frequency = frequency_of(holds, ("a", "b"))
    assert frequency.share == 0.5
    assert dict(frequency.theories) == {"a": 1.0, "b": 0.0}
    assert frequency.unsettled == 3 / 8


@given(st.floats(-50, 50), st.floats(0, 10))
def test_higher_and_lower_are_mirrors_and_same_is_neither(change: float, least: float) -> None:
    higher, lower = (float(differs(np.array(x), "higher", least)) for x in (change, -change))
    assert higher == float(differs(np.array(-change), "lower", least))
    assert not (higher and lower)
    if abs(abs(change) - least) > 1e-5:
        assert bool(differs(np.array(change), "same", least)) == (abs(change) < max(least, 1e-6))


def test_at_least_is_met_by_as_much() -> None:
    change = np.array([2.0, 1.9, -2.0, np.nan, 0.0])
    assert np.array_equal(differs(change, "higher", 2), [1, 0, 0, np.nan, 0], equal_nan=True)
    assert np.array_equal(differs(change, "same", 1.9), [0, 1, 0, np.nan, 1], equal_nan=True)
    assert differs(np.array([1e-9]), "higher", 0)[0] == 0


def test_a_sweep_takes_no_step_back_and_arrives_elsewhere() -> None:
    curves = np.array([[1, 2, 3], [1, 1, 1], [1, 3, 2], [1, 1, 2], [1, np.nan, 3]], float).T
    assert np.array_equal(moves_with(curves, "rises"), [1, 0, 0, 1, np.nan], equal_nan=True)
    assert np.array_equal(moves_with(-curves, "falls"), [1, 0, 0, 1, np.nan], equal_nan=True)
