"""How near forecasters came to decisions on record, as `tertius validate` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import table_of
from tertius.report.text.phrases import NOTHING

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.scores.bootstrap import BootstrapMean
    from tertius.studies.deu_study import DeuStudy, Scored


_NUMBERS = ("n", "MAE", "from–to", "≤5", "≤10", "CRPS", "from–to")


def study_of(told: DeuStudy) -> Iterator[RenderableType]:
    """Of each part of the data a table of the forecasters, and what each gains on the weighted mean."""
    meta = told.meta
    yield Text(f"{meta.issues} issues of {meta.proposals} proposals, {meta.stances} positions, from {meta.folder}")
    yield Text(f"The pool was fitted on {told.fitted_on}.")
    for split, rows in told.scores.items():
        yield Text(f"\n{split}: {meta.splits[split]} issues", style="bold")
        yield _score_table(list(rows.values()))
        yield Text("")
        for scored in rows.values():
            yield from _sentences(scored)
    yield Text(
        "\nn: issues with an answer. MAE: mean distance of the best guess, in points of scales from 0 to 100. ≤5, ≤10: "
        "how often it is that near. CRPS: of a distribution, smaller is better; of a best guess alone it is the MAE. "
        "From–to: 95 percent, by resampling proposals."
    )


def _score_table(rows: list[Scored]) -> Table:
    table = table_of("Forecaster", *_NUMBERS, right=_NUMBERS)
    for one in rows:
        table.add_row(
            one.name,
            f"{one.issues}",
            f"{one.mae.mean:.1f}",
            _interval(one.mae),
            f"{one.within_5:.0%}",
            f"{one.within_10:.0%}",
            f"{one.crps.mean:.1f}" if one.distribution else NOTHING,
            _interval(one.crps) if one.distribution else NOTHING,
        )
    return table


def _interval(score: BootstrapMean) -> str:
    return f"{score.low:.1f}–{score.high:.1f}"


def _sentences(scored: Scored) -> Iterator[RenderableType]:
    if scored.covered is None:
        return
    mae, crps = scored.against_mae, scored.against_crps
    yield Text(
        f"{scored.name}: its 80 percent ranges hold {scored.covered:.0%} of the decisions and are {scored.width:.0f} "
        f"points wide. Its MAE is {mae.mean:+.1f} ({mae.low:+.1f} to {mae.high:+.1f}) against that of the weighted "
        f"mean, its CRPS {crps.mean:+.1f} ({crps.low:+.1f} to {crps.high:+.1f}) against that of the weighted mean ± "
        "20, a logistic distribution."
    )
