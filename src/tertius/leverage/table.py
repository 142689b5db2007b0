"""One issue of a decision as a table whose numbers can be changed, under one rule."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import TertiusError, UsageError
from tertius.rules.decisions.stances import stances_on
from tertius.rules.rule import Rule

__all__ = ["Table", "table_on"]

Floats = NDArray[np.float64]


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
