"""``tertius settle``: where each talk settles, or that it fails, under one theory or several.

``tertius cite``: what to cite, as BibTeX.

``tertius draw``: one draw of a forecast, looked at: its numbers and its settlement.

``tertius rules``: what each rule is for, and when it is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

import tertius
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.options import (
    AsOf,
    CaseArgument,
    Declared,
    RuleOption,
    SalienceMax,
    ScaleOption,
    SeedOption,
    SolutionOption,
    case_or_table,
)
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, indented, print_results, say_problems, table_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tertius.analysis.forecast import Draw
    from tertius.case.model import Case
    from tertius.rules.settlement import Settlement


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
    from tertius.report.terminal.settlement import outcome_of
    from tertius.rules import settle as settle_case

    settlement, warnings = settle_case(case, failing, *theory), tertius.warn_case(case)
    say_problems("warning", [*warnings, *settlement.warnings])
    if as_json:
        _print_json(settlement.to_dict(warnings))
    else:
        print_results(outcome_of(settlement))
        _print_beside(settlement, failing)
    if not settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _print_beside(settlement: Settlement, failing: tuple[str, ...]) -> None:
    """What another answer to a breakdown would change; with a single talk all answers are one and the same."""
    from rich.text import Text

    from tertius.report.text.theories import beside_sentence
    from tertius.rules import RULES
    from tertius.rules import settle as settle_case

    case, solution = settlement.case, settlement.settings.get("solution")
    if len(case.talks) > 1:
        others = [rule.key for rule in RULES.values() if rule.applies(case) and rule.key != settlement.rule]
        settlements = [settle_case(case, failing, rule, solution) for rule in others]
        print_results([Text(beside_sentence(settlement, other)) for other in settlements])


def _settle_several(case: Case, failing: tuple[str, ...], names: str, as_json: bool) -> None:
    announce_compiling()
    from tertius.report.terminal.theories import theories_of
    from tertius.rules import settle_theories

    theories, warnings = settle_theories(case, names, failing), tertius.warn_case(case)
    every = list(theories.settlements.values())
    own = (warning for settlement in every for warning in settlement.warnings)
    say_problems("warning", list(dict.fromkeys([*warnings, *own])))
    if as_json:
        _print_json(theories.to_dict(warnings))
    else:
        print_results(theories_of(theories))
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


def cite(
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help="The papers behind this rule or solution, or behind the pool: --rule challenge. May be repeated, or "
            "names with commas. Without it: those behind all of them.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print what to cite as BibTeX: the papers behind a rule or the pool, and Tertius itself."""
    from tertius.rules.guide import FORECASTS, GUIDES, citations_of, own_entry

    names = [name.strip() for words in rule or () for name in words.split(",") if name.strip()]
    entries = citations_of(dict.fromkeys(names) if rule else [*GUIDES, *FORECASTS])
    typer.echo("\n\n".join([*entries.values(), own_entry()]))


DRAWN = "Every uncertain number stands where it was drawn."


def draw(
    case: CaseArgument,
    index: Annotated[int, typer.Option("--index", metavar="N", help="Which draw, from 0: --index 4711.")] = 0,
    seed: SeedOption = 1,
    rule: RuleOption = None,
    solution: SolutionOption = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print numbers and settlement as JSON: draw korea-2019 --json.")
    ] = False,
) -> None:
    """Look at one draw of a forecast: every number drawn, and where the talks settle with these."""
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    announce_compiling()
    from tertius.report.terminal.settlement import outcome_of

    drawn = tertius.draw(loaded, index, seed, rule, solution)
    if as_json:
        _print_json(drawn.to_dict(tertius.warn_case(drawn.settlement.case)))
    else:
        print_results(_numbers(drawn))
        print_results(outcome_of(drawn.settlement, DRAWN))
    if not drawn.settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _numbers(drawn: Draw) -> Iterator[RenderableType]:
    """The numbers drawn, each beside its range."""
    from rich.text import Text

    from tertius.draws import uncertain_of

    uncertain = uncertain_of(drawn.case)
    yield Text(f"Draw {drawn.index} of seed {drawn.seed}: {len(uncertain)} uncertain numbers", style="bold")
    table = table_of("Number", "Range", "Drawn", ids=0, right=["Drawn"])
    for number in uncertain:
        shares = number.unit in ("probability", "share")
        value = drawn.values[number.path]
        # What is written as a percentage of a scale is drawn on that scale.
        table.add_row(
            number.label,
            number.number.words if shares else str(number.quantity),
            f"{100 * value:.3g}%" if shares else f"{value:.4g}",
        )
    yield indented(table)
    yield Text("")


_HEADS = {
    "talks": "Rules for talks, which can fail",
    "decision": "Rules for a decision that many take together",
    "solution": "Solutions: at which point of its zone of agreement a talk settles",
}


def rules(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: rules --json > rules.json.")
    ] = False,
) -> None:
    """Say what each rule and each solution is for, when it is wrong, and who published it."""
    if as_json:
        told = {"rules": _rules(), "solutions": _solutions()}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_parts([*_rules().items(), *_solutions().items()]))


def _rules() -> dict[str, dict[str, Any]]:
    from tertius.rules import RULES

    kinds = {True: "talks", False: "decision"}
    return {key: _told(key, kinds[rule.talks], rule.title, rule.reference) for key, rule in RULES.items()}


def _solutions() -> dict[str, dict[str, Any]]:
    from tertius.rules import CONCEPTS

    return {key: _told(key, "solution", one.meaning, one.reference) for key, one in CONCEPTS.items()}


def _told(key: str, kind: str, title: str, reference: str) -> dict[str, Any]:
    from tertius.rules.guide import GUIDES

    guide = GUIDES[key]
    return {
        "kind": kind,
        "title": title,
        "purpose": guide.purpose,
        "wrong": guide.wrong,
        "naive": guide.naive,
        "reference": reference,
        "cites": list(guide.cites),
    }


def _parts(told: Sequence[tuple[str, Mapping[str, Any]]]) -> Iterator[RenderableType]:
    from rich.text import Text

    table = table_of("Rule", "For", "What it is")
    short = {"talks": "talks", "decision": "decisions", "solution": "a solution"}
    for key, one in told:
        naive = " (naive rival)" if one["naive"] else ""
        table.add_row(key, short[one["kind"]], f"{one['title']}{naive}")
    yield table
    for kind, head in _HEADS.items():
        yield Text(f"\n{head}", style="bold underline")
        for key, one in told:
            if one["kind"] == kind:
                yield Text(f"\n{key}", style="bold")
                yield indented(Text(f"{one['purpose']}\nWrong: {one['wrong']}\n{one['reference']}."))
    yield Text("\nBibTeX: tertius cite --rule NAME")
