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
LOT = 4
"""So many columns of a table are worked out at once; where a table has more, up to a whole lot, nobody reads them."""

VOTING, VICTORY, ELECTION, RANGE, ESTIMATE, COMMITMENT, BARGAIN, VIEW = range(8)
PRO, CON, OWN, RIVAL, LOSS, RISK, THERE, WITH = range(8)
"""Rows of the room in which the contests of an actor are worked out."""

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
def _lots(columns: int) -> int:
    """As many columns, in whole lots."""
    return (columns + LOT - 1) & -LOT


@maker
def _nearness(d: Floats) -> tuple[Floats, Floats]:
    """1 - d and min(d, 1), in whole lots: u_kj = near_kj (1 + far_kj R_k), which is 1 at home."""
    near, far = np.zeros((len(d), _lots(d.shape[1]))), np.zeros((len(d), _lots(d.shape[1])))
    for k in range(len(d)):
        for j in range(d.shape[1]):
            near[k, j], far[k, j] = 1 - d[k, j], min(d[k, j], 1.0)
    return near, far


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
def _weigh(kind: int, weight: float, u: Floats, size: int, pro: Floats, con: Floats) -> None:
    """Adds the influence of an actor for option a over each b that comes before it, and for b over a.

    Where a gain counts for less than a loss, the option that comes first is what there is.
    """
    for a in range(1, size):
        own = u[a]
        for b in range(_lots(a)):
            vote = _vote(kind, weight, own - u[b])
            ahead = max(vote, 0.0)
            pro[a, b] += ahead
            con[a, b] += ahead - vote


@kernel
def _beats(u: Floats, w: Floats, how: Ints, size: int, pro: Floats, con: Floats) -> None:
    """Writes P(option a beats option b) into `pro`, of (N, M) utilities, for the first `size` of the options."""
    for a in range(size):
        for b in range(_lots(a)):
            pro[a, b] = con[a, b] = LEAST_COALITION
    for k in range(len(w)):
        if how[VOTING] == 0:  # said as a number it is compiled for itself, many options at a time
            _weigh(0, w[k], u[k], size, pro, con)
        else:
            _weigh(how[VOTING], w[k], u[k], size, pro, con)
    for a in range(size):
        pro[a, a] = 0.5
        for b in range(a):
            first, second = pro[a, b], con[a, b]
            pro[a, b] = _chance(first, second, how[VICTORY])
            pro[b, a] = _chance(second, first, how[VICTORY])


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
def _election(u: Floats, w: Floats, how: Ints, size: int, room: Floats) -> Floats:
    """(M,) the chances of the first `size` options in a probabilistic Condorcet election, of (N, M) utilities."""
    _beats(u, w, how, size, room[0], room[1])
    return np.asarray(_shares(room[0, :size, :size], how[ELECTION]))


@maker
def _risks(chances: Floats, kind: int) -> Floats:
    """(N,) R_i: 1 where the chance is largest, down to 0, -1/2 or -1 where it is least."""
    low, high = chances.min(), chances.max()
    if high - low <= EVEN * high:
        return np.zeros(len(chances))
    least = -0.5 * kind
    return np.asarray(least + (1 - least) * (chances - low) / (high - low))


@kernel
def _join(kind: int, k: int, near: Floats, far: Floats, weight: Floats, room: Floats) -> None:
    """Adds the influence of a third party k to both sides of i's contests with every j."""
    own_i, own_j, pro, con = room[OWN], room[RIVAL], room[PRO], room[CON]
    there, risk, with_i = room[THERE, k], room[RISK, k], room[WITH, k]
    for j in range(len(pro)):
        here = near[k, j] * (1 + far[k, j] * risk)
        vote = _vote(kind, weight[k, j], there - here)
        ahead = max(vote, 0.0)
        for_i, for_j = own_i[j] + ahead, own_j[j] + (ahead - vote)
        chance = for_i / (for_i + for_j)
        joins = _vote(kind, weight[k, j], chance * with_i + (1 - chance) * (3 * here - (2 * here + 1)))
        ahead = max(joins, 0.0)
        pro[j] += ahead
        con[j] += ahead - joins


