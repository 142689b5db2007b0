"""``tertius validate``: a study on outside data, from the data to the tables in the docs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.console import print_results, table_of
from tertius.cli.words import NOTHING
from tertius.errors import UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.scores.bootstrap import BootstrapMean
    from tertius.studies.deu_study import DeuStudy, Scored

__all__ = ["validate"]

STUDIES = ("deu",)
_NUMBERS = ("n", "MAE", "from–to", "≤5", "≤10", "CRPS", "from–to")


def validate(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Which study: deu, decisions of the European Union.")],
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="DIR",
            help="Folder of the data: --data downloads/deu3. Without it: the folder that $TERTIUS_DATA names.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the scores as JSON: validate deu --json > scores.json.")
    ] = False,
) -> None:
    """Hold the rules and the pool against decisions that are on record, beside guesses that need no theory."""
    if study not in STUDIES:
        raise UsageError(f"there is no study '{study}': the studies are {', '.join(STUDIES)}")
    folder = data or _from_environment()
    from tertius.cli.progress import progress_of
    from tertius.studies import validate_deu

    with progress_of("Issues") as tell:
        told = validate_deu(folder, tell)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_lines(told))


def _from_environment() -> Path:
    named = os.environ.get("TERTIUS_DATA", "")
    if not named:
        raise UsageError(
            "the study needs data that do not come with Tertius: give --data DIR, the folder that holds issues.csv "
            "and stances.csv, or name it in the environment as TERTIUS_DATA"
        )
    return Path(named)


def _lines(told: DeuStudy) -> Iterator[RenderableType]:
    from rich.text import Text

    meta = told.meta
    yield Text(f"{meta.issues} issues of {meta.proposals} proposals, {meta.stances} positions, from {meta.folder}")
    yield Text(f"The pool was fitted on {told.fitted_on}.")
    for split, rows in told.scores.items():
        yield Text(f"\n{split}: {meta.splits[split]} issues", style="bold")
        yield _table(list(rows.values()))
        yield Text("")
        for scored in rows.values():
            yield from _sentences(scored)
    yield Text(
        "\nn: issues with an answer. MAE: mean distance of the best guess, in points of scales from 0 to 100. ≤5, ≤10: "
        "how often it is that near. CRPS: of a distribution, smaller is better; of a best guess alone it is the MAE. "
        "From–to: 95 percent, by resampling proposals."
    )


def _table(rows: list[Scored]) -> Table:
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
    from rich.text import Text

    if scored.covered is None:
        return
    mae, crps = scored.against_mae, scored.against_crps
    yield Text(
        f"{scored.name}: its 80 percent ranges hold {scored.covered:.0%} of the decisions and are {scored.width:.0f} "
        f"points wide. Its MAE is {mae.mean:+.1f} ({mae.low:+.1f} to {mae.high:+.1f}) against that of the weighted "
        f"mean, its CRPS {crps.mean:+.1f} ({crps.low:+.1f} to {crps.high:+.1f}) against that of the weighted mean ± "
        "20, a logistic distribution."
    )
