"""What reads the ledger: its questions, one of them, and whether its past is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import tertius
from tertius.cli import options
from tertius.cli.ledger.options import File, Question
from tertius.cli.output import print_json, print_result
from tertius.errors import UsageError


def list_questions(
    file: File = None,
    only: Annotated[
        str | None,
        options.option("--only", metavar="STATE", says="Those that are open, resolved or void: --only open."),
    ] = None,
    as_json: Annotated[bool, options.as_json("ledger list --json > questions.json")] = False,
) -> None:
    """List the questions of the ledger: what was forecast last, until when, and how they ended."""
    states = ("open", "resolved", "void")
    if only is not None and only not in states:
        raise UsageError(f"--only {only!r} is no state of a question: give {', '.join(states)}")
    ledger = tertius.Ledger(file)
    tracks = [track for track in ledger.tracks() if only in (None, track.state)]
    if as_json:
        print_json({"ledger": str(ledger.path), "questions": [track.to_dict() for track in tracks]})
        return
    from tertius.report.terminal.console import print_results
    from tertius.report.terminal.ledger.entries import list_of

    print_results(list_of(ledger.path, tracks))


def show_question(
    question: Question,
    file: File = None,
    case: Annotated[
        Path | None,
        options.option("--case", metavar="FILE", says="Write the frozen case to a file: --case frozen.yaml."),
    ] = None,
    entry: Annotated[
        int | None,
        options.number("--entry", "The forecast whose case is written, by its entry; the last one if left out.", 1),
    ] = None,
    force: Annotated[bool, options.flag("--force", "Replace the file of --case if it is there: --force.")] = False,
    as_json: Annotated[bool, options.as_json("ledger show hanoi --json")] = False,
) -> None:
    """Show a question with all that was forecast of it; write out the case as it was frozen."""
    if case is None and (force or entry is not None):
        raise UsageError(f"{'--force' if force else '--entry'} goes with --case FILE, which writes the frozen case")
    ledger = tertius.Ledger(file)
    track = ledger.track(question)
    if case is not None:
        from tertius.writing import write_whole

        write_whole(case, ledger.case_text(_hash(track, entry)).encode(), force)
    from tertius.ledger.changed import changed_since
    from tertius.report.terminal.ledger.entries import track_of

    changed = changed_since(track)
    if as_json:
        print_json(track.to_dict() | {"state": track.state, "case_changed": changed})
        return
    from tertius.report.terminal.console import print_results

    print_results(track_of(track, changed, case))


def _hash(track: tertius.Track, entry: int | None) -> str:
    """The hash of the case of a forecast, the last one that has a case if none is named."""
    frozen = {one.entry: one.case_hash for one in track.forecasts if one.case_hash}
    if not frozen:
        raise UsageError(f"no forecast of '{track.question.id}' was made of a case, so none is frozen")
    if entry is not None and entry not in frozen:
        known = ", ".join(map(str, frozen))
        raise UsageError(f"entry {entry} is no forecast of '{track.question.id}' with a case: there are {known}")
    return frozen[max(frozen) if entry is None else entry]


def verify(
    file: File = None,
    head: Annotated[
        str | None,
        options.option(
            "--head",
            metavar="HASH",
            says="The hash of the last entry as you kept it elsewhere: whether it is still there: --head 5f1c...",
        ),
    ] = None,
    as_json: Annotated[bool, options.as_json("ledger verify --json")] = False,
) -> None:
    """Follow the chain of hashes through all entries and frozen cases: a past that was changed is found.

    Ends with 2 if something differs.
    """
    ledger = tertius.Ledger(file)
    found = ledger.verify(None if head is None else head.strip().lower())
    from tertius.report.terminal.ledger.entries import verified_of

    print_result(found, as_json, lambda one: verified_of(ledger.path, one))
    if not found.whole:
        raise typer.Exit(UsageError.exit_code)
