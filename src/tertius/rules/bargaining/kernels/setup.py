"""Filling the subproblem of one talk: who cares about what, with everything else held still."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.bargaining.kernels.nash import SHARP
from tertius.rules.bargaining.kernels.newton import loss
from tertius.rules.bargaining.kernels.state import FELT, State, payoff
from tertius.rules.compiled import kernel, part


@part
def _select_issues(state: State, t: int) -> None:
    """The issues of talk t that some party cares about."""
    structure, problem = state.structure, state.problem
    n = 0
    for k in range(structure.issue_talk.size):
        wanted = False
        if structure.issue_talk[k] == t and state.draw.holds_probability[0, t] > 0.0:
            for i in range(structure.party.shape[1]):
                wanted |= structure.party[t, i] and state.draw.cares[i, k]
        if wanted:
            problem.issue[n] = k
            problem.reference[n] = state.numbers.reference[k]
            n += 1
    problem.size[1] = n


@kernel
def _is_touched(state: State, t: int, i: int) -> bool:
    """Whether the selected issues of talk t touch actor i: a need that other talks cover fully is no reason."""
    draw, problem = state.draw, state.problem
    for r in range(problem.size[1]):
        if draw.salience[i, problem.issue[r]] > FELT:
            return True
    for need in range(draw.standing.size):
        if state.structure.need_actor[need] == i:
            left = draw.weight[need] * draw.standing[need]
            for u in range(draw.uncovered.shape[1]):
                if u != t:
                    left *= draw.uncovered[need, u]
            for r in range(problem.size[1]):
                if left * state.numbers.cover[need, problem.issue[r]] > FELT:
                    return True
    return False


@part
def select_parties(state: State, t: int) -> None:
    """Selects the parties of talk t whose payoff its levels touch; nobody, if none of them has power."""
    structure, problem = state.structure, state.problem
    _select_issues(state, t)
    m, total = 0, 0.0
    for i in range(structure.party.shape[1]):
        if structure.party[t, i] and _is_touched(state, t, i):
            problem.actor[m] = i
            problem.power[m] = state.numbers.power[t, i]
            total += state.numbers.power[t, i]
            m += 1
    if total <= 0.0:
        problem.size[0] = problem.size[1] = 0
        return
    problem.size[0] = m
    for c in range(m):
        problem.power[c] /= total


@part
def _fill_stances(state: State, c: int, t: int, x: NDArray[np.float64]) -> None:
    """The stances of party c; their present loss goes back into the constant."""
    numbers, draw, problem = state.numbers, state.draw, state.problem
    i = problem.actor[c]
    for r in range(problem.size[1]):
        k = problem.issue[r]
        problem.salience[c, r] = draw.holds_probability[draw.sees[i], t] * draw.salience[i, k]
        problem.position[c, r] = numbers.position[i, k]
        if problem.salience[c, r] > 0.0:
            lost = loss(x[k] - numbers.position[i, k], state.structure.curvature, SHARP)
            problem.constant[c] += problem.salience[c, r] * lost


@part
def _fill_need(state: State, c: int, t: int, need: int, x: NDArray[np.float64]) -> None:
    """One need of party c, if an issue of the talk covers it; what it lacks now goes back into the constant."""
    draw, problem = state.draw, state.problem
    row = problem.size[2]
    left = draw.holds_probability[draw.sees[problem.actor[c]], t] * draw.weight[need] * draw.standing[need]
    for u in range(draw.holds_probability.shape[1]):
        if u != t:
            left *= draw.uncovered[need, u]
    now, touched = left, False
    for r in range(problem.size[1]):
        k = problem.issue[r]
        problem.cover[row, r] = state.numbers.cover[need, k]
        touched |= problem.cover[row, r] > 0.0
        now *= 1.0 - problem.cover[row, r] * x[k]
    if touched:
        problem.left[row] = left
        problem.need_party[row] = c
        problem.constant[c] += now
        problem.size[2] = row + 1


@part
def fill_subproblem(state: State, t: int, x: NDArray[np.float64], walk: NDArray[np.float64], slack: float) -> None:
    """Fills in the subproblem of talk t at the levels x.

    Args:
        state: The draw, with the set of talks entered.
        t: The talk.
        x: (K,) levels of every issue.
        walk: (I,) walk-away values.
        slack: What a party without power may lose.
    """
    structure, draw, problem = state.structure, state.draw, state.problem
    select_parties(state, t)
    problem.size[2] = 0
    for c in range(problem.size[0]):
        i = problem.actor[c]
        problem.constant[c] = payoff(state, x, i) - walk[i]
        if problem.power[c] <= 0.0:
            problem.constant[c] += slack
        _fill_stances(state, c, t, x)
        for need in range(draw.standing.size):
            if structure.need_actor[need] == i and draw.weight[need] > 0.0:
                _fill_need(state, c, t, need, x)
