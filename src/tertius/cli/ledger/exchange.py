"""What others recorded taken into the ledger, and the ledger handed on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import tertius
from tertius.cli import options
from tertius.cli.ledger.options import File
from tertius.cli.output import print_result
from tertius.errors import UsageError


def take_in(
    files: Annotated[
        list[Path],
        options.argument("FILES", "Files of one export, as the platform publishes them: questions.json."),
    ],
    form: Annotated[
        str | None,
        options.option(
            "--format",
            metavar="FORMAT",
            says="What the files are, found by what they hold if left out: --format forecastbench.",
        ),
    ] = None,
    resolutions: Annotated[
        Path | None,
        options.option(
            "--resolutions", metavar="FILE", says="The file of the outcomes, if it is another: --resolutions ends.json."
        ),
    ] = None,
    match: Annotated[
        str | None,
        options.option(
            "--match", metavar="WORDS", says="Only questions with these words in their text or id: --match 'Korea'."
        ),
    ] = None,
    ours: Annotated[
        str | None,
        options.option(
            "--as",
            metavar="QUESTION",
            says="The crowd of the one question that is found is a rival in this question of yours: --as hanoi.",
        ),
    ] = None,
    keep: Annotated[
        bool,
        options.flag("--keep", "Where the ledger holds otherwise it stays as it is, and the rest is written."),
    ] = False,
    file: File = None,
    as_json: Annotated[bool, options.as_json("ledger import questions.json --json", "what was written")] = False,
) -> None:
    """Take in questions, what a crowd said of them and how they ended, or a ledger that was exported as JSON.

    Nothing is written twice. What the ledger holds otherwise is told, and then nothing is written.
    """
    from tertius.report.terminal.console import progress_of
    from tertius.report.terminal.ledger.exchange import imported_of

    every = [*files, *([] if resolutions is None else [resolutions])]
    with progress_of("Reading") as progress:
        written = tertius.Ledger(file).import_files(
            every, form=form, match=match, ours=ours, keep=keep, progress=progress
        )
    print_result(written, as_json, imported_of)


def hand_on(
    json_file: Annotated[
        Path | None,
        options.option(
            "--json", metavar="FILE", says="Write the whole ledger, from which it can be made again: --json team.json."
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        options.option("--csv", metavar="FOLDER", says="Write tables for other programs into a folder: --csv tables."),
    ] = None,
    force: Annotated[bool, options.flag("--force", "Replace files that are there: --json team.json --force.")] = False,
    file: File = None,
) -> None:
    """Write the ledger as JSON, every entry with its hash word for word, or as tables of CSV."""
    if json_file is None and folder is None:
        raise UsageError("nothing was asked for: --json FILE writes the whole ledger, --csv FOLDER tables")
    ledger = tertius.Ledger(file)
    places = []
    if json_file is not None:
        places.append(ledger.to_json(json_file, overwrite=force))
    if folder is not None:
        places.append(ledger.to_csv(folder, overwrite=force))
    for place in places:
        typer.echo(f"The ledger is in {place}")
