"""``tertius settle``: where each talk settles, or that it fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import CaseArgument
from tertius.cli.console import errors_console, print_results, say_problems
from tertius.cli.failures import NOT_CONVERGED
from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case

__all__ = ["announce_compiling", "settle"]


def settle(
    case: CaseArgument,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without",
            metavar="TALK",
            help="This talk breaks down, and its threats and links fire: --without us-dprk. May be repeated.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print the result as JSON: settle korea-2019 --json > result.json."),
    ] = False,
) -> None:
    """Work out where each talk settles, or that it fails. Ends with 4 if the search did not converge."""
    from tertius.case import load
    from tertius.cli.outcome import outcome_of

    loaded = load(case)
    failing = tuple(dict.fromkeys(without or ()))
    _check_talks(loaded, failing)
    announce_compiling()
    from tertius.rules import settle as settle_case

    settlement = settle_case(loaded, without=failing)
    say_problems("warning", settlement.warnings)
    if as_json:
        typer.echo(json.dumps(settlement.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(outcome_of(settlement))
    if not settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def announce_compiling() -> None:
    """Says on standard error that the first run compiles, when nothing compiled is on disk yet."""
    from tertius.rules.compiled import can_keep, must_compile

    if must_compile():
        once = "this happens once" if can_keep() else "the cache folder cannot be written, so nothing is kept, and it"
        errors_console().print(f"Compiling the solver; {once} and takes up to a minute.", soft_wrap=True)


def _check_talks(case: Case, names: tuple[str, ...]) -> None:
    """Every name is a talk of the case; a `UsageError` lists all that are not."""
    from tertius.case.problem import closest

    mistakes = []
    for name in names:
        if name not in case.talks:
            hint = closest(name, case.talks) or f"the talks are {', '.join(case.talks) or 'none'}"
            mistakes.append(f"--without {name}: {case.case} has no talk '{name}': {hint}")
    if mistakes:
        raise UsageError("\n".join(mistakes))
