"""The method of Lemke and Howson: one equilibrium of a game of two from each of its strategies, however large it is.

With payoffs above 0, A of player 1 and B of player 2, both (m, n), x lies in {x >= 0, B'x <= 1} and y in
{y >= 0, A y <= 1}, not yet normed. A pair of vertices at which every strategy is either not played or a best reply is
an equilibrium. From (0, 0) one strategy is dropped, and pivots go to and fro between the two until it comes back. Ties
are broken by order of size of the whole row (lexicographically), so the path cannot go in a circle.

References: C. E. Lemke and J. T. Howson (1964), Equilibrium points of bimatrix games, Journal of SIAM 12(2); B. von
Stengel (2002), Computing equilibria for two-person games, Handbook of Game Theory 3, section 2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.mixed import Mixture, scaled

Floats = NDArray[np.float64]

MOST_PIVOTS = 10_000
POSITIVE = 1e-10
"""What is no more does not count as a pivot."""


def lemke_howson(payoffs: Floats, dropped: int = 0) -> Mixture | None:
    """The equilibrium to which dropping one strategy leads; None if rounding led the path astray.

    Args:
        payoffs: (m, n, 2), finite.
        dropped: Strategies of player 1 are 0 to m - 1, those of player 2 m to m + n - 1.
    """
    m, n = payoffs.shape[:2]
    first, second = scaled(payoffs[..., 0]) + 1, scaled(payoffs[..., 1]) + 1
    # The column of a variable is its strategy: what is played in one table, what is short of a best reply in the other.
    tables = [np.hstack([second.T, np.eye(n), np.ones((n, 1))]), np.hstack([np.eye(m), first, np.ones((m, 1))])]
    inside = [np.arange(m, m + n), np.arange(m)]
    slacks = [inside[0].copy(), inside[1].copy()]
    enters, now = dropped, 0 if dropped < m else 1
    for _ in range(MOST_PIVOTS):
        row = _leaving(tables[now], enters, slacks[now])
        if row is None:
            return None
        _pivot(tables[now], row, enters)
        leaves, inside[now][row] = int(inside[now][row]), enters
        if leaves == dropped:
            return _played(tables[0], inside[0], m, 0), _played(tables[1], inside[1], n, m)
        enters, now = leaves, 1 - now
    return None


def _leaving(table: Floats, enters: int, slacks: NDArray[np.int64]) -> int | None:
    """The row that first reaches 0 as a variable grows; of several the one that is smallest lexicographically."""
    rows = np.flatnonzero(table[:, enters] > POSITIVE)
    if not rows.size:
        return None
    ratios = table[rows][:, [-1, *slacks]] / table[rows, enters][:, None]
    return int(rows[min(range(len(rows)), key=lambda place: tuple(ratios[place].round(12)))])


def _pivot(table: Floats, row: int, column: int) -> None:
    table[row] /= table[row, column]
    others = np.arange(len(table)) != row
    table[others] -= np.outer(table[others, column], table[row])


def _played(table: Floats, inside: NDArray[np.int64], size: int, start: int) -> Floats:
    p = np.zeros(size)
    for row, label in enumerate(inside):
        if start <= label < start + size:
            p[label - start] = max(0.0, table[row, -1])
    whole: Floats = p / p.sum()
    return whole
