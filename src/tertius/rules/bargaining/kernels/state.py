"""One draw of a network of talks, laid out for settling: units, expected losses, payoffs.

Everything is in units of each actor's range, so that no result depends on the points an actor is given.

Many draws: one draw out of a batch, and what is kept of each answer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Numbers, Structure
from tertius.rules.bargaining.kernels.anderson import History, empty_history
from tertius.rules.bargaining.kernels.newton import loss
from tertius.rules.bargaining.kernels.subproblem import Subproblem, empty_subproblem
from tertius.rules.compiled import kernel, maker

FELT = 1e-6  # an issue that moves an actor by no more than this share of its range does not touch it
ALIKE = 1e-9  # stakes that differ by less are the same
EXACT = 0.0  # width of a kink in payoffs; only the ascent needs slopes everywhere


class Draw(NamedTuple):
    """The numbers of one draw in units of each actor's range, and the set of talks being settled.

    Attributes:
        salience: (I, K) salience.
        weight: (N,) weight of each need.
        threat_loss: (T, I) expected loss when the talk fails: threats suffered, and carried out.
        sees: (I,) the view that the actor has of the links: 0 for the numbers as they are.
        survival: (V, T, T) probability in a view that talk u survives the failure of talk t.
        standing: (N,) share of each need that the issues outside every talk leave uncovered.
        cares: (I, K) whether the level of the issue touches the actor's payoff.
        holds_probability: (V, T) sigma: probability in a view that the talk's agreement stands; 0 outside the set.
        uncovered: (N, T) expected share of each need left by the issues of each talk.
        walk: (T, I) walk-away values of the talks of the set.
        levels, mark: (K,) scratch of the search.
        order: (T,) the turn in which talks are settled.
    """

    salience: NDArray[np.float64]
    weight: NDArray[np.float64]
    threat_loss: NDArray[np.float64]
    sees: NDArray[np.int64]
    survival: NDArray[np.float64]
    standing: NDArray[np.float64]
    cares: NDArray[np.bool_]
    holds_probability: NDArray[np.float64]
    uncovered: NDArray[np.float64]
    walk: NDArray[np.float64]
    levels: NDArray[np.float64]
    mark: NDArray[np.float64]
    order: NDArray[np.int64]


class State(NamedTuple):
    """All that a kernel needs to settle one draw."""

    structure: Structure
    numbers: Numbers
    draw: Draw
    problem: Subproblem
    history: History


@maker
def units_of(structure: Structure, numbers: Numbers) -> NDArray[np.float64]:
    """Each actor's unit: its range; without stakes of its own, the largest loss that a threat can bring it."""
    units = numbers.range.copy()
    for i in range(units.size):
        if units[i] <= 0.0:
            units[i] = 0.0
            for h in range(structure.threat_talk.size):
                if structure.threat_target[h] == i:
                    units[i] = max(units[i], numbers.damage[h])
                if structure.threat_holder[h] == i:
                    units[i] = max(units[i], numbers.cost[h])
        if units[i] <= 0.0:
            units[i] = 1.0
    return units


@maker
def _losses(structure: Structure, numbers: Numbers, units: NDArray[np.float64]) -> Any:
    """Expected loss (T, I) when a talk fails, for each actor."""
    talks, actors = structure.party.shape
    threat_loss = np.zeros((talks, actors))
    for h in range(structure.threat_talk.size):
        t, holder, target = structure.threat_talk[h], structure.threat_holder[h], structure.threat_target[h]
        threat_loss[t, target] += numbers.strike[h] * numbers.damage[h] / units[target]
        threat_loss[t, holder] += numbers.strike[h] * numbers.cost[h] / units[holder]
    return threat_loss


