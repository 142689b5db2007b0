"""Claims put to the test, as `tertius claims` prints them: a table of verdicts, then a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, table_of
from tertius.report.text.claims import claims_sentences
from tertius.report.text.phrases import NOTHING, plain_percent, signed

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.claims.result import ClaimResult, Claims


READING = (
    "True: in which share of draws and theories; 95% and more holds, 5% and less fails. Median, 10% and 90%: of the "
    "difference that the claim is about, in points, on the scale of the level, or as a share; of an equilibrium, what "
    "the most tempted would gain by leaving it."
)


def claims_of(told: Claims) -> Iterator[RenderableType]:
    """The verdict on every claim, and how to read it."""
    yield Text(told.case.title, style="bold")
    yield Text(
        f"{told.case.case}: the argument put to the test. {told.draws:,} draws under {', '.join(told.theories)}."
    )
    if told.few:
        yield Text(told.warning)
    yield Text("")
    yield indented(_table(told))
    yield Text("\n" + READING)
    for result, sentence in zip(told.results, claims_sentences(told), strict=True):
        yield Text(f"\n{result.claim.says}", style="bold")
        yield Text(f"– {sentence}")


def _table(told: Claims) -> Table:
    heads = ("True", "Median", "10%", "90%")
    table = table_of("Claim", "Verdict", *heads, ids=2, right=heads)
    for result in told.results:
        table.add_row(result.ident, result.verdict.value, *_cells(result))
    return table


def _cells(result: ClaimResult) -> tuple[str, ...]:
    """The share, and the effect; of a test of events its p-value."""
    if result.clustering is not None:
        return (f"p = {result.clustering.p:.3f}", NOTHING, NOTHING, NOTHING)
    if result.share != result.share:
        return (NOTHING,) * 4
    effect = result.effect
    decimals = 3 if result.quantity.split(".")[0] in ("upper_hand", "net_leverage") else 2
    return (
        plain_percent(result.share),
        *(signed(value, decimals) if value == value else NOTHING for value in (effect.median, effect.low, effect.high)),
    )
