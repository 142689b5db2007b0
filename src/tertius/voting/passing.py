"""P(the measure passes): the votes of all voters added up one by one, with the probability of every total.

    f_0 = [nobody has voted],     f_v(t) = y_v f_(v-1)(t - w_v) + o_v f_(v-1)(t)

over the totals t up to the quotas, with y_v the probability that voter v votes yes and o_v that it does not stand in
the way otherwise: a + n, or a alone for one with a veto, whose no ends it. P(pass) is what stands where every quota is
met. Nothing is sampled. Voters are independent of each other; members of a bloc are one voter.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tertius.voting.grid import MOST_CELLS, cells_of, empty_grid, met, raised

__all__ = ["chance_of_passing"]

Floats = NDArray[np.float64]


def chance_of_passing(
    weights: Sequence[Sequence[int]], quotas: Sequence[int], veto: Sequence[bool], yes: Floats, abstain: Floats
) -> Floats:
    """(D,) P(the measure passes) in each of D draws.

    Args:
        weights: (V, M) what each voter counts for in each majority.
        quotas: (M,) what is needed.
        veto: (V,) whether the voter's no blocks.
        yes: (V, D) probability that the voter votes yes.
        abstain: (V, D) probability that it abstains; the rest is its no.

    Raises:
        LimitError: There are too many totals of votes.
    """
    step = max(1, MOST_CELLS // 4 // cells_of(quotas))
    parts = [
        _chance(weights, quotas, veto, yes[:, first : first + step], abstain[:, first : first + step])
        for first in range(0, yes.shape[1], step)
    ]
    return np.concatenate(parts) if parts else np.empty(0)


def _chance(
    weights: Sequence[Sequence[int]], quotas: Sequence[int], veto: Sequence[bool], yes: Floats, abstain: Floats
) -> Floats:
    draws, majorities = yes.shape[1], len(quotas)
    grid = np.repeat(empty_grid(quotas, (1,), np.float64), draws, axis=0)
    for voter, counts in enumerate(weights):
        y = yes[voter].reshape(-1, *(1,) * majorities)
        otherwise = abstain[voter].reshape(y.shape) if veto[voter] else 1 - y
        grid = y * raised(grid, counts) + otherwise * grid
    passed: Floats = np.clip(met(grid, majorities), 0.0, 1.0)
    return passed