@maker
def _views(structure: Structure, numbers: Numbers) -> Any:
    """The view (I,) that each actor has of the links, and the probabilities (V, T, T) that u survives the failure of t.

    Whoever takes no link to be something else than it is has the view 0.
    """
    talks, actors = structure.party.shape
    sees, views = np.zeros(actors, np.int64), 1
    for doubt in range(structure.doubt_actor.size):
        if sees[structure.doubt_actor[doubt]] == 0:
            sees[structure.doubt_actor[doubt]] = views
            views += 1
    survival = np.ones((views, talks, talks))
    for view in range(views):
        for link in range(structure.link_from.size):
            chance = numbers.link[link]
            for doubt in range(structure.doubt_actor.size):
                if sees[structure.doubt_actor[doubt]] == view and structure.doubt_link[doubt] == link:
                    chance = numbers.doubt[doubt]
            survival[view, structure.link_from[link], structure.link_to[link]] *= 1.0 - chance
    return sees, survival


@maker
def _stakes_of(structure: Structure, numbers: Numbers, units: NDArray[np.float64]) -> Any:
    """What tells talks apart (T, 3): the stakes of their parties, what these want, and the references."""
    talks, actors = structure.party.shape
    stakes = np.zeros((talks, 3))
    for k in range(structure.issue_talk.size):
        t = structure.issue_talk[k]
        if t >= 0:
            stakes[t, 2] += numbers.reference[k]
            for i in range(actors):
                if structure.party[t, i]:
                    stakes[t, 0] += numbers.salience[i, k] / units[i]
                    stakes[t, 1] += numbers.salience[i, k] / units[i] * numbers.position[i, k]
            for n in range(structure.need_actor.size):
                i = structure.need_actor[n]
                if structure.party[t, i]:
                    stakes[t, 0] += numbers.weight[n] / units[i] * numbers.cover[n, k]
    return stakes


