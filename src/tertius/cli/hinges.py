"""What an answer hangs on as `tertius sensitivity` prints it: a table for each output, then thresholds in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.brief.phrases import capital
from tertius.brief.sensitivity_words import output_words, still_sentence, threshold_sentences
from tertius.cli.console import indented, table_of
from tertius.cli.words import date, level, percent, points
from tertius.scenarios.outputs import kind_and_id

if TYPE_CHECKING:
    from tertius.forecast.sensitivity import Sensitivity, Tornado
    from tertius.forecast.sensitivity_report import WhatMatters

__all__ = ["hinges_of"]

SHOWN = 5  # inputs of each output
NOTHING = 0.005  # a share that rounds to 0%
ENDS = "At low, at high: the output with this input at its 10 and its 90 percent point, the others at their medians."
INDICES = (
    "First order: the share of the variance that goes if this input becomes known. "
    "Total: the share that it has a part in, alone or together with others. "
)


def hinges_of(told: WhatMatters) -> Iterator[RenderableType]:
    """The whole answer."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {len(told.inputs)} inputs, {_how(told)}under {told.theory}.")
    still = [output for output in told.outputs if not told.moves(output)]
    for output in told.outputs:
        if output not in still:
            yield Text(f"\n{capital(output_words(case, output))}", style="bold")
            found = told.sensitivity
            yield from _quick(told, output) if found is None else _full(told, found, output)
    if still:
        yield Text("")
        yield from (Text(capital(still_sentence(told, output))) for output in still)
    if len(still) < len(told.outputs):
        yield Text(f"\n{ENDS if told.sensitivity is None else INDICES + ENDS}")
    if told.talks:
        yield Text("\nWhere agreements appear or disappear", style="bold")
        yield from (Text(sentence) for sentence in threshold_sentences(told))
    if told.sensitivity is not None and told.sensitivity.unsettled:
        yield Text(f"\n{told.sensitivity.unsettled:,} settlements did not come to rest; they count as they ended.")


def _how(told: WhatMatters) -> str:
    found = told.sensitivity
    if found is None:
        return "one at a time, "
    return f"{found.settlements:,} settlements (base {found.base}, seed {found.seed}) "


def _full(told: WhatMatters, found: Sensitivity, output: str) -> Iterator[RenderableType]:
    """The inputs whose total index is above its error and rounds to more than 0%, the largest first."""
    row, columns = found.outputs.index(output), {one.input.path: one for one in told.tornado}
    place = {one.path: i for i, one in enumerate(found.inputs)}
    table = table_of("Input", *_INDICES, *_ENDS, ids=0, right=[*_INDICES, *_ENDS])
    for one, first, total in found.ranking(output)[:SHOWN]:
        i = place[one.path]
        if total > max(found.total_error[row, i], NOTHING):
            cells = (_share(first, found.first_error[row, i]), _share(total, found.total_error[row, i]))
            table.add_row(one.label, *cells, *_ends(told, columns[one.path], output))
    if table.row_count:
        yield indented(table)
    else:
        yield Text("  No input stands out from the error of the indices: take a larger --base.")


def _quick(told: WhatMatters, output: str) -> Iterator[RenderableType]:
    """The inputs that move the output most on their own."""
    ranked = sorted(told.tornado, key=lambda one: -abs(one.swing(output)))
    table = table_of("Input", *_ENDS, ids=0, right=_ENDS)
    for one in ranked[:SHOWN]:
        if one.swing(output):
            table.add_row(one.input.label, *_ends(told, one, output))
    yield indented(table)


def _ends(told: WhatMatters, one: Tornado, output: str) -> tuple[str, str]:
    kind, ident = kind_and_id(output)

    def word(value: float) -> str:
        if kind == "agreement":
            return "agreement" if value else "none"
        return level(value, told.case.issues[ident].scale) if kind == "level" else points(value)

    return word(one.low[output]), word(one.high[output])


def _share(share: float, error: float) -> str:
    return f"{percent(share)} ± {100 * error:.0f}"


_INDICES = ["First order", "Total"]
_ENDS = ["At low", "At high"]
