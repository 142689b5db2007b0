"""`spatial`, one table: targets, bargains and turns of the Spatial Model of Politics.

x (N, K) positions and s (N, K) saliences in [0, 1]; c (N,) capabilities; `how` the options by their numbers in
`spatial.OPTIONS`, in that order. The page of the rule has the equations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled import entry, kernel, maker

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
VOTING, VICTORY, ELECTION, RANGE, ESTIMATE, COMMITMENT, BARGAIN, VIEW = range(8)

LEAST_COALITION = 1e-8
"""What every coalition of an election has, so that none wins for certain."""

LEAST_SIDE = 1e-10
"""What either side of a challenge has."""

LEAST_WEIGHT = 1e-6
"""What every actor's own position weighs in a bargain."""

LEAST_GAIN = 1e-5
"""A challenge has to promise more."""

EVEN = 1e-12
"""Chances this close, as a share, tie; the bargain that was made first is taken."""


@kernel
def _apart(a: Floats, b: Floats, s: Floats) -> float:
    """Return d = sqrt(sum_k (s_k (a_k - b_k))^2 / sum_k s_k^2); 0 for one who cares about nothing."""
    far, most = 0.0, 0.0
    for k in range(len(s)):
        far += (s[k] * (a[k] - b[k])) ** 2
        most += s[k] ** 2
    return float(np.sqrt(far / most)) if most > 0 else 0.0


@kernel
def _utility(distance: float, risk: float) -> float:
    """Return u = (1 - d)(1 + d R)."""
    return (1 - distance) * (1 + min(distance, 1.0) * risk)


@kernel
def _vote(kind: int, weight: float, better: float) -> float:
    """How much influence an actor exerts for an option that is better by so much."""
    sharp = min(max(better / 1e-8, -1.0), 1.0)
    if kind == 1:
        return weight * (0.8 * better + 0.2 * sharp)
    if kind == 2:
        return weight * sharp
    if kind == 3:
        return weight * (better + better**3) / 2
    if kind == 4:
        return weight * better**3
    if kind == 5 and better > 0:
        return weight * better * 2 / 3
    return weight * better


@maker
def _beats(u: Floats, w: Floats, voting: int, victory: int) -> Floats:
    """(M, M) P(option a beats option b), of (N, M) utilities."""
    size = u.shape[1]
    beats = np.full((size, size), 0.5)
    power = float(2**victory)
    for a in range(size):
        for b in range(a):
            pro = con = LEAST_COALITION
            for k in range(len(w)):
                vote = _vote(voting, w[k], u[k, a] - u[k, b])
                pro += max(vote, 0.0)
                con += max(-vote, 0.0)
            top = max(pro, con)
            ahead, behind = (pro / top) ** power, (con / top) ** power
            beats[a, b] = ahead / (ahead + behind)
            beats[b, a] = behind / (ahead + behind)
    return beats


@maker
def _election(u: Floats, w: Floats, how: Ints) -> Floats:
    """(M,) the chances of the options in a probabilistic Condorcet election."""
    beats = _beats(u, w, how[VOTING], how[VICTORY])
    size = len(beats)
    if how[ELECTION] == 0:
        logs = np.log(beats).sum(axis=1)
        odds = np.exp(logs - logs.max())
        return np.asarray(odds / odds.sum())
    chances = np.full(size, 1 / size)
    for _ in range(1000):
        new = np.zeros(size)
        for a in range(size):
            for b in range(size):
                new[a] += beats[a, b] * (chances[a] + chances[b]) / size
        change = np.abs(new - chances).max()
        chances = (chances + new) / 2
        if change < 1e-6:
            break
    return chances


@maker
def _risks(chances: Floats, kind: int) -> Floats:
    """(N,) R_i: 1 where the chance is largest, down to 0, -1/2 or -1 where it is least."""
    low, high = chances.min(), chances.max()
    if high - low <= EVEN * high:
        return np.zeros(len(chances))
    least = -0.5 * kind
    return np.asarray(least + (1 - least) * (chances - low) / (high - low))


@kernel
def _support(u: Floats, k: int, i: int, j: int, chance: float, kind: int) -> float:
    """What a third party k gains by joining i rather than j, if i wins with this chance: the sum over three places.

    If all who join must move, or none, k stands at the same place whichever side it takes, and gains nothing.
    """
    if kind != 1:
        return 0.0
    with_i, with_j = 2 * u[k, i] + u[k, k], 2 * u[k, j] + u[k, k]
    return float(chance * (with_i - 3 * u[k, i]) + (1 - chance) * (3 * u[k, j] - with_j))


