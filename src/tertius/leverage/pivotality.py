"""Pivotality: in how many of the contests that the table is about one actor's side decides.

In a contest between two positions a < b everybody with weight stands behind the nearer one (in the middle: behind
neither), with w_k = c_k s_k. Actor i is pivotal in it if the result would be another had i stood on the other side:

    |W_a - W_b| <= 2 w_i   for an i on the winning side or in a tie;  <= w_i for one in the middle

(a tie counts as a result of its own). Its **pivotality** is the share of all contests between two different positions
of the table in which it is pivotal. Shapley and Shubik's index asks the same of all coalitions, whoever stands where;
this one asks it of the contests that can come up here. It does not depend on a rule.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

__all__ = ["pivotality"]

Floats = NDArray[np.float64]

EVEN = 1e-12
"""Weights this close, as a share of all weight, tie."""


def pivotality(positions: Floats, weights: Floats) -> Floats:
    """The pivotality of every actor.

    Args:
        positions: (I,) on any scale.
        weights: (I,) 0 or more.

    Returns:
        (I,) shares from 0 to 1; all 0 if all stand at one place.
    """
    places = np.unique(positions[weights > 0])
    pivotal = np.zeros(len(positions))
    contests = list(combinations(places, 2))
    slack = EVEN * weights.sum()
    for low, high in contests:
        side = np.sign(np.abs(positions - low) - np.abs(positions - high))  # -1: behind the lower, 1: the higher
        lead = side @ weights
        switched = lead - side * 2 * weights
        entered = np.stack([lead - weights, lead + weights])
        result = _sign(lead, slack)
        turned = _sign(switched, slack) != result
        joined = (_sign(entered, slack) != result).any(axis=0)
        pivotal += np.where(weights <= 0, False, np.where(side == 0, joined, turned))
    return pivotal / max(1, len(contests))


def _sign(lead: Floats, slack: float) -> Floats:
    return np.where(np.abs(lead) <= slack, 0.0, np.sign(lead))
