"""``tertius run``: the whole analysis, on the terminal and as a brief."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tertius.cli.arguments import AsOf, CaseArgument, Declared, SalienceMax, ScaleOption, SolutionOption, case_or_table
from tertius.cli.console import errors_console, print_results, results_console, say_problems
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError

__all__ = ["run"]

BRIEF = "brief.html"


def run(
    case: CaseArgument,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Folder for the brief: -o briefs/korea. Without it: CASE-brief in this folder.",
            show_default=False,
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a brief that is there already: run korea-2019 --force."),
    ] = False,
    solution: SolutionOption = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
) -> None:
    """Run the whole analysis: to the terminal, and as a brief that reads without Tertius.

    Ends with 4 if the search did not converge.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    folder = Path(f"{loaded.case}-brief") if output is None else output
    path = _claim_place(folder, force)
    announce_compiling()
    from tertius.brief import render_brief, write_brief
    from tertius.brief.words import settlement_sentences
    from tertius.cli.outcome import breakdowns_of, outcome_of, words_of
    from tertius.rules import settle_all, settle_theories

    with errors_console().status("Settling every talk, and the case without each of them ..."):
        settlement, breakdowns = settle_all(loaded, solution=solution)
        theories = settle_theories(loaded)
    say_problems("warning", settlement.warnings)
    print_results((*outcome_of(settlement), *breakdowns_of(settlement, breakdowns)))
    print_results(words_of(settlement_sentences(settlement, breakdowns)))
    with errors_console().status("Writing the brief ..."):
        page = render_brief(settlement, breakdowns, dt.date.today(), theories)
        write_brief(page, path, overwrite=force)
    results_console().print(f"\nThe brief is in {path}", soft_wrap=True)
    if not settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _claim_place(folder: Path, force: bool) -> Path:
    """Where the brief will stand, made ready before any work is done."""
    path = folder / BRIEF
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder: choose another place with -o DIR")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already: use --force to replace it, or -o DIR for another place")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise UsageError(f"cannot make the folder {folder}: {reason.strerror or reason}") from None
    return path
