"""What the pool knows at every cut of the scale: how much speaks for a decision at or below it.

Everything here is on a scale from 0 to 1. Between every two levels of the grid there is a cut t, and at each

    L     log((q + .05) / (1 - q + .05)),  q the share of the medians of `challenge` below t
    mid   -1, 0 or 1: t lies below, at or above the middle of the outermost positions
    ep    likewise of the position of the Parliament; 0 without one
    core  2 (t - m),  m the weighted mean, kept to the levels that no majority overturns

All four rise with t, and all change their sign where the scale is turned round.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.decide.parameters import PoolParameters
from tertius.rules.decisions.challenge.challenge import challenge
from tertius.rules.decisions.core import kept_to_core
from tertius.rules.decisions.votes import Votes, majority

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

GRID = np.arange(101) / 100
"""(N,) the levels that a pooled decision can take: every hundredth of the scale."""

CUTS = (GRID[:-1] + GRID[1:]) / 2
"""(N - 1,) the cuts between them."""

LEAST_ODDS = 0.05
"""What is added to both sides of the medians, so that all of them together do not make certain."""

MOST = 2.0
"""How steep the ramp of the core is: the half of the scale counts 1."""

_SAME = 1e-9
"""Levels this close are at a cut, and neither below nor above it."""


class Tables(NamedTuple):
    """D tables of the same I actors.

    Attributes:
        positions: (D, I) from 0 to 1.
        saliences: (D, I) from 0 to 1.
        capabilities: (D, I) 0 or more.
        parliament: (I,) whether the actor is the Parliament.
        member: (I,) whether it is a member of the Council of the European Union.
        votes: Whose votes decide; None if it is not known.
        quota: Without votes, the share of the capability that decides; None if that is not known either.
    """

    positions: Floats
    saliences: Floats
    capabilities: Floats
    parliament: Flags
    member: Flags
    votes: Votes | None = None
    quota: float | None = None

    def part(self, at: slice) -> Tables:
        """Some of the tables."""
        return self._replace(
            positions=self.positions[at], saliences=self.saliences[at], capabilities=self.capabilities[at]
        )


class Features(NamedTuple):
    """What of a table the cuts depend on; it also shows whether the table is like those that the pool was fitted on.

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


def cuts_of(tables: Tables, features: Features, parameters: PoolParameters) -> Floats:
    """(D, 4, N - 1) what speaks for a decision below every cut, in the order of `PARTS`."""
    here, x = features.weights > 0, tables.positions
    medians = challenge_medians(tables, parameters.rounds, parameters.challenge_exponents)
    below = (1 + _sides(medians)).mean(axis=1) / 2
    middle = (np.where(here, x, np.inf).min(axis=1) + np.where(here, x, -np.inf).max(axis=1)) / 2
    seated = tables.parliament & (tables.capabilities > 0)
    parliament = np.where(seated[:, :, None], _sides(x), 0.0).sum(axis=1) / np.maximum(seated.sum(axis=1), 1)[:, None]
    return np.stack(
        [
            np.log((below + LEAST_ODDS) / (1 - below + LEAST_ODDS)),
            _sides(middle[:, None])[:, 0],
            parliament,
            MOST * (CUTS - cores_of(tables, features, parameters)[:, None]),
        ],
        axis=1,
    )


def below_cuts(cuts: Floats, weights: Floats) -> Floats:
    """(D, N - 1) F(t), the probability of a decision below each cut: sigma(sum_k b_k z_k(t)) of (4,) weights b."""
    from scipy.special import expit

    return np.asarray(expit(np.einsum("k,dkn->dn", weights, cuts)))


def chances_of(below: Floats) -> Floats:
    """(D, N) the chances of the levels, from the probabilities of what is below the cuts between them."""
    ends = np.zeros((len(below), 1))
    return np.diff(np.concatenate([ends, below, ends + 1], axis=1), axis=1)


def _sides(levels: Floats) -> Floats:
    """(D, J, N - 1) on which side of (D, J) levels every cut lies: -1 below, 0 at, 1 above."""
    apart = CUTS - levels[:, :, None]
    return np.where(np.abs(apart) <= _SAME, 0.0, np.sign(apart))


def cores_of(tables: Tables, features: Features, parameters: PoolParameters) -> Floats:
    """(D,) the weighted mean of each table, kept to the levels that no majority overturns.

    The majority is that of the votes; without them that of the capabilities, by the quota that is given. Of members of
    the Council of which neither is known it is a majority of their capability as large as that of the treaties. Of
    anybody else nothing is known, and the mean stays where it is.
    """
    quota, counted = tables.quota, np.ones(tables.positions.shape[1], np.bool_)
    if tables.votes is None and quota is None and tables.member.any():
        quota, counted = parameters.quota, tables.member
    kept = features.means.copy()
    for d, (x, c) in enumerate(zip(tables.positions, tables.capabilities, strict=True)):
        votes = tables.votes
        if votes is None and quota is not None and (c * counted).sum() > 0:
            votes = majority(c * counted, quota)
        if votes is not None:
            kept[d] = kept_to_core(kept[d], x, votes)
    return kept


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
