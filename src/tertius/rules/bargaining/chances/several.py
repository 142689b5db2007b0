"""How likely a talk of more than two parties ends in a deal if one of them makes a last offer that all must accept.

The proposer i, drawn by power, knows its own type alone, and names among candidate deals x the one with the highest

    g_i(x; theta_i) prod_{j != i} P(g_j(x; theta_j) >= 0).

Candidates are the maximisers of weighted sums of the gains, at the middles, over a grid of weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.bargaining.chances.best import best_levels
from tertius.rules.bargaining.chances.curve import MIDDLE, box_of, met_sets
from tertius.rules.bargaining.chances.talk import Settled, side_of

CANDIDATES = 300
"""About so many weights."""

JOINT = 4096
"""So many joint draws of all parties' types, for P(zone)."""

UNTOUCHED = 1e-9
"""A party whose gain differs by no more from deal to deal, in points, is not touched by the levels."""


def weights_of(parties: int) -> Floats:
    """(C, m) weights on a grid of the simplex, no party quite without."""
    steps = 2
    while len(list(_splits(steps + 1, parties))) <= CANDIDATES:
        steps += 1
    grid = np.array(list(_splits(steps, parties)), np.float64) / steps
    mixed: Floats = 0.999 * grid + 0.001 / parties
    return mixed


def _splits(steps: int, parties: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to split so many steps between the parties."""
    for bars in combinations(range(steps + parties - 1), parties - 1):
        ends = (-1, *bars, steps + parties - 1)
        yield tuple(end - start - 1 for start, end in pairwise(ends))


def candidates_of(settled: Settled, talk: int, parties: Sequence[int]) -> Floats:
    """(C, n) the deals that a proposer may name."""
    weights = weights_of(len(parties)) / settled.answers.units[0, list(parties)]
    here, found = settled.structure.issue_talk == talk, []
    for met in met_sets(settled.demands(talk)):
        low, high = box_of(settled, talk, met)
        if (low <= high).all():
            sides = [side_of(settled, talk, actor, met, MIDDLE) for actor in parties]
            start = np.clip(settled.numbers.reference[0, here], low, high)
            found.append(best_levels(sides, weights, low, high, start))
    return np.unique(np.concatenate(found).round(9), axis=0)


def several_chances(gains: Sequence[Floats], power: Floats) -> tuple[float, float]:
    """P(zone) and P(deal) of a talk of several.

    Args:
        gains: For each party (N_i, C) the gains of its types at the candidates.
        power: (m,) powers, by which the proposer is drawn from those whom the levels touch: a mediator makes no offer.
    """
    accepts = [gain >= 0 for gain in gains]
    chance = np.array([accept.mean(axis=0) for accept in accepts])
    offers = np.array([np.ptp(gain, axis=1).max() > UNTOUCHED for gain in gains])
    b = np.where(offers, power, 0.0) if power[offers].sum() > 0 else np.where(offers, 1.0, 0.0)
    b = b / b.sum() if offers.any() else b
    deal = 0.0
    for i, gain in enumerate(gains):
        accepted = np.delete(chance, i, axis=0).prod(axis=0)
        worth = gain * accepted
        best = worth.argmax(axis=1)
        made = worth[np.arange(len(gain)), best] > 0
        deal += float(b[i] * np.where(made, accepted[best], 0.0).mean())
    return max(deal, _zone(accepts)), deal


def _zone(accepts: Sequence[np.ndarray]) -> float:
    """P(some candidate suits all), over joint draws of the types: the parties' are independent of each other."""
    stream = np.random.default_rng(0)
    suits = np.ones((JOINT, accepts[0].shape[1]), np.bool_)
    for accept in accepts:
        suits &= accept[stream.permutation(JOINT) % len(accept)]
    return float(suits.any(axis=1).mean())
