"""`renegotiate`, one draw: by recursion over sets of talks.

A set of talks is a bit mask. Every talk outside the set has failed: its threats and links fire. The outcome of
a set needs the outcomes of the set without each of its talks, so masks are settled in ascending order.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Numbers, Structure
from tertius.rules.bargaining.kernels.bargain import upper_hand
from tertius.rules.bargaining.kernels.fixed_point import find_failing_talk, iterate
from tertius.rules.bargaining.kernels.state import Answers, State, enter_set, one_draw, payoff, state_of, units_of
from tertius.rules.compiled import entry, maker, part


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


@part
def _fixed_point(state: State, mask: int, start: NDArray[np.float64], outcomes: Outcomes) -> None:
    """Fills the draw's levels with those at which every talk of the set rests; notes how the search ended."""
    x, walk = state.draw.levels, state.draw.walk
    for k in range(x.size):
        t = state.structure.issue_talk[k]
        tabled = t >= 0 and (mask >> t) & 1
        x[k] = start[k] if tabled else state.numbers.reference[k]
    enter_set(state, mask, x)
    for t in range(walk.shape[0]):
        if (mask >> t) & 1:
            for i in range(walk.shape[1]):
                walk[t, i] = outcomes.payoffs[mask ^ (1 << t), i]
    residual, flags = iterate(state, mask, x, False)
    for t in range(walk.shape[0]):
        if (mask >> t) & 1:
            flags |= outcomes.flags[mask ^ (1 << t)]
            residual = max(residual, outcomes.residual[mask ^ (1 << t)])
    outcomes.flags[mask], outcomes.residual[mask] = flags, residual


@part
def _settle_set(state: State, mask: int, start: NDArray[np.float64], outcomes: Outcomes) -> None:
    """The outcome of one set of talks, from those of its subsets."""
    _fixed_point(state, mask, start, outcomes)
    x = state.draw.levels
    worst, margin, loser = find_failing_talk(state, mask, x)
    outcomes.worst[mask] = worst
    if worst >= 0:
        outcomes.margin[mask], outcomes.loser[mask] = margin, loser
        without = mask ^ (1 << worst)
        outcomes.agreed[mask] = outcomes.agreed[without]
        for k in range(x.size):
            outcomes.levels[mask, k] = outcomes.levels[without, k]
        for i in range(outcomes.payoffs.shape[1]):
            outcomes.payoffs[mask, i] = outcomes.payoffs[without, i]
        return
    outcomes.agreed[mask] = mask
    for k in range(x.size):
        outcomes.levels[mask, k] = x[k]
    for i in range(outcomes.payoffs.shape[1]):
        outcomes.payoffs[mask, i] = payoff(state, x, i)


@entry
def settle_sets(
    structure: Structure, numbers: Numbers, start: NDArray[np.float64], order: NDArray[np.int64], asked: int
) -> Any:
    """The `Outcomes` of a set of talks and of every set within it; those of other sets say nothing.

    Args:
        structure: Who is where.
        numbers: One draw.
        start: (K,) the levels at which each search starts.
        order: (T,) the turn in which talks are settled, round after round.
        asked: Mask of the set.
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
    state = state_of(structure, numbers, order)
    for mask in range(asked + 1):
        if mask & asked == mask:
            _settle_set(state, mask, start, outcomes)
    return outcomes


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
    state = state_of(structure, numbers, np.arange(talks))
    x = outcomes.levels[agreed].copy()
    enter_set(state, agreed, x)
    for t in range(talks):
        for i in range(actors):
            walk[t, i] = outcomes.payoffs[agreed & ~(1 << t), i]
        if (agreed >> t) & 1:
            upper_hand(state, t, x, walk[t], hand[t])
    return walk, hand


@maker
def _stand_aside(
    structure: Structure, numbers: Numbers, outcomes: Outcomes, asked: int, d: int, answers: Answers
) -> None:
    """Fills the walk-away values of draw d; and the upper hands, if they are wanted."""
    if answers.hand.shape[0] > 0:
        walk, hand = walk_aways(structure, numbers, outcomes, asked)
        answers.walk[d], answers.hand[d] = walk, hand
        return
    agreed = outcomes.agreed[asked]
    for t in range(answers.walk.shape[1]):
        for i in range(answers.walk.shape[2]):
            answers.walk[d, t, i] = outcomes.payoffs[agreed & ~(1 << t), i]


@entry
def settle_draws(structure: Structure, batch: Numbers, asked: int, first: int, last: int, answers: Answers) -> None:
    """Settles draws first to last - 1, one by one, each from its references; fills `answers`.

    Talks outside the mask `asked` are made to fail.
    """
    order = np.arange(structure.party.shape[0])
    for d in range(first, last):
        numbers = one_draw(batch, d)
        outcomes = settle_sets(structure, numbers, numbers.reference, order, asked)
        for k in range(answers.levels.shape[1]):
            answers.levels[d, k] = outcomes.levels[asked, k]
        for i in range(answers.payoffs.shape[1]):
            answers.payoffs[d, i] = outcomes.payoffs[asked, i]
        answers.units[d] = outcomes.units
        _stand_aside(structure, numbers, outcomes, asked, d, answers)
        answers.agreed[d] = outcomes.agreed[asked]
        answers.flags[d] = outcomes.flags[asked]
        answers.residual[d] = outcomes.residual[asked]
