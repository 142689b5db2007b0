"""Leverage on a decision: who can move it, who is pivotal, which coalitions and concessions carry it elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.leverage.decision.coalition import Coalition, coalitions_of
from tertius.analysis.leverage.decision.concessions import Concessions, concessions
from tertius.analysis.leverage.decision.sway import Sway, sways_of
from tertius.analysis.leverage.decision.table import Table, pivotality, table_on
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.results import Result, frame_of
from tertius.rules import rule_named
from tertius.rules.rule import Rule

if TYPE_CHECKING:
    import pandas as pd


BY = 10.0
"""In percent of the scale: how far concessions move the outcome, and how near a coalition must bring it."""


@dataclass(frozen=True)
class IssueLeverage:
    """Who can move the decision on one issue.

    Attributes:
        table: The stances on it, and where the rule decides it.
        sways: What each actor alone could make of it, in the order of the table.
        pivotal: In which share of the contests between two positions each decides.
        coalitions: For each actor the smallest coalition that brings the decision home; none under another rule than
            the weighted mean if there are more than 20 actors.
        concessions: The cheapest that move the outcome, ``up`` and ``down``; none under another rule than the
            weighted mean.
    """

    table: Table
    sways: tuple[Sway, ...]
    pivotal: tuple[float, ...]
    coalitions: tuple[Coalition, ...]
    concessions: Mapping[str, Concessions]


@dataclass(frozen=True)
class DecisionLeverage(Result):
    """Leverage on every issue that was asked about.

    Attributes:
        case: The case; never changed.
        rule: Key of the rule that decides.
        by: In percent of the scale: how far concessions move the outcome, and how near a coalition must bring it.
        issues: What was found of each issue.
    """

    case: Case
    rule: str
    by: float
    issues: Mapping[str, IssueLeverage]

    def to_frame(self) -> pd.DataFrame:
        """One row per issue and actor."""
        rows = [row for issue, one in self.issues.items() for row in _rows(issue, one)]
        numbers = ("weight", "at_low", "at_high", "without", "caring", "pivotal", "partners")
        return frame_of(rows, ["issue", "actor"], dict.fromkeys(numbers, float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "rule": self.rule,
            "by": self.by,
            "issues": {issue: _issue_dict(one) for issue, one in self.issues.items()},
        }


def leverage_on_decision(
    case: Case, of: str | None = None, rule: Rule | str = "weighted-mean", by: float = BY
) -> DecisionLeverage:
    """Who can move a decision by many, every number at its middle.

    Args:
        case: A checked case without talks.
        of: One issue; without it every issue that is decided.
        rule: The rule that decides, or its name.
        by: In percent of the scale: how far concessions move the outcome, and how near a coalition must bring it.

    Raises:
        UsageError: Nothing is decided by weight, the rule is for talks, or there is no such issue.
        CaseError: The rule has no answer.
    """
    found = rule_named(rule) if isinstance(rule, str) else rule
    decided = [issue for issue in case.issues if case.decided(issue)]
    if not decided:
        raise UsageError(f"{case.case} has no issue that is decided by actors with a capability")
    if found.talks:
        raise UsageError(f"the rule '{found.key}' is for talks, and {case.case} has none")
    if not 0 < by <= 100:
        raise UsageError(f"by {by:g} percent of the scale: it takes more than 0 and at most 100")
    issues = decided if of is None else [of]
    return DecisionLeverage(case, found.key, by, {issue: _on(table_on(case, issue, found), by) for issue in issues})


def _on(table: Table, by: float) -> IssueLeverage:
    margin = by / 100 * table.width
    moved = {}
    if table.rule.key == "weighted-mean":
        numbers = (table.positions, table.saliences, table.capabilities)
        moved = {name: concessions(*numbers, table.scale, way * margin) for name, way in (("up", 1), ("down", -1))}
    return IssueLeverage(
        table,
        tuple(sways_of(table)),
        tuple(pivotality(table.positions, table.weights).tolist()),
        coalitions_of(table, margin),
        moved,
    )


def _rows(issue: str, one: IssueLeverage) -> Iterator[tuple[Any, ...]]:
    for k, (sway, share) in enumerate(zip(one.sways, _shares(one.table), strict=True)):
        partners = _partners(one.coalitions[k]) if one.coalitions else math.nan
        levels = (sway.at_low, sway.at_high, sway.without, sway.caring)
        yield (issue, sway.actor, share, *levels, one.pivotal[k], partners)


def _shares(table: Table) -> list[float]:
    total = float(table.weights.sum())
    return [float(weight) / (total or 1.0) for weight in table.weights]


def _partners(coalition: Coalition) -> float:
    return len(coalition.members) if coalition.found else math.nan


def _issue_dict(one: IssueLeverage) -> dict[str, Any]:
    return {
        "outcome": one.table.outcome,
        "actors": {sway.actor: _actor_dict(one, k) for k, sway in enumerate(one.sways)},
        "concessions": {name: _concessions_dict(one.table, told) for name, told in one.concessions.items()},
    }


def _actor_dict(one: IssueLeverage, place: int) -> dict[str, Any]:
    sway = one.sways[place]
    told = {
        "weight": _shares(one.table)[place],
        "at_low": _number(sway.at_low),
        "at_high": _number(sway.at_high),
        "without": _number(sway.without),
        "caring": _number(sway.caring),
        "pivotal": one.pivotal[place],
    }
    return {**told, "coalition": _coalition_dict(one.coalitions[place])} if one.coalitions else told


def _coalition_dict(coalition: Coalition) -> dict[str, Any]:
    return {
        "members": list(coalition.members),
        "outcome": _number(coalition.outcome),
        "exact": coalition.exact,
        "found": coalition.found,
    }


def _concessions_dict(table: Table, told: Concessions) -> dict[str, Any]:
    steps = {table.actors[k]: float(told.steps[k]) for k in np.flatnonzero(told.steps)} if told.enough else {}
    return {"cost": _number(told.cost), "most": told.most, "steps": steps}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
