"""A set of talks, each settled in its turn given the others, round after round until no level moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.bargain_kernel import bargain
from tertius.rules.compiled import kernel, part
from tertius.rules.leap_kernel import forget, leap, note_start
from tertius.rules.scene_kernel import Scene, enter_set, payoff, update_needs
from tertius.rules.table_kernel import lay_table, seat
from tertius.rules.talk_kernel import ZONE

__all__ = ["CYCLING", "LIMIT", "TIED", "TOLERANCE", "hold_others", "judge", "rest", "settle_talk"]

NEARING = 0.5  # a round that moves no level by more than this share of the move before may be leapt from
SPARE = 1e-3  # if it leaves every gain larger than this
STILL = 1e-7  # the search goes on until no level moves more than this
TOLERANCE = 1e-6  # the levels count as settled below this
PLAIN = 200  # rounds before the moves are halved
DAMPED = 400  # and rounds after
BEARABLE = 1e-6  # what a party that must only not lose may lose, as a share of its range
ROUNDING = 1.01  # its loss may rest exactly on that bound

CYCLING, LIMIT, TIED = 1, 2, 4


@part
def settle_talk(scene: Scene, t: int, x: NDArray[np.float64], share: float) -> tuple[float, float, bool]:
    """Settles talk t and moves its levels by `share` of the way.

    Returns the full move, the smallest gain and whether it is a tie.
    """
    lay_table(scene, t, x, scene.draw.walk[t], BEARABLE)
    table = scene.table
    n = table.size[1]
    to = table.levels
    for r in range(n):
        to[r] = x[table.issue[r]]
    smallest, tie = bargain(table, to, scene.structure.solution[t], scene.structure.curvature)
    moved = 0.0
    for r in range(n):
        k = table.issue[r]
        moved = max(moved, abs(to[r] - x[k]))
        x[k] = x[k] + share * (to[r] - x[k]) if share < 1.0 else to[r]
    update_needs(scene, t, x)
    return moved, smallest, tie


@kernel
def hold_others(scene: Scene, mask: int, t: int, x: NDArray[np.float64]) -> None:
    """Makes the payoffs if talk t alone fails, at the levels x of the others, the walk-away values of talk t."""
    enter_set(scene, mask & ~(1 << t), x)
    for i in range(scene.structure.party.shape[1]):
        scene.draw.walk[t, i] = payoff(scene, x, i)
    enter_set(scene, mask, x)


@part
def _round(scene: Scene, mask: int, x: NDArray[np.float64], share: float, held: bool) -> tuple[float, float, int]:
    """Settles every talk of the set once, in turn.

    Returns the largest move, the smallest gain, and TIED if there was a tie.
    """
    moved, smallest, flags = 0.0, np.inf, 0
    for t in scene.draw.order:
        if (mask >> t) & 1:
            if held:
                hold_others(scene, mask, t, x)
            step, gain, tie = settle_talk(scene, t, x, share)
            moved, smallest = max(moved, step), min(smallest, gain)
            if tie:
                flags = TIED
    return moved, smallest, flags


@kernel
def rest(scene: Scene, mask: int, x: NDArray[np.float64], held: bool) -> tuple[float, int]:
    """Round after round until the levels rest: the last residual, and flags.

    If the levels come back to where they were (Brent's test) or do not rest in time, the moves are halved.

    Args:
        scene: The draw, with the set entered and its walk-away values in place, unless they are `held`.
        mask: The set of talks.
        x: (K,) the levels to start from; overwritten.
        held: Whether walk-away values are those of the other talks held as they are, and follow the levels.
    """
    mark = scene.draw.mark
    for k in range(x.size):
        mark[k] = x[k]
    forget(scene.trail)
    mark_at, cycled, flags, moved = 1, False, 0, np.inf
    for turn in range(1, PLAIN + DAMPED + 1):
        share, before = 1.0 if turn <= PLAIN and not cycled else 0.5, moved
        note_start(scene.trail, x)
        moved, smallest, flags = _round(scene, mask, x, share, held)
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
        if share < 1.0 or moved > NEARING * before or smallest < SPARE:
            forget(scene.trail)
        elif leap(scene.trail, x):
            enter_set(scene, mask, x)
    if moved > TOLERANCE:
        flags |= CYCLING if cycled else LIMIT
    return moved, flags


@kernel
def _margin(scene: Scene, t: int, x: NDArray[np.float64]) -> tuple[float, int, bool]:
    """The smallest gain of talk t at the levels x, whose it is, and whether the talk has a deal."""
    structure, table = scene.structure, scene.table
    seat(scene, t)
    smallest, loser, deal = np.inf, -1, True
    for i in range(structure.party.shape[1]):
        if structure.party[t, i]:
            gain = payoff(scene, x, i) - scene.draw.walk[t, i]
            wants = False
            for c in range(table.size[0]):
                wants |= table.actor[c] == i and table.power[c] > 0.0
            deal &= gain > ZONE if wants else gain >= -ROUNDING * BEARABLE
            if gain < smallest:
                smallest, loser = gain, i
    return smallest, loser, deal


@kernel
def judge(scene: Scene, mask: int, x: NDArray[np.float64]) -> tuple[int, float, int]:
    """The talk of the set that lacks a zone worst of all, or -1; its smallest gain, and whose that is."""
    worst, least, poorest = -1, 0.0, -1
    for t in range(scene.draw.stands.shape[1]):
        if (mask >> t) & 1:
            margin, loser, deal = _margin(scene, t, x)
            if not deal and (worst < 0 or margin < least):
                worst, least, poorest = t, margin, loser
    return worst, least, poorest
