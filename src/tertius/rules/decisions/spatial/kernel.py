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
PROSPECT = 5
"""The number of that kind of influence: the only one that is not the same from both sides."""

VOTING, VICTORY, ELECTION, RANGE, ESTIMATE, COMMITMENT, BARGAIN, VIEW = range(8)

LEAST_COALITION = 1e-8
"""What every coalition of an election has, so that none wins for certain."""

LEAST_SIDE = 1e-10
"""What either side of a challenge has."""

LEAST_WEIGHT = 1e-6
"""What every actor's own position weighs in a bargain."""

LEAST_PRODUCT = 1e-200
"""Products of chances are kept above this: no chance is below 1e-64."""

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
def _chance(pro: float, con: float, victory: int) -> float:
    """P(the first beats the second), of the influence behind each."""
    if victory == 0:
        return float(pro / (pro + con))
    top, power = max(pro, con), float(2**victory)
    ahead, behind = (pro / top) ** power, (con / top) ** power
    return float(ahead / (ahead + behind))


@kernel
def _weigh(kind: int, weight: float, u: Floats, k: int, sides: Floats) -> None:
    """Adds the influence of actor k for every option over every other: what it exerts for b over a it does in row b."""
    size = sides.shape[1]
    for a in range(size):
        own = u[k, a]
        for b in range(size):
            sides[a, b] += max(_vote(kind, weight, own - u[k, b]), 0.0)


@kernel
def _weigh_gains(weight: float, u: Floats, k: int, sides: Floats) -> None:
    """The same where a gain counts for less than a loss: of two options the one that comes first is what there is."""
    size = sides.shape[1]
    for a in range(size):
        for b in range(a):
            vote = _vote(PROSPECT, weight, u[k, a] - u[k, b])
            sides[a, b] += max(vote, 0.0)
            sides[b, a] += max(-vote, 0.0)


@maker
def _beats(u: Floats, w: Floats, voting: int, victory: int, beats: Floats) -> None:
    """Writes (M, M) P(option a beats option b), of (N, M) utilities."""
    size = beats.shape[0]
    for a in range(size):
        beats[a, :size] = LEAST_COALITION
    for k in range(len(w)):
        if voting == 0:  # said as a number it is compiled for itself, many options at a time
            _weigh(0, w[k], u, k, beats)
        elif voting == PROSPECT:
            _weigh_gains(w[k], u, k, beats)
        else:
            _weigh(voting, w[k], u, k, beats)
    for a in range(size):
        beats[a, a] = 0.5
        for b in range(a):
            pro, con = beats[a, b], beats[b, a]
            beats[a, b] = _chance(pro, con, victory)
            beats[b, a] = _chance(con, pro, victory)


@kernel
def _product(beats: Floats, a: int) -> float:
    """Log of the product of P(a beats b) over all b: one logarithm, unless it would be too small for a number."""
    total, product = 0.0, 1.0
    for b in range(beats.shape[1]):
        product *= beats[a, b]
        if product < LEAST_PRODUCT:
            total, product = total + np.log(product), 1.0
    return float(total + np.log(product))


@maker
def _shares(beats: Floats, election: int) -> Floats:
    """(M,) the chances of the options, from (M, M) those of every contest of two."""
    size = beats.shape[0]
    if election == 0:
        logs = np.empty(size)
        for a in range(size):
            logs[a] = _product(beats, a)
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
    return np.asarray(chances)


@maker
def _election(u: Floats, w: Floats, how: Ints) -> Floats:
    """(M,) the chances of the options in a probabilistic Condorcet election, of (N, M) utilities."""
    beats = np.empty((u.shape[1], u.shape[1]))
    _beats(u, w, how[VOTING], how[VICTORY], beats)
    return np.asarray(_shares(beats, how[ELECTION]))


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
def _contests(d: Floats, r: Floats, weight: Floats, h: int, i: int, how: Ints, room: Floats) -> None:
    """Writes (N,) P_ij, that i wins against each j, and (N,) u_ii - u_ij, both as h sees them, into room[0] and [1].

    The principals exert their influence for themselves. A third party k joins the side with which it gains more, if
    i wins with the chance of their little contest of three, over the three places where it can then stand. If all
    who join must move, or none, it stands at the same place whichever side it takes, and joins neither.
    """
    size, voting = len(r), how[VOTING]
    pro, loss, own_i, own_j, con = room[0], room[1], room[2], room[3], room[4]
    risk = _attitude(r, h, i, how[ESTIMATE])
    home = _utility(d[i, i], risk)
    for j in range(size):
        loss[j] = home - _utility(d[i, j], risk)
        own_i[j] = LEAST_SIDE + max(_vote(voting, weight[i], loss[j]), 0.0)
        risk_j = _attitude(r, h, j, how[ESTIMATE])
        vote = _vote(voting, weight[j], _utility(d[j, i], risk_j) - _utility(d[j, j], risk_j))
        own_j[j] = LEAST_SIDE + max(-vote, 0.0)
        pro[j], con[j] = own_i[j], own_j[j]
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
    for j in range(size):
        pro[j] /= pro[j] + con[j]


