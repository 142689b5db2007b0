"""``tertius decide``: a decision that many take together, under every rule, side by side.

``tertius pool``: the tables of several experts as one case, and where they differ most.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tertius.cli.options import (
    AsOf,
    Declared,
    ImputeOption,
    SalienceMax,
    ScaleOption,
    SeedOption,
    ThreadsOption,
    case_or_table,
)
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, print_results, results_console, say_problems
from tertius.report.text.decision import decision_sentences

if TYPE_CHECKING:
    from tertius.analysis.decide.decide import Decision
    from tertius.case.model import Case
    from tertius.rules.decisions.challenge.rounds import Played


def decide(
    tables: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE...",
            help="A plain table, or a case without talks; tables of several experts are pooled: anna.csv ben.csv.",
            show_default=False,
        ),
    ],
    rule: Annotated[
        list[str] | None,
        typer.Option(
            "--rule",
            metavar="RULE",
            help="Only this rule: --rule challenge. May be repeated, or names with commas. Without it: every rule.",
            show_default=False,
        ),
    ] = None,
    variant: Annotated[
        str | None,
        typer.Option(
            "--variant",
            metavar="VARIANT",
            help="How the equations of challenge are read: --variant printed, --variant code. Without it: both.",
            show_default=False,
        ),
    ] = None,
    rounds: Annotated[
        int, typer.Option("--rounds", metavar="N", help="The most rounds that challenge plays: --rounds 20.")
    ] = 10,
    trace: Annotated[
        bool, typer.Option("--trace", help="Every round of challenge: the offers, who moves and why, risk exponents.")
    ] = False,
    draws: Annotated[
        int | None,
        typer.Option(
            "--draws",
            metavar="N",
            help="Draws of the uncertain numbers: --draws 10000. Without it: 1,000 if any is a range; none with 0.",
            show_default=False,
        ),
    ] = None,
    seed: SeedOption = 1,
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--role",
            metavar="ACTOR=ROLE",
            help="Of a decision of the European Union: who is commission, parliament or other; all who are not named "
            "are members: --role ep=parliament. May be repeated.",
            show_default=False,
        ),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option(
            "--partial", help="Of several tables: pool what some leave out from those that have it, and say so."
        ),
    ] = False,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    impute: ImputeOption = None,
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: decide table.csv --json > decision.json.")
    ] = False,
) -> None:
    """Say where a decision by many falls under every rule, how far the rules are apart, and how sure one can be."""
    declared = Declared(scale, salience_max, as_of, impute)
    case, apart = _loaded(tables, declared, partial)
    announce_compiling()
    from tertius.analysis.decide.decide import decide as decide_case

    names = list(dict.fromkeys(name.strip() for words in rule or () for name in words.split(",") if name.strip()))
    with errors_console().status("Deciding under every rule ..."):
        told = decide_case(case, names, variant, rounds, draws, seed, threads, apart, _roles(role, case))  # type: ignore[arg-type]
    say_problems("warning", told.warnings)
    played = _played(told, names) if trace else {}
    if as_json:
        typer.echo(json.dumps(_with_traces(told, played), indent=2, ensure_ascii=False, allow_nan=False))
        return
    from tertius.report.terminal.decision import decision_of, trace_of

    print_results(decision_of(told))
    for issue, variants in played.items():
        for name, one in variants.items():
            print_results(trace_of(told.case, issue, name, one))


def _loaded(tables: list[str], declared: Declared, partial: bool) -> tuple[Case, dict[str, Case]]:
    """The case that is asked about, and the tables that were pooled to it."""
    from tertius.case.parse.naming import slug
    from tertius.case.tables.experts import experts_in

    if len(tables) == 1 and not experts_in(Path(tables[0])):
        if partial:
            raise UsageError("--partial is about several tables, and there is one")
        return case_or_table(tables[0], declared), {}
    if declared.impute is not None:
        raise UsageError(
            "--impute is about one expert: what one expert leaves out is pooled from the others (--partial)"
        )
    from tertius.case.tables.expert_panel import pool_tables

    ends, day = declared.ends, declared.as_of or ""
    name = slug(Path(tables[0]).stem, "pooled") if len(tables) == 1 else "pooled"
    panel = pool_tables(tables, *ends, declared.salience_max, day, partial=partial, name=name)
    short = [Path(name).name for name in panel.tables]
    names = short if len(set(short)) == len(short) else panel.tables
    return panel.case, dict(zip(names, panel.cases.values(), strict=True))


def _roles(words: list[str] | None, case: Case) -> dict[str, str]:
    """The roles of ``--role``, by the id of the actor, who may be called by the name that the table has too."""
    parts = [word.partition("=") for word in words or ()]
    if not all(actor.strip() and role.strip() for actor, _, role in parts):
        raise UsageError("--role takes an actor and what it is: --role ep=parliament")
    ids = {case.name(actor): actor for actor in case.actors} | {actor: actor for actor in case.actors}
    return {ids.get(actor.strip(), actor.strip()): role.strip() for actor, _, role in parts}


def _played(told: Decision, names: list[str]) -> dict[str, dict[str, Played]]:
    """Of each issue the rounds of every version of `challenge` that was asked about and has an answer."""
    from tertius.analysis.decide.answers import chosen_rules, name_of
    from tertius.rules.decision_rule import model_of
    from tertius.rules.decisions.challenge.challenge import Challenge
    from tertius.rules.decisions.challenge.rounds import play
    from tertius.rules.decisions.stances import stances_on

    rules = chosen_rules(told.case, names, told.variant, told.rounds)
    models = {name_of(rule): model_of(rule) for rule in rules}
    versions = {name: model for name, model in models.items() if isinstance(model, Challenge)}
    if not versions:
        raise UsageError("--trace tells the rounds of challenge, which is not among the rules that are asked about")
    found: dict[str, dict[str, Played]] = {}
    for issue, one in told.issues.items():
        stances = stances_on(told.case, issue)
        found[issue] = {
            name: play(stances.position, stances.salience / 100, stances.capability, model.variant, model.rounds)
            for name, model in versions.items()
            if one.answers[name].level is not None
        }
    return found


def _with_traces(told: Decision, played: Mapping[str, Mapping[str, Played]]) -> dict[str, Any]:
    result = told.to_dict()
    for issue in told.issues:
        result["issues"][issue]["sentences"] = list(decision_sentences(told, issue))
    for issue, variants in played.items():
        actors = [actor for actor, own in told.case.stances.items() if issue in own]
        result["issues"][issue]["trace"] = {name: one.to_dict(actors) for name, one in variants.items()}
    return result


def pool(
    tables: Annotated[
        list[Path],
        typer.Argument(
            metavar="TABLE...",
            help="Plain tables of the same actors and issues, one of each expert: anna.csv ben.csv. Or one table with"
            " columns of several: 'position: Anna', 'position: Ben'.",
            show_default=False,
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            help="Folder for the pooled case: -o my-case. Without it: only where the tables differ.",
            show_default=False,
        ),
    ] = None,
    partial: Annotated[
        bool,
        typer.Option("--partial", help="Pool what some tables leave out from those that have it, and say so."),
    ] = False,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a case.yaml that is there already.")] = False,
) -> None:
    """Pool the tables of several experts: their spread becomes the range. Says where they differ most."""
    from tertius.case.files.write import write_case_file, yaml_of
    from tertius.case.parse.naming import slug
    from tertius.case.tables.expert_panel import pool_tables
    from tertius.report.terminal.decision import panel_of

    declared = Declared(scale, salience_max, as_of)
    name = slug(output.resolve().name, "pooled") if output is not None else "pooled"
    panel = pool_tables(tables, *declared.ends, declared.salience_max, as_of or "", partial=partial, name=name)
    say_problems("warning", panel.warnings)
    print_results(panel_of(panel))
    if output is not None:
        path = write_case_file(output, yaml_of(panel.case), force)
        results_console().print(f"\nThe pooled case is in {path.as_posix()}", soft_wrap=True, markup=False)
