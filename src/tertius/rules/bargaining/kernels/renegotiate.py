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
from tertius.rules.compiled import entry, kernel, maker, part

UNWANTED = 1e-6  # a talk without agreement is in the way if that costs a party more than this share of its range
OPEN = 8


class Outcomes(NamedTuple):
    """The outcome of every set of talks S (2^T masks).

    Attributes:
        levels: (S, K) levels, in [0, 1].
        agreed: (S,) mask of the talks that end in agreement.
        payoffs: (S, I) payoffs in units of each actor's range.
        flags: (S,) CYCLING, LIMIT, TIED and OPEN bits, of this set and of every set that it rests on.
        residual: (S,) largest move of a level in the last round, of this set and of every set that it rests on.
        others: (S,) mask of the talks that a party may leave instead of the one that is off the table.
        same: (S,) the smallest set known to have this very outcome.
        fell: (S, T) the turn in which a talk was left without agreement, from 0; -1 if it was not.
        margin: (S, T) the smallest gain of such a talk, in units of the party's range.
        loser: (S, T) the party whose gain that is.
        units: (I,) the points of one unit of each actor's payoff.
    """

    levels: NDArray[np.float64]
    agreed: NDArray[np.int64]
    payoffs: NDArray[np.float64]
    flags: NDArray[np.int64]
    residual: NDArray[np.float64]
    others: NDArray[np.int64]
    same: NDArray[np.int64]
    fell: NDArray[np.int64]
    margin: NDArray[np.float64]
    loser: NDArray[np.int64]
    units: NDArray[np.float64]


@part
def _fixed_point(state: State, mask: int, left: int, start: NDArray[np.float64], outcomes: Outcomes) -> None:
    """Fills the draw's levels with those at which the talks of `left` rest, the others of the set without agreement.

    Walk-away values are those of the set `mask`: a talk without agreement may come back if another breaks down.
    """
    x, walk = state.draw.levels, state.draw.walk
    for k in range(x.size):
        t = state.structure.issue_talk[k]
        tabled = t >= 0 and (left >> t) & 1
        x[k] = start[k] if tabled else state.numbers.reference[k]
    enter_set(state, left, x)
    for t in range(walk.shape[0]):
        if (left >> t) & 1:
            for i in range(walk.shape[1]):
                walk[t, i] = outcomes.payoffs[mask ^ (1 << t), i]
    residual, flags = iterate(state, left, x, False)
    outcomes.flags[mask] |= flags
    outcomes.residual[mask] = max(residual, outcomes.residual[mask])


@kernel
def _is_as_in(outcomes: Outcomes, mask: int, left: int) -> bool:
    """Whether the talks of `left` have the same walk-away values in `mask` as if the others were off the table."""
    for t in range(outcomes.fell.shape[1]):
        if (left >> t) & 1 and outcomes.same[mask ^ (1 << t)] != outcomes.same[left ^ (1 << t)]:
            return False
    return True


@kernel
def _take(outcomes: Outcomes, mask: int, left: int, turn: int) -> None:
    """Makes the outcome of the set `left` that of `mask`, from which talks fell in the turns before `turn`."""
    outcomes.same[mask] = outcomes.same[left]
    outcomes.agreed[mask] = outcomes.agreed[left]
    for k in range(outcomes.levels.shape[1]):
        outcomes.levels[mask, k] = outcomes.levels[left, k]
    for i in range(outcomes.payoffs.shape[1]):
        outcomes.payoffs[mask, i] = outcomes.payoffs[left, i]
    for t in range(outcomes.fell.shape[1]):
        if (left >> t) & 1 and outcomes.fell[left, t] >= 0:
            outcomes.fell[mask, t] = turn + outcomes.fell[left, t]
            outcomes.margin[mask, t], outcomes.loser[mask, t] = outcomes.margin[left, t], outcomes.loser[left, t]


@part
def _settle_set(state: State, mask: int, start: NDArray[np.float64], outcomes: Outcomes) -> None:
    """The outcome of one set of talks, from those of its subsets."""
    x = state.draw.levels
    for t in range(outcomes.fell.shape[1]):
        if (mask >> t) & 1:
            outcomes.flags[mask] |= outcomes.flags[mask ^ (1 << t)]
            outcomes.residual[mask] = max(outcomes.residual[mask], outcomes.residual[mask ^ (1 << t)])
    left, turn = mask, 0
    while True:
        _fixed_point(state, mask, left, start, outcomes)
        worst, margin, loser = find_failing_talk(state, left, x)
        if worst < 0:
            break
        outcomes.fell[mask, worst], outcomes.margin[mask, worst], outcomes.loser[mask, worst] = turn, margin, loser
        left ^= 1 << worst
        turn += 1
        if _is_as_in(outcomes, mask, left):
            _take(outcomes, mask, left, turn)
            outcomes.others[mask] = outcomes.others[left]
            return
    outcomes.agreed[mask] = left
    for k in range(x.size):
        outcomes.levels[mask, k] = x[k]
    for i in range(outcomes.payoffs.shape[1]):
        outcomes.payoffs[mask, i] = payoff(state, x, i)


