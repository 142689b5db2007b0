"""Mixed equilibria and play in turn, on games with known answers and against brute force in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from tertius.analysis.moves import (
    correlated,
    extreme_equilibria,
    in_turn,
    lemke_howson,
    mixed_equilibria,
    pure_equilibria,
    regrets,
    some_equilibria,
    subgame_perfect,
)
from tertius.analysis.moves.mixed import Mixture
from tertius.errors import UsageError
from tests.analysis.moves.test_games import DILEMMA, PENNIES, game

SEXES = game([[(2, 1), (0, 0)], [(0, 0), (1, 2)]])
ROCK = np.array([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], dtype=float)
ROCK_PAPER_SCISSORS = np.stack([ROCK, -ROCK], axis=-1)


def lists(mixture: Mixture) -> list[list[float]]:
    return [np.round(p, 9).tolist() for p in mixture]


def has(found: list[Mixture] | tuple[Mixture, ...], wanted: list[list[float]]) -> bool:
    return any(all(np.abs(p - q).max() < 1e-7 for p, q in zip(one, wanted, strict=True)) for one in found)


@pytest.mark.parametrize(
    ("payoffs", "wanted"),
    [
        (DILEMMA, []),
        (PENNIES, [[[1 / 2, 1 / 2], [1 / 2, 1 / 2]]]),
        (SEXES, [[[2 / 3, 1 / 3], [1 / 3, 2 / 3]]]),
        (ROCK_PAPER_SCISSORS, [[[1 / 3] * 3, [1 / 3] * 3]]),
    ],
)
def test_the_mixed_equilibria_are_those_of_the_textbooks(payoffs: np.ndarray, wanted: list[list[list[float]]]) -> None:
    told = mixed_equilibria(payoffs)
    assert (told.found, len(told.mixtures), told.connected) == ("all", len(wanted), False)
    assert all(has(told.mixtures, one) for one in wanted)
    assert len(extreme_equilibria(payoffs)) == len(wanted) + len(pure_equilibria(payoffs))


def test_a_tie_gives_a_whole_line_of_equilibria_and_all_its_ends_are_found() -> None:
    # Against the left column both rows are as good: player 2 stays there as long as the upper row is played a third.
    payoffs = game([[(1, 1), (0, 0)], [(1, 0), (2, 0.5)]])
    told = mixed_equilibria(payoffs)
    assert has(extreme_equilibria(payoffs), [[1, 0], [1, 0]])
    assert has(told.mixtures, [[1 / 3, 2 / 3], [1, 0]])
    assert told.connected


def solved(matrix: list[list[Fraction]], right: list[Fraction]) -> list[Fraction] | None:
    """The only solution of a square system, by elimination; None if there is none or there are many."""
    rows = [[*row, end] for row, end in zip(matrix, right, strict=True)]
    for place in range(len(rows)):
        pivot = next((n for n in range(place, len(rows)) if rows[n][place]), None)
        if pivot is None:
            return None
        rows[place], rows[pivot] = rows[pivot], rows[place]
        rows[place] = [value / rows[place][place] for value in rows[place]]
        for n, row in enumerate(rows):
            if n != place and row[place]:
                rows[n] = [a - row[place] * b for a, b in zip(row, rows[place], strict=True)]
    return [row[-1] for row in rows]


def indifferent(own: list[list[int]], mine: tuple[int, ...], theirs: tuple[int, ...]) -> list[Fraction] | None:
    """What the other plays on `theirs` so that all of `mine` are best for the owner of `own`."""
    system = [[Fraction(own[i][j]) for j in theirs] + [Fraction(-1)] for i in mine]
    system.append([Fraction(1)] * len(theirs) + [Fraction(0)])
    found = solved(system, [Fraction(0)] * len(mine) + [Fraction(1)])
    if found is None or min(found[:-1]) < 0:
        return None
    worth = [sum(Fraction(own[i][j]) * p for j, p in zip(theirs, found, strict=False)) for i in range(len(own))]
    if max(worth) > found[-1]:
        return None
    whole = dict(zip(theirs, found, strict=False))
    return [whole.get(j, Fraction(0)) for j in range(len(own[0]))]


def brute_force(payoffs: np.ndarray) -> list[list[list[float]]]:
    """Every pair of supports of one size, in exact fractions."""
    first, second = payoffs[..., 0].astype(int).tolist(), payoffs[..., 1].T.astype(int).tolist()
    found = []
    for size in range(1, 4):
        for mine, theirs in product(combinations(range(3), size), repeat=2):
            y, x = indifferent(first, mine, theirs), indifferent(second, theirs, mine)
            if x is not None and y is not None:
                found.append([[float(p) for p in x], [float(p) for p in y]])
    return found


def test_random_games_with_ties_lose_no_equilibrium_of_brute_force_in_fractions() -> None:
    rng = np.random.default_rng(20)
    for _ in range(100):
        payoffs = rng.integers(0, 4, (3, 3, 2)).astype(float)
        found = extreme_equilibria(payoffs)
        assert all(has(found, one) for one in brute_force(payoffs))
        assert all((regrets(payoffs, one) < 1e-9).all() for one in found)
        assert len({str(lists(one)) for one in found}) == len(found)
        pure = [tuple(int(p.argmax()) for p in one) for one in found if all(p.max() == 1 for p in one)]
        assert sorted(pure) == pure_equilibria(payoffs)
        assert has(found, lists(lemke_howson(payoffs)))  # type: ignore[arg-type]


def test_a_game_of_two_too_large_for_all_supports_has_those_of_lemke_and_howson() -> None:
    payoffs = np.random.default_rng(4).integers(0, 30, (25, 25, 2)).astype(float)
    told = mixed_equilibria(payoffs)
    assert told.found == "some"
    assert told.mixtures
    assert all((regrets(payoffs, one) < 1e-6).all() for one in told.mixtures)
    with pytest.raises(UsageError, match="pairs of supports are more than 200,000"):
        extreme_equilibria(payoffs)


def test_three_players_with_only_a_mixed_equilibrium() -> None:
    """Jordan's game: each of three wants to do as the next does, and the last not to."""
    payoffs = np.zeros((2, 2, 2, 3))
    for a, b, c in product((0, 1), repeat=3):
        payoffs[a, b, c] = [a == b, b == c, c != a]
    assert pure_equilibria(payoffs) == []
    told = mixed_equilibria(payoffs)
    assert (told.found, [lists(one) for one in told.mixtures]) == ("some", [[[0.5, 0.5]] * 3])
    # A third who only watches makes matching pennies no harder.
    watched = np.concatenate([np.repeat(PENNIES[:, :, None, :], 2, axis=2), np.zeros((2, 2, 2, 1))], axis=-1)
    watched[..., 1, 2] = 1.0
    told = mixed_equilibria(watched)
    assert (told.found, lists(told.mixtures[0])) == ("all", [[0.5, 0.5], [0.5, 0.5], [0, 1]])


