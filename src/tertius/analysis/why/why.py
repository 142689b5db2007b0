"""The door: why a figure of a settled case is what it is."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from tertius.analysis.why.answer import Answer
from tertius.analysis.why.number import number_reason
from tertius.analysis.why.payoffs import gain_reason, need_reason, payoff_reason, walk_away_reason
from tertius.analysis.why.result import Reason, Why
from tertius.analysis.why.talks import level_reason, talk_reason
from tertius.case.edit.numbers import numbers_of
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.rules import chosen_theory
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement


@dataclass(frozen=True)
class Question:
    """A figure that is asked about: its kind, its id, and for a walk-away value or a gain the party."""

    kind: str
    ident: str
    party: str = ""

    @property
    def name(self) -> str:
        """``talk:us-dprk``, ``walk_away:us-dprk:dprk``, ``number:needs.x.weight``."""
        return ":".join(part for part in (self.kind, self.ident, self.party) if part)


def why(
    case: Case | Settlement,
    of: str,
    rule: Rule | str | None = None,
    solution: str | None = None,
    party: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Why:
    """Why a figure of a settled case is what it is: a chain of reasons down to the numbers of the case.

    Args:
        case: A checked case, or a settlement of one.
        of: What is asked about: the id of a talk (why it fails, or settles where it does), an issue (its level), an
            actor (its payoff) or a need; ``walk_away:TALK:PARTY`` or ``gain:TALK:PARTY``; or a number of the case, by
            its path.
        rule: Under which rule a case is settled; without it, the first that applies.
        solution: The solution of its talks; without it, Nash's.
        party: With a talk, the party whose walk-away value is asked about.
        progress: Called with the number of steps made so far; what it raises ends the search.

    Raises:
        UsageError: The case has nothing of that name, or a rule or solution was named beside a settlement.
    """
    if isinstance(case, Settlement):
        if rule is not None or solution is not None:
            raise UsageError("a settlement says itself under which rule it was settled: leave rule and solution out")
        settlement = case
        question = question_of(settlement.case, of, party)
    else:
        theory = chosen_theory(case, rule, solution)
        question = question_of(case, of, party)
        settlement = theory.settle(case)
    steps = itertools.count(1)
    answer = Answer(settlement, lambda: None if progress is None else progress(next(steps)))
    root = _reason(answer, question)
    named = dict.fromkeys(row.path for _, row in root.rows() if row.path is not None)
    inputs = {path: answer.inputs.numbers[path] for path in named}
    done = settlement.warnings, settlement.status
    return Why(settlement.case, settlement.theory, question.name, root, inputs, *done)


def _reason(answer: Answer, question: Question) -> Reason:
    kind, ident = question.kind, question.ident
    if kind in ("walk_away", "gain"):
        reason = walk_away_reason if kind == "walk_away" else gain_reason
        return reason(answer, ident, question.party)
    kinds = {"talk": talk_reason, "level": level_reason, "payoff": payoff_reason, "need": need_reason}
    return number_reason(answer, ident) if kind == "number" else kinds[kind](answer, ident)


def question_of(case: Case, of: str, party: str | None = None) -> Question:
    """What is asked about, by its name; of one id for several things the actor is meant, then the issue, then the talk.

    Raises:
        UsageError: The case has nothing of that name; what there is is said.
    """
    ends = {
        Question(kind, ident, one)
        for kind in ("walk_away", "gain")
        for ident, talk in case.talks.items()
        for one in talk.parties
    }
    listed = [Question("need", ident) for ident in case.needs]
    listed += [Question("talk", ident) for ident in case.talks]
    listed += [Question("level", ident) for ident in case.issues]
    listed += [Question("payoff", ident) for ident in case.actors]
    known = {one.ident: one for one in listed} | {one.name: one for one in (*listed, *ends)}
    asked = f"walk_away:{of.removeprefix('talk:')}:{party}" if party is not None else of
    asked = asked.replace("agreement:", "talk:", 1) if asked.startswith("agreement:") else asked
    if asked in known:
        return known[asked]
    paths = {".".join(map(str, one.path)) for one in numbers_of(case) if one.path[0] not in ("moves", "claims")}
    if asked in paths:
        return Question("number", asked)
    hint = closest(asked, paths if "." in asked else known)
    says = (
        "ask about the id of a talk, an issue, an actor or a need, about walk_away:TALK:PARTY or gain:TALK:PARTY, or "
        f"about a number by its path; the ids of {case.case} are "
        f"{', '.join([*case.talks, *case.issues, *case.actors, *case.needs])}"
    )
    raise UsageError(f"there is nothing called '{asked}': {f'{hint} ({says})' if hint else says}")
