"""`spatial`, one table: targets, bargains and turns of the Spatial Model of Politics.

x (N, K) positions and s (N, K) saliences in [0, 1]; c (N,) capabilities; `how` the options by their numbers in
`spatial.OPTIONS`, in that order. The page of the rule has the equations.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled.decorators import entry, kernel, maker

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


@maker
def _distances(x: Floats, s: Floats, places: Floats) -> Floats:
    """(N, M) d_im = sqrt(sum_k (s_ik (x_ik - y_mk))^2 / sum_k s_ik^2) to places y; 0 for who cares about nothing."""
    d = np.zeros((len(x), len(places)))
    for i in range(len(x)):
        most = 0.0
        for k in range(s.shape[1]):
            most += s[i, k] ** 2
            for m in range(len(places)):
                d[i, m] += (s[i, k] * (x[i, k] - places[m, k])) ** 2
        for m in range(len(places)):
            d[i, m] = np.sqrt(d[i, m] / most) if most > 0 else 0.0
    return d


@kernel
def _utility(distance: float, risk: float) -> float:
    """Return u = (1 - d)(1 + d R)."""
    return (1 - distance) * (1 + min(distance, 1.0) * risk)


@kernel
def _vote(kind: int, weight: float, better: float) -> float:
    """How much influence an actor exerts for an option that is better by so much."""
    if kind == 0:
        return weight * better
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


@kernel
def _weigh(kind: int, weight: float, u: Floats, k: int, a: int, pro: Floats, con: Floats) -> None:
    """Adds the influence of actor k to both sides of the contests of option a with those before it."""
    for b in range(a):
        vote = _vote(kind, weight, u[k, a] - u[k, b])
        pro[b] += max(vote, 0.0)
        con[b] += max(-vote, 0.0)


@maker
def _beats(u: Floats, w: Floats, voting: int, victory: int) -> Floats:
    """(M, M) P(option a beats option b), of (N, M) utilities."""
    size = u.shape[1]
    beats = np.full((size, size), 0.5)
    pro, con = np.empty(size), np.empty(size)
    power = float(2**victory)
    for a in range(size):
        pro[:a], con[:a] = LEAST_COALITION, LEAST_COALITION
        for k in range(len(w)):
            if voting == 0:  # said as a number it is compiled for itself, many options at a time
                _weigh(0, w[k], u, k, a, pro, con)
            else:
                _weigh(voting, w[k], u, k, a, pro, con)
        for b in range(a):
            top = max(pro[b], con[b])
            ahead, behind = pro[b] / top, con[b] / top
            if victory > 0:
                ahead, behind = ahead**power, behind**power
            beats[a, b] = ahead / (ahead + behind)
            beats[b, a] = behind / (ahead + behind)
    return beats


@maker
def _election(u: Floats, w: Floats, how: Ints) -> Floats:
    """(M,) the chances of the options in a probabilistic Condorcet election."""
    beats = _beats(u, w, how[VOTING], how[VICTORY])
    size = len(beats)
    if how[ELECTION] == 0:
        logs = np.zeros(size)
        for a in range(size):
            for b in range(size):
                logs[a] += np.log(beats[a, b])
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
def _attitude(r: Floats, h: int, k: int, kind: int) -> float:
    """R_k as actor h sees it: h takes the others' risk attitudes for closer to its own."""
    return float(r[h] + (0.0, 1 / 3, 1 / 2, 2 / 3, 1.0)[kind] * (r[k] - r[h]))


@kernel
def _join(
    kind: int,
    weight: float,
    d: Floats,
    k: int,
    i: int,
    risk: float,
    own_i: Floats,
    own_j: Floats,
    pro: Floats,
    con: Floats,
) -> None:
    """Adds the influence of a third party k to both sides of i's contests with every j."""
    there, home = _utility(d[k, i], risk), _utility(d[k, k], risk)
    with_i = (2 * there + home) - 3 * there
    for j in range(len(pro)):
        here = _utility(d[k, j], risk)
        vote = _vote(kind, weight, there - here)
        for_i, for_j = own_i[j] + max(vote, 0.0), own_j[j] + max(-vote, 0.0)
        chance = for_i / (for_i + for_j)
        joins = _vote(kind, weight, chance * with_i + (1 - chance) * (3 * here - (2 * here + home)))
        pro[j] += max(joins, 0.0)
        con[j] += max(-joins, 0.0)


