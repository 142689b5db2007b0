"""`hold`, one draw: every talk settles given the others, which stay as they are if it breaks down."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Numbers, Structure
from tertius.rules.bargaining.kernels.bargain import upper_hand
from tertius.rules.bargaining.kernels.fixed_point import find_failing_talk, hold_others, iterate
from tertius.rules.bargaining.kernels.state import Answers, State, enter_set, one_draw, payoff, state_of, units_of
from tertius.rules.compiled import entry, kernel, maker, part


class Held(NamedTuple):
    """Where the search for one settlement ended.

    Attributes:
        levels: (K,) levels, in [0, 1].
        agreed: Mask of the talks that end in agreement.
        flags: CYCLING, LIMIT and TIED bits.
        residual: Largest move of a level in the last round.
        fell: (T,) the turn in which the talk fell out for want of a zone, from 0; -1 if it did not.
        margin: (T,) the smallest gain of such a talk, in units of the party's range.
        loser: (T,) the party whose gain that is.
    """

    levels: NDArray[np.float64]
    agreed: int
    flags: int
    residual: float
    fell: NDArray[np.int64]
    margin: NDArray[np.float64]
    loser: NDArray[np.int64]


class Standing(NamedTuple):
    """What given levels and agreements are worth.

    Attributes:
        payoffs: (I,) payoffs in units of each actor's range.
        walk: (T, I) payoffs if one talk fails and the others hold.
        hand: (T, I) upper hands; nan where there is no agreement, or no interest in the levels.
        units: (I,) the points of one unit of each actor's payoff.
    """

    payoffs: NDArray[np.float64]
    walk: NDArray[np.float64]
    hand: NDArray[np.float64]
    units: NDArray[np.float64]


@part
def _rest_from(state: State, mask: int, start: NDArray[np.float64]) -> tuple[float, int]:
    """Fills the draw's levels with those at which every talk of the set rests, and the walk-away values there."""
    x = state.draw.levels
    for k in range(x.size):
        t = state.structure.issue_talk[k]
        tabled = t >= 0 and (mask >> t) & 1
        x[k] = start[k] if tabled else state.numbers.reference[k]
    enter_set(state, mask, x)
    residual, flags = iterate(state, mask, x, True)
    for t in range(state.draw.holds_probability.shape[1]):
        if (mask >> t) & 1:
            hold_others(state, mask, t, x)
    return residual, flags


@maker
def _search(state: State, start: NDArray[np.float64], mask: int) -> Any:
    talks = state.draw.holds_probability.shape[1]
    fell, margin, loser = np.full(talks, -1), np.zeros(talks), np.full(talks, -1)
    residual, flags, turn = 0.0, 0, 0
    while True:
        moved, ended = _rest_from(state, mask, start)
        residual, flags = max(residual, moved), flags | ended
        worst, least, poorest = find_failing_talk(state, mask, state.draw.levels)
        if worst < 0:
            break
        fell[worst], margin[worst], loser[worst] = turn, least, poorest
        mask &= ~(1 << worst)
        turn += 1
    return Held(state.draw.levels.copy(), mask, flags, residual, fell, margin, loser)


@entry
def settle_held(structure: Structure, numbers: Numbers, start: NDArray[np.float64], backward: bool, asked: int) -> Any:
    """Settles the talks of the set `asked`: as long as one lacks a zone, the worst falls out.

    Args:
        structure: Who is where.
        numbers: One draw.
        start: (K,) the levels at which the search starts.
        backward: Whether the talks are settled in reverse order, round after round.
        asked: Mask of the talks; the others have failed.
    """
    return _search(state_of(structure, numbers, backward), start, asked)


@entry
def stand_at(structure: Structure, numbers: Numbers, levels: NDArray[np.float64], agreed: int) -> Any:
    """The `Standing` of everyone at given levels, with the talks of `agreed` in agreement."""
    talks, actors = structure.party.shape
    state = state_of(structure, numbers, False)
    x, walk = levels.copy(), state.draw.walk
    payoffs, hand = np.empty(actors), np.full((talks, actors), np.nan)
    enter_set(state, agreed, x)
    for i in range(actors):
        payoffs[i] = payoff(state, x, i)
    for t in range(talks):
        hold_others(state, agreed, t, x)
        if (agreed >> t) & 1:
            upper_hand(state, t, x, walk[t], hand[t])
    return Standing(payoffs, walk, hand, units_of(structure, numbers))


@kernel
def _stand(state: State, held: Held, d: int, answers: Answers) -> None:
    """Fills what draw d is worth to everyone, and upper hands if they are asked for."""
    walk = state.draw.walk
    enter_set(state, held.agreed, held.levels)
    for i in range(answers.payoffs.shape[1]):
        answers.payoffs[d, i] = payoff(state, held.levels, i)
    for t in range(walk.shape[0]):
        hold_others(state, held.agreed, t, held.levels)
        for i in range(walk.shape[1]):
            answers.walk[d, t, i] = walk[t, i]
        if answers.hand.shape[0] > 0 and (held.agreed >> t) & 1:
            upper_hand(state, t, held.levels, walk[t], answers.hand[d, t])


@entry
def settle_held_draws(
    structure: Structure, batch: Numbers, asked: int, first: int, last: int, answers: Answers
) -> None:
    """Settles draws first to last - 1, one by one, each from its references; fills `answers`.

    Talks outside the mask `asked` are made to fail.
    """
    for d in range(first, last):
        numbers = one_draw(batch, d)
        state = state_of(structure, numbers, False)
        held = _search(state, numbers.reference, asked)
        for k in range(answers.levels.shape[1]):
            answers.levels[d, k] = held.levels[k]
        _stand(state, held, d, answers)
        answers.units[d] = units_of(structure, numbers)
        answers.agreed[d] = held.agreed
        answers.flags[d] = held.flags
        answers.residual[d] = held.residual
