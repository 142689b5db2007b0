"""Leverage on a decision: who can move it, who is pivotal, which coalitions and concessions carry it elsewhere."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.leverage.decision.coalition import Coalition, coalitions_of
from tertius.analysis.leverage.decision.concessions import Concessions, concessions
from tertius.analysis.leverage.decision.sway import Sway, sways_of
from tertius.analysis.leverage.decision.table import Table, pivotality, table_on
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.results import Record, Result, frame_of
from tertius.rules import rule_named
from tertius.rules.rule import Rule

if TYPE_CHECKING:
    import pandas as pd

SWAYS = ("at_low", "at_high", "without", "caring")
"""The levels of a `Sway`."""

BY = 10.0
"""In percent of the scale: how far concessions move the outcome, and how near a coalition must bring it."""


@dataclass(frozen=True)
class IssueLeverage(Record):
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

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        actors: dict[str, dict[str, Any]] = {}
        for k, (sway, weight) in enumerate(zip(self.sways, self.table.shares, strict=True)):
            levels = sway.plain(*SWAYS)
            actors[sway.actor] = {"weight": weight, **levels, "pivotal": self.pivotal[k]}
            if self.coalitions:
                coalition = self.coalitions[k]
                actors[sway.actor]["coalition"] = coalition.plain("members", "outcome", "exact", "found")
        moved = {}
        for name, cheapest in self.concessions.items():
            who = np.flatnonzero(cheapest.steps) if cheapest.enough else ()
            steps = {self.table.actors[k]: float(cheapest.steps[k]) for k in who}
            moved[name] = {**cheapest.plain("cost", "most"), "steps": steps}
        return {"outcome": self.table.outcome, "actors": actors, "concessions": moved}


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
        rows = []
        for issue, one in self.issues.items():
            for k, (sway, weight) in enumerate(zip(one.sways, one.table.shares, strict=True)):
                found = one.coalitions[k] if one.coalitions else None
                partners = len(found.members) if found and found.found else math.nan
                levels = (getattr(sway, name) for name in SWAYS)
                rows.append((issue, sway.actor, weight, *levels, one.pivotal[k], partners))
        return frame_of(rows, ["issue", "actor"], dict.fromkeys(("weight", *SWAYS, "pivotal", "partners"), float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            **self.plain("rule", "by", "issues"),
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
    sound(case)
    found = rule_named(rule) if isinstance(rule, str) else rule
    decided = [issue for issue in case.issues if case.decided(issue)]
    if not decided:
        raise UsageError(f"{case.case} has no issue that is decided by actors with a capability")
    if found.talks:
        raise UsageError(f"the rule '{found.key}' is for talks, and {case.case} has none")
    if not 0 < by <= 100:
        raise UsageError(f"by {by:g} percent of the scale: it takes more than 0 and at most 100")
    issues = {}
    for issue in decided if of is None else [of]:
        table = table_on(case, issue, found)
        margin, moved = by / 100 * table.width, {}
        if found.key == "weighted-mean":
            numbers = (table.positions, table.saliences, table.capabilities, table.scale)
            moved = {name: concessions(*numbers, way * margin) for name, way in (("up", 1), ("down", -1))}
        issues[issue] = IssueLeverage(
            table=table,
            sways=tuple(sways_of(table)),
            pivotal=tuple(pivotality(table.positions, table.weights).tolist()),
            coalitions=coalitions_of(table, margin),
            concessions=moved,
        )
    return DecisionLeverage(case, found.key, by, issues)
