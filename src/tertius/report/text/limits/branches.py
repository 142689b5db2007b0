"""Talks that can settle in more than one way: the ways side by side, and what cannot be told for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    counted,
    issue_name,
    joined,
    level_number,
    same_level,
    talk_phrase,
)
from tertius.rules.settlement import Branch, Settlement

if TYPE_CHECKING:
    from tertius.analysis.claims.result import ClaimResult
    from tertius.analysis.leverage.leverage import Leverage

TOLD = 3
"""So many differences of a settlement from the others are named."""

ANOTHER = "the talks can settle in two ways, and this compares one with the other"


def branch_sentence(branch: Branch) -> str:
    """Why a comparison gives no number; empty if it gives one, or if a search did not come to rest and says so."""
    if branch is Branch.SWITCH:
        return f"What the change does cannot be told: {ANOTHER}."
    if branch in (Branch.BEFORE, Branch.AFTER):
        return (
            f"What the change does cannot be told: {branch_when(branch)} the talks can settle in more than one way, "
            "and nothing says in which."
        )
    return ""


def switched_sentence(switched: int, looked_into: int) -> str:
    """In how many draws the difference is no effect; empty if in none."""
    if not switched:
        return ""
    return (
        f"In {switched} of {looked_into} draws looked into, the talks settle in another way on the two sides: there "
        "the difference is no effect."
    )


def branch_when(branch: Branch) -> str:
    """``before it`` or ``after it``: on which side of the change there are several settlements."""
    return "before it" if branch is Branch.BEFORE else "after it"


def crossing_sentence(result: ClaimResult) -> str:
    """Why a claim comes without a difference; empty if it has one."""
    under = [theory for theory, branch in result.branches.items() if branch.crossing]
    if not under:
        return ""
    where = "" if len(under) == len(result.branches) else f" under {joined(under)}"
    if all(result.branches[theory] is Branch.SWITCH for theory in under):
        return f"How much it comes to cannot be told at the middles{where}: {ANOTHER}."
    return f"How much it comes to cannot be told at the middles{where}: the talks can settle in more than one way."


def several_sentences(settlement: Settlement) -> list[str]:
    """The ways in which the talks can settle, each by what is different in it; none if there is one way."""
    ways = (settlement, *settlement.alternatives)
    if len(ways) == 1:
        return []
    lead = f"The talks can settle in {counted(len(ways))} ways, and nothing in the case says in which."
    return [lead, *(f"Settlement {n}: {_different(way, ways)}." for n, way in enumerate(ways, 1))]


def _different(way: Settlement, ways: tuple[Settlement, ...]) -> str:
    """How a settlement differs from the others: talks that do not end alike, then the levels furthest apart."""
    case = way.case
    talks = [talk for talk in case.talks if len({one.agreements[talk] for one in ways}) > 1]
    apart = {}
    for issue, entry in case.issues.items():
        levels = [one.levels[issue] for one in ways]
        if not same_level(case, issue, min(levels), max(levels)):
            apart[issue] = (max(levels) - min(levels)) / (entry.scale[1] - entry.scale[0])
    issues = sorted(apart, key=lambda issue: -apart[issue])
    parts = [f"{talk_phrase(case, talk)} {'is agreed' if way.agreements[talk] else 'fails'}" for talk in talks]
    parts += [f"{issue_name(case, issue)} at {level_number(case, issue, way.levels[issue])}" for issue in issues]
    if not parts:
        return "the same levels, with other payoffs"
    return capital(joined(parts[:TOLD])) if len(parts) <= TOLD else capital(f"{', '.join(parts[:TOLD])} and more")


def open_sentence(settlement: Settlement, talk: str) -> str:
    """That it cannot be told what the parties of a talk would have without it; empty if it can."""
    if talk not in settlement.open_without:
        return ""
    return (
        "What its parties would have without it cannot be told: the other talks could then settle in more than one "
        "way. So their gains are not known."
    )


def open_leverage_sentences(lev: Leverage) -> list[str]:
    """Which figures of leverage cannot be told, and why."""
    case = lev.case
    if lev.several:
        return [
            "Who relies on whom, what talks are worth and who got nearer to its best cannot be told: the talks can "
            "settle in more than one way, and every figure would hang on which of them is taken."
        ]
    sentences = []
    if lev.open.pairs:
        pairs = [f"of {actor_phrase(case, i)} on {actor_phrase(case, j)}" for i, j in lev.open.pairs]
        sentences.append(f"The reliance {_named(pairs)} cannot be told: {ANOTHER}.")
    if lev.open.talks:
        talks = _named([talk_phrase(case, talk) for talk in lev.open.talks])
        sentences.append(
            f"What is gained in {talks} and who got nearer to its best there cannot be told: without it the other "
            "talks could settle in more than one way."
        )
    if lev.open.features:
        number = len(lev.open.features)
        things = "one link, threat, supply or talk" if number == 1 else f"{counted(number)} links, threats or supplies"
        sentences.append(f"What {things} would bring cannot be told: without it the talks settle in another way.")
    return sentences


def _named(names: list[str]) -> str:
    """Names one after the other, the first few if there are many."""
    return joined(names) if len(names) <= TOLD else f"{', '.join(names[:TOLD])} and {len(names) - TOLD} more"