@kernel
def _wins(u: Floats, weight: Floats, i: int, j: int, how: Ints) -> float:
    """P_ij, that i wins against j, by these utilities: the principals, then each third party by its little contest."""
    voting = how[VOTING]
    own_i = LEAST_SIDE + max(_vote(voting, weight[i], u[i, i] - u[i, j]), 0.0)
    own_j = LEAST_SIDE + max(-_vote(voting, weight[j], u[j, i] - u[j, j]), 0.0)
    pro, con = own_i, own_j
    for k in range(len(weight)):
        if k not in (i, j):
            vote = _vote(voting, weight[k], u[k, i] - u[k, j])
            for_i, for_j = own_i + max(vote, 0.0), own_j + max(-vote, 0.0)
            joins = _vote(voting, weight[k], _support(u, k, i, j, for_i / (for_i + for_j), how[COMMITMENT]))
            pro += max(joins, 0.0)
            con += max(-joins, 0.0)
    return float(pro / (pro + con))


@maker
def _seen(d: Floats, r: Floats, h: int, kind: int) -> Floats:
    """(N, N) utilities as actor h sees them: it takes the others' risk attitudes for closer to its own."""
    size = len(r)
    u = np.empty((size, size))
    for i in range(size):
        risk = r[h] + (0.0, 1 / 3, 1 / 2, 2 / 3, 1.0)[kind] * (r[i] - r[h])
        for j in range(size):
            u[i, j] = _utility(d[i, j], risk)
    return u


@kernel
def _target(u: Floats, weight: Floats, total: Floats, i: int, how: Ints) -> tuple[int, float, float]:
    """Whom i challenges, with which chance, for which gain; -1 if nobody is worth it."""
    best, chance, worth = -1, 0.0, LEAST_GAIN
    for j in range(len(total)):
        if j != i:
            wins = _wins(u, weight, i, j, how)
            loss = u[i, i] - u[i, j]
            gain = loss * (1 - 2 * total[j] * (1 - wins))
            if gain > worth:
                best, chance, worth = j, wins, gain
    return best, chance, worth


@kernel
def _rounded(value: float, steps: float) -> float:
    return float(np.floor(0.5 + value * steps) / steps) if steps > 0 else value


@kernel
def _meet(x: Floats, s: Floats, i: int, j: int, chance: float, kind: int, steps: float, deal: Floats) -> None:
    """Writes a bargain: where i (deal[0]) and j (deal[1]) would stand, on each issue."""
    for k in range(x.shape[1]):
        if kind == 2:
            ahead_i, ahead_j = max(1 - 2 * chance, 0.0), max(2 * chance - 1, 0.0)
            give_i, keep_i = ahead_i * s[j, k] ** 2, (1 - ahead_i) * s[i, k] ** 2
            give_j, keep_j = ahead_j * s[i, k] ** 2, (1 - ahead_j) * s[j, k] ** 2
            deal[0, k] = x[i, k] + give_i / (give_i + LEAST_WEIGHT + keep_i) * (x[j, k] - x[i, k])
            deal[1, k] = x[j, k] + give_j / (give_j + LEAST_WEIGHT + keep_j) * (x[i, k] - x[j, k])
            continue
        a, b = (s[i, k] * chance) ** (kind + 1), (s[j, k] * (1 - chance)) ** (kind + 1)
        all_of_it = a + b + LEAST_WEIGHT
        deal[0, k] = _rounded(((a + LEAST_WEIGHT) * x[i, k] + b * x[j, k]) / all_of_it, steps)
        deal[1, k] = _rounded((a * x[i, k] + (b + LEAST_WEIGHT) * x[j, k]) / all_of_it, steps)


@maker
def _chosen(
    x: Floats, s: Floats, c: Floats, u: Floats, r: Floats, k: int, parties: Ints, deals: Floats, how: Ints
) -> Any:
    """Where actor k stands after the bargain of its own that wins the election among all; staying is one of them."""
    mine = np.flatnonzero((parties[:, 0] == k) | (parties[:, 1] == k))
    size = len(c)
    worth = np.empty((size, 1 + len(mine)))
    for voter in range(size):
        worth[voter, 0] = u[voter].sum() / size
        for place, deal in enumerate(mine):
            i, j = parties[deal]
            moved = _utility(_apart(x[voter], deals[deal, 0], s[voter]), r[voter])
            moved += _utility(_apart(x[voter], deals[deal, 1], s[voter]), r[voter])
            worth[voter, 1 + place] = worth[voter, 0] + (moved - u[voter, i] - u[voter, j]) / size
    chances = _election(worth, c, how)
    best = 0
    for place in range(1, len(chances)):
        if chances[place] > chances[best] * (1 + EVEN):
            best = place
    if best == 0:
        return x[k].copy(), -1
    deal = mine[best - 1]
    return deals[deal, 0 if parties[deal, 0] == k else 1].copy(), deal