@kernel
def _what_its_end_brings(state: State, mask: int, t: int, outcomes: Outcomes) -> tuple[float, float]:
    """The most that a party of talk t would lose, and gain, if it were off the table for good."""
    loss, gain = 0.0, 0.0
    for i in range(outcomes.payoffs.shape[1]):
        if state.structure.party[t, i]:
            change = outcomes.payoffs[mask ^ (1 << t), i] - outcomes.payoffs[mask, i]
            loss, gain = max(loss, -change), max(gain, change)
    return loss, gain


@kernel
def _clear(state: State, mask: int, outcomes: Outcomes) -> None:
    """Takes the first talk that is in its own parties' way off the table, if there is one.

    Which talk goes is open then: whoever gains by it may leave another one first.
    """
    first, others = -1, 0
    for t in range(outcomes.fell.shape[1]):
        fell = outcomes.fell[mask, t]
        if fell >= 0:
            loss, gain = _what_its_end_brings(state, mask, t, outcomes)
            if gain > UNWANTED:
                others |= 1 << t
                if loss <= UNWANTED and (first < 0 or fell < outcomes.fell[mask, first]):
                    first = t
    if first < 0:
        return
    for t in range(outcomes.fell.shape[1]):
        outcomes.fell[mask, t] = 0 if t == first else -1
    outcomes.flags[mask] |= OPEN
    outcomes.others[mask] = others ^ (1 << first)
    _take(outcomes, mask, mask ^ (1 << first), 1)


@entry
def settle_sets(structure: Structure, numbers: Numbers, start: NDArray[np.float64], backward: bool, asked: int) -> Any:
    """The `Outcomes` of a set of talks and of every set within it; those of other sets say nothing.

    Args:
        structure: Who is where.
        numbers: One draw.
        start: (K,) the levels at which each search starts.
        backward: Whether the talks are settled in reverse order, round after round.
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
        np.zeros(sets, np.int64),
        np.arange(sets),
        np.full((sets, talks), -1),
        np.zeros((sets, talks)),
        np.full((sets, talks), -1),
        units_of(structure, numbers),
    )
    state = state_of(structure, numbers, backward)
    for mask in range(asked + 1):
        if mask & asked == mask:
            _settle_set(state, mask, start, outcomes)
            _clear(state, mask, outcomes)
    return outcomes


@entry
def walk_aways(structure: Structure, numbers: Numbers, outcomes: Outcomes, asked: int, rest: int) -> Any:
    """Walk-away values and upper hands (T, I) of the talks `asked`, where the outcome is that of the set `rest`.

    Walk-away values are in units of the actor's range. The upper hand is (V - d) / (I - d), with I the actor's
    best in the zone of agreement; nan where there is no agreement, or no interest in the levels.
    """
    talks, actors = structure.party.shape
    walk = np.empty((talks, actors))
    hand = np.full((talks, actors), np.nan)
    agreed = outcomes.agreed[rest]
    state = state_of(structure, numbers, False)
    x = outcomes.levels[rest].copy()
    enter_set(state, agreed, x)
    for t in range(talks):
        for i in range(actors):
            walk[t, i] = outcomes.payoffs[asked & ~(1 << t), i]
        if (agreed >> t) & 1:
            upper_hand(state, t, x, walk[t], hand[t])
    return walk, hand


@maker
def _stand_aside(
    structure: Structure, numbers: Numbers, outcomes: Outcomes, asked: int, d: int, answers: Answers
) -> None:
    """Fills the walk-away values of draw d; and the upper hands, if they are wanted."""
    if answers.hand.shape[0] > 0:
        walk, hand = walk_aways(structure, numbers, outcomes, asked, asked)
        answers.walk[d], answers.hand[d] = walk, hand
        return
    for t in range(answers.walk.shape[1]):
        for i in range(answers.walk.shape[2]):
            answers.walk[d, t, i] = outcomes.payoffs[asked & ~(1 << t), i]


@entry
def settle_draws(structure: Structure, batch: Numbers, asked: int, first: int, last: int, answers: Answers) -> None:
    """Settles draws first to last - 1, one by one, each from its references; fills `answers`.

    Talks outside the mask `asked` are made to fail.
    """
    for d in range(first, last):
        numbers = one_draw(batch, d)
        outcomes = settle_sets(structure, numbers, numbers.reference, False, asked)
        for k in range(answers.levels.shape[1]):
            answers.levels[d, k] = outcomes.levels[asked, k]
        for i in range(answers.payoffs.shape[1]):
            answers.payoffs[d, i] = outcomes.payoffs[asked, i]
        answers.units[d] = outcomes.units
        _stand_aside(structure, numbers, outcomes, asked, d, answers)
        answers.agreed[d] = outcomes.agreed[asked]
        answers.flags[d] = outcomes.flags[asked]
        answers.residual[d] = outcomes.residual[asked]
