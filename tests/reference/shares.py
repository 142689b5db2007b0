"""Kalai-Smorodinsky's and the egalitarian solution of one talk, searched with the zooming grid.

The lexicographic maximum of the sorted shares is found step by step: the largest smallest share; of the levels that
reach it those with the largest sum of the two smallest shares; and so on. Each sum is concave in the levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import KALAI_SMORODINSKY

from .zoom import Term, find_highest

if TYPE_CHECKING:
    from .talk import Table

Floats = NDArray[np.float64]
SAME_SUM = 1e-11
NO_LOSS = 1e-6


def highest_shares(table: Table, inside: Floats, solution: int) -> Floats:
    """The levels of the solution; `inside` lies in the zone of agreement."""
    parties = len(table.product)
    units = table.shares / table.shares.max()
    if solution == KALAI_SMORODINSKY:
        units = units * np.array([table.ideal(row, inside) for row in range(parties)])
    reached: list[float] = []
    levels = inside

    def in_order(gains: Floats) -> Floats:
        """Above 10 where every sum reached before is reached again: then the next sum; else what is missing."""
        shares = gains[:parties] / units.reshape((-1,) + (1,) * (gains.ndim - 1))
        sums = np.cumsum(np.sort(shares, axis=0), axis=0)
        lost = np.zeros(gains.shape[1:])
        if len(gains) > parties + flat:
            lost = np.minimum(lost, gains[parties : len(gains) - flat].min(axis=0) + NO_LOSS)
        for k, best in enumerate(reached):
            lost = np.minimum(lost, sums[k] - best + SAME_SUM)
        aim = gains[-1] if flat and len(reached) == parties else sums[min(len(reached), parties - 1)]
        return np.where(lost >= 0, 10 + aim, lost)

    flat = 0
    for _ in range(parties):
        value, levels = find_highest(table.terms(), table.base, in_order, levels)
        reached.append(value - 10)
    if table.may_be_flat(np.inf):
        flat = 1
        terms = [_with_distance(table, k) for k in range(len(table.issues))]
        _, levels = find_highest(terms, np.append(table.base, 0.0), in_order, levels)
    return levels


def _with_distance(table: Table, k: int) -> Term:
    """The k-th term, and below it minus the squared distance from the reference."""
    return lambda x: np.concatenate([table.term(k)(x), -((x - table.reference[k]) ** 2)[None]])
