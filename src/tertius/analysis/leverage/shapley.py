"""Shapley values: what each of several features is worth, averaged over every order in which they could be added.

    phi_f  =  sum over S without f of  |S|! (n - |S| - 1)! / n!  (v(S + f) - v(S))

They add up to v(all) - v(none). The interaction of two features is the same average of what the second adds more when
the first is there: v(S + f + g) - v(S + f) - v(S + g) + v(S).

References: L. S. Shapley (1953), A value for n-person games, Contributions to the Theory of Games II; M. Grabisch and
M. Roubens (1999), An axiomatic approach to the concept of interaction among players in cooperative games,
International Journal of Game Theory 28, for the interaction; J. Castro, D. Gomez and J. Tejada (2009), Polynomial
calculation of the Shapley value based on sampling, Computers & Operations Research 36, for sampled orders.
"""

from __future__ import annotations

from math import factorial

import numpy as np

from tertius.rules.arrays import Flags, Floats, Ints


def subsets(features: int) -> Flags:
    """(2^n, n) every set of n features; feature f is in the sets whose number has bit f."""
    return np.asarray(np.arange(1 << features)[:, None] >> np.arange(features) & 1 == 1)


def shapley(values: Floats) -> Floats:
    """(n,) the Shapley value of every feature.

    Args:
        values: (2^n,) what every set of features is worth, in the order of `subsets`.
    """
    features = len(values).bit_length() - 1
    sets = np.arange(len(values))
    sizes = subsets(features).sum(axis=1)
    weight = np.array([factorial(s) * factorial(features - s - 1) for s in range(features)]) / factorial(features)
    worth = np.empty(features)
    for f in range(features):
        left = sets[sets >> f & 1 == 0]
        worth[f] = (weight[sizes[left]] * (values[left | 1 << f] - values[left])).sum()
    return worth


def interactions(values: Floats) -> Floats:
    """(n, n) the interaction of every two features; the diagonal is 0. Arguments as for `shapley`."""
    features = len(values).bit_length() - 1
    sets, extra = np.arange(len(values)), np.zeros((features, features))
    sizes = subsets(features).sum(axis=1)
    pairs = range(features - 1)
    weight = np.array([factorial(s) * factorial(features - s - 2) / factorial(features - 1) for s in pairs])
    for f in range(features):
        for g in range(f):
            left = sets[(sets >> f & 1 == 0) & (sets >> g & 1 == 0)]
            both, first, second = left | 1 << f | 1 << g, left | 1 << f, left | 1 << g
            change = values[both] - values[first] - values[second] + values[left]
            extra[f, g] = extra[g, f] = (weight[sizes[left]] * change).sum()
    return extra


def orders(features: int, pairs: int, seed: int) -> Ints:
    """(2 pairs, n) random orders of n features, each followed by its reverse; the same seed gives the same orders."""
    random = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(features,)))
    drawn = random.permuted(np.tile(np.arange(features), (pairs, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, features)


def prefixes(order: Ints) -> Flags:
    """(orders, n + 1, n) the sets that come about as the features of each order are added one by one."""
    features = order.shape[1]
    place = np.argsort(order, axis=1)
    return np.asarray(place[:, None, :] < np.arange(features + 1).reshape(1, -1, 1))
