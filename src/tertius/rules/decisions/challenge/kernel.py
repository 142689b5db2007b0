"""`challenge`, one table: expected utilities of every dyad, and rounds of moves.

x (N,) positions; w (N,) capability times salience; s (N,) salience in [0, 1]; r (N,) risk exponents; `span` the
range of the positions before the first round. The page of the rule has the equations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled.decorators import entry, kernel, maker

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STAY, CONFLICT, COMPROMISE, CAPITULATE = 0, 1, 2, 3

HALF = float(np.log(0.5))

EVEN = 1e-12
"""Weights this close to half of the total are half of it: sums of the same weights differ in their last bits."""


@maker
def _middle(x: Floats, w: Floats, order: Ints) -> float:
    """The weighted median; halfway between two positions that split the weight evenly. `order` sorts the positions."""
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
def _logs(x: Floats, span: float, room: Floats) -> None:
    """Writes the logarithms of D, 0.5 - 0.5 D and 0.5 + 0.5 D of every pair into room[3], [4] and [5].

    They are the same from both sides and for every risk exponent: y^r is then exp(r log y), without a power.
    """
    size = len(x)
    for i in range(size):
        room[3, i, i], room[4, i, i], room[5, i, i] = -np.inf, HALF, HALF
        for j in range(i):
            distance = abs(x[i] - x[j]) / span
            room[3, i, j] = room[3, j, i] = np.log(distance)
            room[4, i, j] = room[4, j, i] = np.log(0.5 - 0.5 * distance)
            room[5, i, j] = room[5, j, i] = np.log(0.5 + 0.5 * distance)


@kernel
def _lose(
    y: Floats, weight: float, risk: float, order: Ints, k: int, span: float, plain: bool, logs: Floats, loss: Floats
) -> None:
    """Writes w_k D_ki^r_k for every i in the order of the positions y, once for each place, into row k of `loss`."""
    for i in range(len(y)):
        if i > 0 and y[i] == y[i - 1]:
            loss[k, i] = loss[k, i - 1]
        else:
            loss[k, i] = weight * (abs(y[k] - y[i]) / span if plain else np.exp(risk * logs[order[k], order[i]]))


@maker
def _vote(x: Floats, w: Floats, r: Floats, order: Ints, span: float, plain: bool, room: Floats) -> None:
    """Writes votes_ij, the sum over all k of max(0, w_k (D_kj^r_k - D_ki^r_k)), into room[0].

    Who stands on i's side of the middle between i and j votes for i. In the order of the positions these are the first
    or the last so many, so that votes_ij is a difference of two sums over them, and all votes take O(N^2).
    """
    size = len(x)
    y = x[order]
    votes, first, last = room[0], room[1], room[2]
    loss = votes  # until the sums are made
    first[0], last[size] = 0, 0
    for k in range(size):
        _lose(y, w[order[k]], r[order[k]], order, k, span, plain, room[3], loss)
        for i in range(size):
            first[k + 1, i] = first[k, i] + loss[k, i]
    for k in range(size - 1, -1, -1):
        for i in range(size):
            last[k, i] = last[k + 1, i] + loss[k, i]
    for i in range(size):
        row = votes[order[i]]
        row[order[i]] = 0
        place = 0
        for j in range(i):
            while place < size and 2 * y[place] <= y[i] + y[j]:
                place += 1
            row[order[j]] = max(last[place, j] - last[place, i], 0.0)
        for j in range(i + 1, size):
            while place < size and 2 * y[place] < y[i] + y[j]:
                place += 1
            row[order[j]] = max(first[place, j] - first[place, i], 0.0)


@kernel
def _everything(votes: Floats, pairwise: bool) -> float:
    """Twice the votes of all ordered pairs, which chances are shares of; 0 for the votes of the dyad."""
    return 0.0 if pairwise else float(2 * votes.sum())


@kernel
def _chance(votes: Floats, i: int, j: int, everything: float) -> float:
    """P_ij, that i wins against j."""
    total = everything if everything > 0 else votes[i, j] + votes[j, i]
    return float(votes[i, j] / total) if total > 0 else 0.5


@kernel
def _worth(closeness: float, risk: float) -> float:
    """2 - 4 y^r: U_s of y = 0.5 - 0.5 D, U_f of 0.5 + 0.5 D, U_sq of 0.5 and U_b of 0.5 - 0.25 (M + D)."""
    return float(2 - 4 * closeness**risk)


@kernel
def _challenging(success: float, failure: float, salience: float, chance: float) -> float:
    """E(U_ij) of challenging a target with this salience, without what there is if nobody challenges."""
    if success == failure:
        return success
    return salience * (chance * success + (1 - chance) * failure) + (1 - salience) * success


@kernel
def _waiting(same: float, distance: float, middle: float, risk: float, quo: float) -> float:
    """Q U_sq + (1 - Q) U_b: what i has without a challenge; as others come to terms its policies become better."""
    if quo == 1:
        return same
    return float(quo * same + (1 - quo) * _worth(0.5 - 0.25 * (middle + distance), risk))


@maker
def _risks(x: Floats, s: Floats, votes: Floats, span: float, mu: float, pairwise: bool, quo: float) -> Floats:
    """(N,) r_i, from what all others expect of challenging i while nobody minds risk."""
    size = len(x)
    everything = _everything(votes, pairwise)
    security = np.zeros(size)
    for j in range(size):
        for i in range(size):
            distance = abs(x[i] - x[j]) / span
            success, failure = 2 * distance, -2 * distance
            security[i] += _challenging(success, failure, s[i], _chance(votes, j, i, everything))
            security[i] -= _waiting(0.0, distance, abs(x[j] - mu) / span, 1.0, quo)
    low, high = security.min(), security.max()
    if high - low <= EVEN * max(abs(low), abs(high)):
        return np.ones(size)
    danger = (2 * security - high - low) / (high - low)
    return np.asarray((1 - danger / 3) / (1 + danger / 3))


@maker
def _expect(
    x: Floats, w: Floats, s: Floats, order: Ints, mu: float, span: float, pairwise: bool, quo: float, room: Floats
) -> Floats:
    """Writes a and b of `utilities_of_round` into room[1] and room[2]; gives r.

    `order` sorts the positions, of which mu is the median. What is the same for actors at one place is worked out once.
    """
    size = len(x)
    votes, a, b = room[0, :size], room[1, :size], room[2, :size]
    _vote(x, w, np.ones(size), order, span, True, room)
    r: Floats = _risks(x, s, votes, span, mu, pairwise, quo)
    _logs(x, span, room)
    _vote(x, w, r, order, span, False, room)
    everything = _everything(votes, pairwise)
    for i in range(size):
        same = _worth(0.5, r[i])
        place, success, failure = np.inf, 0.0, 0.0
        for j in order:
            distance = abs(x[i] - x[j]) / span
            if x[j] != place:
                place = x[j]
                success, failure = 2 - 4 * np.exp(r[i] * room[4, i, j]), 2 - 4 * np.exp(r[i] * room[5, i, j])
            waiting = _waiting(same, distance, abs(x[i] - mu) / span, r[i], quo)
            a[i, j] = _challenging(success, failure, s[j], _chance(votes, i, j, everything)) - waiting
            if not pairwise:
                waiting = _waiting(same, distance, abs(x[j] - mu) / span, r[i], quo)
                b[i, j] = _challenging(success, failure, s[i], _chance(votes, j, i, everything)) - waiting
    if pairwise:
        b[:] = a.T
    return r


@entry
def utilities_of_round(x: Floats, w: Floats, s: Floats, span: float, pairwise: bool, quo: float) -> Any:
    """What every actor expects of every dyad.

    Returns:
        (N, N) a, E(U_ij) as i sees it; (N, N) b, E(U_ji) as i sees it (`pairwise`: as j does); (N,) r; mu.
    """
    size = len(x)
    room = np.empty((6, size + 1, size))
    order = np.argsort(x)
    mu = _middle(x, w, order)
    r = _expect(x, w, s, order, mu, span, pairwise, quo, room)
    return room[1, :size], room[2, :size], r, mu


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


@kernel
def _goal(own: float, other: float, a: float, b: float, kind: int) -> float:
    """Where i goes: to j exactly, or a part of the way.

    An actor that came to stand beside j by a rounding would be challenged, and challenge, by roundings alone.
    """
    return own + -a / b * (other - own) if kind == COMPROMISE else other


@maker
def _play(x: Floats, w: Floats, s: Floats, span: float, pairwise: bool, quo: float, rounds: int, still: float) -> Any:
    """Play rounds until nobody moves by more than `still`, or positions return, or there have been `rounds`.

    Returns:
        (T + 1, N) positions; (T + 1,) their weighted medians; (T, N) kinds of moves; (T, N) who made each actor move,
        -1 if nobody; (T, N) r; the round whose positions came back, -1 if none did; whether all stood still at the end.
    """
    size = len(x)
    positions = np.empty((rounds + 1, size))
    medians = np.empty(rounds + 1)
    kinds = np.zeros((rounds, size), np.int64)
    movers = np.full((rounds, size), -1)
    risks = np.ones((rounds, size))
    positions[0] = x
    room = np.empty((6, size + 1, size))
    a, b = room[1], room[2]
    even = EVEN * span  # offers this close tie: the first actor's is taken, and the strongest come first
    order = np.argsort(x)
    medians[0] = _middle(x, w, order)
    for t in range(rounds):
        here = positions[t]
        risks[t] = _expect(here, w, s, order, medians[t], span, pairwise, quo, room)
        for i in range(size):
            positions[t + 1, i] = here[i]
            worth = np.inf
            for j in range(size):
                kind = _kind(a[i, j], b[i, j]) if here[i] != here[j] else STAY
                if kind == STAY or (kinds[t, i] != STAY and kind > kinds[t, i]):
                    continue
                goal = _goal(here[i], here[j], a[i, j], b[i, j], kind)
                rank = abs(goal - here[i])
                if kind == COMPROMISE and not pairwise:
                    rank = (-a[i, j] * here[i] + b[i, j] * here[j]) / (b[i, j] - a[i, j])
                if kinds[t, i] == STAY or kind < kinds[t, i] or rank < worth - even:
                    kinds[t, i], movers[t, i], positions[t + 1, i], worth = kind, j, goal, rank
        end = t + 2
        order = np.argsort(positions[t + 1])
        medians[t + 1] = _middle(positions[t + 1], w, order)
        if np.abs(positions[t + 1] - here).max() <= still:
            return positions[:end], medians[:end], kinds[: t + 1], movers[: t + 1], risks[: t + 1], -1, True
        for earlier in range(t + 1):
            if np.abs(positions[t + 1] - positions[earlier]).max() <= still:
                return positions[:end], medians[:end], kinds[: t + 1], movers[: t + 1], risks[: t + 1], earlier, False
    return positions, medians, kinds, movers, risks, -1, False


@entry
def challenge_rounds(
    x: Floats, w: Floats, s: Floats, span: float, pairwise: bool, quo: float, rounds: int, still: float
) -> Any:
    """The rounds of one table, as `_play` gives them."""
    return _play(x, w, s, span, pairwise, quo, rounds, still)


@entry
def challenge_draws(
    x: Floats, w: Floats, s: Floats, span: Floats, pairwise: bool, quo: float, rounds: int, still: float
) -> Any:
    """(D,) the last median of each of (D, N) tables, and whether all stood still: `still` is a share of each `span`."""
    levels, rested = np.empty(len(x)), np.empty(len(x), np.bool_)
    for draw in range(len(x)):
        played = _play(x[draw], w[draw], s[draw], span[draw], pairwise, quo, rounds, still * span[draw])
        levels[draw], rested[draw] = played[1][-1], played[6]
    return levels, rested
