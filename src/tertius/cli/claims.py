"""``tertius claims``: every claim of a case put to the test: it holds, it fails, or it depends, and on what.

``tertius validate``: a study on outside data, from the data to the tables in the docs.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from tertius.cli.failures import INTERRUPTED
from tertius.cli.options import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, print_results, progress_of, say_problems


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
    from tertius.analysis.claims.testing import claims as test_claims
    from tertius.case import load
    from tertius.case.check.check import warn_case
    from tertius.report.terminal.claims import claims_of

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Testing claims") as progress:
        told = test_claims(loaded, claim or (), draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(claims_of(told))
    if told.interrupted:
        errors_console().print(f"Stopped after {len(told.results)} of {told.asked} claims.", soft_wrap=True)
        raise typer.Exit(INTERRUPTED)


STUDIES = ("deu",)


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
    from tertius.report.terminal.study import study_of
    from tertius.studies import validate_deu

    with progress_of("Issues") as tell:
        told = validate_deu(folder, tell)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(study_of(told))


def _from_environment() -> Path:
    named = os.environ.get("TERTIUS_DATA", "")
    if not named:
        raise UsageError(
            "the study needs data that do not come with Tertius: give --data DIR, the folder that holds issues.csv "
            "and stances.csv, or name it in the environment as TERTIUS_DATA"
        )
    return Path(named)
