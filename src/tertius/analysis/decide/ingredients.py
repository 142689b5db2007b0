"""What the pool of a decision mixes: one distribution over the grid per ingredient, for many tables at once.

Everything here is on a scale from 0 to 1. A *kernel* of scale h around a level m is the logistic distribution

    F(x) = 1 / (1 + exp(-(x - m) / h))

on the cells of the grid; what it leaves below 0 or above 1 stands at the poles, where many decisions end.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.decide.parameters import INGREDIENTS, PoolParameters
from tertius.rules.decisions.challenge.challenge import challenge

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GRID = np.arange(101) / 100
"""(N,) the levels that a pooled decision can take: every hundredth of the scale."""

_EDGES = (GRID[:-1] + GRID[1:]) / 2


class Tables(NamedTuple):
    """D tables of the same I actors.

    Attributes:
        positions: (D, I) from 0 to 1.
        saliences: (D, I) from 0 to 1.
        capabilities: (D, I) 0 or more.
        references: (D,) from 0 to 1; nan where it is not known.
        parliament: (I,) whether the actor is the Parliament.
    """

    positions: Floats
    saliences: Floats
    capabilities: Floats
    references: Floats
    parliament: Flags


class Features(NamedTuple):
    """What of a table the kernels depend on; it also shows whether the table is like those that the pool was fitted on.

    Attributes:
        weights: (D, I) shares of the weights w_i = c_i^a s_i.
        means: (D,) m = sum_i w_i x_i.
        spreads: (D,) v = sqrt(sum_i w_i (x_i - m)^2).
    """

    weights: Floats
    means: Floats
    spreads: Floats


def features_of(tables: Tables, exponent: float) -> Features:
    """The features of every table.

    Raises:
        ValueError: In one of them nobody has any weight.
    """
    raw = np.where(tables.capabilities > 0, tables.capabilities, 0) ** exponent * tables.saliences
    raw[tables.capabilities <= 0] = 0
    total = raw.sum(axis=1, keepdims=True)
    if not (total > 0).all():
        raise ValueError("nobody has any weight")
    w, x = raw / total, tables.positions
    means = (w * x).sum(axis=1)
    return Features(w, means, np.sqrt((w * (x - means[:, None]) ** 2).sum(axis=1)))


def ingredients_of(tables: Tables, features: Features, parameters: PoolParameters) -> tuple[Floats, Flags]:
    """Every ingredient of every table, in the order of `INGREDIENTS`.

    Returns:
        (D, K, N) chances of each level of the grid, and (D, K) whether the ingredient is there; without a reference,
        or a Parliament, theirs is not, and its chances are 0.
    """
    h, w, x = parameters.widths, features.weights, tables.positions
    here = w > 0
    middle = (np.where(here, x, np.inf).min(axis=1) + np.where(here, x, -np.inf).max(axis=1)) / 2
    medians = challenge_medians(tables, parameters.rounds, parameters.challenge_exponents)
    seated = tables.parliament & here
    near, alone = np.full((1, 1), h.level), np.ones((len(x), 1))
    kernels: dict[str, tuple[Floats, Floats, Floats]] = {  # their levels, scale and shares
        "positions": (x, near, w),
        "weighted-mean": (
            features.means[:, None], np.maximum(h.mean * features.spreads[:, None], h.mean_least), alone,
        ),
        "challenge": (medians, near, np.full(medians.shape, 1 / medians.shape[1])),
        "midpoint": (middle[:, None], near, alone),
        "reference": (tables.references[:, None], near, alone),
        "parliament": (x, near, seated / np.maximum(seated.sum(axis=1, keepdims=True), 1)),
    }  # fmt: skip
    chances = np.stack([mixture_of_kernels(*kernels[name]) for name in INGREDIENTS], axis=1)
    there = np.ones(chances.shape[:2], np.bool_)
    there[:, INGREDIENTS.index("reference")] = np.isfinite(tables.references)
    there[:, INGREDIENTS.index("parliament")] = seated.any(axis=1)
    return np.where(there[:, :, None], chances, 0.0), there


def challenge_medians(tables: Tables, rounds: int, exponents: Sequence[float]) -> Floats:
    """(D, E E rounds) the weighted median after each round of `challenge`, variant `printed`.

    Played with c^a and s^b for every pair of exponents: a round may go otherwise if one number is a little different,
    and the average of several versions hangs less on any one. Actors without capability play no part; one that does
    not care has no weight, but can be challenged. Where the rounds end early, the last stands for those that were not
    played.
    """
    versions = list(product(exponents, exponents))
    medians = np.empty((len(tables.positions), len(versions), rounds))
    for d, (x, s, c) in enumerate(zip(tables.positions, tables.saliences, tables.capabilities, strict=True)):
        here = c > 0
        for v, (a, b) in enumerate(versions):
            played = challenge(x[here], s[here] ** b, c[here] ** a, "printed", rounds).medians
            medians[d, v] = played[np.minimum(np.arange(1, rounds + 1), len(played) - 1)]
    return medians.reshape(len(medians), -1)


def mixture_of_kernels(levels: Floats, scale: Floats, shares: Floats) -> Floats:
    """(D, N) chances of each level of the grid: kernels around (D, J) levels, mixed by shares (D, J).

    `scale` and `shares` may be of any shape that can be broadcast to that of `levels`.
    """
    from scipy.special import expit

    below = np.zeros((len(levels), len(GRID) + 1))
    below[:, -1] = 1
    z = (_EDGES - levels[:, :, None]) / np.broadcast_to(scale, levels.shape)[:, :, None]
    below[:, 1:-1] = np.einsum("dj,djn->dn", shares, expit(z))
    return np.diff(below, axis=1)
