"""`challenge`, one table: expected utilities of every dyad, and rounds of moves.

x (N,) positions; w (N,) capability times salience; s (N,) salience in [0, 1]; r (N,) risk exponents; `span` the
range of the positions before the first round. The page of the rule has the equations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled import entry, kernel, maker

Floats = NDArray[np.float64]
STAY, CONFLICT, COMPROMISE, CAPITULATE = 0, 1, 2, 3

EVEN = 1e-12
"""Weights this close to half of the total are half of it: sums of the same weights differ in their last bits."""


@maker
def _middle(x: Floats, w: Floats) -> float:
    """The weighted median; halfway between two positions that split the weight evenly."""
    order = np.argsort(x)
    half = w.sum() / 2
    slack = half * EVEN
    below = 0.0
    for place in range(len(x)):
        below += w[order[place]]
        if below > half + slack:
            return float(x[order[place]])
        if below >= half - slack:
            beyond = place + 1
            while beyond < len(x) - 1 and w[order[beyond]] == 0:
                beyond += 1
            return float((x[order[place]] + x[order[min(beyond, len(x) - 1)]]) / 2)
    return float(x[order[len(x) - 1]])


@maker
def _chances(x: Floats, w: Floats, r: Floats, span: float, pairwise: bool) -> Floats:
    """(N, N) P_ij, that i wins against j: votes for i, over the votes of the dyad or of all ordered pairs."""
    size = len(x)
    votes = np.zeros((size, size))
    loss = np.empty(size)
    for k in range(size):
        for i in range(size):
            loss[i] = w[k] * (abs(x[k] - x[i]) / span) ** r[k]
        for i in range(size):
            for j in range(size):
                votes[i, j] += max(loss[j] - loss[i], 0.0)
    everything = 2 * votes.sum()
    chances = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            total = votes[i, j] + votes[j, i] if pairwise else everything
            chances[i, j] = votes[i, j] / total if total > 0 else 0.5
    return chances


@kernel
def _utility(distance: float, salience: float, chance: float, risk: float, quo: float) -> float:
    """E(U_ij) for a target with this salience, without the part (1 - Q) U_b of a challenge that is not made."""
    same = 2 - 4 * 0.5**risk
    if distance == 0:
        return float((1 - quo) * same)
    success = 2 - 4 * (0.5 - 0.5 * distance) ** risk
    failure = 2 - 4 * (0.5 + 0.5 * distance) ** risk
    return float(salience * (chance * success + (1 - chance) * failure) + (1 - salience) * success - quo * same)


@kernel
def _better(distance: float, middle: float, risk: float) -> float:
    """U_b: the others' policies become better for i without a challenge."""
    return float(2 - 4 * (0.5 - 0.25 * (middle + distance)) ** risk)


@maker
def _risks(x: Floats, s: Floats, chances: Floats, span: float, mu: float, quo: float) -> Floats:
    """(N,) r_i, from what all others expect of challenging i while nobody minds risk."""
    size = len(x)
    security = np.zeros(size)
    for i in range(size):
        for j in range(size):
            distance = abs(x[i] - x[j]) / span
            security[i] += _utility(distance, s[i], chances[j, i], 1.0, quo)
            if quo < 1:
                security[i] -= (1 - quo) * _better(distance, abs(x[j] - mu) / span, 1.0)
    low, high = security.min(), security.max()
    if high - low <= EVEN * max(abs(low), abs(high)):
        return np.ones(size)
    danger = (2 * security - high - low) / (high - low)
    return np.asarray((1 - danger / 3) / (1 + danger / 3))


@entry
def utilities_of_round(x: Floats, w: Floats, s: Floats, span: float, pairwise: bool, quo: float) -> Any:
    """What every actor expects of every dyad.

    Returns:
        (N, N) a, E(U_ij) as i sees it; (N, N) b, E(U_ji) as i sees it (`pairwise`: as j does); (N,) r; mu.
    """
    size = len(x)
    mu = _middle(x, w)
    r = _risks(x, s, _chances(x, w, np.ones(size), span, pairwise), span, mu, quo)
    chances = _chances(x, w, r, span, pairwise)
    a, b = np.zeros((size, size)), np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            distance = abs(x[i] - x[j]) / span
            other = r[j] if pairwise else r[i]
            a[i, j] = _utility(distance, s[j], chances[i, j], r[i], quo)
            b[i, j] = _utility(distance, s[i], chances[j, i], other, quo)
            if quo < 1:
                a[i, j] -= (1 - quo) * _better(distance, abs(x[i] - mu) / span, r[i])
                b[i, j] -= (1 - quo) * _better(distance, abs(x[j] - mu) / span, other)
    return a, b, r, mu


@kernel
def _kind(a: float, b: float) -> int:
    """What i has to do about j, if anything."""
    if b <= 0 or a >= b:
        return STAY
    if a > 0:
        return CONFLICT
    if a == 0:
        return STAY
    return COMPROMISE if b > -a else CAPITULATE


@entry
def middles(positions: Floats, w: Floats) -> Floats:
    """(T,) the weighted median of each row of (T, N) positions."""
    return np.array([_middle(row, w) for row in positions])


@entry
def challenge_rounds(
    x: Floats, w: Floats, s: Floats, span: float, pairwise: bool, quo: float, rounds: int, still: float
) -> Any:
    """Play rounds until nobody moves by more than `still`, or positions return, or there have been `rounds`.

    Returns:
        (T + 1, N) positions; (T, N) kinds of moves; (T, N) who made each actor move, -1 if nobody; (T, N) r;
        the round whose positions came back, -1 if none did; whether all stood still at the end.
    """
    size = len(x)
    positions = np.empty((rounds + 1, size))
    kinds = np.zeros((rounds, size), np.int64)
    movers = np.full((rounds, size), -1)
    risks = np.ones((rounds, size))
    positions[0] = x
    for t in range(rounds):
        here = positions[t]
        a, b, r, _ = utilities_of_round(here, w, s, span, pairwise, quo)
        risks[t] = r
        for i in range(size):
            positions[t + 1, i] = here[i]
            worth = np.inf
            for j in range(size):
                kind = _kind(a[i, j], b[i, j]) if here[i] != here[j] else STAY
                if kind == STAY or (kinds[t, i] != STAY and kind > kinds[t, i]):
                    continue
                share = -a[i, j] / b[i, j] if kind == COMPROMISE else 1.0
                goal = here[i] + share * (here[j] - here[i])
                rank = abs(goal - here[i])
                if kind == COMPROMISE and not pairwise:
                    rank = (-a[i, j] * here[i] + b[i, j] * here[j]) / (b[i, j] - a[i, j])
                if kinds[t, i] == STAY or kind < kinds[t, i] or rank < worth:
                    kinds[t, i], movers[t, i], positions[t + 1, i], worth = kind, j, goal, rank
        played = t + 1
        if np.abs(positions[played] - here).max() <= still:
            return positions[: played + 1], kinds[:played], movers[:played], risks[:played], -1, True
        for earlier in range(played):
            if np.abs(positions[played] - positions[earlier]).max() <= still:
                return positions[: played + 1], kinds[:played], movers[:played], risks[:played], earlier, False
    return positions, kinds, movers, risks, -1, False
