"""The search for a condition, held against a slow one, and on outcomes whose condition is known."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.claims.condition import CLEARLY, RARE, Literal, _best, _literals, find_condition

PATHS = [("links", "a", "probability"), ("needs", "b", "weight"), ("needs", "c", "weight")]


def gini(outcome: np.ndarray) -> float:
    p = float(outcome.mean())
    return 2 * p * (1 - p)


def drop(met: np.ndarray, outcome: np.ndarray) -> float:
    """By how much a split lowers the impurity, as the page of the method has it."""
    w = float(met.mean())
    if w < RARE or w > 1 - RARE:
        return -1.0
    return gini(outcome) - w * gini(outcome[met]) - (1 - w) * gini(outcome[~met])


def slow_best(literals: list[Literal], outcome: np.ndarray, flags: np.ndarray) -> tuple[float, float]:
    """The best drop by one literal, and by two, one candidate at a time."""
    columns = [*flags.T, *(~flags).T]
    single = max(drop(column, outcome) for column in columns)
    return single, max(drop(a & b, outcome) for a, b in product(columns, repeat=2))


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.integers(60, 120))
def test_the_search_finds_what_a_slow_one_finds(seed: int, draws: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.random((draws, 2))
    outcome = (values[:, 0] + rng.random(draws) * values[:, 1] > 0.8).astype(float)
    literals = _literals(PATHS[:2], values, ["hold"])
    flags = np.stack([part.met(PATHS[:2], values, "hold") for part in literals], axis=1)
    parts = _best(literals, outcome, flags)
    single, double = slow_best(literals, outcome, flags)
    if parts is None:
        assert single <= 0 or not 0 < outcome.mean() < 1
        return
    met = np.logical_and.reduce([part.met(PATHS[:2], values, "hold") for part in parts])
    assert np.isclose(drop(met, outcome), double if double > CLEARLY * single else single)


def test_one_threshold_is_found_on_the_side_where_the_claim_holds() -> None:
    values = np.random.default_rng(4).random((1000, 3))
    found = find_condition((values[:, 1] <= 0.4).astype(float)[None], PATHS, values, ["hold"])
    assert found is not None
    (part,) = found.parts
    assert (part.path, part.above) == (PATHS[1], False)
    assert abs(part.threshold - 0.4) < 0.06
    assert found.inside > 0.9
    assert found.outside < 0.1


def test_two_inputs_are_found_where_one_does_not_do() -> None:
    values = np.random.default_rng(5).random((2000, 3))
    both = ((values[:, 0] > 0.5) & (values[:, 2] > 0.4)).astype(float)
    found = find_condition(both[None], PATHS, values, ["hold"])
    assert found is not None
    assert {part.path for part in found.parts} == {PATHS[0], PATHS[2]}
    assert all(part.above for part in found.parts)
    assert found.inside > 0.9 > 0.1 > found.outside


def test_a_theory_is_an_input_too() -> None:
    values = np.random.default_rng(6).random((400, 3))
    holds = np.stack([np.ones(400), np.zeros(400)])
    found = find_condition(holds, PATHS, values, ["renegotiate", "hold"])
    assert found is not None
    (part,) = found.parts
    assert part.theory in ("renegotiate", "hold")
    assert (found.coverage, found.inside, found.outside) == (0.5, 1.0, 0.0)


@settings(max_examples=10)
@given(st.integers(0, 10_000))
def test_chance_has_no_condition(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert find_condition((rng.random((1, 1000)) < 0.5).astype(float), PATHS, rng.random((1000, 3)), ["hold"]) is None


def test_what_always_holds_or_bears_on_nothing_has_no_condition() -> None:
    values = np.random.default_rng(7).random((100, 3))
    for holds in (np.ones((1, 100)), np.full((1, 100), np.nan), np.zeros((1, 100))):
        assert find_condition(holds, PATHS, values, ["hold"]) is None
    assert find_condition(np.ones((1, 100)), [], np.empty((100, 0)), ["hold"]) is None