@kernel
def _contests_of(
    voting: int, near: Floats, far: Floats, r: Floats, weight: Floats, h: int, i: int, how: Ints, room: Floats
) -> None:
    """Writes P_ij, that i wins against each j, and u_ii - u_ij, both as h sees them, into room[PRO] and room[LOSS].

    The principals exert their influence for themselves. A third party k joins the side with which it gains more, if
    i wins with the chance of their little contest of three, over the three places where it can then stand. If all
    who join must move, or none, it stands at the same place whichever side it takes, and joins neither.

    `weight` has in row k what k exerts in a contest of i and j, nothing in its own, and after the rows of all what each
    does for itself.
    """
    size = len(r)
    seen = (0.0, 1 / 3, 1 / 2, 2 / 3, 1.0)[how[ESTIMATE]]  # h takes the others' risk attitudes for closer to its own
    for k in range(size):
        risk = r[h] + seen * (r[k] - r[h])
        there = near[k, i] * (1 + far[k, i] * risk)
        room[RISK, k], room[THERE, k], room[WITH, k] = risk, there, (2 * there + 1) - 3 * there
    mine, risk = weight[size, i], room[RISK, i]
    for j in range(room.shape[1]):
        room[LOSS, j] = 1 - near[i, j] * (1 + far[i, j] * risk)
        room[OWN, j] = LEAST_SIDE + max(_vote(voting, mine, room[LOSS, j]), 0.0)
        room[RIVAL, j] = LEAST_SIDE + max(-_vote(voting, weight[size, j], room[THERE, j] - 1), 0.0)
        room[PRO, j], room[CON, j] = room[OWN, j], room[RIVAL, j]
    for k in range(size if how[COMMITMENT] == 1 else 0):
        if k != i:
            _join(voting, k, near, far, weight, room)
    for j in range(room.shape[1]):
        room[PRO, j] /= room[PRO, j] + room[CON, j]


@kernel
def _contests(near: Floats, far: Floats, r: Floats, weight: Floats, h: int, i: int, how: Ints, room: Floats) -> None:
    """The same; influence that grows with the stakes alone is compiled for itself, many contests at a time."""
    if how[VOTING] == 0:
        _contests_of(0, near, far, r, weight, h, i, how, room)
    else:
        _contests_of(how[VOTING], near, far, r, weight, h, i, how, room)


@kernel
def _target(
    near: Floats, far: Floats, r: Floats, weight: Floats, total: Floats, i: int, how: Ints, room: Floats
) -> tuple[int, float]:
    """Whom i challenges and with which chance; -1 if nobody is worth it."""
    best, chance, worth = -1, 0.0, LEAST_GAIN
    _contests(near, far, r, weight, i, i, how, room)
    for j in range(len(total)):
        gain = room[LOSS, j] * (1 - 2 * total[j] * (1 - room[PRO, j]))
        if j != i and gain > worth:
            best, chance, worth = j, room[PRO, j], gain
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
def _weigh_each(kind: int, weight: float, change: Floats, sides: Floats) -> None:
    """Adds the influence of an actor for each of (B,) bargains over staying to sides[0], for staying to sides[1]."""
    for deal in range(len(change)):
        vote = _vote(kind, weight, change[deal])
        ahead = max(vote, 0.0)
        sides[0, deal] += ahead
        sides[1, deal] += ahead - vote


@maker
def _against_staying(c: Floats, changes: Floats, how: Ints) -> Floats:
    """(2, B) the influence for each bargain and for staying, were they the only options of an election."""
    sides = np.full((2, changes.shape[1]), LEAST_COALITION)
    for voter in range(len(c)):
        if how[VOTING] == 0:
            _weigh_each(0, c[voter], changes[voter], sides)
        else:
            _weigh_each(how[VOTING], c[voter], changes[voter], sides)
    return sides


@kernel
def _first(chances: Floats) -> int:
    """The option with the largest chance; of those that tie the one that comes first."""
    best = 0
    for place in range(1, len(chances)):
        if chances[place] > chances[best] * (1 + EVEN):
            best = place
    return best