@maker
def _target(d: Floats, r: Floats, weight: Floats, total: Floats, i: int, how: Ints, room: Floats) -> tuple[int, float]:
    """Whom i challenges and with which chance; -1 if nobody is worth it."""
    best, chance, worth = -1, 0.0, LEAST_GAIN
    _contests(d, r, weight, i, i, how, room)
    wins, loss = room[0], room[1]
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
        a, b = s[i, k] * chance, s[j, k] * (1 - chance)
        if kind == 1:
            a, b = a * a, b * b
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


@kernel
def _own(parties: Ints, k: int, mine: Ints) -> int:
    """Writes the bargains that actor k is part of into `mine`; gives their number."""
    many = 0
    for deal in range(parties.shape[0]):
        if k in (parties[deal, 0], parties[deal, 1]):
            mine[many] = deal
            many += 1
    return many


@kernel
def _contest(c: Floats, changes: Floats, mine: Ints, many: int, voting: int, sides: Floats) -> None:
    """Writes the influence for each of an actor's options over each other; option 0, to stay, changes nothing."""
    for a in range(1 + many):
        for b in range(1 + many):
            sides[a, b] = LEAST_COALITION
    for voter in range(len(c)):
        for a in range(1, 1 + many):
            here = changes[voter, mine[a - 1]]
            for b in range(a):
                there = changes[voter, mine[b - 1]] if b > 0 else 0.0
                vote = _vote(voting, c[voter], here - there)
                sides[a, b] += max(vote, 0.0)
                sides[b, a] += max(-vote, 0.0)


@maker
def _chosen(c: Floats, k: int, parties: Ints, changes: Floats, how: Ints, mine: Ints, sides: Floats) -> int:
    """The bargain of actor k's own that wins the election among all, -1 if that is staying, which is one of them.

    `mine` and `sides` are room to write in.
    """
    many = _own(parties, k, mine)
    if many == 0:
        return -1
    if how[VOTING] == 0:
        _contest(c, changes, mine, many, 0, sides)
    else:
        _contest(c, changes, mine, many, how[VOTING], sides)
    for a in range(1 + many):
        for b in range(a):
            pro, con = sides[a, b], sides[b, a]
            sides[a, b] = _chance(pro, con, how[VICTORY])
            sides[b, a] = _chance(con, pro, how[VICTORY])
        sides[a, a] = 0.5
    if many == 1 and how[ELECTION] == 0:
        return int(mine[0]) if sides[1, 0] > sides[0, 1] * (1 + EVEN) else -1
    chances = _shares(sides[: 1 + many, : 1 + many], how[ELECTION])
    best = 0
    for place in range(1, len(chances)):
        if chances[place] > chances[best] * (1 + EVEN):
            best = place
    return -1 if best == 0 else int(mine[best - 1])


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
    room = np.empty((5, size))
    made = 0
    for i in range(size):
        j, chance = _target(d, r, weight, total, i, how, room)
        targets[i] = j
        if j < 0:
            continue
        _meet(x, s, i, j, chance, how[BARGAIN], steps, deals[made])
        parties[made, 0], parties[made, 1] = i, j
        made += 1
        if how[VIEW] > 0:
            _contests(d, r, weight, j, i, how, room)
            _meet(x, s, i, j, room[0, j], how[BARGAIN], steps, deals[made])
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


@maker
def _play(
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
    mine, sides = np.empty(2 * size, np.int64), np.empty((2 * size + 1, 2 * size + 1))
    first, moved, still, played = 0.0, 0.0, False, 0
    while played < most and not still:
        here = positions[played]
        d = _distances(here, s, here)
        r = _risks(_election(1 - d, c, how), how[RANGE])
        targets[played], parties, deals = _bargains(here, s, c, d, r, how, steps)
        u = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                u[i, j] = _utility(d[i, j], r[i])
        changes = _changes(here, s, u, r, parties, deals)
        risks[played] = r
        moved = 0.0
        for k in range(size):
            deal = _chosen(c, k, parties, changes, how, mine, sides)
            positions[played + 1, k] = here[k]
            if deal < 0:
                continue
            others[played, k] = parties[deal, 0] + parties[deal, 1] - k
            far = 0.0
            for issue in range(issues):
                positions[played + 1, k, issue] = deals[deal, 0 if parties[deal, 0] == k else 1, issue]
                far += (positions[played + 1, k, issue] - here[k, issue]) ** 2
            moved += np.sqrt(far)
        played += 1
        first = moved if played == 1 else first
        still = played >= least and moved < quiet * (first + slack)
    return positions[: played + 1], targets[:played], others[:played], risks[:played], moved, still


@entry
def spatial_turns(
    x: Floats, s: Floats, c: Floats, how: Ints, steps: float, least: int, most: int, quiet: float, slack: float
) -> Any:
    """The turns of one table, as `_play` gives them."""
    return _play(x, s, c, how, steps, least, most, quiet, slack)


@entry
def spatial_draws(
    x: Floats, s: Floats, c: Floats, how: Ints, steps: float, least: int, most: int, quiet: float, slack: float
) -> Any:
    """(D, N, K) the last positions of each of (D, N, K) tables, and (D,) whether its last turn was quiet."""
    last, rested = np.empty(x.shape), np.empty(len(x), np.bool_)
    for draw in range(len(x)):
        played = _play(x[draw], s[draw], c[draw], how, steps, least, most, quiet, slack)
        last[draw], rested[draw] = played[0][-1], played[5]
    return last, rested
