"""What an edit changed, as plain values: talks that end otherwise, levels and payoffs that moved; or why none did."""

from __future__ import annotations

from typing import Any

from tertius.case.edit.diff import diff_cases
from tertius.report.text.limits.branches import branch_sentence
from tertius.report.text.limits.unchanged import unchanged_sentences
from tertius.report.text.phrases import (
    MEASURABLE,
    actor_phrase,
    capital,
    fixed,
    issue_name,
    level_number,
    same_level,
    signed,
    talk_phrase,
)
from tertius.rules import chosen_theory
from tertius.rules.settlement import Settlement
from tertius.scenarios.branches import branch_of
from tertius.workbench.answers.scales import mark_of

NO_NUMBER = "Nothing changes: no number of the case is different."
MOST = 12
"""So many rows are shown; the furthest first."""


def changes_told(before: Settlement, after: Settlement, whole: bool) -> dict[str, Any]:
    """What is different between two versions of a case, each settled.

    Args:
        before: The earlier version.
        after: The later one.
        whole: Whether there is time to look whether both are of one branch.
    """
    talks, levels, payoffs = _talks(before, after), _levels(before, after), _payoffs(before, after)
    still = not (talks or levels)
    why: list[str] = []
    if still:
        edits = diff_cases(before.case, after.case)
        what = "No level changes" if payoffs else "Nothing changes"
        why = unchanged_sentences(before, after, edits, what) if edits else [NO_NUMBER]
    branch = branch_of(chosen_theory(after.case), before, after) if whole and not still else None
    return {
        "talks": talks,
        "levels": sorted(levels, key=lambda row: -float(row["share"]))[:MOST],
        "payoffs": payoffs,
        "why": why,
        "caution": "" if branch is None else branch_sentence(branch),
    }


def _talks(before: Settlement, after: Settlement) -> list[str]:
    """The talks that end otherwise, that are new or gone: a sentence each."""
    told = []
    for talk, agreed in after.agreements.items():
        name = capital(talk_phrase(after.case, talk))
        if talk not in before.agreements:
            told.append(f"{name} is new, and {'ends in agreement' if agreed else 'fails'}.")
        elif before.agreements[talk] != agreed:
            told.append(
                f"{name} {'ends in agreement; it failed' if agreed else 'fails; it ended in agreement'} before."
            )
    gone = [talk for talk in before.agreements if talk not in after.agreements]
    return [*told, *(f"{capital(talk_phrase(before.case, talk))} is gone." for talk in gone)]


def _levels(before: Settlement, after: Settlement) -> list[dict[str, Any]]:
    """The issues whose level moved, on one and the same scale."""
    case, told = after.case, []
    for issue, entry in case.issues.items():
        if issue not in before.levels or before.case.issues[issue].scale != entry.scale:
            continue
        was, level, (low, high) = before.levels[issue], after.levels[issue], entry.scale
        if not same_level(case, issue, was, level):
            by = signed(level - was, 1 if high - low > 5 else 2).replace("-", "−")
            ends = {"was": level_number(case, issue, was), "now": level_number(case, issue, level), "by": by}
            row = {"name": issue_name(case, issue), "of": f"level:{issue}", "up": level > was, **ends}
            told.append({**row, "share": abs(level - was) / (high - low)})
    return told


def _payoffs(before: Settlement, after: Settlement) -> list[dict[str, Any]]:
    """The actors whose payoff moved by what can be seen, the furthest first."""
    moved = {
        actor: after.payoffs[actor] - before.payoffs[actor]
        for actor in after.case.actors
        if actor in before.payoffs and abs(after.payoffs[actor] - before.payoffs[actor]) >= MEASURABLE
    }
    return [
        {
            **mark_of(after.case, actor),
            "name": capital(actor_phrase(after.case, actor)),
            "of": f"payoff:{actor}",
            "up": moved[actor] > 0,
            "by": signed(moved[actor]).replace("-", "−"),
            "was": fixed(before.payoffs[actor]),
            "now": fixed(after.payoffs[actor]),
        }
        for actor in sorted(moved, key=lambda one: -abs(moved[one]))
    ]
