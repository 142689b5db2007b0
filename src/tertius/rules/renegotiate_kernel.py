"""`renegotiate`, one draw: by recursion over sets of talks.

A set of talks is a bit mask. Every talk outside the set has failed: its threats and links fire. The outcome of
a set needs the outcomes of the set without each of its talks, so masks are settled in ascending order.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import gains_at
from tertius.rules.compiled import entry, kernel, maker
from tertius.rules.network import Numbers, Structure
from tertius.rules.scene_kernel import Scene, enter_set, payoff, scene_of, units_of, update_needs
from tertius.rules.table_kernel import lay_table, seat
from tertius.rules.talk_kernel import SHARP, ZONE, bargain, best_in_zone

__all__ = ["CYCLING", "LIMIT", "TIED", "Outcomes", "settle_draws", "settle_sets", "walk_aways"]

STILL = 1e-7  # the search goes on until no level moves more than this
TOLERANCE = 1e-6  # the levels count as settled below this
PLAIN = 200  # rounds before the moves are halved
DAMPED = 400  # and rounds after
BEARABLE = 1e-6  # what a party that must only not lose may lose, as a share of its range
ROUNDING = 1.01  # its loss may rest exactly on that bound

CYCLING, LIMIT, TIED = 1, 2, 4


class Outcomes(NamedTuple):
    """The outcome of every set of talks S (2^T masks).

    Attributes:
        levels: (S, K) levels, in [0, 1].
        agreed: (S,) mask of the talks that end in agreement.
        payoffs: (S, I) payoffs in units of each actor's range.
        flags: (S,) CYCLING, LIMIT and TIED bits, of this set and of every set that it rests on.
        residual: (S,) largest move of a level in the last round, of this set and of every set that it rests on.
        worst: (S,) the talk whose lack of a zone made the set fail; -1 if it did not.
        margin: (S,) the smallest gain of that talk, in units of the party's range.
        loser: (S,) the party whose gain that is.
        units: (I,) the points of one unit of each actor's payoff.
    """

    levels: NDArray[np.float64]
    agreed: NDArray[np.int64]
    payoffs: NDArray[np.float64]
    flags: NDArray[np.int64]
    residual: NDArray[np.float64]
    worst: NDArray[np.int64]
    margin: NDArray[np.float64]
    loser: NDArray[np.int64]
    units: NDArray[np.float64]


@kernel
def _settle_talk(
    scene: Scene, t: int, x: NDArray[np.float64], walk: NDArray[np.float64], share: float
) -> tuple[float, bool]:
    """Settles talk t and moves its levels by `share` of the way; returns the full move and whether it is a tie."""
    lay_table(scene, t, x, walk, BEARABLE)
    table = scene.table
    n = table.size[1]
    to = table.levels
    for r in range(n):
        to[r] = x[table.issue[r]]
    _, tie = bargain(table, to, scene.structure.curvature)
    moved = 0.0
    for r in range(n):
        k = table.issue[r]
        moved = max(moved, abs(to[r] - x[k]))
        x[k] = x[k] + share * (to[r] - x[k]) if share < 1.0 else to[r]
    update_needs(scene, t, x)
    return moved, tie


@kernel
def _round(scene: Scene, mask: int, x: NDArray[np.float64], outcomes: Outcomes, share: float) -> tuple[float, int]:
    """Settles every talk of the set once, in turn; returns the largest move, and TIED if there was a tie."""
    moved, flags = 0.0, 0
    for t in scene.draw.order:
        if (mask >> t) & 1:
            step, tie = _settle_talk(scene, t, x, outcomes.payoffs[mask ^ (1 << t)], share)
            moved = max(moved, step)
            if tie:
                flags = TIED
    return moved, flags


@kernel
def _rest(scene: Scene, mask: int, x: NDArray[np.float64], outcomes: Outcomes) -> tuple[float, int]:
    """Round after round until the levels rest: the last residual, and flags.

    If the levels come back to where they were (Brent's test) or do not rest in time, the moves are halved.
    """
    mark = scene.draw.mark
    for k in range(x.size):
        mark[k] = x[k]
    mark_at, cycled, flags, moved = 1, False, 0, np.inf
    for turn in range(1, PLAIN + DAMPED + 1):
        share = 1.0 if turn <= PLAIN and not cycled else 0.5
        moved, flags = _round(scene, mask, x, outcomes, share)
        if moved < STILL:
            return moved, flags
        back = True
        for k in range(x.size):
            back &= abs(x[k] - mark[k]) < 0.1 * STILL
        cycled |= back
        if turn == mark_at:
            mark_at *= 2
            for k in range(x.size):
                mark[k] = x[k]
    if moved > TOLERANCE:
        flags |= CYCLING if cycled else LIMIT
    return moved, flags


@kernel
def _margin(scene: Scene, t: int, x: NDArray[np.float64], walk: NDArray[np.float64]) -> tuple[float, int, bool]:
    """The smallest gain of talk t at the levels x, whose it is, and whether the talk has a deal."""
    structure, table = scene.structure, scene.table
    seat(scene, t)
    smallest, loser, deal = np.inf, -1, True
    for i in range(structure.party.shape[1]):
        if structure.party[t, i]:
            gain = payoff(scene, x, i) - walk[i]
            wants = False
            for c in range(table.size[0]):
                wants |= table.actor[c] == i and table.power[c] > 0.0
            deal &= gain > ZONE if wants else gain >= -ROUNDING * BEARABLE
            if gain < smallest:
                smallest, loser = gain, i
    return smallest, loser, deal


@kernel
def _judge(scene: Scene, mask: int, x: NDArray[np.float64], outcomes: Outcomes) -> int:
    """The talk of the set that lacks a zone worst of all, or -1; notes the margin and whose it is."""
    worst = -1
    for t in range(scene.draw.stands.size):
        if (mask >> t) & 1:
            margin, loser, deal = _margin(scene, t, x, outcomes.payoffs[mask ^ (1 << t)])
            if not deal and (worst < 0 or margin < outcomes.margin[mask]):
                worst = t
                outcomes.margin[mask], outcomes.loser[mask] = margin, loser
    return worst


@kernel
def _fixed_point(scene: Scene, mask: int, start: NDArray[np.float64], outcomes: Outcomes) -> None:
    """Fills the draw's levels with those at which every talk of the set rests; notes how the search ended."""
    x = scene.draw.levels
    for k in range(x.size):
        t = scene.structure.issue_talk[k]
        tabled = t >= 0 and (mask >> t) & 1
        x[k] = start[k] if tabled else scene.numbers.reference[k]
    enter_set(scene, mask, x)
    residual, flags = _rest(scene, mask, x, outcomes)
    for t in range(scene.draw.stands.size):
        if (mask >> t) & 1:
            flags |= outcomes.flags[mask ^ (1 << t)]
            residual = max(residual, outcomes.residual[mask ^ (1 << t)])
    outcomes.flags[mask], outcomes.residual[mask] = flags, residual


@kernel
def _settle_set(scene: Scene, mask: int, start: NDArray[np.float64], outcomes: Outcomes) -> None:
    """The outcome of one set of talks, from those of its subsets."""
    _fixed_point(scene, mask, start, outcomes)
    x = scene.draw.levels
    worst = _judge(scene, mask, x, outcomes)
    outcomes.worst[mask] = worst
    if worst >= 0:
        rest = mask ^ (1 << worst)
        outcomes.agreed[mask] = outcomes.agreed[rest]
        for k in range(x.size):
            outcomes.levels[mask, k] = outcomes.levels[rest, k]
        for i in range(outcomes.payoffs.shape[1]):
            outcomes.payoffs[mask, i] = outcomes.payoffs[rest, i]
        return
    outcomes.agreed[mask] = mask
    for k in range(x.size):
        outcomes.levels[mask, k] = x[k]
    for i in range(outcomes.payoffs.shape[1]):
        outcomes.payoffs[mask, i] = payoff(scene, x, i)


@entry
def settle_sets(structure: Structure, numbers: Numbers, start: NDArray[np.float64], order: NDArray[np.int64]) -> Any:
    """The `Outcomes` of every set of talks.

    Args:
        structure: Who is where.
        numbers: One draw.
        start: (K,) the levels at which each search starts.
        order: (T,) the turn in which talks are settled, round after round.
    """
    talks, actors = structure.party.shape
    sets, issues = 1 << talks, numbers.reference.size
    outcomes = Outcomes(
        np.empty((sets, issues)),
        np.zeros(sets, np.int64),
        np.empty((sets, actors)),
        np.zeros(sets, np.int64),
        np.zeros(sets),
        np.full(sets, -1),
        np.zeros(sets),
        np.full(sets, -1),
        units_of(structure, numbers),
    )
    scene = scene_of(structure, numbers, order)
    for mask in range(sets):
        _settle_set(scene, mask, start, outcomes)
    return outcomes


@kernel
def _upper_hand(
    scene: Scene, t: int, x: NDArray[np.float64], walk: NDArray[np.float64], hand: NDArray[np.float64]
) -> None:
    """Fills `hand` (I,) for the parties of talk t, which is in agreement at the levels x."""
    table, a = scene.table, scene.structure.curvature
    lay_table(scene, t, x, walk, 0.0)
    n = table.size[1]
    settled, best = table.levels, table.corner
    for r in range(n):
        settled[r] = x[table.issue[r]]
    for c in range(table.size[0]):
        gains_at(table, settled, a, SHARP)
        gain = table.gain[c]
        for r in range(n):
            best[r] = settled[r]
        most = best_in_zone(table, best, c, a)
        if most > 0.0:
            hand[table.actor[c]] = min(1.0, max(0.0, gain / most))


@entry
def walk_aways(structure: Structure, numbers: Numbers, outcomes: Outcomes, asked: int) -> Any:
    """Walk-away values and upper hands (T, I) in the outcome of the set `asked`.

    Walk-away values are in units of the actor's range. The upper hand is (V - d) / (I - d), with I the actor's
    best in the zone of agreement; nan where there is no agreement, or no interest in the levels.
    """
    talks, actors = structure.party.shape
    walk = np.empty((talks, actors))
    hand = np.full((talks, actors), np.nan)
    agreed = outcomes.agreed[asked]
    scene = scene_of(structure, numbers, np.arange(talks))
    x = outcomes.levels[agreed].copy()
    enter_set(scene, agreed, x)
    for t in range(talks):
        for i in range(actors):
            walk[t, i] = outcomes.payoffs[agreed & ~(1 << t), i]
        if (agreed >> t) & 1:
            _upper_hand(scene, t, x, walk[t], hand[t])
    return walk, hand


@maker
def _one_draw(batch: Numbers, d: int) -> Any:
    return Numbers(
        batch.reference[d],
        batch.position[d],
        batch.salience[d],
        batch.weight[d],
        batch.cover[d],
        batch.link[d],
        batch.damage[d],
        batch.cost[d],
        batch.strike[d],
        batch.power[d],
        batch.range[d],
    )


class Answers(NamedTuple):
    """The headline of each draw: levels (D, K), mask of agreements, payoffs (D, I) in ranges, flags, residual."""

    levels: NDArray[np.float64]
    agreed: NDArray[np.int64]
    payoffs: NDArray[np.float64]
    flags: NDArray[np.int64]
    residual: NDArray[np.float64]


@entry
def settle_draws(structure: Structure, batch: Numbers, first: int, last: int, answers: Answers) -> None:
    """Settles draws first to last - 1, one by one, each from its references; fills `answers`."""
    full = (1 << structure.party.shape[0]) - 1
    order = np.arange(structure.party.shape[0])
    for d in range(first, last):
        numbers = _one_draw(batch, d)
        outcomes = settle_sets(structure, numbers, numbers.reference, order)
        for k in range(answers.levels.shape[1]):
            answers.levels[d, k] = outcomes.levels[full, k]
        for i in range(answers.payoffs.shape[1]):
            answers.payoffs[d, i] = outcomes.payoffs[full, i]
        answers.agreed[d] = outcomes.agreed[full]
        answers.flags[d] = outcomes.flags[full]
        answers.residual[d] = outcomes.residual[full]
