"""One draw of a network of talks, laid out for settling: units, expected losses, payoffs.

Everything is in units of each actor's range, so that no result depends on the points an actor is given.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import loss
from tertius.rules.compiled import kernel, maker
from tertius.rules.leap_kernel import Trail, empty_trail
from tertius.rules.network import Numbers, Structure
from tertius.rules.one_talk_kernel import Table, empty_table

__all__ = ["Scene", "enter_set", "payoff", "scene_of", "units_of", "update_needs"]

EXACT = 0.0  # width of a kink in payoffs; only the ascent needs slopes everywhere


class Draw(NamedTuple):
    """The numbers of one draw in units of each actor's range, and the set of talks being settled.

    Attributes:
        salience: (I, K) salience.
        weight: (N,) weight of each need.
        hurt: (T, I) expected loss when the talk fails: threats suffered, and carried out.
        sees: (I,) the view that the actor has of the links: 0 for the numbers as they are.
        spared: (V, T, T) probability in a view that talk u survives the failure of talk t.
        standing: (N,) share of each need that the issues outside every talk leave uncovered.
        cares: (I, K) whether the level of the issue touches the actor's payoff.
        stands: (V, T) sigma: probability in a view that the talk's agreement stands; 0 outside the set.
        uncovered: (N, T) expected share of each need left by the issues of each talk.
        walk: (T, I) walk-away values of the talks of the set.
        levels, mark: (K,) scratch of the search.
        order: (T,) the turn in which talks are settled.
    """

    salience: NDArray[np.float64]
    weight: NDArray[np.float64]
    hurt: NDArray[np.float64]
    sees: NDArray[np.int64]
    spared: NDArray[np.float64]
    standing: NDArray[np.float64]
    cares: NDArray[np.bool_]
    stands: NDArray[np.float64]
    uncovered: NDArray[np.float64]
    walk: NDArray[np.float64]
    levels: NDArray[np.float64]
    mark: NDArray[np.float64]
    order: NDArray[np.int64]


class Scene(NamedTuple):
    """All that a kernel needs to settle one draw."""

    structure: Structure
    numbers: Numbers
    draw: Draw
    table: Table
    trail: Trail


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
    hurt = np.zeros((talks, actors))
    for h in range(structure.threat_talk.size):
        t, holder, target = structure.threat_talk[h], structure.threat_holder[h], structure.threat_target[h]
        hurt[t, target] += numbers.strike[h] * numbers.damage[h] / units[target]
        hurt[t, holder] += numbers.strike[h] * numbers.cost[h] / units[holder]
    return hurt


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
    spared = np.ones((views, talks, talks))
    for view in range(views):
        for link in range(structure.link_from.size):
            chance = numbers.link[link]
            for doubt in range(structure.doubt_actor.size):
                if sees[structure.doubt_actor[doubt]] == view and structure.doubt_link[doubt] == link:
                    chance = numbers.doubt[doubt]
            spared[view, structure.link_from[link], structure.link_to[link]] *= 1.0 - chance
    return sees, spared


@maker
def scene_of(structure: Structure, numbers: Numbers, order: NDArray[np.int64]) -> Any:
    """The scene of one draw, with no talk in agreement yet."""
    talks, actors = structure.party.shape
    needs, issues = numbers.cover.shape
    units = units_of(structure, numbers)
    hurt = _losses(structure, numbers, units)
    sees, spared = _views(structure, numbers)
    salience = np.empty((actors, issues))
    cares = np.empty((actors, issues), np.bool_)
    for i in range(actors):
        for k in range(issues):
            salience[i, k] = numbers.salience[i, k] / units[i]
            cares[i, k] = salience[i, k] > 0.0
    weight = np.empty(needs)
    standing = np.ones(needs)
    for n in range(needs):
        i = structure.need_actor[n]
        weight[n] = numbers.weight[n] / units[i]
        for k in range(issues):
            cares[i, k] |= weight[n] * numbers.cover[n, k] > 0.0
            if structure.issue_talk[k] < 0:
                standing[n] *= 1.0 - numbers.cover[n, k] * numbers.reference[k]
    stands, uncovered = np.zeros((spared.shape[0], talks)), np.ones((needs, talks))
    levels, mark = np.empty(issues), np.empty(issues)
    walk = np.zeros((talks, actors))
    draw = Draw(salience, weight, hurt, sees, spared, standing, cares, stands, uncovered, walk, levels, mark, order)
    return Scene(structure, numbers, draw, empty_table(actors, issues, needs), empty_trail(issues))


@kernel
def enter_set(scene: Scene, mask: int, x: NDArray[np.float64]) -> None:
    """Makes `mask` the set being settled: who stands with which probability, and what of each need is left."""
    draw = scene.draw
    views, talks = draw.stands.shape
    for view in range(views):
        for t in range(talks):
            draw.stands[view, t] = 0.0
            if (mask >> t) & 1:
                draw.stands[view, t] = 1.0
                for u in range(talks):
                    if not (mask >> u) & 1:
                        draw.stands[view, t] *= draw.spared[view, u, t]
    for t in range(talks):
        update_needs(scene, t, x)


@kernel
def update_needs(scene: Scene, t: int, x: NDArray[np.float64]) -> None:
    """What talk t is expected to leave of each need."""
    structure, numbers, draw = scene.structure, scene.numbers, scene.draw
    for n in range(draw.standing.size):
        agreed, broken = 1.0, 1.0
        for k in range(x.size):
            if structure.issue_talk[k] == t:
                agreed *= 1.0 - numbers.cover[n, k] * x[k]
                broken *= 1.0 - numbers.cover[n, k] * numbers.reference[k]
        stands = draw.stands[draw.sees[structure.need_actor[n]], t]
        draw.uncovered[n, t] = stands * agreed + (1.0 - stands) * broken


@kernel
def _lost(scene: Scene, x: NDArray[np.float64], i: int, k: int) -> float:
    """Expected loss from the distance between the level of issue k and where actor i wants it."""
    structure, numbers = scene.structure, scene.numbers
    t, a, position = structure.issue_talk[k], structure.curvature, numbers.position[i, k]
    stands = scene.draw.stands[scene.draw.sees[i], t] if t >= 0 else 0.0
    lost = 0.0
    if stands > 0.0:
        lost += stands * loss(x[k] - position, a, EXACT)
    if stands < 1.0:
        lost += (1.0 - stands) * loss(numbers.reference[k] - position, a, EXACT)
    return lost


@kernel
def payoff(scene: Scene, x: NDArray[np.float64], i: int) -> float:
    """Expected payoff of actor i, in units of its range, in the set last entered."""
    draw = scene.draw
    value = 0.0
    for k in range(x.size):
        if draw.salience[i, k] > 0.0:
            value += draw.salience[i, k] * (1.0 - _lost(scene, x, i, k))
    for n in range(draw.standing.size):
        if scene.structure.need_actor[n] == i:
            left = draw.standing[n]
            for t in range(draw.stands.shape[1]):
                left *= draw.uncovered[n, t]
            value += draw.weight[n] * (1.0 - left)
    for t in range(draw.stands.shape[1]):
        value -= (1.0 - draw.stands[draw.sees[i], t]) * draw.hurt[t, i]
    return value
