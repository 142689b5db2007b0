"""One issue of a decision as a table whose numbers can be changed, under one rule.

Pivotality: in how many of the contests that the table is about one actor's side decides.

In a contest between two positions a < b everybody with weight stands behind the nearer one (in the middle: behind
neither), with w_k = c_k s_k. Actor i is pivotal in it if the result would be another had i stood on the other side:

    |W_a - W_b| <= 2 w_i   for an i on the winning side or in a tie;  <= w_i for one in the middle

(a tie counts as a result of its own). Its **pivotality** is the share of all contests between two different positions
of the table in which it is pivotal. Shapley and Shubik's index asks the same of all coalitions, whoever stands where;
this one asks it of the contests that can come up here. It does not depend on a rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import TertiusError, UsageError
from tertius.rules.arrays import Floats
from tertius.rules.decisions.stances import stances_on
from tertius.rules.rule import Rule

EVEN = 1e-12
"""Weights this close, as a share of all weight, tie."""


@dataclass(frozen=True)
class Table:
    """The stances on one issue, and the rule that decides it.

    Attributes:
        case: A case with this issue and nothing else.
        issue: Its id.
        rule: The rule.
        actors: (I,) ids of those with a stance.
        positions: (I,) on the scale of the issue.
        saliences: (I,) 0 to 100.
        capabilities: (I,) 0 or more.
        scale: Lowest and highest level.
        outcome: Where the rule decides it.
    """

    case: Case
    issue: str
    rule: Rule
    actors: tuple[str, ...]
    positions: Floats
    saliences: Floats
    capabilities: Floats
    scale: tuple[float, float]
    outcome: float

    @property
    def weights(self) -> Floats:
        """(I,) capability times salience."""
        return self.capabilities * self.saliences

    @property
    def shares(self) -> list[float]:
        """(I,) the weight of each as a share of all weight; 0 if nobody has any."""
        total = float(self.weights.sum())
        return [float(weight) / (total or 1.0) for weight in self.weights]

    @property
    def width(self) -> float:
        """The length of the scale."""
        return self.scale[1] - self.scale[0]

    def outcomes(self, positions: Floats, saliences: Floats | None = None) -> Floats:
        """(V,) outcomes with other positions (V, I), and other saliences if any; nan where there is no answer."""
        kinds = {"position": positions} if saliences is None else {"position": positions, "salience": saliences}
        paths: list[Path] = [("stances", actor, self.issue, kind) for kind in kinds for actor in self.actors]
        if not len(positions):
            return np.empty(0)
        many = self.rule.settle_many(self.case, paths, np.concatenate(list(kinds.values()), axis=1))
        return many.levels[:, 0]

    def without(self, actor: int) -> float:
        """The outcome without one actor; nan if there is none."""
        gone = self.actors[actor]
        left = {name: own for name, own in self.case.stances.items() if name != gone}
        try:
            settlement = self.rule.settle(self.case.model_copy(update={"stances": left}))
        except (TertiusError, ValueError):
            return float("nan")
        return settlement.levels[self.issue]


def table_on(case: Case, issue: str, rule: Rule) -> Table:
    """The table of one issue that is decided, its numbers at their middle.

    Raises:
        UsageError: The issue is not decided by weight.
        CaseError: The rule has no answer.
    """
    if issue not in case.issues or not case.decided(issue):
        decided = ", ".join(k for k in case.issues if case.decided(k))
        raise UsageError(f"'{issue}' is no issue that is decided by weight: those are {decided or 'none'}")
    stances = {actor: {issue: own[issue]} for actor, own in case.stances.items() if issue in own}
    alone = case.model_copy(update={"issues": {issue: case.issues[issue]}, "stances": stances, "needs": {}})
    outcome = rule.settle(alone).levels[issue]
    own = stances_on(alone, issue)
    return Table(alone, issue, rule, tuple(stances), *own[:3], case.issues[issue].scale, outcome)


def pivotality(positions: Floats, weights: Floats) -> Floats:
    """The pivotality of every actor.

    Args:
        positions: (I,) on any scale.
        weights: (I,) 0 or more.

    Returns:
        (I,) shares from 0 to 1; all 0 if all stand at one place.
    """
    places = np.unique(positions[weights > 0])
    pivotal = np.zeros(len(positions))
    contests = list(combinations(places, 2))
    slack = EVEN * weights.sum()
    for low, high in contests:
        side = np.sign(np.abs(positions - low) - np.abs(positions - high))  # -1: behind the lower, 1: the higher
        lead = side @ weights
        result = _sign(lead, slack)
        turned = _sign(lead - side * 2 * weights, slack) != result
        joined = (_sign(np.stack([lead - weights, lead + weights]), slack) != result).any(axis=0)
        pivotal += np.where(weights <= 0, False, np.where(side == 0, joined, turned))
    return pivotal / max(1, len(contests))


def _sign(lead: Floats, slack: float) -> Floats:
    return np.where(np.abs(lead) <= slack, 0.0, np.sign(lead))
