"""Scores of probabilities of events: by hand, against the definition, proper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tertius import UsageError
from tertius.scores import brier_score, log_score, log_score_of_density

shares = st.floats(0, 1)


def test_brier_by_hand() -> None:
    """0.8 and it happened: 0.2^2 = 0.04; 0.3 and it did not: 0.09; 1 and it did not: 1."""
    assert brier_score([0.8, 0.3, 1.0], [1, 0, 0]) == pytest.approx([0.04, 0.09, 1.0])
    assert brier_score(0.5, [True, False]) == pytest.approx([0.25, 0.25])


def test_log_by_hand() -> None:
    """0.8 and it happened: log(1/0.8) = 0.2231; 0.75 and it did not: log 4 = 1.3863; a coin: log 2."""
    assert log_score([0.8, 0.75, 0.5], [1, 0, 1]) == pytest.approx([0.22314355, 1.38629436, math.log(2)])


def test_the_log_score_of_the_impossible_that_happened_is_infinite() -> None:
    assert list(log_score([0, 1, 1, 0], [1, 0, 1, 0])) == [math.inf, math.inf, 0, 0]


def test_log_of_a_density_by_hand() -> None:
    """Uniform over 0 to 100: density 0.01, score log 100; over 0 to 0.5: density 2, score -log 2, below 0."""
    assert log_score_of_density([0.01, 2.0, 0.0]) == pytest.approx([math.log(100), -math.log(2), math.inf])


@given(st.lists(st.tuples(shares, st.booleans()), min_size=1, max_size=20))
def test_against_the_definition(cases: list[tuple[float, bool]]) -> None:
    p, o = [p for p, _ in cases], [o for _, o in cases]
    assert brier_score(p, o) == pytest.approx([(p - (1 if o else 0)) ** 2 for p, o in cases])
    given_to_it = [p if o else 1 - p for p, o in cases]
    assert log_score(p, o) == pytest.approx([-math.log(share) if share > 0 else math.inf for share in given_to_it])


@given(shares, st.booleans())
def test_brier_is_half_of_the_sum_over_both_outcomes(p: float, o: bool) -> None:
    """Brier's own score adds (p - o)^2 over event and opposite, which is twice the same."""
    both = (p - o) ** 2 + ((1 - p) - (1 - o)) ** 2
    assert brier_score(p, o)[0] == pytest.approx(both / 2)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_honesty_does_best(truth: float, said: float) -> None:
    """With the event as probable as `truth`, nothing has a smaller expected score than saying so."""
    for score in (brier_score, log_score):
        happens, fails = (score([truth, said], outcome) for outcome in (1, 0))
        honest, other = truth * happens + (1 - truth) * fails
        assert honest <= other + 1e-12
        assert (abs(truth - said) < 1e-4) or honest < other


@given(st.integers(2, 6), st.integers(0, 10**6))
def test_the_log_score_of_a_mass_is_proper(categories: int, seed: int) -> None:
    truth, said = np.random.default_rng(seed).dirichlet(np.ones(categories), size=2)
    assert truth @ log_score_of_density(truth) < truth @ log_score_of_density(said)


@pytest.mark.parametrize(
    ("probability", "happened", "says"),
    [
        ([0.5, 63, 80], [1, 1, 1], "probability: 63, in place 1 .* write 0.63 for 63 percent .and 1 more like it"),
        ([0.5], [2], "happened: 2, in place 0 .* neither 0"),
        ([0.5, 0.5, 0.5], [1, 0], "found 3 of probability, 2 of happened"),
    ],
)
@pytest.mark.parametrize("score", [brier_score, log_score])
def test_mistakes_are_named(score: object, probability: list[float], happened: list[int], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        score(probability, happened)  # type: ignore[operator]


def test_a_density_is_not_negative() -> None:
    with pytest.raises(UsageError, match="density: -1"):
        log_score_of_density([1, -1])
