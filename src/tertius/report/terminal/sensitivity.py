"""What an answer hangs on as `tertius sensitivity` prints it, and what to find out next as `tertius evidence` does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, heading_of, indented, section, table_of
from tertius.report.text.evidence import evidence_sentences
from tertius.report.text.phrases import NOTHING, capital, level, plain_percent, plain_points
from tertius.report.text.sensitivity import (
    output_words,
    share_sentence,
    share_words,
    still_sentence,
    threshold_sentences,
)
from tertius.scenarios.targets import kind_and_id

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.forecast.evidence import EvidenceGap
    from tertius.analysis.forecast.sensitivity import Input, Sensitivity, Tornado
    from tertius.analysis.forecast.sensitivity_report import WhatMatters

RANKED = 8
"""So many inputs are ranked over all outputs, as many as in the brief."""

SHOWN = 5
"""So many inputs of each output are shown."""

NEGLIGIBLE = 0.005
"""A share of the variance that rounds to 0%."""

ENDS = "At low, at high: the output with this input at its 10 and its 90 percent point, the others at their medians."

INDICES = (
    "First order: the share of the variance that goes if this input becomes known. "
    "Total: the share that it has a part in, alone or together with others. "
)

ORDER = (
    "Share of the doubt: how much of it would go if the input were known. In the order of the product: that share "
    "times how weak the evidence is."
)

SHARE = "Share of\nthe doubt"

GAPS, SENTENCES = 15, 5
"""So many inputs are in the table of evidence, and so many are told in sentences."""


def sensitivity_of(result: WhatMatters) -> Iterator[RenderableType]:
    """One rank of the inputs over all outputs, then a table for each output, then the thresholds in sentences."""
    case, indices = result.case, result.sensitivity
    how = "one at a time, "
    if indices is not None:
        how = f"{indices.settlements:,} settlements (base {indices.base}, seed {indices.seed}) "
    yield from heading_of(case, f"{len(result.inputs)} inputs, {how}under {result.theory}.")
    told: dict[str, Input] = {}
    yield from _rank(result, told)
    still = [output for output in result.outputs if not result.moves(output)]
    for output in result.outputs:
        if output not in still:
            table: RenderableType = (
                _tornado(result, output, told) if indices is None else _indices(result, indices, output, told)
            )
            yield from section(capital(output_words(case, output)), table)
    if still:
        yield Text("")
        yield from (Text(capital(still_sentence(result, output))) for output in still)
    if len(still) < len(result.outputs):
        yield Text(f"\n{ENDS if indices is None else INDICES + ENDS}")
    yield from _paths_of(told.values())
    if result.talks:
        yield Text("\nWhere agreements appear or disappear", style="bold")
        yield from (Text(sentence) for sentence in threshold_sentences(result))
    if indices is not None and indices.unsettled:
        yield Text(f"\n{indices.unsettled:,} settlements did not come to rest; they count as they ended.")


def _rank(result: WhatMatters, told: dict[str, Input]) -> Iterator[RenderableType]:
    """The inputs by their share of the doubt about all outputs, as `tertius evidence` and the brief rank them."""
    if result.sensitivity is None or not any(result.moves(output) for output in result.rank_outputs):
        return
    ranked = [one for one in result.rank if one.certain and one.share >= NEGLIGIBLE][:RANKED]
    table = table_of("Input", "Share of the doubt", ids=0, right=["Share of the doubt"])
    for one in ranked:
        told[one.input.path] = one.input
        table.add_row(one.input.label, share_words(one.share, one.error))
    none = Text("No input has a share of the doubt that is larger than its error: take a larger --base.")
    yield from section("What matters most", table if ranked else none)
    yield Text(f"\n{share_sentence(result.rank_outputs, result.theory)}")


def _indices(result: WhatMatters, indices: Sensitivity, output: str, told: dict[str, Input]) -> RenderableType:
    """The inputs whose total index is above its error and rounds to over 0%, the largest first; kept in `told`."""
    row, numbers = indices.outputs.index(output), ["First order", "Total", "At low", "At high"]
    tornado = {one.input.path: one for one in result.tornado}
    column = {one.path: i for i, one in enumerate(indices.inputs)}
    table = table_of("Input", *numbers, ids=0, right=numbers)
    for one, first, total in indices.ranking(output)[:SHOWN]:
        first_error, total_error = (
            errors[row, column[one.path]] for errors in (indices.first_error, indices.total_error)
        )
        if total > max(total_error, NEGLIGIBLE):
            told[one.path] = one
            shares = (share_words(first, first_error), share_words(total, total_error))
            table.add_row(one.label, *shares, *_ends(result, tornado[one.path], output))
    return (
        table if table.row_count else Text("No input stands out from the error of the indices: take a larger --base.")
    )


def _tornado(result: WhatMatters, output: str, told: dict[str, Input]) -> Table:
    """The inputs that move the output most on their own; noted in `told`."""
    ranked = sorted(result.tornado, key=lambda one: -abs(one.swing(output)))[:SHOWN]
    told |= {one.input.path: one.input for one in ranked if one.swing(output)}
    rows = ((one.input.label, *_ends(result, one, output)) for one in ranked if one.swing(output))
    return table_of("Input", "At low", "At high", rows=rows, ids=0, right=("At low", "At high"))


def _ends(result: WhatMatters, tornado: Tornado, output: str) -> Iterator[str]:
    """The output with one input at its low and at its high end."""
    kind, ident = kind_and_id(output)
    for value in (tornado.low[output], tornado.high[output]):
        if kind == "agreement":
            yield plain_percent(value) if 0 < value < 1 else "agreement" if value else "none"
        else:
            yield level(value, result.case.issues[ident].scale) if kind == "level" else plain_points(value)


def _paths_of(inputs: Iterable[Input]) -> Iterator[RenderableType]:
    """Where the inputs that are told in words stand in the case: ``what-if --set`` takes the one and the other."""
    rows = [(one.path, one.label) for one in inputs if not one.path.startswith("groups.")]
    if rows:
        yield from section("Their paths in the case, for --set", table_of("Path", "Input", rows=rows))


def evidence_of(gap: EvidenceGap) -> Iterator[RenderableType]:
    """The inputs by influence times weakness of evidence, the largest first."""
    yield from heading_of(gap.case, f"{len(gap.gaps)} inputs, under {gap.theory}.\n")
    gaps = [one for one in gap.gaps if one.influence >= NEGLIGIBLE]
    if not gaps:
        yield Text("What is asked about is the same in every draw, or no number has any influence on it alone.")
        return
    numbers = (SHARE, "Weakness", "Age", "Product")
    table = table_of("Input", SHARE, "Weakness", "Method", "Age", "Product", ids=0, right=numbers)
    for one in gaps[:GAPS]:
        weakness, age = one.weakness, cell(one.weakness.age, lambda years: f"{years:.1f}")
        method, influence = weakness.method or NOTHING, share_words(one.influence, one.error)
        table.add_row(one.input.label, influence, f"{weakness.value:.2f}", method, age, f"{one.product:.3f}")
    yield indented(table)
    rest = len(gap.gaps) - table.row_count
    if rest:
        yield Text(f"  and {rest} further input{'s' if rest > 1 else ''}")
    yield Text(f"\n{ORDER}")
    yield from _paths_of(one.input for one in gaps[:GAPS])
    yield Text("")
    yield from (Text(sentence) for sentence in evidence_sentences(gap)[:SENTENCES])
    if not all(one.certain for one in gaps[:SENTENCES]):
        yield Text("A share that is not above its error has no sentence; a larger --base makes the errors smaller.")
