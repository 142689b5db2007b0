"""Coalitions: the fewest actors who together bring a decision to where one of them wants it.

A coalition of actor i **brings it home** if the outcome lies within a margin of x_i, or beyond, once all its members
stand at x_i. (Beyond counts, because they need not go the whole way.) Actor i is always a member. Of the smallest
coalitions one is taken that falls least short, the first in the order of the table.

Under the weighted mean each member adds w_k (x_i - x_k) / sum w, so those who add most are the smallest coalition: it
is exact. Under another rule all coalitions of a size are tried while they are at most 500; beyond that members
are added one by one, the one who helps most first, which need not give the smallest.
Under such a rule nobody looks for coalitions among more than 20 actors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from tertius.analysis.leverage.decision.table import Table
from tertius.results import Record
from tertius.rules.decision_rule import model_of
from tertius.rules.decisions.weighted_mean import WeightedMean

MOST_TRIED = 500
"""So many coalitions of one size are tried at most."""

MOST_ACTORS = 20
"""Under another rule than the weighted mean coalitions are looked for among so many actors at most."""

EVEN = 1e-9
"""A part of the scale by which an outcome may miss the margin."""


@dataclass(frozen=True)
class Coalition(Record):
    """The smallest coalition that brings a decision home for one actor.

    Attributes:
        actor: For whom.
        members: Who takes part beside it, in the order of the table.
        outcome: Where the decision falls when all of them stand where the actor stands.
        exact: Whether no smaller coalition does it; else it was found by adding members one by one.
        found: Whether there is such a coalition at all, short of everybody.
    """

    actor: str
    members: tuple[str, ...]
    outcome: float
    exact: bool
    found: bool


def coalitions_of(table: Table, margin: float) -> tuple[Coalition, ...]:
    """The smallest coalition for each actor, in the order of the table; none if there are too many to look for."""
    if not isinstance(model_of(table.rule), WeightedMean) and len(table.actors) > MOST_ACTORS:
        return ()
    return tuple(coalition_for(table, place, margin) for place in range(len(table.actors)))


def coalition_for(table: Table, actor: int, margin: float) -> Coalition:
    """The smallest coalition for one actor, by its place in the table.

    Args:
        table: The table.
        actor: Its place.
        margin: How near the outcome must come, on the scale of the issue.
    """
    goal = float(table.positions[actor])
    others = [k for k in range(len(table.actors)) if k != actor and table.positions[k] != goal]
    if isinstance(model_of(table.rule), WeightedMean):
        return _by_weight(table, actor, others, margin)
    members, exact, way = list[int](), True, np.sign(goal - table.outcome)
    for size in range(len(others) + 1):
        exact = exact and comb(len(others), size) <= MOST_TRIED
        tried = list(combinations(others, size)) if exact else [(*members, k) for k in others if k not in members]
        positions = np.tile(table.positions, (len(tried), 1))
        for row, joining in enumerate(tried):
            positions[row, list(joining)] = goal
        outcomes = table.outcomes(positions)
        # How far outcomes stay short of the goal: 0 at it and beyond, seen from where the decision falls now.
        shortfall = np.abs(outcomes - goal) if way == 0 else np.maximum(0.0, (goal - outcomes) * way)
        best = int(np.argmin(np.where(np.isnan(shortfall), np.inf, shortfall)))
        members = list(tried[best])
        if shortfall[best] <= margin + EVEN * table.width:
            return _coalition(table, actor, members, float(outcomes[best]), exact, True)
    return _coalition(table, actor, members, float(outcomes[best]), exact, False)


def _by_weight(table: Table, actor: int, others: Sequence[int], margin: float) -> Coalition:
    """Those who add most to the way from the mean to the goal, until it is close enough."""
    goal, near = float(table.positions[actor]), margin + EVEN * table.width
    way, side = goal - table.outcome, np.sign(goal - table.outcome)
    adds = table.weights * (goal - table.positions) / float(table.weights.sum()) * side
    outcome, members = table.outcome, list[int]()
    for k in sorted(others, key=lambda k: -adds[k]):
        if abs(way) <= near or (goal - outcome) * side <= near or adds[k] <= 0:
            break
        members.append(k)
        outcome += float(adds[k] * side)
    found = abs(way) <= near or (goal - outcome) * side <= near
    return _coalition(table, actor, members, outcome, True, bool(found))


def _coalition(table: Table, actor: int, members: Sequence[int], outcome: float, exact: bool, found: bool) -> Coalition:
    names = tuple(table.actors[k] for k in sorted(members))
    return Coalition(table.actors[actor], names, outcome, exact, found)
