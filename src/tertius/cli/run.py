"""``tertius run``: the whole analysis as a brief, and its first page on the terminal."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli import options
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.options import Declared, case_or_table, words_of
from tertius.cli.output import announce_compiling, end_interrupted, print_json
from tertius.errors import UsageError
from tertius.report.terminal.console import print_results, progress_of, say_problems
from tertius.writing import check_place

if TYPE_CHECKING:
    from tertius.analysis.whole import Analysis, Progress
    from tertius.case.model import Case
    from tertius.report.brief.brief import Brief

NAME = "brief"
"""Of the files, before their endings."""


def run(
    case: options.Case,
    output: Annotated[
        Path | None,
        options.option(
            "--output",
            "-o",
            metavar="DIR",
            says="Folder for the brief: -o briefs/korea. Without it: CASE-brief in this folder.",
        ),
    ] = None,
    force: Annotated[
        bool,
        options.flag("--force", "Replace a brief that is there already: run korea-2019 --force."),
    ] = False,
    solution: options.Solution = None,
    theories: Annotated[
        str | None,
        options.option(
            "--theories",
            metavar="LIST",
            says="Theories that count, side by side and in every draw: all, or names with commas: --theories "
            "hold,renegotiate. The talks settle under the first. Without it: every rule that applies.",
        ),
    ] = None,
    draws: Annotated[
        int,
        options.number("--draws", "Draws for the forecast in the brief; none with 0: --draws 10000.", least=0),
    ] = 1000,
    seed: options.Seed = 1,
    sensitivity: Annotated[
        bool,
        options.flag(
            "--sensitivity/--no-sensitivity",
            "Find the inputs that matter most, and what to find out next: run korea-2019 --no-sensitivity.",
        ),
    ] = True,
    moves: Annotated[
        bool,
        options.flag(
            "--moves/--no-moves",
            "Rank the moves of the case, and work out the game before the talks: run korea-2019 --no-moves.",
        ),
    ] = True,
    title: Annotated[
        str, options.option("--title", metavar="TITLE", says='The title of the brief: --title "Before Hanoi".')
    ] = "",
    headline: Annotated[
        str,
        options.option(
            "--headline",
            metavar="WORDS",
            says='Your own words for the answer; what was computed stands below them: --headline "Yes, a little.".',
        ),
    ] = "",
    sections: Annotated[
        str,
        options.option(
            "--sections",
            metavar="LIST",
            says="The sections that the brief has, in this order: --sections talks,claims. Without it all but reasons.",
        ),
    ] = "",
    docx: Annotated[bool, options.flag("--docx", "Write a Word document too: run korea-2019 --docx.")] = False,
    pdf: Annotated[
        bool,
        options.flag("--pdf", "Write a PDF too, with an installed Chromium, Chrome or Edge: run korea-2019 --pdf."),
    ] = False,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[
        bool, options.as_json("run korea-2019 --json > run.json", "settlement, forecast and where the brief is")
    ] = False,
) -> None:
    """Run the whole analysis: a brief that reads without Tertius, and its first page on the terminal.

    Ends with 4 if the search did not converge. Ctrl-C writes the brief on what is found, and ends with 130.
    """
    if theories is not None and solution is not None:
        raise UsageError("--solution asks for one solution and --theories names them all: use one of the two")
    declared = Declared(scale, salience_max, as_of)
    loaded = case_or_table(case, declared)
    named = words_of(case, declared, loaded)
    from tertius.analysis.whole import Asked
    from tertius.report.brief.brief import brief, check_brief

    endings = (".html", *[ending for ending, wanted in ((".docx", docx), (".pdf", pdf)) if wanted])
    keys = options.names_in([sections])
    check_brief(loaded, Asked(draws, seed, sensitivity, moves, solution, theories), keys, endings)
    folder = Path(f"{loaded.case}-brief") if output is None else output
    paths = _claim_places(folder, endings, force)
    announce_compiling(bool(loaded.talks))
    made = brief(
        loaded, draws, seed, theories, solution, keys, title, headline, sensitivity, moves, telling=_told, name=named
    )
    found = made.analysis
    say_problems("warning", found.warnings)
    for path in paths:
        made.write(path, force)
    if as_json:
        forecast = None if found.forecast is None else found.forecast.to_dict()
        settled = found.settlement.to_dict(list(found.warnings))
        files = [str(path) for path in paths]
        print_json({"brief": files[0], "files": files, "settlement": settled, "forecast": forecast})
    else:
        from tertius.report.brief.terminal import first_page_of

        print_results(first_page_of(made.document, _rest(named, made, paths)))
    _end(found)


@contextmanager
def _told(doing: str) -> Iterator[Progress]:
    """Tells what is being done, and how far."""
    with progress_of(doing) as progress:
        yield progress


def _rest(name: str, made: Brief, paths: Sequence[Path]) -> list[str]:
    """Where the rest is: the files, and the commands that give every figure."""
    case = made.analysis.case
    lines = [f"The brief is in {', '.join(str(path) for path in paths)}"]
    commands = [f"tertius {command} {name}" for command in _commands(case)]
    return [*lines, f"Every figure: {', '.join(commands)}"]


def _commands(case: Case) -> list[str]:
    if not case.talks:
        return ["decide"]
    from tertius.draws import uncertain_of

    commands = ["settle", "leverage", *(["forecast", "sensitivity"] if uncertain_of(case) else [])]
    return [*commands, *(["claims"] if case.claims else []), *(["game"] if case.moves else [])]


def _end(found: Analysis) -> None:
    """Ends with 130 if some of it was cut short, and with 4 if the search did not converge."""
    if found.forecast is not None and found.forecast.interrupted:
        end_interrupted(f"Stopped after {found.forecast.draws:,} of {found.forecast.asked:,} draws.")
    if found.stopped:
        end_interrupted(f"Stopped while {found.stopped}; the brief has what was found before.")
    if not found.settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _claim_places(folder: Path, endings: Sequence[str], force: bool) -> list[Path]:
    """Where the brief will stand, made ready before any work is done."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder: choose another place with -o DIR")
    paths = [folder / f"{NAME}{ending}" for ending in endings]
    there = [str(path) for path in paths if os.path.lexists(path)]
    if there and not force:
        verb = "is" if len(there) == 1 else "are"
        raise UsageError(
            f"{', '.join(there)} {verb} there already: use --force to replace {'it' if verb == 'is' else 'them'}, or "
            "-o DIR for another place"
        )
    for path in paths:
        check_place(path, force)
    return paths
