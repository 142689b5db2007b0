"""The argument, claim by claim: what fails first, then what depends, then what holds."""

from __future__ import annotations

import math

from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict
from tertius.analysis.whole import Analysis
from tertius.case.model import Case
from tertius.report.brief.document import Block, Figure, Head, Listing, Paragraph, Section, Soft, Span, Table, Words
from tertius.report.brief.notes import Notes
from tertius.report.charts.claims import claims_bars
from tertius.report.text.appendix.claims import (
    counts_sentence,
    difference_cells,
    difference_sentence,
    method_sentence,
    owed_sentence,
    owed_words,
    true_in,
    why_sentence,
)
from tertius.report.text.limits.branches import crossing_sentence, switched_sentence

ORDER = (Verdict.FAILS, Verdict.DEPENDS, Verdict.UNTESTED, Verdict.HOLDS)
"""In which order verdicts are told."""

KEY, TITLE = "claims", "The argument, claim by claim"
HEADS = (Head("Claim"), Head("Verdict"), Head("True in", True), Head("Difference"), Head("Range", True))


def claims_section(found: Analysis, notes: Notes) -> Section | None:
    """What became of every claim; None for a case without any."""
    case = found.case
    if not case.claims:
        return None
    if found.claims is None:
        untested = Paragraph((*_from(case, notes), "They were not tested: that needs draws of uncertain numbers."))
        return Section(KEY, TITLE, (untested, Listing(tuple(_says(case, ident, notes) for ident in case.claims), True)))
    method = Paragraph((*_from(case, notes), _method(found.claims)), "small")
    picture = Figure(claims_bars(found.claims), counts_sentence(found.claims))
    blocks: list[Block] = [*_warnings(found.claims), picture, method, _table(found.claims, notes)]
    return Section(KEY, TITLE, tuple(blocks))


def _common(case: Case) -> tuple[str, ...]:
    """The sources of all claims, which are cited once."""
    every = [set(claim.source) for claim in case.claims.values()]
    shared = set.intersection(*every) if len(every) > 1 else set()
    return tuple(ident for ident in case.sources if ident in shared)


def _says(case: Case, ident: str, notes: Notes) -> tuple[Span, ...]:
    claim, common = case.claims[ident], _common(case)
    return (claim.says, *notes.cites(one for one in claim.source if one not in common))


def _from(case: Case, notes: Notes) -> tuple[Span, ...]:
    """Where all claims are from; empty if nowhere."""
    common = notes.cites(_common(case))
    return ("The claims are from", *common, ". ") if common else ()


def _warnings(claims: Claims) -> list[Block]:
    said = [claims.warning]
    if claims.interrupted:
        said.append(f"The work was stopped: {len(claims.results)} of {claims.asked} claims were tested.")
    return [Paragraph(words, "warning") for words in said if words]


def _method(claims: Claims) -> str:
    return " ".join(words for words in (method_sentence(claims), difference_sentence(), owed_sentence(claims)) if words)


def _table(claims: Claims, notes: Notes) -> Table:
    ordered = sorted(claims.results, key=lambda one: (ORDER.index(one.verdict), math.isnan(one.share), one.share))
    return Table(HEADS, tuple(_row(claims.case, result, notes) for result in ordered))


def _row(case: Case, result: ClaimResult, notes: Notes) -> tuple[Words, ...]:
    open_ = crossing_sentence(result) or switched_sentence(result.switched, result.looked_into)
    reasons = (why_sentence(case, result), open_, owed_words(result.verdict, result.alike))
    why: list[Span] = [Soft(f" {words}") for words in reasons if words]
    says: Words = (*_says(case, result.ident, notes), *why)
    return (says, result.verdict.value, true_in(result), *difference_cells(case, result))
