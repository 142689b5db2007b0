"""`exchange`: actors who disagree on two issues trade voting positions, so that both gain the same.

    O_k = sum_i c_ik s_ik x_ik / sum_i c_ik s_ik          the expected outcome of issue k
    s_ip dO_p - s_iq dO_q = s_jq dO_q - s_jp dO_p         equal gain: i supplies issue q and j supplies issue p

Stokman and Van Oosten (1994). The trade with the largest gain is made, positions move, and so on until nothing is left.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar, NamedTuple, final

import numpy as np

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.arrays import Flags, Floats, Ints
from tertius.rules.decisions.decision import DecisionModel, Ending
from tertius.rules.decisions.order import order_of
from tertius.rules.decisions.stances import Stances

SEED = 1
"""Of the order in which trades that promise the same are made."""

LEAST = 1e-10
"""A trade that gains less, or moves anybody less, is none; on scales of 100."""

EVEN = 1e-12
"""Gains this close, as a share, are the same."""


@dataclass(frozen=True)
class Traded:
    """The trades of one table; N actors, K issues, T trades.

    Attributes:
        positions: (N, K) what each actor votes for in the end, on the scales that came in; nan where it has no stance.
        outcomes: (T + 1, K) the expected outcomes before the first trade and after each, on the scales that came in.
        actors: (T, 2) who traded.
        issues: (T, 2) on which issue each of the two moved.
        starts: (T, 2) from where each of them moved.
        ends: (T, 2) and to where.
        gains: (T,) what each of the two gains: salience times percent of the scale.
        sides: (N, K) -1 below the expected outcome before the trades, 1 at or above it, 0 without a stance.
        ties: How many trades were chosen among others that promised as much.
    """

    positions: Floats
    outcomes: Floats
    actors: Ints
    issues: Ints
    starts: Floats
    ends: Floats
    gains: Floats
    sides: Ints
    ties: int


class _Possible(NamedTuple):
    """Trades that can be thought of: (E,) arrays; i moves on q towards j, and j moves on p towards i."""

    i: Ints
    j: Ints
    p: Ints
    q: Ints


def exchange(
    positions: Floats, saliences: Floats, capabilities: Floats, scales: Floats | None = None, seed: int = SEED
) -> Traded:
    """Trade voting positions until nobody gains from another trade.

    Args:
        positions: (N, K) what each actor wants on each issue; nan where it has no stance.
        saliences: (N, K) how much it matters to each, 0 or more.
        capabilities: (N, K) the weight of each, 0 or more.
        scales: (K, 2) lowest and highest level of each issue; 0 to 100 if left out.
        seed: Of the order in which trades that promise the same are made.

    Raises:
        ValueError: Nobody has any weight on an issue, or a number is out of its range.
    """
    x, s, c = (np.array(table, np.float64) for table in (positions, saliences, capabilities))
    there = np.isfinite(x)
    if not (np.isfinite(s[there]) & (s[there] >= 0) & np.isfinite(c[there]) & (c[there] >= 0)).all():
        raise ValueError("saliences and capabilities must be 0 or more")
    ends = np.array([[0.0, 100.0]] * x.shape[1]) if scales is None else np.asarray(scales, np.float64)
    low, unit = ends[:, 0], (ends[:, 1] - ends[:, 0]) / 100
    order = order_of(x, np.where(there, s, 0.0), np.where(there, c, 0.0))
    place, there = np.argsort(order), there[order]
    x, s, c = x[order], s[order], c[order]
    x, s, w = (x - low) / unit, np.where(there, s, 0.0), np.where(there, s * c, 0.0)
    total = w.sum(axis=0)
    if not (total > 0).all():
        raise ValueError("nobody has any weight")
    outcome = (w * np.where(there, x, 0.0)).sum(axis=0) / total
    sides = np.where(there, np.where(x < outcome, -1, 1), 0)
    table = _Table(x, s, w / total, _possible(sides, s, w, seed))
    outcomes, made = [outcome], []
    while (best := table.best()) is not None:
        made.append(table.make(best))
        outcome = outcome.copy()
        for issue, shift in zip(made[-1].issues, made[-1].shifts, strict=True):
            outcome[issue] += shift
        outcomes.append(outcome)
    pairs = np.array([one.issues for one in made], np.int64).reshape(-1, 2)
    return Traded(
        positions=low + unit * table.now[place],
        outcomes=low + unit * np.array(outcomes),
        actors=order[np.array([one.actors for one in made], np.int64).reshape(-1, 2)],
        issues=pairs,
        starts=low[pairs] + unit[pairs] * np.array([one.starts for one in made]).reshape(-1, 2),
        ends=low[pairs] + unit[pairs] * np.array([one.ends for one in made]).reshape(-1, 2),
        gains=np.array([one.gain for one in made]),
        sides=sides[place],
        ties=table.ties,
    )


def effects(positions: Floats, saliences: Floats, scales: Floats, outcomes: Floats) -> Floats:
    """(T, N) by how much the utility of every actor changes with each trade: those who traded, and all others.

        U_i = - sum_k s_ik |O_k - x_ik|

    in salience times percent of the scale.

    Args:
        positions: (N, K) what each actor wants; nan where it has no stance.
        saliences: (N, K) how much it matters to each.
        scales: (K, 2) lowest and highest level of each issue.
        outcomes: (T + 1, K) the expected outcomes before the first trade and after each.
    """
    unit = (scales[:, 1] - scales[:, 0]) / 100
    there = np.isfinite(positions)
    apart = np.abs(outcomes[:, None, :] - np.where(there, positions, 0.0)) / unit
    change: Floats = -np.diff((np.where(there, saliences, 0.0) * apart).sum(axis=2), axis=0)
    return change


def inner_group(traded: Traded) -> Flags:
    """(T, N) who stands in the same two corners as the two that traded, and so could have traded likewise."""
    t = np.arange(len(traded.gains))
    p, q = traded.issues.T
    corners = np.stack([traded.sides[:, p].T, traded.sides[:, q].T], axis=2)  # (T, N, 2)
    one = corners[t, traded.actors[:, 0]][:, None, :]
    return np.asarray((corners == one).all(axis=2) | (corners == -one).all(axis=2))


class _Trade(NamedTuple):
    """One trade on scales of 100."""

    actors: tuple[int, int]
    issues: tuple[int, int]
    starts: tuple[float, float]
    ends: tuple[float, float]
    shifts: tuple[float, float]
    gain: float


class _Table:
    """The positions while trades are made, and what every possible trade would gain now.

    Attributes:
        now: (N, K) where each actor votes now.
        ties: How many trades were chosen among equals.
    """

    def __init__(self, x: Floats, s: Floats, pull: Floats, trades: _Possible) -> None:
        self.wanted, self.now, self.pull, self.trades = x, x.copy(), pull, trades
        i, j, p, q = trades
        self.gain_i, self.cost_i = s[i, p], s[i, q]
        self.rate = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])  # dO_q for each unit of dO_p
        self.ways: Ints = np.zeros(x.shape, np.int64)  # the direction in which an actor moves on an issue, once it does
        self.gains, self.moves = np.zeros(len(i)), np.zeros((len(i), 2))
        self.ties = 0
        places = np.concatenate([i * x.shape[1] + q, j * x.shape[1] + p])  # an actor on an issue, as one number
        order = np.argsort(places, kind="stable")
        self.moving = np.split(order % max(len(i), 1), np.searchsorted(places[order], np.arange(1, x.size)))
        self._look(np.arange(len(i)))

    def _look(self, which: Ints) -> None:
        """Works out these trades anew: one of the two moves all the way to where the other stands."""
        i, j, p, q = (column[which] for column in self.trades)
        way_i, way_j = self.wanted[j, q] - self.now[i, q], self.wanted[i, p] - self.now[j, p]
        most_q, most_p = np.abs(way_i) * self.pull[i, q], np.abs(way_j) * self.pull[j, p]
        shift_q = np.minimum(most_q, most_p * self.rate[which])
        shift_p = np.minimum(most_p, shift_q / self.rate[which])
        moves = np.stack([np.sign(way_i) * shift_q / self.pull[i, q], np.sign(way_j) * shift_p / self.pull[j, p]], 1)
        gains = self.gain_i[which] * shift_p - self.cost_i[which] * shift_q
        back = (np.sign(moves) * np.stack([self.ways[i, q], self.ways[j, p]], 1) < 0).any(axis=1)
        idle = back | (gains < LEAST) | (np.abs(moves) < LEAST).any(axis=1)
        self.gains[which], self.moves[which] = np.where(idle, 0.0, gains), moves

    def best(self) -> int | None:
        """The trade that gains most, the first in the order of the seed among equals; None if there is none."""
        if not self.gains.size or not (most := self.gains.max()) > 0:
            return None
        same = np.flatnonzero(self.gains >= most * (1 - EVEN))
        self.ties += len(same) > 1
        return int(same[0])

    def make(self, which: int) -> _Trade:
        """Carry a trade out: it is used up, and all that move the same actor on the same issue are worked out anew."""
        i, j, p, q = (int(column[which]) for column in self.trades)
        places, gain = ((i, q), (j, p)), float(self.gains[which])
        starts = tuple(float(self.now[place]) for place in places)
        moves = self.moves[which].copy()
        for place, move in zip(places, moves, strict=True):
            self.now[place] += move
            self.ways[place] = np.sign(move)
        ends = tuple(float(self.now[place]) for place in places)
        self.rate[which], self.gain_i[which] = 1.0, 0.0
        self._look(np.concatenate([self.moving[actor * self.now.shape[1] + issue] for actor, issue in places]))
        shifts = tuple(float(move * self.pull[place]) for place, move in zip(places, moves, strict=True))
        return _Trade((i, j), (q, p), starts, ends, shifts, gain)  # type: ignore[arg-type]


def _possible(sides: Ints, s: Floats, w: Floats, seed: int) -> _Possible:
    """Every two actors on opposite sides of two issues that both move; i cares more for p, against q, than j does."""
    actors, issues = sides.shape
    first, second = np.triu_indices(actors, 1)
    found = [np.empty((4, 0), np.int64)]
    for p, q in combinations(range(issues), 2):
        apart = (sides[first, p] * sides[second, p] < 0) & (sides[first, q] * sides[second, q] < 0)
        i, j = first[apart], second[apart]
        turned = s[i, p] * s[j, q] < s[j, p] * s[i, q]
        i, j = np.where(turned, j, i), np.where(turned, i, j)
        moving = (w[i, q] > 0) & (w[j, p] > 0)
        found.append(np.array([i, j, np.full_like(i, p), np.full_like(i, q)])[:, moving])
    table = np.concatenate(found, axis=1)
    return _Possible(*table[:, np.random.default_rng(seed).permutation(table.shape[1])])


@final
class Exchange(DecisionModel):
    """Equal-gain exchange of voting positions; the decision is the weighted mean of the positions voted for.

    Attributes:
        seed: Of the order in which trades that promise the same are made.
    """

    key: ClassVar[str] = "exchange"
    title: ClassVar[str] = "the weighted mean after trades of voting positions, issue against issue"
    reference: ClassVar[str] = "Stokman & Van Oosten 1994"
    least_issues: ClassVar[int] = 2
    unmet: ClassVar[str] = "it trades a position on one issue for one on another, and there is one issue"

    def __init__(self, seed: int = SEED) -> None:
        self.seed = seed

    def lacks(self, case: Case) -> list[Problem]:
        """A second issue, if there is none."""
        decided = [issue for issue in case.issues if case.decided(issue)]
        if len(decided) != 1:
            return []
        found = f"'{decided[0]}' is the only issue, and the rule 'exchange' trades a position on one issue for another"
        problem = Problem(found=found, suggestion="add another issue, or use the rule 'weighted-mean'")
        return [case.origin.place(("issues", decided[0])).put(problem)]

    def trade(self, stances: Mapping[str, Stances]) -> Traded:
        """The trades of these stances, actors in the order in which they first have one; see `actors_of`."""
        actors = actors_of(stances)
        shape = (len(actors), len(stances))
        x, s, c = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
        for k, (issue, own) in enumerate(stances.items()):
            if not (own.capability * own.salience).sum() > 0:
                raise ValueError(f"nobody has any weight on '{issue}'")
            rows = [actors.index(actor) for actor in own.actors]
            x[rows, k], s[rows, k], c[rows, k] = own.position, own.salience / 100, own.capability
        return exchange(x, s, c, np.array([own.scale for own in stances.values()]), self.seed)

    def decide_all(self, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """The weighted mean of what is voted for after all trades."""
        levels = self.trade(stances).outcomes[-1]
        return {issue: Ending(float(level)) for issue, level in zip(stances, levels, strict=True)}


def actors_of(stances: Mapping[str, Stances]) -> list[str]:
    """Everybody who has a stance, each once."""
    return list(dict.fromkeys(actor for own in stances.values() for actor in own.actors))