@maker
def _chosen(c: Floats, changes: Floats, sole: Floats, mine: Ints, how: Ints, worth: Floats, room: Floats) -> int:
    """The bargain of an actor's own, `mine`, that wins the election among all, -1 if that is staying, one of them.

    `sole` is what `_against_staying` gives; `worth` and `room` are room to write in.
    """
    many = len(mine)
    if many == 1 and how[ELECTION] == 0:
        pro, con = sole[0, mine[0]], sole[1, mine[0]]
        ahead = _chance(pro, con, how[VICTORY]) > _chance(con, pro, how[VICTORY]) * (1 + EVEN)
        return int(mine[0]) if ahead else -1
    for voter in range(len(c)):
        worth[voter, 0] = 0.0  # to stay changes nothing
        for place in range(many):
            worth[voter, 1 + place] = changes[voter, mine[place]]
    best = _first(_election(worth, c, how, 1 + many, room))
    return -1 if best == 0 else int(mine[best - 1])


@maker
def _weights(c: Floats, total: Floats) -> Floats:
    """(N + 1, N) what k exerts in a contest of others with j, nothing where j is k; and what each does for itself."""
    size = len(c)
    weight = np.zeros((size + 1, _lots(size)))
    weight[size, :size] = c * total
    for k in range(size):
        weight[k] = weight[size, k]
        weight[k, k] = 0
    return weight


@maker
def _bargains(
    x: Floats, s: Floats, total: Floats, weight: Floats, near: Floats, far: Floats, r: Floats, how: Ints, steps: float
) -> Any:
    """Every challenge, and the bargains that come of it.

    Returns:
        (N,) targets; (B, 2) the two of each bargain; (B, 2, K) where they would stand.
    """
    size, issues = x.shape
    targets = np.full(size, -1)
    parties = np.full((2 * size, 2), -1)
    deals = np.empty((2 * size, 2, issues))
    room = np.ones((8, near.shape[1]))
    made = 0
    for i in range(size):
        j, chance = _target(near, far, r, weight, total, i, how, room)
        targets[i] = j
        if j < 0:
            continue
        _meet(x, s, i, j, chance, how[BARGAIN], steps, deals[made])
        parties[made, 0], parties[made, 1] = i, j
        made += 1
        if how[VIEW] > 0:
            _contests(near, far, r, weight, j, i, how, room)
            _meet(x, s, i, j, room[PRO, j], how[BARGAIN], steps, deals[made])
            parties[made, 0], parties[made, 1] = i, j
            made += 1
            if how[VIEW] == 2:
                made -= 1
                all_of_it = max(weight[size, i] + weight[size, j], LEAST_SIDE)
                deals[made - 1] = (weight[size, i] * deals[made - 1] + weight[size, j] * deals[made]) / all_of_it
                parties[made, 0] = parties[made, 1] = -1
    return targets, parties[:made], deals[:made]


@entry
def chances_of_places(x: Floats, s: Floats, c: Floats, how: Ints, places: Floats) -> Any:
    """(M,) the chances of (M, K) places in an election of all actors, nobody minding risk."""
    near, _ = _nearness(_distances(x, s, places))
    wide = near.shape[1]
    return _election(near, c, how, len(places), np.empty((2, wide, wide)))


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
    mine, wide = np.empty(2 * size, np.int64), _lots(2 * size + 1)
    worth, room = np.zeros((size, wide)), np.empty((2, wide, wide))
    total = s.sum(axis=1)
    weight = _weights(c, total)
    first, moved, still, played = 0.0, 0.0, False, 0
    while played < most and not still:
        here = positions[played]
        d = _distances(here, s, here)
        near, far = _nearness(d)
        r = _risks(_election(near, c, how, size, room), how[RANGE])
        targets[played], parties, deals = _bargains(here, s, total, weight, near, far, r, how, steps)
        u = np.empty((size, size))
        for i in range(size):
            for j in range(size):
                u[i, j] = _utility(d[i, j], r[i])
        changes = _changes(here, s, u, r, parties, deals)
        sole = _against_staying(c, changes, how)
        risks[played] = r
        moved = 0.0
        for k in range(size):
            positions[played + 1, k] = here[k]
            many = _own(parties, k, mine)
            deal = _chosen(c, changes, sole, mine[:many], how, worth, room) if many > 0 else -1
            if deal < 0:
                continue
            others[played, k] = parties[deal, 0] + parties[deal, 1] - k
            way = 0.0
            for issue in range(issues):
                positions[played + 1, k, issue] = deals[deal, 0 if parties[deal, 0] == k else 1, issue]
                way += (positions[played + 1, k, issue] - here[k, issue]) ** 2
            moved += np.sqrt(way)
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
