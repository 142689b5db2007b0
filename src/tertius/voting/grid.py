"""Totals of votes as a grid: the generating function prod (1 + y z^w), kept up to the quotas.

A grid has some leading axes (draws, sizes of coalitions, probabilities) and then one axis for each majority, with
the places 0 to q. A total beyond the quota stands at the quota: it counts for no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.errors import LimitError, Problem

__all__ = ["MOST_CELLS", "cells_of", "empty_grid", "met", "raised"]

MOST_CELLS = 20_000_000
"""Places of the largest grid that is worked on."""


def cells_of(quotas: Sequence[int], leading: int = 1) -> int:
    """How many places a grid has.

    Raises:
        LimitError: It is too large to be worked on.
    """
    cells = leading * prod(quota + 1 for quota in quotas)
    if cells > MOST_CELLS:
        found = f"the totals of votes in this body take {cells:.2g} places"
        legal = f"at most {MOST_CELLS:.2g} are worked on"
        raise LimitError([Problem(found=found, legal=legal, suggestion="round the weights to fewer digits")])
    return cells


def empty_grid(quotas: Sequence[int], leading: Sequence[int], dtype: Any) -> NDArray[Any]:
    """A grid on which nobody has voted yet; its leading axes are all at their first place."""
    grid = np.zeros((*leading, *(quota + 1 for quota in quotas)), dtype=dtype)
    grid[(0,) * grid.ndim] = 1
    return grid


def raised(grid: NDArray[Any], weights: Sequence[int]) -> NDArray[Any]:
    """The grid after a vote for the measure: every total higher by the weights, at most the quota."""
    first = grid.ndim - len(weights)
    for axis, weight in enumerate(weights, first):
        if weight:
            grid = _raised(grid, weight, axis)
    return grid


def _raised(grid: NDArray[Any], weight: int, axis: int) -> NDArray[Any]:
    higher = np.zeros_like(grid)
    old, new = np.moveaxis(grid, axis, -1), np.moveaxis(higher, axis, -1)
    top = old.shape[-1] - 1
    new[..., weight:] = old[..., : top + 1 - weight]
    new[..., top] += old[..., top + 1 - weight :].sum(axis=-1)
    return higher


def met(grid: NDArray[Any], majorities: int) -> NDArray[Any]:
    """What stands where every quota is met."""
    corner: NDArray[Any] = grid.reshape(*grid.shape[: grid.ndim - majorities], -1)[..., -1]
    return corner
