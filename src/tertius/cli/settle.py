"""``tertius settle``: where each talk settles, or that it fails, under one theory or several."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import (
    AsOf,
    CaseArgument,
    Declared,
    RuleOption,
    SalienceMax,
    ScaleOption,
    SolutionOption,
    case_or_table,
)
from tertius.cli.console import errors_console, print_results, say_problems
from tertius.cli.failures import NOT_CONVERGED
from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case
    from tertius.rules.settlement import Settlement

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
    rule: RuleOption = None,
    solution: SolutionOption = None,
    theories: Annotated[
        str | None,
        typer.Option(
            "--theories",
            metavar="LIST",
            help="Several theories side by side: --theories all, --theories hold,hold+egalitarian.",
            show_default=False,
        ),
    ] = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print the result as JSON: settle korea-2019 --json > result.json."),
    ] = False,
) -> None:
    """Work out where each talk settles, or that it fails. Ends with 4 if the search did not converge."""
    if theories is not None and (rule is not None or solution is not None):
        asked = "--solution" if rule is None else "--rule"
        raise UsageError(f"{asked} asks for one theory and --theories for several: use one of the two")
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    failing = tuple(dict.fromkeys(without or ()))
    if theories is None:
        _settle_one(loaded, failing, (rule, solution), as_json)
    else:
        _settle_several(loaded, failing, theories, as_json)


def _settle_one(case: Case, failing: tuple[str, ...], theory: tuple[str | None, str | None], as_json: bool) -> None:
    announce_compiling()
    from tertius.cli.outcome import outcome_of
    from tertius.rules import settle as settle_case

    settlement = settle_case(case, failing, *theory)
    say_problems("warning", settlement.warnings)
    if as_json:
        _print_json(settlement.to_dict())
    else:
        print_results(outcome_of(settlement))
        _print_beside(settlement, failing)
    if not settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _print_beside(settlement: Settlement, failing: tuple[str, ...]) -> None:
    """What another answer to a breakdown would change; with a single talk all answers are one and the same."""
    from rich.text import Text

    from tertius.brief.theories import beside_sentence
    from tertius.rules import RULES
    from tertius.rules import settle as settle_case

    case, solution = settlement.case, settlement.settings.get("solution")
    if len(case.talks) > 1:
        others = [rule.key for rule in RULES.values() if rule.applies(case) and rule.key != settlement.rule]
        settlements = [settle_case(case, failing, rule, solution) for rule in others]
        print_results([Text(beside_sentence(settlement, other)) for other in settlements])


def _settle_several(case: Case, failing: tuple[str, ...], names: str, as_json: bool) -> None:
    announce_compiling()
    from tertius.cli.side_by_side import side_by_side
    from tertius.rules import settle_theories

    theories = settle_theories(case, names, failing)
    every = list(theories.settlements.values())
    say_problems("warning", list(dict.fromkeys(warning for one in every for warning in one.warnings)))
    if as_json:
        _print_json(theories.to_dict())
    else:
        print_results(side_by_side(theories))
    if not all(one.status.converged for one in every):
        raise typer.Exit(NOT_CONVERGED)


def _print_json(told: dict[str, object]) -> None:
    typer.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))


def announce_compiling() -> None:
    """Says on standard error that the first run compiles, when nothing compiled is on disk yet."""
    from tertius.rules.compiled import can_keep, must_compile

    if must_compile():
        once = "this happens once" if can_keep() else "the cache folder cannot be written, so nothing is kept, and it"
        errors_console().print(f"Compiling the solver; {once} and takes a minute or two.", soft_wrap=True)
