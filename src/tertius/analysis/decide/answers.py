"""What every rule says of a decision, each by itself: a rule that refuses does not keep the others from answering."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import CaseError, TertiusError, UsageError
from tertius.rules import decision_rules, rule_named
from tertius.rules.decision_rule import DecisionRule, ModelRule, model_of
from tertius.rules.decisions.challenge.challenge import ROUNDS, Challenge, Variant
from tertius.rules.decisions.decision import IssueModel
from tertius.rules.guide import GUIDES
from tertius.rules.settlement import Status

Floats = NDArray[np.float64]


MIDDLE = "mid-scale"
"""The name of the rival that always says the middle of the scale."""


CONSTANTS = (MIDDLE, "reference")
"""Rivals that do not look at what anybody wants; how far rules are apart is told without them."""


NO_ANSWER = "no answer"
"""How it ended where a rule refuses."""


UNREFERENCED = "it takes a reference, where things stay if nothing is decided, and it is not given everywhere"
"""Why a rule that bargains from the reference refuses."""


UNPLACED = "it places every actor on every issue, and not every actor has a stance on each"
"""Why a rule that moves on all issues at once refuses."""


_NO_RULES = {
    "pool": "'pool' is no rule but what all rules together say: name none to see it",
    MIDDLE: f"'{MIDDLE}' is no rule: it stands beside whatever rules are named",
    "challenge+printed": "'challenge+printed' is a variant: say --rule challenge --variant printed",
}
"""Rows of a decision that somebody may take for rules, and what to do instead."""


_WHY = {
    Status.SEVERAL: "there are several such settlements, and the level is that of one of them",
    Status.CYCLING: "positions of an earlier round came back; the level is that of the last round",
    Status.LIMIT: "somebody still moved when the rounds were over; the level is that of the last round",
    Status.STAYS: "nothing leaves everybody better off, so things stay as they are",
}


@dataclass(frozen=True)
class Spread:
    """Where a level lies over the draws of the uncertain numbers.

    Attributes:
        low: The level that a tenth of the draws is below.
        middle: Their median.
        high: The level that a tenth is above.
        unsettled: In how many draws the rule did not come to rest or had no answer.
    """

    low: float
    middle: float
    high: float
    unsettled: int


@dataclass(frozen=True)
class Answer:
    """What one rule says of one issue.

    Attributes:
        rule: Its name; ``challenge+printed`` for another variant than that of `RULES`.
        title: What the rule is, in a clause.
        level: Where the decision falls, on the scale of the issue; None if the rule has no answer.
        status: How it ended: the word of a `Status`, or ``no answer``.
        why: Why it ended so; empty if it is settled.
        naive: Whether it is a naive rival, which every model must beat.
        draws: Over the draws; None without draws or answers.
    """

    rule: str
    title: str
    level: float | None
    status: str
    why: str
    naive: bool
    draws: Spread | None = None


def chosen_rules(
    case: Case, names: Sequence[str] = (), variant: Variant | None = None, rounds: int = ROUNDS
) -> list[DecisionRule]:
    """The rules that are asked about a case: those named, else every one for decisions.

    Without a variant both readings of `challenge` are among them. A naive rule that must know more than the case says
    is left out unless it is named.

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
    every = [known[name] for name in names] or list(known.values())
    wanted = [rule for rule in every if names or not (GUIDES[rule.key].naive and _lacking_everywhere(case, rule))]
    return [version for rule in wanted for version in _versions(rule, variant, rounds)]


def _lacking_everywhere(case: Case, rule: DecisionRule) -> bool:
    return all(rule.lacks(alone(case, issue)) for issue in case.issues if case.decided(issue))


def _versions(rule: DecisionRule, variant: Variant | None, rounds: int) -> list[DecisionRule]:
    if not isinstance(model_of(rule), Challenge):
        return [rule]
    variants: tuple[Variant, ...] = ("code", "printed") if variant is None else (variant,)
    return [ModelRule(Challenge(one, rounds)) for one in variants]


def name_of(rule: DecisionRule) -> str:
    """Its name in tables: ``challenge``, ``challenge+printed``."""
    model = model_of(rule)
    other = isinstance(model, Challenge) and model.variant != Challenge().variant
    return f"{rule.key}+{model.variant}" if other and isinstance(model, Challenge) else rule.key


def alone(case: Case, issue: str) -> Case:
    """The case with this issue and the stances on it, and nothing else to decide."""
    stances = {actor: {issue: own[issue]} for actor, own in case.stances.items() if issue in own}
    return case.model_copy(update={"issues": {issue: case.issues[issue]}, "stances": stances, "needs": {}})


def answers_of(case: Case, rules: Sequence[DecisionRule]) -> dict[str, dict[str, Answer]]:
    """Every issue that is decided, and what each rule says of it, models before naive rivals."""
    decided = [issue for issue in case.issues if case.decided(issue)]
    found: dict[str, list[Answer]] = {issue: [] for issue in decided}
    for rule in rules:
        for issue, answer in _answers_of_rule(case, rule, decided):
            found[issue].append(answer)
    for issue in decided:
        low, high = case.issues[issue].scale
        found[issue].append(
            Answer(MIDDLE, "the middle of the scale, always", (low + high) / 2, Status.SETTLED.value, "", True)
        )
    return {
        issue: {one.rule: one for one in sorted(every, key=lambda one: one.naive)} for issue, every in found.items()
    }


def _answers_of_rule(case: Case, rule: DecisionRule, decided: Sequence[str]) -> Iterator[tuple[str, Answer]]:
    for cases in _parts(case, rule, decided):
        issues = [issue for issue in decided if issue in cases.issues]
        try:
            endings = rule.endings(cases)
        except (TertiusError, ValueError) as error:
            why = _lacking(rule) if rule.lacks(cases) else _reason(error)
            yield from ((issue, _answer(rule, None, NO_ANSWER, why)) for issue in issues)
            continue
        for issue in issues:
            ending = endings[issue]
            yield issue, _answer(rule, ending.level, ending.status.value, _WHY.get(ending.status, ""))


def _parts(case: Case, rule: DecisionRule, decided: Sequence[str]) -> list[Case]:
    """The case issue by issue if the rule looks at one at a time, so that each has its own answer; else as it is."""
    if len(decided) > 1 and isinstance(model_of(rule), IssueModel):
        return [alone(case, issue) for issue in decided]
    return [case]


def _answer(rule: DecisionRule, level: float | None, status: str, why: str) -> Answer:
    return Answer(name_of(rule), rule.title, level, status, why, GUIDES[rule.key].naive)


def _lacking(rule: DecisionRule) -> str:
    return UNREFERENCED if rule.needs_reference else UNPLACED


def _reason(error: Exception) -> str:
    if isinstance(error, CaseError):
        return "; ".join(dict.fromkeys(problem.found for problem in error.problems))
    return str(error)


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
    decided = [issue for issue in case.issues if case.decided(issue)]
    found = {}
    for part in _parts(case, rule, decided):
        here = [place for place, path in enumerate(paths) if _is_in(part, path)]
        try:
            many = rule.settle_many(part, [paths[place] for place in here], values[:, here], threads=threads)
        except (TertiusError, ValueError):
            continue
        for column, issue in enumerate(part.issues):
            if issue in decided:
                found[issue] = (many.levels[:, column], many.settled)
    return found


def _is_in(case: Case, path: Path) -> bool:
    """Whether the number at a path is one of this case."""
    if path[0] == "stances":
        return path[2] in case.issues
    return path[0] == "actors" or (path[0] == "issues" and path[1] in case.issues)
