"""Nucleolus of a coalitional game: the division whose smallest excess is largest, then the next smallest, and so on.

    excess of S  =  sum over i in S of x_i - v(S)

over all divisions of v(N) that give everybody at least what it has alone.

Reference: D. Schmeidler (1969), The nucleolus of a characteristic function game, SIAM Journal on Applied Mathematics
17(6).
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.worths.lexicographic import lexicographic
from tertius.rules.worths.sets import members


def nucleolus(values: Floats) -> Floats:
    """(n,) what each player has.

    Args:
        values: (2^n,) v(S); player i is in the sets whose number has bit i. v of nobody is 0.

    Raises:
        ValueError: All together are worth less than the players alone, so there is nothing to divide so.
    """
    n = len(values).bit_length() - 1
    inside = members(n).astype(np.float64)
    scale = max(float(np.abs(values).max()), 1e-300)
    worth = values / scale
    alone = worth[[1 << i for i in range(n)]]
    if alone.sum() > worth[-1] + 1e-9:
        raise ValueError("all players together are worth less than each of them alone")
    if n == 1:
        return np.array([float(values[1])])
    proper = slice(1, len(values) - 1)
    x = lexicographic(inside[proper], worth[proper], inside[-1:], worth[-1:], np.eye(n), alone - 1e-12)
    return x * scale
