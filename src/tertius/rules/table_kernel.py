"""Laying the table of one talk: who cares about what, with everything else held still."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import loss
from tertius.rules.compiled import part
from tertius.rules.scene_kernel import Scene, payoff
from tertius.rules.talk_kernel import SHARP

__all__ = ["lay_table", "seat"]


@part
def _seat_issues(scene: Scene, t: int) -> None:
    """The issues of talk t that some party cares about."""
    structure, table = scene.structure, scene.table
    n = 0
    for k in range(structure.issue_talk.size):
        wanted = False
        if structure.issue_talk[k] == t and scene.draw.stands[0, t] > 0.0:
            for i in range(structure.party.shape[1]):
                wanted |= structure.party[t, i] and scene.draw.cares[i, k]
        if wanted:
            table.issue[n] = k
            table.reference[n] = scene.numbers.reference[k]
            n += 1
    table.size[1] = n


@part
def seat(scene: Scene, t: int) -> None:
    """Seats the parties of talk t whose payoff its levels touch; nobody, if none of them has power."""
    structure, table = scene.structure, scene.table
    _seat_issues(scene, t)
    m, total = 0, 0.0
    for i in range(structure.party.shape[1]):
        touched = False
        if structure.party[t, i]:
            for r in range(table.size[1]):
                touched |= scene.draw.cares[i, table.issue[r]]
        if touched:
            table.actor[m] = i
            table.power[m] = scene.numbers.power[t, i]
            total += scene.numbers.power[t, i]
            m += 1
    if total <= 0.0:
        table.size[0] = table.size[1] = 0
        return
    table.size[0] = m
    for c in range(m):
        table.power[c] /= total


@part
def _lay_stances(scene: Scene, c: int, t: int, x: NDArray[np.float64]) -> None:
    """The stances of party c; their present loss goes back into the constant."""
    numbers, draw, table = scene.numbers, scene.draw, scene.table
    i = table.actor[c]
    for r in range(table.size[1]):
        k = table.issue[r]
        table.salience[c, r] = draw.stands[draw.sees[i], t] * draw.salience[i, k]
        table.position[c, r] = numbers.position[i, k]
        if table.salience[c, r] > 0.0:
            lost = loss(x[k] - numbers.position[i, k], scene.structure.curvature, SHARP)
            table.constant[c] += table.salience[c, r] * lost


@part
def _lay_need(scene: Scene, c: int, t: int, need: int, x: NDArray[np.float64]) -> None:
    """One need of party c, if an issue on this table covers it; what it lacks now goes back into the constant."""
    draw, table = scene.draw, scene.table
    row = table.size[2]
    left = draw.stands[draw.sees[table.actor[c]], t] * draw.weight[need] * draw.standing[need]
    for u in range(draw.stands.shape[1]):
        if u != t:
            left *= draw.uncovered[need, u]
    now, touched = left, False
    for r in range(table.size[1]):
        k = table.issue[r]
        table.cover[row, r] = scene.numbers.cover[need, k]
        touched |= table.cover[row, r] > 0.0
        now *= 1.0 - table.cover[row, r] * x[k]
    if touched:
        table.left[row] = left
        table.need_party[row] = c
        table.constant[c] += now
        table.size[2] = row + 1


@part
def lay_table(scene: Scene, t: int, x: NDArray[np.float64], walk: NDArray[np.float64], slack: float) -> None:
    """Lays the table of talk t at the levels x.

    Args:
        scene: The draw, with the set of talks entered.
        t: The talk.
        x: (K,) levels of every issue.
        walk: (I,) walk-away values.
        slack: What a party without power may lose.
    """
    structure, draw, table = scene.structure, scene.draw, scene.table
    seat(scene, t)
    table.size[2] = 0
    for c in range(table.size[0]):
        i = table.actor[c]
        table.constant[c] = payoff(scene, x, i) - walk[i]
        if table.power[c] <= 0.0:
            table.constant[c] += slack
        _lay_stances(scene, c, t, x)
        for need in range(draw.standing.size):
            if structure.need_actor[need] == i and draw.weight[need] > 0.0:
                _lay_need(scene, c, t, need, x)
