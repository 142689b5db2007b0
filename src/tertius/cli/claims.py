"""``tertius claims``: every claim of a case put to the test: it holds, it fails, or it depends, and on what.

``tertius validate``: a study on outside data, from the data to the tables in the docs.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.failures import INTERRUPTED
from tertius.cli.options import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, indented, print_results, progress_of, say_problems, table_of
from tertius.report.text.claims import claims_sentences
from tertius.report.text.phrases import NOTHING, plain_percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.claims.result import ClaimResult, Claims
    from tertius.scores.bootstrap import BootstrapMean
    from tertius.studies.deu_study import DeuStudy, Scored


READING = (
    "True: in which share of draws and theories; 95% and more holds, 5% and less fails. Median, 10% and 90%: of the "
    "difference that the claim is about, in points, on the scale of the level, or as a share; of an equilibrium, what "
    "the most tempted would gain by leaving it."
)


def claims(
    case: CaseArgument,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            "--claim",
            metavar="ID",
            help="A claim to test, once for each: --claim only-key. Without it all.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws: --draws 1000.")] = 1000,
    seed: SeedOption = 1,
    theories: TheoriesOption = "default",
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: claims korea-2019 --json > c.json.")
    ] = False,
) -> None:
    """Put every claim of a case to the test over draws and theories. Ctrl-C reports what was done.

    Ends with 130 if it was interrupted.
    """
    from tertius.case import load
    from tertius.case.check.check import warn_case
    from tertius.claims.testing import claims as test_claims

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Testing claims") as progress:
        told = test_claims(loaded, claim or (), draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_lines(told))
    if told.interrupted:
        errors_console().print(f"Stopped after {len(told.results)} of {told.asked} claims.", soft_wrap=True)
        raise typer.Exit(INTERRUPTED)


def _lines(told: Claims) -> Iterator[RenderableType]:
    from rich.text import Text

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
    from tertius.report.terminal.console import progress_of
    from tertius.studies import validate_deu

    with progress_of("Issues") as tell:
        told = validate_deu(folder, tell)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_score_lines(told))


def _from_environment() -> Path:
    named = os.environ.get("TERTIUS_DATA", "")
    if not named:
        raise UsageError(
            "the study needs data that do not come with Tertius: give --data DIR, the folder that holds issues.csv "
            "and stances.csv, or name it in the environment as TERTIUS_DATA"
        )
    return Path(named)


def _score_lines(told: DeuStudy) -> Iterator[RenderableType]:
    from rich.text import Text

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
