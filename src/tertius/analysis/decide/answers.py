"""What every rule says of a decision, each by itself: a rule that refuses does not keep the others from answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import CaseError, TertiusError, UsageError
from tertius.results import Record
from tertius.rules import decision_rules, rule_named
from tertius.rules.decision_rule import DecisionRule, ModelRule, model_of
from tertius.rules.decisions.challenge.challenge import ROUNDS, Challenge, Variant
from tertius.rules.decisions.core import Core
from tertius.rules.decisions.decision import IssueModel
from tertius.rules.decisions.exchange.exchange import SEED, Exchange
from tertius.rules.guide import GUIDES
from tertius.rules.settlement import Status

Floats = NDArray[np.float64]

MIDDLE = "mid-scale"
"""The name of the rival that always says the middle of the scale."""

CONSTANTS = (MIDDLE, "reference")
"""Rivals that do not depend on what anybody wants; they are left out of how far the rules are apart."""

NO_ANSWER = "no answer"
"""How it ended where a rule refuses."""

UNREFERENCED = "it takes a reference, where things stay if nothing is decided, and it is not given everywhere"
"""Why a rule that bargains from the reference refuses."""

_NO_RULES = {
    "pool": "'pool' is no rule but what all rules together say: name none to see it",
    MIDDLE: f"'{MIDDLE}' is no rule: it stands beside whatever rules are named",
    "challenge+printed": "'challenge+printed' is a variant: say --rule challenge --variant printed",
}
"""Names that stand beside those of rules in a decision but are none, and what to do instead."""

_WHY = {
    Status.SEVERAL: "there are several such settlements, and the level is that of one of them",
    Status.CYCLING: "positions of an earlier round came back; the level is that of the last round",
    Status.LIMIT: "somebody still moved when the rounds were over; the level is that of the last round",
    Status.STAYS: "nothing leaves everybody better off, so things stay as they are",
}


@dataclass(frozen=True)
class LevelQuantiles(Record):
    """Where the answer of a rule lies over the draws of the uncertain numbers.

    Attributes:
        low: The level that a tenth of the draws is below.
        middle: The median.
        high: The level that a tenth is above.
        unsettled: In how many draws the rule did not come to rest or had no answer.
    """

    low: float
    middle: float
    high: float
    unsettled: int

    @classmethod
    def of(cls, levels: Floats, settled: NDArray[np.bool_]) -> LevelQuantiles | None:
        """Those of (D,) levels, nan where there is no answer; None if there is none at all."""
        known = levels[np.isfinite(levels)]
        if not known.size:
            return None
        low, middle, high = np.quantile(known, (0.1, 0.5, 0.9)).tolist()
        return cls(low, middle, high, int((~settled).sum()))


@dataclass(frozen=True)
class Answer(Record):
    """What one rule says of one issue.

    Attributes:
        rule: Its name; ``challenge+printed`` for another variant than that of `RULES`.
        title: What the rule is, in a clause.
        level: Where the decision falls, on the scale of the issue; None if the rule has no answer.
        status: How it ended: the word of a `Status`, or ``no answer``.
        why: Why it ended so; empty if it is settled.
        naive: Whether it is a naive rival, which every model must beat.
        draws: Where the level lies over the draws; None without draws or answers.
    """

    rule: str
    title: str
    level: float | None
    status: str
    why: str
    naive: bool
    draws: LevelQuantiles | None = None

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON, in which it stands under the name of its rule."""
        return self.plain("level", "status", "why", "naive", "draws")


def chosen_rules(
    case: Case,
    names: Sequence[str] = (),
    variant: Variant | None = None,
    rounds: int = ROUNDS,
    seed: int = SEED,
    quota: float | None = None,
) -> list[DecisionRule]:
    """The rules that are asked about a case: those named, else every one for decisions.

    Without a variant both readings of `challenge` are among them. A naive rule that must know more than the case says
    is left out unless it is named, and so is one that takes more issues than are decided. `seed` is that of `exchange`,
    `quota` that of `core` without a body.

    Raises:
        UsageError: A name is no rule, or one for talks; every such name is told.
    """
    known = decision_rules()
    mistakes = []
    for name in names:
        try:
            if rule_named(name).talks:
                mistakes.append(f"the rule '{name}' is for talks: those for decisions are {', '.join(known)}")
        except UsageError as error:
            mistakes.append(_NO_RULES.get(name, str(error)))
    if variant is not None and names and not mistakes and Challenge.key not in names:
        mistakes.append(f"'{variant}' is a variant of challenge, which is not among the rules that are asked about")
    if mistakes:
        raise UsageError("\n".join(mistakes))
    parts = [_only(case, issue) for issue in case.issues if case.decided(issue)]
    asked = [known[name] for name in names] or [rule for rule in known.values() if _says_more(rule, parts)]
    return [version for rule in asked for version in _versions(rule, variant, rounds, seed, quota)]


