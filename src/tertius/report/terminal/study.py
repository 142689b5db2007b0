"""How near forecasters came to decisions on record, as `tertius validate` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import table_of
from tertius.report.text.phrases import NOTHING

if TYPE_CHECKING:
    from tertius.scores.bootstrap import BootstrapMean
    from tertius.studies.deu_study import DeuStudy

READING = (
    "n: issues with an answer. MAE: mean distance of the best guess, in points of scales from 0 to 100. ≤5, ≤10: "
    "how often it is that near. CRPS: of a distribution, smaller is better; of a best guess alone it is the MAE. "
    "From–to: 95 percent, by resampling proposals."
)


def study_of(study: DeuStudy) -> Iterator[RenderableType]:
    """Of each part of the data a table of the forecasters, and what each gains on the weighted mean."""
    meta, numbers = study.meta, ("n", "MAE", "from–to", "≤5", "≤10", "CRPS", "from–to")
    yield Text(f"{meta.issues} issues of {meta.proposals} proposals, {meta.stances} positions, from {meta.folder}")
    yield Text(f"The pool was fitted on {study.fitted_on}.")
    for split, rows in study.scores.items():
        table = table_of("Forecaster", *numbers, right=numbers)
        for scored in rows.values():
            near = (f"{scored.within_5:.0%}", f"{scored.within_10:.0%}")
            crps = _mean_and_range(scored.crps) if scored.distribution else (NOTHING, NOTHING)
            table.add_row(scored.name, f"{scored.issues}", *_mean_and_range(scored.mae), *near, *crps)
        yield Text(f"\n{split}: {meta.splits[split]} issues", style="bold")
        yield table
        yield Text("")
        for scored in rows.values():
            if scored.covered is not None:
                mae, crps_gain = scored.against_mae, scored.against_crps
                yield Text(
                    f"{scored.name}: its 80 percent ranges hold {scored.covered:.0%} of the decisions and are "
                    f"{scored.width:.0f} points wide. Its MAE is {mae.mean:+.1f} ({mae.low:+.1f} to {mae.high:+.1f}) "
                    f"against that of the weighted mean, its CRPS {crps_gain.mean:+.1f} ({crps_gain.low:+.1f} to "
                    f"{crps_gain.high:+.1f}) against that of the weighted mean ± 20, a logistic distribution."
                )
    yield Text(f"\n{READING}")


def _mean_and_range(score: BootstrapMean) -> tuple[str, str]:
    return f"{score.mean:.1f}", f"{score.low:.1f}–{score.high:.1f}"
