"""Shapley values of games whose answer is known by hand, by enumeration of every order, and sampled ones."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.leverage.shapley import interactions, orders, prefixes, shapley, subsets


def game(features: int, worth: object) -> np.ndarray:
    assert callable(worth)
    return np.array([float(worth(set(np.flatnonzero(row)))) for row in subsets(features)])


def test_an_additive_game_gives_everyone_its_own() -> None:
    own = np.array([3.0, -1.0, 0.5])
    values = game(3, lambda members: sum(own[f] for f in members) + 7)
    assert shapley(values) == pytest.approx(own)
    assert interactions(values) == pytest.approx(np.zeros((3, 3)))


def test_a_unanimity_game_is_shared_by_those_it_takes() -> None:
    values = game(4, lambda members: {0, 2, 3} <= members)
    assert shapley(values) == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3])
    assert interactions(values)[0] == pytest.approx([0, 0, 0.5, 0.5])


def test_gloves_one_right_and_two_left() -> None:
    """Shapley's own example: the one right glove gets two thirds; the two left ones replace each other."""
    values = game(3, lambda members: 0 in members and len(members) > 1)
    assert shapley(values) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert interactions(values)[1, 2] == pytest.approx(-0.5)
    assert interactions(values)[0, 1] == pytest.approx(0.5)


def test_no_features_and_one() -> None:
    assert shapley(np.array([4.0])).shape == (0,)
    assert shapley(np.array([4.0, 9.0])) == pytest.approx([5.0])
    assert interactions(np.array([4.0, 9.0])) == pytest.approx(np.zeros((1, 1)))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), features=st.integers(1, 5))
def test_the_formula_is_the_mean_over_every_order(seed: int, features: int) -> None:
    values = np.random.default_rng(seed).normal(size=1 << features)
    added = np.zeros(features)
    every = list(permutations(range(features)))
    for order in every:
        members = 0
        for f in order:
            added[f] += values[members | 1 << f] - values[members]
            members |= 1 << f
    assert shapley(values) == pytest.approx(added / len(every))
    assert shapley(values).sum() == pytest.approx(values[-1] - values[0])


def test_orders_come_with_their_reverse_and_repeat() -> None:
    found = orders(6, 5, seed=3)
    assert found.shape == (10, 6)
    assert np.array_equal(found[0::2], found[1::2, ::-1])
    assert np.array_equal(np.sort(found, axis=1), np.tile(np.arange(6), (10, 1)))
    assert np.array_equal(found, orders(6, 5, seed=3))
    assert not np.array_equal(found, orders(6, 5, seed=4))


def test_prefixes_add_one_feature_at_a_time() -> None:
    [sets] = prefixes(np.array([[2, 0, 1]]))
    assert sets.tolist() == [[False] * 3, [False, False, True], [True, False, True], [True] * 3]
