"""How good the forecasts of a ledger were: its scores, and the page of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import tertius
from tertius.cli import options
from tertius.cli.ledger.options import File
from tertius.cli.output import print_result
from tertius.errors import UsageError
from tertius.report.terminal.console import progress_of

Convention = Annotated[
    str,
    typer.Option(
        "--convention",
        metavar="SCALE",
        help="What a Brier score runs over: 0-1, customary today, or 0-2, twice that, Brier's own: --convention 0-2.",
    ),
]


def score(
    file: File = None,
    convention: Convention = "0-1",
    as_json: Annotated[bool, options.as_json("ledger score --json > scores.json", "the scores")] = False,
) -> None:
    """Say how good the forecasts were, beside every rival and theory, and what so few questions cannot tell apart."""
    from tertius.ledger.scoring.score import score as score_of
    from tertius.report.terminal.scores.scores import scores_of

    print_result(score_of(tertius.Ledger(file).tracks(), convention), as_json, scores_of)


def report(
    output: Annotated[
        Path,
        options.option("--output", "-o", metavar="FILE", says="The page: -o track-record.html."),
    ],
    file: File = None,
    convention: Convention = "0-1",
    title: Annotated[
        str, typer.Option("--title", metavar="TITLE", help='The title of the page: --title "Our forecasts".')
    ] = "Track record",
    why: Annotated[
        bool,
        options.flag(
            "--why/--no-why", "Look for the number that would have made each missed forecast right: report --no-why."
        ),
    ] = True,
    seconds: Annotated[
        int, options.number("--seconds", "For how long that is looked for, over all questions: --seconds 300.", 1)
    ] = 60,
    force: Annotated[
        bool, options.flag("--force", "Replace the page if it is there: report -o a.html --force.")
    ] = False,
) -> None:
    """Write a page of HTML: calibration, scores, every question, what was missed and which number was why."""
    if output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"{output}: the page is HTML, so its name ends in .html")
    from tertius.case import read_text
    from tertius.ledger.scoring.hindsight import hindsight
    from tertius.ledger.scoring.score import score as score_of
    from tertius.report.ledger.page import ledger_page
    from tertius.writing import check_place, write_whole

    ledger = tertius.Ledger(file)
    tracks = ledger.tracks()
    scores = score_of(tracks, convention)
    check_place(output, force)
    misses = None
    if why:
        with progress_of("Looking back") as progress:
            misses = hindsight(tracks, lambda found: read_text(ledger.case_text(found)), seconds, progress)
    write_whole(output, ledger_page(scores, tracks, misses, title).encode(), force)
    typer.echo(f"The page is in {output}")