@maker
def _order_of(structure: Structure, numbers: Numbers, units: NDArray[np.float64], backward: bool) -> Any:
    """The turn (T,) in which talks are settled: the largest stakes first, wherever a case names them.

    Talks that nothing tells apart are taken as they come in the case.
    """
    stakes = _stakes_of(structure, numbers, units)
    talks = stakes.shape[0]
    order = np.arange(talks)
    for place in range(1, talks):
        t, at = order[place], place
        while at > 0:
            ahead = False
            for column in range(3):
                more = stakes[t, column] - stakes[order[at - 1], column]
                if abs(more) > ALIKE:
                    ahead = more > 0.0
                    break
            if not ahead:
                break
            order[at] = order[at - 1]
            at -= 1
        order[at] = t
    if backward:
        for place in range(talks // 2):
            order[place], order[talks - 1 - place] = order[talks - 1 - place], order[place]
    return order


@maker
def state_of(structure: Structure, numbers: Numbers, backward: bool) -> Any:
    """The state of one draw, with no talk in agreement yet; talks are settled in `_order_of`, or in its reverse."""
    talks, actors = structure.party.shape
    needs, issues = numbers.cover.shape
    units = units_of(structure, numbers)
    threat_loss = _losses(structure, numbers, units)
    sees, survival = _views(structure, numbers)
    salience = np.empty((actors, issues))
    cares = np.empty((actors, issues), np.bool_)
    for i in range(actors):
        for k in range(issues):
            salience[i, k] = numbers.salience[i, k] / units[i]
            cares[i, k] = salience[i, k] > FELT
    weight = np.empty(needs)
    standing = np.ones(needs)
    for n in range(needs):
        i = structure.need_actor[n]
        weight[n] = numbers.weight[n] / units[i]
        for k in range(issues):
            cares[i, k] |= weight[n] * numbers.cover[n, k] > FELT
            if structure.issue_talk[k] < 0:
                standing[n] *= 1.0 - numbers.cover[n, k] * numbers.reference[k]
    holds_probability, uncovered = np.zeros((survival.shape[0], talks)), np.ones((needs, talks))
    levels, mark = np.empty(issues), np.empty(issues)
    walk = np.zeros((talks, actors))
    draw = Draw(
        salience,
        weight,
        threat_loss,
        sees,
        survival,
        standing,
        cares,
        holds_probability,
        uncovered,
        walk,
        levels,
        mark,
        _order_of(structure, numbers, units, backward),
    )
    return State(structure, numbers, draw, empty_subproblem(actors, issues, needs), empty_history(issues))


@kernel
def enter_set(state: State, mask: int, x: NDArray[np.float64]) -> None:
    """Makes `mask` the set being settled: who stands with which probability, and what of each need is left."""
    draw = state.draw
    views, talks = draw.holds_probability.shape
    for view in range(views):
        for t in range(talks):
            draw.holds_probability[view, t] = 0.0
            if (mask >> t) & 1:
                draw.holds_probability[view, t] = 1.0
                for u in range(talks):
                    if not (mask >> u) & 1:
                        draw.holds_probability[view, t] *= draw.survival[view, u, t]
    for t in range(talks):
        update_needs(state, t, x)


@kernel
def update_needs(state: State, t: int, x: NDArray[np.float64]) -> None:
    """What talk t is expected to leave of each need."""
    structure, numbers, draw = state.structure, state.numbers, state.draw
    for n in range(draw.standing.size):
        agreed, broken = 1.0, 1.0
        for k in range(x.size):
            if structure.issue_talk[k] == t:
                agreed *= 1.0 - numbers.cover[n, k] * x[k]
                broken *= 1.0 - numbers.cover[n, k] * numbers.reference[k]
        stands = draw.holds_probability[draw.sees[structure.need_actor[n]], t]
        draw.uncovered[n, t] = stands * agreed + (1.0 - stands) * broken


@kernel
def _lost(state: State, x: NDArray[np.float64], i: int, k: int) -> float:
    """Expected loss from the distance between the level of issue k and where actor i wants it."""
    structure, numbers = state.structure, state.numbers
    t, a, position = structure.issue_talk[k], structure.curvature, numbers.position[i, k]
    stands = state.draw.holds_probability[state.draw.sees[i], t] if t >= 0 else 0.0
    lost = 0.0
    if stands > 0.0:
        lost += stands * loss(x[k] - position, a, EXACT)
    if stands < 1.0:
        lost += (1.0 - stands) * loss(numbers.reference[k] - position, a, EXACT)
    return lost


@kernel
def payoff(state: State, x: NDArray[np.float64], i: int) -> float:
    """Expected payoff of actor i, in units of its range, in the set last entered."""
    draw = state.draw
    value = 0.0
    for k in range(x.size):
        if draw.salience[i, k] > 0.0:
            value += draw.salience[i, k] * (1.0 - _lost(state, x, i, k))
    for n in range(draw.standing.size):
        if state.structure.need_actor[n] == i:
            left = draw.standing[n]
            for t in range(draw.holds_probability.shape[1]):
                left *= draw.uncovered[n, t]
            value += draw.weight[n] * (1.0 - left)
    for t in range(draw.holds_probability.shape[1]):
        value -= (1.0 - draw.holds_probability[draw.sees[i], t]) * draw.threat_loss[t, i]
    return value


class Answers(NamedTuple):
    """The headline of each draw.

    Attributes:
        levels: (D, K) levels, in [0, 1].
        agreed: (D,) masks of the talks in agreement.
        payoffs: (D, I) payoffs, in units of each actor.
        walk: (D, T, I) payoffs if each talk breaks down, in units of each actor.
        hand: (D, T, I) upper hands, nan where there is none; without a first axis if nobody asks for them.
        units: (D, I) the points of one unit of each actor.
        flags: (D,) CYCLING, LIMIT and TIED bits.
        residual: (D,) largest move of a level in the last round.
    """

    levels: NDArray[np.float64]
    agreed: NDArray[np.int64]
    payoffs: NDArray[np.float64]
    walk: NDArray[np.float64]
    hand: NDArray[np.float64]
    units: NDArray[np.float64]
    flags: NDArray[np.int64]
    residual: NDArray[np.float64]


@maker
def one_draw(batch: Numbers, d: int) -> Any:
    """Draw d of a batch."""
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
        batch.doubt[d],
        batch.belief[d],
    )