@maker
def _distances(x: Floats, s: Floats) -> Floats:
    """(N, N) how far j's position is for i."""
    size = len(x)
    d = np.empty((size, size))
    for i in range(size):
        for j in range(size):
            d[i, j] = _apart(x[i], x[j], s[i])
    return d


@maker
def _bargains(x: Floats, s: Floats, c: Floats, d: Floats, r: Floats, how: Ints, steps: float) -> Any:
    """Every challenge, and the bargains that come of it.

    Returns:
        (N,) targets; (B, 2) the two of each bargain; (B, 2, K) where they would stand.
    """
    size, issues = x.shape
    total = s.sum(axis=1)
    weight = c * total
    targets = np.full(size, -1)
    parties = np.full((2 * size, 2), -1)
    deals = np.empty((2 * size, 2, issues))
    made = 0
    for i in range(size):
        j, chance, _ = _target(_seen(d, r, i, how[ESTIMATE]), weight, total, i, how)
        targets[i] = j
        if j < 0:
            continue
        _meet(x, s, i, j, chance, how[BARGAIN], steps, deals[made])
        parties[made, 0], parties[made, 1] = i, j
        made += 1
        if how[VIEW] > 0:
            theirs = _wins(_seen(d, r, j, how[ESTIMATE]), weight, i, j, how)
            _meet(x, s, i, j, theirs, how[BARGAIN], steps, deals[made])
            parties[made, 0], parties[made, 1] = i, j
            made += 1
            if how[VIEW] == 2:
                made -= 1
                all_of_it = max(weight[i] + weight[j], LEAST_SIDE)
                deals[made - 1] = (weight[i] * deals[made - 1] + weight[j] * deals[made]) / all_of_it
                parties[made, 0] = parties[made, 1] = -1
    return targets, parties[:made], deals[:made]


@entry
def chances_of_places(x: Floats, s: Floats, c: Floats, how: Ints, places: Floats) -> Any:
    """(M,) the chances of (M, K) places in an election of all actors, nobody minding risk."""
    u = np.empty((len(x), len(places)))
    for i in range(len(x)):
        for m in range(len(places)):
            u[i, m] = 1 - _apart(x[i], places[m], s[i])
    return _election(u, c, how)


@entry
def spatial_turns(
    x: Floats, s: Floats, c: Floats, how: Ints, steps: float, least: int, most: int, quiet: float, slack: float
) -> Any:
    """Play turns until their moves are below `quiet` of the first turn's, after `least` and at most `most` turns.

    Bargains are rounded to 1 / `steps`, or not at all if that is 0.

    Returns:
        (T + 1, N, K) positions; (T, N) whom each challenged, -1 if nobody; (T, N) with whom it agreed; (T, N) R_i;
        the sum of the moves in the last turn; whether it was quiet.
    """
    size, issues = x.shape
    positions = np.empty((most + 1, size, issues))
    targets, others = np.full((most, size), -1), np.full((most, size), -1)
    risks = np.zeros((most, size))
    positions[0] = x
    first, moved, still, played = 0.0, 0.0, False, 0
    while played < most and not still:
        here = positions[played]
        d = _distances(here, s)
        r = _risks(_election(1 - d, c, how), how[RANGE])
        targets[played], parties, deals = _bargains(here, s, c, d, r, how, steps)
        u = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                u[i, j] = _utility(d[i, j], r[i])
        risks[played] = r
        moved = 0.0
        for k in range(size):
            there, deal = _chosen(here, s, c, u, r, k, parties, deals, how)
            positions[played + 1, k] = there
            if deal >= 0:
                others[played, k] = parties[deal].sum() - k
            moved += np.sqrt(((there - here[k]) ** 2).sum())
        played += 1
        first = moved if played == 1 else first
        still = played >= least and moved < quiet * (first + slack)
    return positions[: played + 1], targets[:played], others[:played], risks[:played], moved, still