@maker
def _contests(d: Floats, r: Floats, weight: Floats, h: int, i: int, how: Ints) -> tuple[Floats, Floats]:
    """(N,) P_ij, that i wins against each j, and (N,) u_ii - u_ij, both as h sees them.

    The principals exert their influence for themselves. A third party k joins the side with which it gains more, if
    i wins with the chance of their little contest of three, over the three places where it can then stand. If all
    who join must move, or none, it stands at the same place whichever side it takes, and joins neither.
    """
    size, voting = len(r), how[VOTING]
    loss, own_i, own_j = np.empty(size), np.empty(size), np.empty(size)
    risk = _attitude(r, h, i, how[ESTIMATE])
    home = _utility(d[i, i], risk)
    for j in range(size):
        loss[j] = home - _utility(d[i, j], risk)
        own_i[j] = LEAST_SIDE + max(_vote(voting, weight[i], loss[j]), 0.0)
        risk_j = _attitude(r, h, j, how[ESTIMATE])
        vote = _vote(voting, weight[j], _utility(d[j, i], risk_j) - _utility(d[j, j], risk_j))
        own_j[j] = LEAST_SIDE + max(-vote, 0.0)
    pro, con = own_i.copy(), own_j.copy()
    for k in range(size if how[COMMITMENT] == 1 else 0):
        if k == i:
            continue
        risk = _attitude(r, h, k, how[ESTIMATE])
        pro_k, con_k = pro[k], con[k]
        if voting == 0:
            _join(0, weight[k], d, k, i, risk, own_i, own_j, pro, con)
        else:
            _join(voting, weight[k], d, k, i, risk, own_i, own_j, pro, con)
        pro[k], con[k] = pro_k, con_k  # in its own contest it is no third party
    return pro / (pro + con), loss


@maker
def _target(d: Floats, r: Floats, weight: Floats, total: Floats, i: int, how: Ints) -> tuple[int, float]:
    """Whom i challenges and with which chance; -1 if nobody is worth it."""
    best, chance, worth = -1, 0.0, LEAST_GAIN
    wins, loss = _contests(d, r, weight, i, i, how)
    for j in range(len(total)):
        gain = loss[j] * (1 - 2 * total[j] * (1 - wins[j]))
        if j != i and gain > worth:
            best, chance, worth = j, wins[j], gain
    return best, chance


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
def _changes(x: Floats, s: Floats, u: Floats, r: Floats, parties: Ints, deals: Floats) -> Floats:
    """(N, B) by how much each of (B,) bargains changes what the places of all are worth to an actor, in the mean."""
    size, many = len(x), len(parties)
    moved = _distances(x, s, deals.reshape((2 * many, x.shape[1])))
    changes = np.empty((size, many))
    for voter in range(size):
        for deal in range(many):
            i, j = parties[deal]
            after = _utility(moved[voter, 2 * deal], r[voter]) + _utility(moved[voter, 2 * deal + 1], r[voter])
            changes[voter, deal] = (after - u[voter, i] - u[voter, j]) / size
    return changes


@maker
def _chosen(
    x: Floats, c: Floats, today: Floats, k: int, parties: Ints, deals: Floats, changes: Floats, how: Ints
) -> Any:
    """Where actor k stands after the bargain of its own that wins the election among all; staying is one of them."""
    mine, many = np.empty(len(parties), np.int64), 0
    for deal in range(len(parties)):
        if k in (parties[deal, 0], parties[deal, 1]):
            mine[many] = deal
            many += 1
    mine = mine[:many]
    worth = np.empty((len(c), 1 + many))
    for voter in range(len(c)):
        worth[voter, 0] = today[voter]
        for place in range(many):
            worth[voter, 1 + place] = today[voter] + changes[voter, mine[place]]
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
        j, chance = _target(d, r, weight, total, i, how)
        targets[i] = j
        if j < 0:
            continue
        _meet(x, s, i, j, chance, how[BARGAIN], steps, deals[made])
        parties[made, 0], parties[made, 1] = i, j
        made += 1
        if how[VIEW] > 0:
            theirs, _ = _contests(d, r, weight, j, i, how)
            _meet(x, s, i, j, theirs[j], how[BARGAIN], steps, deals[made])
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
    return _election(1 - _distances(x, s, places), c, how)


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
        d = _distances(here, s, here)
        r = _risks(_election(1 - d, c, how), how[RANGE])
        targets[played], parties, deals = _bargains(here, s, c, d, r, how, steps)
        u, today = np.empty((size, size)), np.empty(size)
        for i in range(size):
            for j in range(size):
                u[i, j] = _utility(d[i, j], r[i])
            today[i] = u[i].sum() / size
        changes = _changes(here, s, u, r, parties, deals)
        risks[played] = r
        moved = 0.0
        for k in range(size):
            there, deal = _chosen(here, c, today, k, parties, deals, changes, how)
            positions[played + 1, k] = there
            if deal >= 0:
                others[played, k] = parties[deal].sum() - k
            moved += np.sqrt(((there - here[k]) ** 2).sum())
        played += 1
        first = moved if played == 1 else first
        still = played >= least and moved < quiet * (first + slack)
    return positions[: played + 1], targets[:played], others[:played], risks[:played], moved, still
