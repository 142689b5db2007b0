"""Other theories beside the one that a brief is written on: how far they are apart, in words and as a table.

Also what a reader must know about the shape of a case, in plain words and without ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    fixed,
    issue_name,
    joined,
    level_number,
    same_level,
    talk_phrase,
)
from tertius.rules import theory_named
from tertius.rules.settlement import DEFAULT, Settlement
from tertius.rules.side_by_side import NAMED, TheoryComparison


def beside_sentence(settlement: Settlement, other: Settlement) -> str:
    """How another theory's settlement differs from the one shown, in one sentence."""
    here, there = theory_named(settlement.theory), theory_named(other.theory)
    if here.rule.key == there.rule.key:
        meaning = there.solution.meaning
    else:
        meaning = there.rule.title if here.solution == there.solution else there.meaning
    return f"Under '{other.theory}' ({meaning}) {_difference(settlement, other)}."


def _difference(settlement: Settlement, other: Settlement) -> str:
    """What is otherwise under another theory: agreements, or else the level that is furthest off."""
    case = settlement.case
    turned = [talk_phrase(case, t) for t in case.talks if settlement.agreements[t] != other.agreements[t]]
    if turned:
        return f"{joined(turned)} would end otherwise"
    apart = {}
    for issue in case.issues:
        low, high = case.issues[issue].scale
        if not same_level(case, issue, settlement.levels[issue], other.levels[issue]):
            apart[issue] = abs(settlement.levels[issue] - other.levels[issue]) / (high - low)
    if not apart:
        return "the talks end alike"
    most = max(apart, key=apart.__getitem__)
    here, there = (level_number(case, most, one.levels[most]) for one in (settlement, other))
    furthest = f"no level is further off than that of {issue_name(case, most)}: {there} instead of {here}"
    return f"the same talks end in agreement, and {furthest}"


def theories_part(theories: TheoryComparison, shown: Settlement) -> dict[str, Any]:
    """The side-by-side table of a brief: a column per settlement; agreements, levels, then payoffs."""
    case, columns = theories.case, theories.columns()
    yes, no = ("agreement", "no agreement") if len(columns) <= NAMED else ("deal", "none")

    def row(cells: list[str], **head: Any) -> dict[str, Any]:
        return {**head, "cells": cells, "differs": len(set(cells)) > 1}

    def level_row(issue: str) -> dict[str, Any]:
        cells = [level_number(case, issue, one.levels[issue]) for _, one in columns]
        return row(cells, head=False, name=issue_name(case, issue))

    rows: list[dict[str, Any]] = []
    for talk in case.talks:
        words = [yes if one.agreements[talk] else no for _, one in columns]
        rows.append(row(words, head=True, name=capital(talk_phrase(case, talk))))
        rows += [level_row(issue) for issue in case.talks[talk].issues]
    rows += [level_row(issue) for issue in case.issues if case.decided(issue)]
    used = [theory_named(one.theory) for one in theories.settlements.values()]
    rules = {theory.rule.key: theory.rule.title for theory in used}
    solutions = {theory.solution.key: theory.solution.meaning for theory in used if theory.rule.talks}
    differences = []
    for head, (name, one) in zip(theories.heads, columns, strict=True):
        if name == shown.theory:
            difference = "shown above"
        else:
            difference = _difference(shown, one) if name == one.theory else "another settlement of the same theory"
        differences.append((head if head != name else "", name, difference))
    return {
        "heads": theories.heads,
        "glossary": [*rules.items(), *(solutions.items() if len(solutions) > 1 else ())],
        "differences": differences,
        "rows": rows,
        "payoffs": [
            row([fixed(one.payoffs[actor]) for _, one in columns], actor=actor) for actor in theories.spread.payoffs
        ],
    }


SETTLES = {
    "nash": "where the product of {whose} gains over their walk-away values is greatest, weighted by their bargaining "
    "power (the Nash bargaining solution)",
    "kalai-smorodinsky": "where {whose} gains over their walk-away values are the same share of the best each could "
    "hope for, weighted by their bargaining power (the Kalai-Smorodinsky solution)",
    "egalitarian": "where {whose} gains over their walk-away values are the same share of all that each has at stake, "
    "weighted by their bargaining power (the egalitarian solution)",
}


def solutions_part(settlement: Settlement) -> list[tuple[str, str]]:
    """Which talks settle where: a subject and a predicate for each solution in use."""
    case, default = settlement.case, settlement.settings.get("solution", DEFAULT)
    by_solution: dict[str, list[str]] = {}
    for talk, entry in case.talks.items():
        if entry.rule is None:
            by_solution.setdefault(entry.solution or default, []).append(talk_phrase(case, talk))
    ruled = [
        (capital(talk_phrase(case, talk)), f"is decided by the rule “{entry.rule}”, and always ends in agreement")
        for talk, entry in case.talks.items()
        if entry.rule is not None
    ]
    if len(by_solution) == 1 and not ruled:
        return [("Each talk settles", SETTLES[next(iter(by_solution))].format(whose="its parties’"))]
    return ruled + [
        (f"{capital(joined(talks))} {'settles' if len(talks) == 1 else 'settle'}", words.format(whose="the parties’"))
        for solution, talks in by_solution.items()
        for words in [SETTLES[solution]]
    ]


_CIRCLE = "talks that go round in a circle: "


def warning_sentences(case: Case, warnings: Iterable[Problem]) -> list[str]:
    """What a reader must know about a case and its settlement, one sentence per warning."""
    sentences = []
    for warning in warnings:
        if _CIRCLE in warning.found:
            sentences.append(_circle(case, re.split(", | and ", warning.found.split(_CIRCLE)[1])))
            continue
        # Where the warning stands has ids of actors and issues without quotes.
        where = re.sub(r"\b(of|on|by) ([\w-]+)", lambda found: f"{found[1]} {case.name(found[2])}", warning.where)
        text = ": ".join(part for part in (where, warning.found) if part)
        advice = "; ".join(part for part in (warning.legal, warning.suggestion) if part)
        sentence = capital(_without_ids(case, f"{text} ({advice})" if advice else text))
        sentences.append(sentence if sentence.endswith((".", "?", "!")) else f"{sentence}.")
    return sentences


def _circle(case: Case, members: list[str]) -> str:
    """The actors of a circle of talks, and what it means for a reader."""
    parties = [actor for actor in case.actors if case.name(actor) in members]
    names = [actor_phrase(case, party) for party in parties]
    if len(parties) == 3:
        start = f"{capital(joined(names))} each meet both others, at separate tables."
    else:
        start = f"{capital(joined(names))} are joined in a ring by separate talks."
    return (
        f"{start} What one of them wins or loses at one table comes back to it through the others, so rules such as "
        "“a better alternative helps the one who has it” hold here as a tendency, not always."
    )


def _without_ids(case: Case, text: str) -> str:
    """The text with names where it quotes ids."""

    def name(found: re.Match[str]) -> str:
        before, ident = found[1] or "", found[2]
        if ident in case.talks:
            return talk_phrase(case, ident).removeprefix("the talk ") if before else talk_phrase(case, ident)
        if ident in case.actors:
            return f"{before}{case.name(ident)}"
        return f"{before}“{issue_name(case, ident) if ident in case.issues else case.name(ident)}”"

    return re.sub(r"(the talk |talk )?'([^']+)'", name, text)
