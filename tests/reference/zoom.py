"""A zooming grid: the highest point of a quasi-concave function on the unit box, without derivatives.

The search is nested: for every level of the first issue on a grid, the best levels of the others are found
by the same search, and the grid then closes in on the best level's two neighbours. The best value over some
issues of a quasi-concave function is quasi-concave in the rest, so the highest point always lies between
these neighbours: no ridge, however narrow or oblique, can hide it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Term = Callable[[Floats], Floats]
Objective = Callable[[Floats], Floats]

RESOLUTION = 1e-13
MOST_ROUNDS = 24
HALF_OF_GRID = {1: 16, 2: 10, 3: 6}


def find_highest(terms: Sequence[Term], base: Floats, objective: Objective, hints: Floats) -> tuple[float, Floats]:
    """The highest value of ``objective(base + sum_k terms[k](x_k))`` and the levels x that reach it.

    Args:
        terms: Per issue k, what a level adds to each row: an array of levels gives (rows, *levels.shape).
        base: (rows,) what the rows hold before any issue adds to it.
        objective: From (rows, ...) to values (...); quasi-concave in the levels.
        hints: (issues,) levels to look around first; they change the speed, not the answer.
    """
    half = HALF_OF_GRID.get(len(terms), 4)
    value, levels = _climb(terms, base, objective, [np.array(hint) for hint in hints], half)
    return float(value), np.array([float(level) for level in levels])


def _climb(
    terms: Sequence[Term], rows: Floats, objective: Objective, hints: Sequence[Floats], half: int
) -> tuple[Floats, list[Floats]]:
    """Highest values and levels of the issues left, for a whole batch of levels of the issues before."""
    batch = rows.shape[1:]
    low, high = np.zeros(batch), np.ones(batch)
    best = np.broadcast_to(hints[0], batch)
    deeper = list(hints[1:])
    steps = np.logspace(-7, 0, half)
    for _ in range(MOST_ROUNDS):
        grid = _grid_around(low, best, high, steps)
        partial = rows[..., None] + terms[0](grid)
        if deeper:
            values, inner = _climb(terms[1:], partial, objective, [hint[..., None] for hint in deeper], half)
        else:
            values, inner = objective(partial), []
        top = np.argmax(values, axis=-1)
        # Points coincide where the old best was an end of the window: take the one in the middle.
        top = np.where(_at(grid, top) == best, half, top)
        value, best = _at(values, top), _at(grid, top)
        deeper = [_at(level, top) for level in inner]
        low, high = _at(grid, np.maximum(top - 1, 0)), _at(grid, np.minimum(top + 1, 2 * half))
        if np.max(high - low) <= RESOLUTION:
            break
        steps = np.arange(1, half + 1) / half
    return value, [best, *deeper]


def _grid_around(low: Floats, middle: Floats, high: Floats, steps: Floats) -> Floats:
    """Points from low over the middle to high; ``steps`` rise to 1 and are shares of the way to the ends."""
    half = len(steps)
    grid = np.empty((*middle.shape, 2 * half + 1))
    grid[..., :half] = middle[..., None] - (middle - low)[..., None] * steps[::-1]
    grid[..., half] = middle
    grid[..., half + 1 :] = middle[..., None] + (high - middle)[..., None] * steps
    grid[..., 0], grid[..., -1] = low, high
    return grid


def _at(array: Floats, index: NDArray[np.int64]) -> Floats:
    """The entries at ``index`` along the last axis."""
    rows = array.reshape(-1, array.shape[-1])
    return rows[np.arange(len(rows)), index.ravel()].reshape(index.shape)
