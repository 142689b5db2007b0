"""``tertius what-if``: before and after some changes, for everyone."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.changes import AddOption, MoveOption, RemoveOption, SetOption, asked_changes, changed_case
from tertius.cli.console import errors_console, print_results, say_problems
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.progress import progress_of
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case, Change

__all__ = ["DrawsOption", "tell", "what_if"]

DrawsOption = Annotated[
    int,
    typer.Option(
        "--draws", metavar="N", min=0, help="Draws over which both versions are held against each other: --draws 1000."
    ),
]


def what_if(
    case: CaseArgument,
    set_to: SetOption = None,
    add: AddOption = None,
    remove: RemoveOption = None,
    move: MoveOption = None,
    theories: TheoriesOption = "default",
    draws: DrawsOption = 0,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    save: Annotated[
        Path | None,
        typer.Option(
            "--save", metavar="FILE", help="Write the changes as a variant: --save firmer.yaml.", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file of --save if it is there already: --force.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: what-if korea-2019 --json > w.json.")
    ] = False,
) -> None:
    """Change a case and show before and after, for everyone. Ends with 4 if a search did not converge."""
    if force and save is None:
        raise UsageError("--force replaces the file of --save, but there is no --save")
    from tertius.case import load

    loaded = load(case)
    asked = asked_changes(loaded, move or (), remove or (), add or (), set_to or ())
    changed = changed_case(loaded, asked)
    if save is not None:
        _save(case, save, [step.change for _, step in asked], force)
    tell(loaded, changed, theories, draws, seed, threads, as_json)


def tell(before: Case, after: Case, theories: str, draws: int, seed: int, threads: int | None, as_json: bool) -> None:
    """Settle two versions and print them side by side, or as JSON."""
    announce_compiling()
    from tertius.case.check.check import warn_case
    from tertius.cli.before_after import before_and_after
    from tertius.moves import compare as compare_cases

    known = warn_case(before)
    say_problems("warning", [*known, *(problem for problem in warn_case(after) if problem not in known)])
    with progress_of("Settling draws") as progress:
        told = compare_cases(before, after, theories, draws, seed, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(before_and_after(told))
    if not told.converged:
        raise typer.Exit(NOT_CONVERGED)


def _save(case: str, path: Path, changes: Sequence[Change], force: bool) -> None:
    """Write the changes as a variant of the case that was named."""
    from tertius.case.files.variants import variant_yaml
    from tertius.case.files.write import write_new

    if path.suffix.lower() not in (".yaml", ".yml"):
        raise UsageError(f"'{path}': a variant is a YAML file, so its name ends in .yaml")
    base = case
    if Path(case).exists():
        if path.exists() and path.samefile(case):
            raise UsageError(f"{path} is the case itself: save its variant under another name")
        base = Path(os.path.relpath(case, path.parent)).as_posix()
    write_new(path, variant_yaml(base, changes).encode(), force)
    errors_console().print(f"The variant is in {path}", soft_wrap=True)
