"""Games in normal form, on games that every textbook has."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tertius.analysis.moves.game import best_replies, dominated, in_turn, losses, pure_equilibria


def game(rows: list[list[tuple[float, float]]]) -> np.ndarray:
    return np.array(rows, dtype=float)


# R. D. Luce and H. Raiffa (1957), Games and Decisions: sections 5.3 (battle of the sexes) and 5.4 (prisoner's dilemma).
DILEMMA = game([[(-1, -1), (-10, 0)], [(0, -10), (-8, -8)]])
SEXES = game([[(2, 1), (-1, -1)], [(-1, -1), (1, 2)]])
PENNIES = game([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
CHICKEN = game([[(3, 3), (2, 4)], [(4, 2), (1, 1)]])


@pytest.mark.parametrize(
    ("payoffs", "equilibria"),
    [(DILEMMA, [(1, 1)]), (SEXES, [(0, 0), (1, 1)]), (PENNIES, []), (CHICKEN, [(0, 1), (1, 0)])],
)
def test_the_pure_equilibria_are_those_of_the_textbooks(payoffs: np.ndarray, equilibria: list[tuple[int, int]]) -> None:
    assert pure_equilibria(payoffs) == equilibria


def test_to_confess_dominates_and_coordination_has_nothing_dominated() -> None:
    assert dominated(DILEMMA, 0) == dominated(DILEMMA, 1) == {0: 1}
    assert dominated(SEXES, 0) == {}
    weak = game([[(1, 0), (0, 0)], [(1, 0), (1, 0)]])
    assert dominated(weak, 0) == {}
    assert dominated(weak, 0, strictly=False) == {0: 1}


def test_who_moves_first_has_its_way_in_the_battle_of_the_sexes_and_in_chicken() -> None:
    assert in_turn(SEXES, [0, 1]) == (0, 0)
    assert in_turn(SEXES, [1, 0]) == (1, 1)
    assert in_turn(CHICKEN, [0, 1]) == (1, 0)
    assert in_turn(PENNIES, [0, 1]) in ((0, 1), (1, 0))
    assert PENNIES[in_turn(PENNIES, [0, 1])][1] == 1


def test_the_loss_is_what_a_better_reply_would_have_brought() -> None:
    assert losses(DILEMMA, 0).tolist() == [[1, 2], [0, 0]]
    assert best_replies(PENNIES, 1).tolist() == [[False, True], [True, False]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(-3, 3), min_size=36, max_size=36))
def test_an_equilibrium_is_a_profile_that_nobody_gains_by_leaving(numbers: list[int]) -> None:
    payoffs = np.array(numbers, dtype=float).reshape(2, 3, 2, 3)
    found = pure_equilibria(payoffs)
    for profile in np.ndindex(2, 3, 2):
        leaves = False
        for player in range(3):
            for step in range(payoffs.shape[player]):
                other = (*profile[:player], step, *profile[player + 1 :])
                leaves |= payoffs[other][player] > payoffs[profile][player]
        assert (profile in found) == (not leaves)
    for player in range(3):
        assert not any(profile[player] in dominated(payoffs, player) for profile in found)
