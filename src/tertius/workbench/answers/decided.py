"""A decision that many take, as plain values: the pooled range, every rule on the scale, and words."""

from __future__ import annotations

from typing import Any

from tertius.analysis.decide.decide import Decision
from tertius.analysis.decide.pool_of_case import ranges_of
from tertius.case.model import Case
from tertius.report.text.decision import decision_sentences
from tertius.report.text.front.decision import verdict_sentence
from tertius.report.text.phrases import issue_name, level, plain_number
from tertius.workbench.answers.scales import beside, level_at, mark_of, place


def decision_told(decision: Decision) -> list[dict[str, Any]]:
    """Every issue that is decided."""
    return [_issue_told(decision, issue) for issue in decision.issues]


def _issue_told(decision: Decision, issue: str) -> dict[str, Any]:
    case, decided = decision.case, decision.issues[issue]
    entry = case.issues[issue]
    pool = None
    if decided.pool is not None:
        half, most = ranges_of(decided.pool)
        pool = {
            **level_at(case, issue, decided.pool.median),
            "half": [place(case, issue, end) for end in half],
            "most": [place(case, issue, end) for end in most],
            "median": level(decided.pool.median, entry.scale, entry.unit),
            "range": f"{level(most[0], entry.scale)} to {level(most[1], entry.scale, entry.unit)}",
        }
    return {
        "name": issue_name(case, issue),
        "of": f"level:{issue}",
        "low": plain_number(entry.scale[0]),
        "high": plain_number(entry.scale[1]),
        "verdict": verdict_sentence(decision, issue),
        "pool": pool,
        "rules": [_rule_told(case, issue, answer) for answer in decided.answers.values()],
        "wants": beside(
            [
                {**mark_of(case, actor), **level_at(case, issue, own[issue].position.on(entry.scale).middle)}
                for actor, own in case.stances.items()
                if issue in own
            ]
        ),
        "notes": list(decision_sentences(decision, issue)),
    }


def _rule_told(case: Case, issue: str, answer: Any) -> dict[str, Any]:
    told = {"name": answer.rule, "title": answer.title, "naive": answer.naive, "status": answer.status}
    drawn = answer.draws
    span = None if drawn is None else [place(case, issue, drawn.low), place(case, issue, drawn.high)]
    at = None if answer.level is None else level_at(case, issue, answer.level)
    return {**told, "level": at, "span": span, "why": answer.why}
