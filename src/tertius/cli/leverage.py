"""``tertius leverage``: who holds leverage over whom, and where it comes from."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from tertius.cli.arguments import CaseArgument, RuleOption, SeedOption, SolutionOption, ThreadsOption
from tertius.cli.console import errors_console, print_results
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.settle import announce_compiling

__all__ = ["leverage"]

UNRESTED = 0.5  # with so large a part of the draws not at rest the figures say nothing


def leverage(
    case: CaseArgument,
    explain: Annotated[
        str | None,
        typer.Option(
            "--explain",
            metavar="TARGET",
            help="Where it comes from: the payoff of an actor, the level of an issue, an agreement: --explain dprk. "
            "With --of TALK an actor's gain there.",
            show_default=False,
        ),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="TALK",
            help="One talk: who has the upper hand, and what each brings from other tables: --of us-dprk.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option("--draws", metavar="N", min=0, help="Draws of the uncertain numbers; none with 0: --draws 500."),
    ] = 0,
    seed: SeedOption = 1,
    rule: RuleOption = None,
    solution: SolutionOption = None,
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: leverage korea-2019 --json > lev.json.")
    ] = False,
) -> None:
    """Work out who holds leverage over whom, and where it comes from.

    Ends with 4 if most settlements did not come to rest.
    """
    from tertius.case import load

    loaded = load(case)
    announce_compiling()
    from tertius.cli.attributed import attributed
    from tertius.cli.leverages import leverages_of
    from tertius.leverage import leverage as leverage_of
    from tertius.leverage.targets import check_talk, target_named

    # A target or talk that is not there is said before any work is done.
    if of is not None:
        check_talk(loaded, of)
    if explain is not None:
        target_named(loaded, explain, of)
    with errors_console().status("Settling the case and its versions ..."):
        lev = leverage_of(loaded, draws, seed, rule, solution, threads)
        told = None if explain is None else lev.attribution(explain, of)
    if as_json:
        result = lev.to_dict() if told is None else told.to_dict()
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(leverages_of(lev, of) if told is None else attributed(told))
    if lev.unsettled > UNRESTED * lev.ground.draws:
        raise typer.Exit(NOT_CONVERGED)
