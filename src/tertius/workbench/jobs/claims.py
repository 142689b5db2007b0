"""The claims of a case put to the test, one after the other, each told as soon as it is known.

What was tested is kept: a claim that is added or reworded costs no new test of the others. The figures are those of
``tertius claims``: the same draws, theories and cases built alike.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from tertius.analysis.claims import ClaimResult, Claims
from tertius.analysis.claims import claims as test_claims
from tertius.analysis.claims.forms import FORMS
from tertius.case.actions import Claim, EventsTest
from tertius.case.model import Case
from tertius.case.plain import plain_of
from tertius.report.text.appendix.claims import difference_cells, owed_words, true_in, why_sentence
from tertius.report.text.claims import claim_sentences
from tertius.report.text.front.answer import verdict_sentence
from tertius.scenarios.scenarios import Scenarios, scenarios_for

DRAWS, SEED = 1000, 1
"""As the command has them."""

KEPT = 500
"""Results of so many tests are kept."""

_SAID = ("claims", "answered_by", "title", "question", "summary", "author", "comments", "ties")
"""Parts of a case on which no verdict rests."""

_known: OrderedDict[str, ClaimResult] = OrderedDict()


def claims(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """Every claim tested: its verdict, share and reasons in words, and the answer to the question.

    Args:
        case: The case.
        asked: `draws` and `random_cases`, where not those of the command.
        told: Told the results so far, how many claims there are, and which is tested.
    """
    if not case.claims:
        return {"claims": [], "answer": "", "method": ""}
    draws, random_cases = int(asked.get("draws", DRAWS)), int(asked.get("random_cases", 200))
    scenarios, basis = _scenarios(case, draws), _basis(case)
    names = [theory.name for theory in scenarios.theories]
    tests = {ident: _test_of(claim, basis, names, draws, random_cases) for ident, claim in case.claims.items()}
    found = {ident: replace(_known[test], ident=ident) for ident, test in tests.items() if test in _known}

    def listed() -> list[ClaimResult]:
        return [replace(found[ident], claim=claim) for ident, claim in case.claims.items() if ident in found]

    def heard(result: ClaimResult) -> None:
        found[result.ident] = result
        if not isinstance(result.claim.test, EventsTest):  # whose p rests on how many such claims there are
            _keep(tests[result.ident], result)
        told([_told(case, one) for one in listed()], len(case.claims), "")

    unknown = [ident for ident in tests if ident not in found]
    told([_told(case, one) for one in listed()], len(case.claims), "")
    if unknown:
        test_claims(case, unknown, scenarios=scenarios, random_cases=random_cases, partial=heard)
    every = Claims(case, tuple(listed()), tuple(names), draws, SEED, 0, len(found))
    said = [_told(case, one) for one in every.results]
    return {"claims": said, "answer": verdict_sentence(case, every), "method": every.ending()[0]}


def _test_of(claim: Claim, *basis: Any) -> str:
    """What tells a test from any other."""
    return json.dumps([*basis, claim.form, plain_of(getattr(claim, claim.form))], ensure_ascii=False)


def _keep(test: str, found: ClaimResult) -> None:
    _known[test] = found
    while len(_known) > KEPT:
        _known.popitem(last=False)


def _scenarios(case: Case, draws: int) -> Scenarios:
    """The draws of the case under the theories that apply to every version that a claim needs."""
    versions = [one for claim in case.claims.values() for one in FORMS[claim.form].versions(case, claim.test)]
    return scenarios_for([case, *versions], "default", draws, SEED, None)


def _basis(case: Case) -> str:
    """All of a case on which verdicts rest."""
    return json.dumps({name: value for name, value in plain_of(case).items() if name not in _SAID}, default=str)


def _told(case: Case, result: ClaimResult) -> dict[str, Any]:
    """What became of a claim, in words."""
    difference, spread = difference_cells(case, result)
    tested = not result.note
    return {
        "id": result.ident,
        "verdict": result.verdict.value,
        "share": true_in(result) if tested else "",
        "owed": owed_words(result.verdict, result.alike),
        "difference": difference,
        "range": spread,
        "why": why_sentence(case, result),
        "more": list(claim_sentences(case, result)),
    }
