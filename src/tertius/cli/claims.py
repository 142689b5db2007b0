"""``tertius claims``: every claim of a case put to the test: it holds, it fails, or it depends, and on what.

``tertius validate``: a study on outside data, from the data to the tables in the docs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

import tertius
from tertius.cli import options
from tertius.cli.many.clusters import client_of
from tertius.cli.output import announce_compiling, end_interrupted, print_result, warn_of
from tertius.errors import UsageError
from tertius.report.terminal.console import progress_of

STUDIES = ("deu",)


def claims(
    case: options.Case,
    claim: Annotated[
        list[str] | None,
        options.option(
            "--claim", metavar="ID", says="A claim to test, once for each: --claim only-key. Without it all."
        ),
    ] = None,
    draws: options.Draws = 1000,
    seed: options.Seed = 1,
    theories: options.Theories = "default",
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    random_cases: Annotated[
        int,
        options.option(
            "--random-cases",
            metavar="CASES",
            says="Test each comparison and sweep in this many cases built like this one, with other numbers. 0: none.",
        ),
    ] = 200,
    as_json: Annotated[bool, options.as_json("claims korea-2019 --json > c.json")] = False,
) -> None:
    """Put every claim of a case to the test over draws and theories. Ctrl-C reports what was done.

    Ends with 130 if it was interrupted.
    """
    from tertius.report.terminal.claims import claims_of

    loaded = tertius.load(case)
    wanted = [options.ident_of(loaded, one, "claims") for one in claim or ()]
    warn_of(loaded)
    announce_compiling()
    with client_of(workers, cluster) as client, progress_of("Testing claims") as progress:
        tested = tertius.claims(
            *(loaded, wanted, draws, seed, theories, threads, progress), random_cases=random_cases, client=client
        )
    print_result(tested, as_json, claims_of)
    if tested.interrupted:
        end_interrupted(f"Stopped after {len(tested.results)} of {tested.asked} claims.")


def validate(
    study: Annotated[str, typer.Argument(metavar="STUDY", help="Which study: deu, decisions of the European Union.")],
    data: Annotated[
        Path | None,
        options.option(
            "--data",
            metavar="DIR",
            says="Folder of the data, or the published file (csv, xlsx, dta): --data downloads/deu3. Without it: the "
            "folder that $TERTIUS_DATA names.",
        ),
    ] = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    as_json: Annotated[bool, options.as_json("validate deu --json > scores.json", "the scores")] = False,
) -> None:
    """Hold the rules and the pool against decisions that are on record, beside guesses that need no theory."""
    if study not in STUDIES:
        raise UsageError(f"there is no study '{study}': the studies are {', '.join(STUDIES)}")
    folder = data or os.environ.get("TERTIUS_DATA")
    if not folder:
        raise UsageError(
            "the study needs data that do not come with Tertius: give --data DIR, the folder that holds issues.csv "
            "and stances.csv, or the published file, or name it in the environment as TERTIUS_DATA"
        )
    from tertius.report.terminal.study import study_of
    from tertius.studies import validate_deu

    with client_of(workers, cluster) as client, progress_of("Issues") as progress:
        scores = validate_deu(folder, progress, client=client)
    print_result(scores, as_json, study_of)
