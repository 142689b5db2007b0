"""Mixed equilibria of games of two: every extreme one, ties or not.

Player 1 has payoffs A (m, n), player 2 has B (m, n). A mixed strategy x of player 1 with the best payoff v that player
2 can then get lies in

    P = {(x, v): x >= 0, sum x = 1, B'x <= v}

and likewise (y, u) in Q = {y >= 0, sum y = 1, A y <= u}. A pair of vertices of P and Q is an equilibrium if each pure
strategy either is not played or is a best reply. Every equilibrium is a mixture of such pairs that share their ends,
so the pairs are the whole answer; in a game without ties they are all there are. A vertex of P solves, for some k rows
I and k columns J, sum_I x_i B_ij = v (j in J), sum_I x_i = 1: all of these are tried, so ties lose nothing.

References: O. L. Mangasarian (1964), Equilibrium points of bimatrix games, Journal of SIAM 12(4); D. Avis, G.
Rosenberg, R. Savani and B. von Stengel (2010), Enumeration of Nash equilibria for two-player games, Economic Theory
42(1).
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from tertius.errors import UsageError

Floats = NDArray[np.float64]
Mixture = tuple[Floats, ...]
"""For each player how likely it plays each of its strategies."""

ZERO = 1e-9
"""Probabilities and payoffs, as shares of the widest difference of payoffs, that differ by no more are the same."""
MOST_BASES = 200_000
"""So many pairs of supports are tried at most: all those of 10 by 10 strategies."""
AT_ONCE = 20_000


def bases(rows: int, columns: int) -> int:
    """How many pairs of supports of the same size a game of two has."""
    return comb(rows + columns, rows) - 1


def extreme_equilibria(payoffs: Floats) -> list[Mixture]:
    """All extreme equilibria of a game of two, pure ones among them, in the order of what player 1 plays.

    Args:
        payoffs: (m, n, 2), finite.

    Raises:
        UsageError: The game is not of two, a payoff is not finite, or there are more than `MOST_BASES` pairs of
            supports.
    """
    if payoffs.ndim != 3 or payoffs.shape[-1] != 2:
        raise UsageError(f"payoffs of shape {payoffs.shape}: those of a game of two have (m, n, 2)")
    if not np.isfinite(payoffs).all():
        raise UsageError("mixed equilibria need every payoff to be a number")
    number = bases(*payoffs.shape[:2])
    if number > MOST_BASES:
        raise UsageError(f"{number:,} pairs of supports are more than {MOST_BASES:,}: take fewer strategies")
    first, second = scaled(payoffs[..., 0]), scaled(payoffs[..., 1])
    x, y = _vertices(second), _vertices(first.T)
    # A pure strategy that is played must be a best reply: no row of x falls short against y, nor the other way round.
    short_rows = (first @ y.T).max(axis=0) - first @ y.T > ZERO
    short_columns = (x @ second).max(axis=1)[:, None] - x @ second > ZERO
    wrong = (x > ZERO).astype(int) @ short_rows.astype(int) + short_columns.astype(int) @ (y.T > ZERO).astype(int)
    return [(x[one], y[other]) for one, other in np.argwhere(wrong == 0)]


def scaled(own: Floats) -> Floats:
    """Payoffs of one player between 0 and 1: which equilibria there are does not change."""
    width = np.ptp(own)
    scale: Floats = (own - own.min()) / width if width > 0 else np.zeros_like(own)
    return scale


def _vertices(other: Floats) -> Floats:
    """(V, m) the strategies x at the vertices of {x >= 0, sum x = 1, x'B <= v}.

    Args:
        other: (m, n) B, what the other player gets.
    """
    rows, columns = other.shape
    found = []
    for size in range(1, min(rows, columns) + 1):
        pairs = [(i, j) for i in combinations(range(rows), size) for j in combinations(range(columns), size)]
        for start in range(0, len(pairs), AT_ONCE):
            chosen = np.array(pairs[start : start + AT_ONCE])
            found.append(_solved(other, chosen[:, 0], chosen[:, 1]))
    whole = np.concatenate(found)
    _, places = np.unique(whole.round(7), axis=0, return_index=True)
    unique: list[Floats] = []
    for x in whole[places[::-1]]:
        if not any(np.abs(x - known).max() <= 1e-7 for known in unique[-8:]):
            unique.append(x)
    return np.array(unique)


def _solved(other: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Floats:
    """(V, m) of some pairs of supports those whose solution is a vertex."""
    number, size = rows.shape
    system = np.zeros((number, size + 1, size + 1))
    system[:, :size, :size] = other[rows[:, None, :], columns[:, :, None]]
    system[:, :size, size], system[:, size, :size] = -1.0, 1.0
    regular = np.abs(np.linalg.det(system)) > 1e-12
    ends = np.zeros((size + 1, 1))
    ends[size] = 1.0
    solution = np.linalg.solve(system[regular], ends)[..., 0]
    x = np.zeros((len(solution), len(other)))
    np.put_along_axis(x, rows[regular], solution[:, :size], axis=1)
    worth = x @ other
    legal = (x >= -ZERO).all(axis=1) & (worth <= solution[:, size:] + ZERO).all(axis=1)
    x = np.where(x > ZERO, x, 0.0)[legal]
    whole: Floats = x / x.sum(axis=1, keepdims=True)
    return whole
