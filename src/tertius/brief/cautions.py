"""What a reader must know about the shape of a case, in plain words and without ids."""

from __future__ import annotations

import re

from tertius.brief.phrases import actor_phrase, capital, issue_name, joined, talk_phrase
from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.settlement import Settlement

__all__ = ["warning_sentences"]

_CIRCLE = "talks that go round in a circle: "


def warning_sentences(settlement: Settlement) -> list[str]:
    """What a reader must know about the shape of the case, one sentence per warning."""
    return [_sentence(settlement.case, warning) for warning in settlement.warnings]


def _sentence(case: Case, warning: Problem) -> str:
    if _CIRCLE in warning.found:
        return _circle(case, re.split(", | and ", warning.found.split(_CIRCLE)[1]))
    text = ": ".join(part for part in (_place(case, warning.where), warning.found) if part)
    advice = "; ".join(part for part in (warning.legal, warning.suggestion) if part)
    sentence = capital(_without_ids(case, f"{text} ({advice})" if advice else text))
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."


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


def _place(case: Case, where: str) -> str:
    """Where the warning stands, with the names of the actors and issues that it names without quoting them."""

    def name(found: re.Match[str]) -> str:
        return f"{found[1]} {case.name(found[2])}"

    return re.sub(r"\b(of|on|by) ([\w-]+)", name, where)


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
