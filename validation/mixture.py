"""The mixture that the pool was before: here only so that its successor can be held against it.

    P(level) = sum_k p_k P_k(level)

with kernels around the positions, the weighted mean, the medians of `challenge`, the middle between the outermost
positions, the reference and the position of the Parliament. The shares p are the softmax of z, fitted by

    min over z of  mean over issues of CRPS(sum_k p_k P_k, outcome) + RIDGE sum_k z_k^2

Everything is on a scale from 0 to 1. A *kernel* of scale h around a level m is the logistic distribution on the
cells of the grid; what it leaves below 0 or above 1 stands at the poles.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tertius.analysis.decide.cuts import CUTS, GRID, Features, Tables, challenge_medians, features_of
from tertius.analysis.decide.parameters import pool_parameters
from tertius.analysis.decide.pool import tables_of
from tertius.studies.deu_tables import DecidedTable

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

INGREDIENTS = ("positions", "weighted-mean", "challenge", "midpoint", "reference", "parliament")
RIDGE = 0.03
LEVEL, MEAN, MEAN_LEAST = 0.01, 0.4, 0.02
"""Widths of the kernels: around a level, around the weighted mean as a share of the spread, and that one at least."""


def ingredients_of(tables: Tables, features: Features, reference: float | None) -> tuple[Floats, Flags]:
    """(K, N) every ingredient of one table, and (K,) whether it is there."""
    w, x, known = features.weights, tables.positions, pool_parameters()
    here = w > 0
    middle = (np.where(here, x, np.inf).min(axis=1) + np.where(here, x, -np.inf).max(axis=1)) / 2
    medians = challenge_medians(tables, known.rounds, known.challenge_exponents)
    seated = tables.parliament & here
    near, alone = np.full((1, 1), LEVEL), np.ones((1, 1))
    spread = np.maximum(MEAN * features.spreads[:, None], MEAN_LEAST)
    kernels: dict[str, tuple[Floats, Floats, Floats]] = {  # their levels, scale and shares
        "positions": (x, near, w),
        "weighted-mean": (features.means[:, None], spread, alone),
        "challenge": (medians, near, np.full(medians.shape, 1 / medians.shape[1])),
        "midpoint": (middle[:, None], near, alone),
        "reference": (np.array([[np.nan if reference is None else reference]]), near, alone),
        "parliament": (x, near, seated / np.maximum(seated.sum(axis=1, keepdims=True), 1)),
    }
    chances = np.concatenate([mixture_of_kernels(*kernels[name]) for name in INGREDIENTS])
    there = np.ones(len(INGREDIENTS), np.bool_)
    there[INGREDIENTS.index("reference")] = reference is not None
    there[INGREDIENTS.index("parliament")] = bool(seated.any())
    return np.where(there[:, None], chances, 0.0), there


def mixture_of_kernels(levels: Floats, scale: Floats, shares: Floats) -> Floats:
    """(D, N) chances of each level of the grid: kernels around (D, J) levels, mixed by shares (D, J).

    `scale` and `shares` may be of any shape that can be broadcast to that of `levels`.
    """
    from scipy.special import expit

    below = np.zeros((len(levels), len(GRID) + 1))
    below[:, -1] = 1
    z = (CUTS - levels[:, :, None]) / np.broadcast_to(scale, levels.shape)[:, :, None]
    below[:, 1:-1] = np.einsum("dj,djn->dn", shares, expit(z))
    return np.diff(below, axis=1)


class Material:
    """The ingredients of many issues, as the quadratic forms that the CRPS is made of.

    CRPS_i(p) = p'Q_i p - 2 b_i'p + c_i, in points of the scale from 0 to 100
    """

    def __init__(self, tables: Sequence[DecidedTable]) -> None:
        outcomes = np.array([table.outcome for table in tables])
        parts = [_ingredients(table) for table in tables]
        self.chances = np.stack([chances for chances, _ in parts])
        cdf = np.cumsum(self.chances, axis=2)[:, :, :-1]
        # The outcome may lie inside a cell of the grid: the share of the cell that is above it counts.
        above = np.clip(100 * GRID[None, 1:] - outcomes[:, None], 0, 1)
        self.there = np.stack([there for _, there in parts])
        self.quadratic = np.einsum("ikn,iln->ikl", cdf, cdf)
        self.linear = np.einsum("ikn,in->ik", cdf, above)
        self.constant = above.sum(axis=1)

    def shares(self, z: Floats, use: NDArray[np.bool_], at: NDArray[np.intp]) -> Floats:
        """The shares of those ingredients that are there and used."""
        raw = np.where(self.there[at] & use, np.exp(z - z.max()), 0.0)
        return np.asarray(raw / raw.sum(axis=1, keepdims=True))

    def crps(self, z: Floats, use: NDArray[np.bool_], at: NDArray[np.intp]) -> Floats:
        """The score of each issue."""
        p = self.shares(z, use, at)
        return np.asarray(
            np.einsum("ik,ikl,il->i", p, self.quadratic[at], p) - 2 * (self.linear[at] * p).sum(1) + self.constant[at]
        )

    def fit(self, use: NDArray[np.bool_], at: NDArray[np.intp], ridge: float) -> Floats:
        """The z of the shares that score best on these issues."""

        def loss(z: Floats) -> tuple[float, Floats]:
            p = self.shares(z, use, at)
            slope = 2 * (np.einsum("ikl,il->ik", self.quadratic[at], p) - self.linear[at])
            gradient = (p * (slope - (p * slope).sum(axis=1, keepdims=True))).mean(axis=0)
            return float(self.crps(z, use, at).mean() + ridge * (z**2).sum()), gradient + 2 * ridge * z

        return np.asarray(minimize(loss, np.zeros(len(use)), jac=True, method="L-BFGS-B", tol=1e-12).x)

    def below(self, z: Floats, at: NDArray[np.intp]) -> Floats:
        """(T, N - 1) the probabilities of what is below the cuts."""
        use = np.ones(len(INGREDIENTS), np.bool_)
        mixed = np.einsum("ik,ikn->in", self.shares(z, use, at), self.chances[at])
        return np.asarray(np.cumsum(mixed, axis=1)[:, :-1])


def _ingredients(table: DecidedTable) -> tuple[Floats, Flags]:
    rows = (table.positions[None], table.saliences[None], table.capabilities[None])
    one = tables_of(*rows, table.roles, table.votes, None, (0.0, 100.0))
    reference = None if table.reference is None else table.reference / 100
    return ingredients_of(one, features_of(one, pool_parameters().exponent), reference)
