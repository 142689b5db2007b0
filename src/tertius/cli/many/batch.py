"""``tertius batch``: many cases in one table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import tertius
from tertius.cli import options
from tertius.cli.many.clusters import client_of
from tertius.cli.output import announce_compiling, end_interrupted, end_unless_settled, print_result
from tertius.errors import CaseError, Problem, UsageError
from tertius.report.terminal.console import progress_of, say_problems

if TYPE_CHECKING:
    from tertius.analysis.batch.result import Batch

ENDINGS = (".csv", ".xlsx", ".json")


def batch(
    cases: Annotated[
        list[str] | None,
        options.argument(
            "[CASE]...",
            "Names of the gallery, case files, folders with cases, patterns: korea-2019, my-cases/, 'cases/*.yaml'; "
            "gallery for all of it.",
        ),
    ] = None,
    listed: Annotated[
        Path | None, options.option("--list", metavar="FILE", says="Cases in a text, one a line: --list cases.txt.")
    ] = None,
    output: Annotated[
        Path | None,
        options.option("-o", "--output", metavar="FILE", says="Write the table: -o table.csv, .xlsx or .json."),
    ] = None,
    draws: options.Draws = 1_000,
    seed: options.Seed = 1,
    theories: options.Theories = "default",
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    keep: Annotated[
        Path | None,
        options.option("--keep", metavar="FILE", says="Write each case there when it is done: --keep done.jsonl."),
    ] = None,
    resume: Annotated[
        bool, options.flag("--resume", "Go on where the file of --keep ends: --keep done.jsonl --resume.")
    ] = False,
    force: Annotated[
        bool, options.flag("--force", "Replace the files of -o and --keep: -o table.csv --force.")
    ] = False,
    as_json: Annotated[bool, options.as_json("batch gallery --json > table.json")] = False,
) -> None:
    """Settle and forecast many cases, one table out. A case that is not valid is a row; the others are done.

    Ends with 3 if a case is not valid, with 4 if most draws did not come to rest, and with 130 if it was interrupted.
    """
    from tertius.analysis.batch.batch import check_batch
    from tertius.analysis.batch.find import listed_in
    from tertius.report.terminal.questions.batch import batch_of

    _check_files(output, keep, resume, force)
    check_batch(draws, seed, theories, threads)
    names = [*(cases or ()), *(listed_in(listed) if listed is not None else ())]
    begin_anew = force and keep is not None and not resume
    announce_compiling()
    with client_of(workers, cluster) as client, progress_of("Settling cases") as progress:
        result = tertius.batch(names, draws, seed, theories, threads, keep, resume, begin_anew, progress, client)
    if output is not None:
        _write(result, output, force)
    print_result(result, as_json, batch_of)
    for one in result.cases:
        say_problems("warning", [_said(one.name, warning) for warning in one.warnings])
    if result.interrupted:
        more = "; go on with --resume" if keep is not None else "; --keep FILE would have kept them"
        end_interrupted(f"Stopped after {len(result.cases)} of {len(result.cases) + len(result.left)} cases{more}.")
    if result.failed:
        raise CaseError([_said(one.name, mistake) for one in result.failed for mistake in one.mistakes])
    end_unless_settled(sum(one.unsettled for one in result.cases), sum(one.settlements for one in result.cases))


def _said(name: str, text: str) -> Problem:
    """What is said of a case, with its name unless that stands in the text already."""
    return Problem(where="" if name in text else name, found=text)


def _check_files(output: Path | None, keep: Path | None, resume: bool, force: bool) -> None:
    """Whether the files can be written, asked before the work."""
    from tertius.writing import check_place

    if resume and keep is None:
        raise UsageError("--resume goes on where the file of --keep ends, but there is no --keep")
    if force and output is None and keep is None:
        raise UsageError("--force replaces the files of -o and --keep, but there is neither")
    if output is not None:
        if output.suffix.lower() not in ENDINGS:
            raise UsageError(f"{output}: a table ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
        check_place(output, force)


def _write(result: Batch, path: Path, force: bool) -> None:
    """The table, in the format that its ending names."""
    from tertius.case.files.cells import to_csv
    from tertius.writing import write_whole

    if path.suffix.lower() == ".xlsx":
        result.to_excel(path, force)
        return
    if path.suffix.lower() == ".json":
        text = json.dumps(result.to_dict(), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    else:
        table = result.to_frame().reset_index().map(to_csv)  # a name that begins like a formula stays a text
        text = table.to_csv(index=False, lineterminator="\n")
    write_whole(path, text.encode(), force)
