"""Other theories beside the one that a brief is written on: how far they are apart, in words and as a table.

Also what a reader must know about the shape of a case, in plain words and without ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    issue_name,
    joined,
    level_number,
    same_level,
    talk_phrase,
)
from tertius.rules import theory_named
from tertius.rules.settlement import Settlement


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
