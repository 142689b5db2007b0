"""How each talk ends, while somebody types: at once with chances that are lent or left out, then with its own."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any

from tertius.case.model import Case
from tertius.report.text.front.answer import verdict_without_claims
from tertius.report.text.limits.branches import several_sentences
from tertius.report.text.settlement import status_sentence
from tertius.rules import settle
from tertius.rules.settlement import Settlement, Status
from tertius.workbench.answers.changes import changes_told
from tertius.workbench.answers.decided import decision_told
from tertius.workbench.answers.missing import missing_told
from tertius.workbench.answers.scales import scale_told
from tertius.workbench.answers.talks import exact, talks_told
from tertius.workbench.kept import KEPT, case_of_values

_settled: deque[Settlement] = deque(maxlen=KEPT)
"""The last settlements whose chances are their own, the newest last."""

_lent: deque[tuple[Settlement, Settlement | None]] = deque(maxlen=KEPT)
"""The last ones with chances of another, each with that other: the answer after an edit is what the next is held
against."""


def warm(case: Case | None, asked: dict[str, Any], told: Any) -> Any:
    """Loads what is compiled, so that the first answer is as quick as the others."""
    from tertius.case.load import read_gallery_case
    from tertius.rules.compiled.folder import must_compile

    if must_compile():
        told(0, 1, "compiling")
        sys.stderr.write("Compiling the solver; this happens once and takes half a minute.\n")
    settle(read_gallery_case("two-patrons"))
    return True


def answer(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """The answer with every number at its middle.

    Args:
        case: The case.
        asked: ``before``, plain values of the version to hold it against, if any; ``whole``, whether there is time to
            work out how likely deals are missed. Otherwise the last settlement lends its chances.
        told: Not told anything: this is quick, or cannot be stopped.
    """
    if any(talk.issues for talk in case.talks.values()):
        return _of_talks(case, asked)
    if any(map(case.decided, case.issues)):
        return _of_decision(case)
    return {"kind": "missing", "question": case.question, "steps": missing_told(case), "exact": True}


def settled(case: Case, whole: bool) -> Settlement:
    """The settlement of a case: its own if it is known, or if there is time for it; else with lent chances."""
    kept = list(_settled)
    for one in kept:
        if one.case is case:
            return one
    lender = next((one for one in reversed(kept) if one.case.case == case.case), None)
    known = next((one for one, other in list(_lent) if one.case is case and other is lender), None)
    if known is not None and not whole:
        return known
    found = settle(case, chances=True if whole else lender or False)
    if exact(found):
        _settled.append(found)
    else:
        _lent.append((found, lender))
    return found


def _of_talks(case: Case, asked: dict[str, Any]) -> dict[str, Any]:
    whole = bool(asked.get("whole"))
    after, earlier = settled(case, whole), case_of_values(asked.get("before"))
    before = settled(earlier, whole=False) if earlier is not None and earlier.talks else None
    outside = [issue for issue in case.issues if case.talk_of(issue) is None]
    return {
        "kind": "talks",
        "question": case.question,
        "answer": verdict_without_claims(after, None),
        "status": after.status.value,
        "converged": after.status.converged,
        "ending": "" if after.status is Status.SETTLED else status_sentence(after),
        "exact": exact(after),
        "talks": talks_told(after, before),
        "outside": [scale_told(after, issue, before) for issue in outside],
        "ways": [talks_told(way) for way in (after, *after.alternatives)] if after.alternatives else [],
        "several": several_sentences(after),
        "changes": None if before is None else changes_told(before, after, whole),
        "warnings": [str(warning.found) for warning in after.warnings if exact(after)],
    }


def _of_decision(case: Case) -> dict[str, Any]:
    from tertius.analysis.decide.decide import decide

    decision = decide(case)
    return {
        "kind": "decision",
        "question": case.question,
        "issues": decision_told(decision),
        "draws": decision.draws,
        "exact": True,
        "warnings": [warning.found for warning in decision.warnings],
    }
