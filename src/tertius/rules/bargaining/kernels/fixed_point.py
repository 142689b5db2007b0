"""A set of talks, each settled in its turn given the others, round after round until no level moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.bargaining.kernels.anderson import accelerate, forget, note_start
from tertius.rules.bargaining.kernels.bargain import bargain
from tertius.rules.bargaining.kernels.nash import ZONE
from tertius.rules.bargaining.kernels.setup import fill_subproblem, select_parties
from tertius.rules.bargaining.kernels.state import ALIKE, State, enter_set, payoff, update_needs
from tertius.rules.compiled import kernel, part

NEARING = 0.5  # a round that moves no level by more than this share of the move before may be accelerated from
SPARE = 1e-3  # if it leaves every gain larger than this
STILL = 1e-7  # the search goes on until no level moves more than this
TOLERANCE = 1e-6  # the levels count as settled below this
PLAIN = 200  # rounds before the moves are halved
DAMPED = 400  # and rounds after
BEARABLE = 1e-6  # what a party that must only not lose may lose, as a share of its range
ROUNDING = 1.01  # its loss may rest exactly on that bound
CYCLING, LIMIT, TIED = 1, 2, 4


@part
def settle_talk(state: State, t: int, x: NDArray[np.float64], share: float) -> tuple[float, float, bool]:
    """Settles talk t and moves its levels by `share` of the way.

    Returns the full move, the smallest gain and whether it is a tie.
    """
    fill_subproblem(state, t, x, state.draw.walk[t], BEARABLE)
    problem = state.problem
    n = problem.size[1]
    to = problem.levels
    for r in range(n):
        to[r] = x[problem.issue[r]]
    smallest, tie = bargain(problem, to, state.structure.solution[t], state.structure.curvature)
    moved = 0.0
    for r in range(n):
        k = problem.issue[r]
        moved = max(moved, abs(to[r] - x[k]))
        x[k] = x[k] + share * (to[r] - x[k]) if share < 1.0 else to[r]
    update_needs(state, t, x)
    return moved, smallest, tie


@kernel
def hold_others(state: State, mask: int, t: int, x: NDArray[np.float64]) -> None:
    """Makes the payoffs if talk t alone fails, at the levels x of the others, the walk-away values of talk t."""
    enter_set(state, mask & ~(1 << t), x)
    for i in range(state.structure.party.shape[1]):
        state.draw.walk[t, i] = payoff(state, x, i)
    enter_set(state, mask, x)


@part
def _round(state: State, mask: int, x: NDArray[np.float64], share: float, held: bool) -> tuple[float, float, int]:
    """Settles every talk of the set once, in turn.

    Returns the largest move, the smallest gain, and TIED if there was a tie.
    """
    moved, smallest, flags = 0.0, np.inf, 0
    for t in state.draw.order:
        if (mask >> t) & 1:
            if held:
                hold_others(state, mask, t, x)
            step, gain, tie = settle_talk(state, t, x, share)
            moved, smallest = max(moved, step), min(smallest, gain)
            if tie:
                flags = TIED
    return moved, smallest, flags


@kernel
def iterate(state: State, mask: int, x: NDArray[np.float64], held: bool) -> tuple[float, int]:
    """Round after round until the levels rest: the last residual, and flags.

    If the levels come back to where they were (Brent's test) or do not rest in time, the moves are halved.

    Args:
        state: The draw, with the set entered and its walk-away values in place, unless they are `held`.
        mask: The set of talks.
        x: (K,) the levels to start from; overwritten.
        held: Whether walk-away values are those of the other talks held as they are, and follow the levels.
    """
    mark = state.draw.mark
    for k in range(x.size):
        mark[k] = x[k]
    forget(state.history)
    mark_at, cycled, flags, moved = 1, False, 0, np.inf
    for turn in range(1, PLAIN + DAMPED + 1):
        share, before = 1.0 if turn <= PLAIN and not cycled else 0.5, moved
        note_start(state.history, x)
        moved, smallest, flags = _round(state, mask, x, share, held)
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
            forget(state.history)
        elif accelerate(state.history, x):
            enter_set(state, mask, x)
    if moved > TOLERANCE:
        flags |= CYCLING if cycled else LIMIT
    return moved, flags


@kernel
def _margin(state: State, t: int, x: NDArray[np.float64]) -> tuple[float, int, bool]:
    """The smallest gain of talk t at the levels x, whose it is, and whether the talk has a deal."""
    structure, problem = state.structure, state.problem
    select_parties(state, t)
    smallest, loser, deal = np.inf, -1, True
    for i in range(structure.party.shape[1]):
        if structure.party[t, i]:
            gain = payoff(state, x, i) - state.draw.walk[t, i]
            wants = False
            for c in range(problem.size[0]):
                wants |= problem.actor[c] == i and problem.power[c] > 0.0
            deal &= gain > ZONE if wants else gain >= -ROUNDING * BEARABLE
            if gain < smallest:
                smallest, loser = gain, i
    return smallest, loser, deal


@kernel
def find_failing_talk(state: State, mask: int, x: NDArray[np.float64]) -> tuple[int, float, int]:
    """The talk of the set that lacks a zone worst of all, or -1; its smallest gain, and whose that is.

    Of talks that are equally bad it is the first in the order in which they are settled.
    """
    worst, least, poorest = -1, 0.0, -1
    for t in state.draw.order:
        if (mask >> t) & 1:
            margin, loser, deal = _margin(state, t, x)
            if not deal and (worst < 0 or margin < least - ALIKE):
                worst, least, poorest = t, margin, loser
    return worst, least, poorest