def _says_more(rule: DecisionRule, parts: Sequence[Case]) -> bool:
    """Whether a rule that is not named is asked: no rival that lacks what it must know, none for more issues."""
    rival = GUIDES[rule.key].naive and all(rule.lacks(part) for part in parts)
    return not rival and rule.least_issues <= len(parts)


def _versions(
    rule: DecisionRule, variant: Variant | None, rounds: int, seed: int, quota: float | None
) -> list[DecisionRule]:
    """The rule with these settings, if it has any; `challenge` in both readings if none is asked for."""
    model = model_of(rule)
    if isinstance(model, Challenge):
        readings: tuple[Variant, ...] = ("code", "printed") if variant is None else (variant,)
        return [ModelRule(Challenge(reading, rounds)) for reading in readings]
    if isinstance(model, Core):
        return [ModelRule(Core(quota))]
    return [ModelRule(Exchange(seed))] if isinstance(model, Exchange) else [rule]


def name_of(rule: DecisionRule) -> str:
    """Its name in tables: ``challenge``, ``challenge+printed``."""
    model = model_of(rule)
    if isinstance(model, Challenge) and model.variant != Challenge().variant:
        return f"{rule.key}+{model.variant}"
    return rule.key


def _only(case: Case, issue: str) -> Case:
    """The case with this issue and the stances on it, and nothing else to decide."""
    stances = {actor: {issue: own[issue]} for actor, own in case.stances.items() if issue in own}
    return case.model_copy(update={"issues": {issue: case.issues[issue]}, "stances": stances, "needs": {}})


def answers_of(case: Case, rules: Sequence[DecisionRule]) -> dict[str, dict[str, Answer]]:
    """Every issue that is decided, and what each rule says of it, models before naive rivals."""
    answers: dict[str, list[Answer]] = {issue: [] for issue in case.issues if case.decided(issue)}
    for rule in rules:
        for part in _parts(case, rule):
            issues = [issue for issue in answers if issue in part.issues]
            for issue, (level, status, why) in zip(issues, _said(rule, part, issues), strict=True):
                answer = Answer(name_of(rule), rule.title, level, status, why, GUIDES[rule.key].naive)
                answers[issue].append(answer)
    for issue, row in answers.items():
        middle = sum(case.issues[issue].scale) / 2
        row.append(Answer(MIDDLE, "the middle of the scale, always", middle, Status.SETTLED.value, "", True))
        row.sort(key=lambda answer: answer.naive)
    return {issue: {answer.rule: answer for answer in row} for issue, row in answers.items()}


def _parts(case: Case, rule: DecisionRule) -> list[Case]:
    """The case issue by issue if the rule looks at one at a time, so that each has its own answer; else as it is."""
    decided = [issue for issue in case.issues if case.decided(issue)]
    if len(decided) > 1 and isinstance(model_of(rule), IssueModel):
        return [_only(case, issue) for issue in decided]
    return [case]


def _said(rule: DecisionRule, case: Case, issues: Sequence[str]) -> list[tuple[float | None, str, str]]:
    """For each issue the level, how it ended, and why it ended so; where the rule refuses, why it does."""
    try:
        endings = rule.endings(case)
    except (TertiusError, ValueError) as error:
        if rule.lacks(case):
            why = UNREFERENCED if rule.needs_reference else rule.unmet
        elif isinstance(error, CaseError):
            why = "; ".join(dict.fromkeys(problem.found for problem in error.problems))
        else:
            why = str(error)
        return [(None, NO_ANSWER, why)] * len(issues)
    ended = [endings[issue] for issue in issues]
    return [(ending.level, ending.status.value, _WHY.get(ending.status, "")) for ending in ended]


def drawn_levels(
    case: Case, rule: DecisionRule, paths: Sequence[Path], values: Floats, threads: int = 1
) -> dict[str, tuple[Floats, NDArray[np.bool_]]]:
    """(D,) levels of each issue over the draws, and whether they came to rest; issues without any are left out.

    Args:
        case: The case.
        rule: The rule.
        paths: (U,) where the uncertain numbers stand.
        values: (D, U) their values in each draw.
        threads: How many draws at a time.
    """
    levels = {}
    for part in _parts(case, rule):
        place_of_issue = {"issues": 1, "stances": 2}  # in a path; the numbers of actors belong to every issue
        here = [
            column
            for column, path in enumerate(paths)
            if path[0] == "actors" or (path[0] in place_of_issue and path[place_of_issue[path[0]]] in part.issues)
        ]
        try:
            many = rule.settle_many(part, [paths[column] for column in here], values[:, here], threads=threads)
        except (TertiusError, ValueError):
            continue
        for column, issue in enumerate(part.issues):
            if case.decided(issue):
                levels[issue] = (many.levels[:, column], many.settled)
    return levels
