"""``tertius leverage``: who holds leverage over whom, and where it comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import (
    AsOf,
    CaseArgument,
    Declared,
    ImputeOption,
    RuleOption,
    SalienceMax,
    ScaleOption,
    SeedOption,
    SolutionOption,
    ThreadsOption,
    case_or_table,
)
from tertius.cli.console import errors_console, print_results, say_problems
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case

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
            help="One talk: who has the upper hand, and what each brings from other tables: --of us-dprk. "
            "Of a decision: one issue.",
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
    by: Annotated[
        float | None,
        typer.Option(
            "--by",
            metavar="PERCENT",
            help="Of a decision: how far concessions move it, and how near a coalition must bring it, in percent "
            "of the scale: --by 5. Without it: 10.",
            show_default=False,
        ),
    ] = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    impute: ImputeOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: leverage korea-2019 --json > lev.json.")
    ] = False,
) -> None:
    """Work out who holds leverage over whom, and where it comes from; of a decision, who can move it.

    Ends with 4 if most settlements did not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of, impute))
    announce_compiling()
    if not loaded.talks and any(loaded.decided(issue) for issue in loaded.issues):
        foreign = {"--explain": explain, "--solution": solution, "--draws": draws or None}
        _on_decision(loaded, of, rule, by, [option for option, value in foreign.items() if value is not None], as_json)
        return
    if by is not None:
        raise UsageError(f"--by is about a decision that many take, and {loaded.case} is none")
    from tertius.cli.attributed import attributed
    from tertius.cli.leverages import leverages_of
    from tertius.leverage import leverage as leverage_of
    from tertius.scenarios.targets import check_talk, target_named

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


def _on_decision(
    case: Case, of: str | None, rule: str | None, by: float | None, foreign: list[str], as_json: bool
) -> None:
    """Leverage on a decision without talks."""
    from tertius.case.check.check import warn_case
    from tertius.leverage.decision.leverage import BY, leverage_on_decision

    if foreign:
        raise UsageError(f"{', '.join(foreign)}: that is about talks, and {case.case} has none")
    told = leverage_on_decision(case, of, rule or "weighted-mean", BY if by is None else by)
    say_problems("warning", warn_case(case))
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
        return
    from tertius.cli.swayed import swayed_of

    print_results(swayed_of(told))
