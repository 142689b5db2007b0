"""One issue on its scale, as plain values: who wants what, where it stays without a deal, where it settles."""

from __future__ import annotations

from typing import Any

from tertius.case.model import Case
from tertius.report.charts.drawing import actor_look
from tertius.report.text.phrases import (
    actor_phrase,
    issue_name,
    level_number,
    level_words,
    plain_number,
    same_level,
    signed,
)
from tertius.report.text.settlement import wants_of
from tertius.rules.settlement import Settlement

FINEST = 2
"""Decimals of a place on a scale, in percent of its length."""


NEAR = 2.0
"""Marks nearer to each other than this, in percent of the scale, stand beside each other."""


MIDDLE = 50.0


def place(case: Case, issue: str, level: float) -> float:
    """Where a level stands on its scale, 0 to 100; what lies beyond an end stands at it."""
    low, high = case.issues[issue].scale
    return round(min(100.0, max(0.0, 100 * (level - low) / (high - low))), FINEST)


def mark_of(case: Case, actor: str) -> dict[str, Any]:
    """The name of an actor, with the shape and colour that it has in every picture of the case."""
    look = actor_look(case, actor)
    return {"name": case.name(actor), "shape": look.shape, "colour": look.colour, "glyph": look.glyph, "c": look.index}


def level_at(case: Case, issue: str, level: float) -> dict[str, Any]:
    """A level by its place and in words."""
    return {"at": place(case, issue, level), "words": level_number(case, issue, level)}


def scale_told(settlement: Settlement, issue: str, before: Settlement | None = None) -> dict[str, Any]:
    """One issue on its scale.

    Args:
        settlement: Where it settles, with the other ways in which it can.
        issue: The issue.
        before: The settlement that this one is held against.
    """
    case, level = settlement.case, settlement.levels[issue]
    reference, talk = settlement.reference(issue), case.talk_of(issue)
    low, high = case.issues[issue].scale
    ways = [one.levels[issue] for one in settlement.alternatives]
    means = level_words(case, issue, level).split(", ", 1)
    agreed = talk is None or settlement.agreements[talk]
    return {
        "name": issue_name(case, issue),
        "of": f"level:{issue}",
        "low": plain_number(low),
        "high": plain_number(high),
        "level": level_at(case, issue, level),
        "means": means[1] if len(means) > 1 else "",
        "reference": level_at(case, issue, reference),
        "stays": same_level(case, issue, level, reference),
        "agreed": agreed,
        "parties": _parties(case, issue, talk),
        "ways": [level_at(case, issue, way) for way in ways if not same_level(case, issue, way, level)],
        "was": _was(settlement, issue, before),
        "anchors": [{"at": place(case, issue, at), "words": words} for at, words in _anchors(case, issue)],
        "said": _said(settlement, issue, agreed),
    }


def _anchors(case: Case, issue: str) -> list[tuple[float, str]]:
    return sorted(case.issues[issue].anchors.items())


def _parties(case: Case, issue: str, talk: str | None) -> list[dict[str, Any]]:
    """What each party wants, those of an issue outside talks included."""
    told = []
    for actor, want in wants_of(case, issue).items():
        if talk is None or actor in case.talks[talk].parties:
            words = f"wants {level_number(case, issue, want.level)}" if want.stated else "needs as much as it can get"
            told.append({**mark_of(case, actor), "at": place(case, issue, want.level), "words": words})
    return beside(told)


def beside(marks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Marks with their `row`: by how many marks each is moved aside for others that stand at nearly the same place."""
    for number, mark in enumerate(marks):
        before = sum(abs(mark["at"] - other["at"]) < NEAR for other in marks[:number])
        mark["row"] = -before if mark["at"] > MIDDLE else before  # toward the middle, where there is room
    return marks


def _was(settlement: Settlement, issue: str, before: Settlement | None) -> dict[str, Any] | None:
    """Where the issue stood before, if it stood elsewhere: with the way between in the unit of the scale."""
    if before is None or before.case.issues.get(issue) is None:
        return None
    case, was, level = settlement.case, before.levels[issue], settlement.levels[issue]
    if before.case.issues[issue].scale != case.issues[issue].scale or same_level(case, issue, was, level):
        return None
    low, high = case.issues[issue].scale
    decimals = 1 if high - low > 5 else 2
    return {**level_at(case, issue, was), "by": signed(level - was, decimals), "up": level > was}


def _said(settlement: Settlement, issue: str, agreed: bool) -> str:
    """The picture in a sentence, for those who do not see it."""
    case = settlement.case
    wants = [
        f"{actor_phrase(case, actor)} {'wants ' + level_number(case, issue, want.level) if want.stated else 'needs it'}"
        for actor, want in wants_of(case, issue).items()
    ]
    settles = "settles" if agreed else "stays, without a deal,"
    return "; ".join(
        [f"{issue_name(case, issue)} {settles} at {level_words(case, issue, settlement.levels[issue])}", *wants]
    )