def test_what_is_found_for_many_players_is_tested_and_minimal_regret_is_a_correlated_equilibrium() -> None:
    rng = np.random.default_rng(2)
    for _ in range(5):
        payoffs = rng.random((3, 2, 3, 3))
        assert all((regrets(payoffs, one) < 1e-8).all() for one in some_equilibria(payoffs))
        joint, left = correlated(payoffs, rounds=400)
        assert joint.sum() == pytest.approx(1)
        for player in range(3):
            told, own = (np.moveaxis(each, player, 0) for each in (joint, payoffs[..., player]))
            gains = [(told[j] * (own[k] - own[j])).sum() for j in range(len(own)) for k in range(len(own))]
            assert left[player] == pytest.approx(max(gains))
            assert left[player] < 0.01


def test_a_payoff_that_nobody_knows_leaves_mixed_equilibria_out() -> None:
    payoffs = PENNIES.copy()
    payoffs[0, 0, 0] = np.nan
    assert mixed_equilibria(payoffs).found == "unknown"
    with pytest.raises(UsageError, match="need every payoff"):
        extreme_equilibria(payoffs)


def test_entry_is_not_deterred_by_a_threat_that_would_not_be_carried_out() -> None:
    entry = game([[(0, 2), (0, 2)], [(-1, -1), (1, 1)]])
    assert pure_equilibria(entry) == [(0, 0), (1, 1)]
    assert subgame_perfect(entry, [0, 1]) == [(1, 1)]


def test_an_ultimatum_has_two_outcomes_because_the_other_is_indifferent_to_nothing() -> None:
    offers = game([[(3 - offer, offer), (0, 0)] for offer in range(4)])
    assert subgame_perfect(offers, [0, 1]) == [(0, 0), (1, 0)]
    assert in_turn(offers, [0, 1]) == (0, 0)


def strategies_by_hand(payoffs: np.ndarray) -> set[tuple[int, ...]]:
    """The outcomes of all subgame-perfect equilibria of two in turn, reply by reply."""
    best = [np.flatnonzero(row == row.max()) for row in payoffs[..., 1]]
    found = set()
    for replies in product(*best):
        worth = [payoffs[a, b, 0] for a, b in enumerate(replies)]
        found |= {(a, int(b)) for a, b in enumerate(replies) if worth[a] == max(worth)}
    return found


def test_play_in_turn_with_ties_has_the_outcomes_of_all_subgame_perfect_equilibria() -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        payoffs = rng.integers(0, 3, (3, 3, 2)).astype(float)
        found = subgame_perfect(payoffs, [0, 1])
        assert set(found) == strategies_by_hand(payoffs)
        assert in_turn(payoffs, [0, 1]) in found
