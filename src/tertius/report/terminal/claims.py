"""Claims put to the test, as `tertius claims` prints them: a table of verdicts, then a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, indented, table_of
from tertius.report.text.appendix.claims import unit_of_difference
from tertius.report.text.claims import claims_sentences
from tertius.report.text.phrases import NOTHING, plain_percent, signed

if TYPE_CHECKING:
    from tertius.analysis.claims.result import Claims

READING = (
    "True: in which share of draws and theories; 95% and more holds, 5% and less fails. Alike: in which share of cases "
    "built like this one with other numbers; where both are near 0% or near 100%, the claim says little of this case. "
    "Median, 10% and 90%: of the difference that the claim is about, in points, on the scale of the level, or in "
    "percentage points for shares; of an equilibrium, what the most tempted would gain by leaving it."
)


def claims_of(claims: Claims) -> Iterator[RenderableType]:
    """The verdict on every claim with its share of the draws and its effect, or the p-value of a test of events."""
    case, theories = claims.case, ", ".join(claims.theories)
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}: the argument put to the test. {claims.draws:,} draws under {theories}.")
    if claims.few:
        yield Text(claims.warning)
    heads = ("True", "Alike", "Median", "10%", "90%")
    table = table_of("Claim", "Verdict", *heads, ids=2, right=heads)
    for result in claims.results:
        if result.clustering is not None:
            cells = [f"p = {result.clustering.p_corrected:.3f}"]
        elif result.share != result.share:
            cells = [NOTHING]
        else:
            _, factor, decimals = unit_of_difference(case, result.quantity)
            ends = (factor * value for value in (result.effect.median, result.effect.low, result.effect.high))
            alike = NOTHING if result.alike is None else plain_percent(result.alike.share)
            cells = [plain_percent(result.share), alike, *(cell(end, signed, decimals) for end in ends)]
        table.add_row(result.ident, result.verdict.value, *cells, *[NOTHING] * (len(heads) - len(cells)))
    yield Text("")
    yield indented(table)
    yield Text("\n" + READING)
    for result, sentence in zip(claims.results, claims_sentences(claims), strict=True):
        yield Text(f"\n{result.claim.says}", style="bold")
        yield Text(f"– {sentence}")
