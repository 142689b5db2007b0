"""``tertius decide``: a decision that many take together, under every rule, side by side.

``tertius pool``: the tables of several experts as one case, and where they differ most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import tertius
from tertius.cli import options
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import announce_compiling, print_json
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, print_results, results_console, say_problems

if TYPE_CHECKING:
    from tertius.analysis.decide.decide import Decision
    from tertius.case.model import Case
    from tertius.rules.decisions.challenge.rounds import Played


def decide(
    tables: Annotated[
        list[str],
        options.argument(
            "CASE...", "A plain table, or a case without talks; tables of several experts are pooled: anna.csv ben.csv."
        ),
    ],
    rule: Annotated[
        list[str] | None,
        options.option(
            "--rule",
            metavar="RULE",
            says="Only this rule: --rule challenge. May be repeated, or names with commas. Without it: every rule.",
        ),
    ] = None,
    variant: Annotated[
        str | None,
        options.option(
            "--variant",
            metavar="VARIANT",
            says="How the equations of challenge are read: --variant printed, --variant code. Without it: both.",
        ),
    ] = None,
    rounds: Annotated[int, options.number("--rounds", "The most rounds that challenge plays: --rounds 20.")] = 10,
    trace: Annotated[
        bool, options.flag("--trace", "Every round of challenge: the offers, who moves and why, risk exponents.")
    ] = False,
    draws: Annotated[
        int | None,
        options.option(
            "--draws",
            metavar="NUMBER",
            says="Draws of the uncertain numbers: --draws 10000. Without it: 1,000 if any is a range; none with 0.",
        ),
    ] = None,
    seed: options.Seed = 1,
    role: Annotated[
        list[str] | None,
        options.option(
            "--role",
            metavar="ACTOR=ROLE",
            says="Of a decision of the European Union: who is commission, parliament or other; all who are not named "
            "are members: --role ep=parliament. May be repeated.",
        ),
    ] = None,
    body: Annotated[
        str | None,
        options.option(
            "--body",
            metavar="BODY",
            says="Whose votes decide: a body of the case, one of tertius power --list, or a table of votes: --body "
            "eu-council-eu27.",
        ),
    ] = None,
    quota: Annotated[
        float | None,
        options.option(
            "--quota",
            metavar="SHARE",
            says="Without a body: the share of the capability that is a majority: --quota 0.71. Without it: more than "
            "half.",
        ),
    ] = None,
    partial: Annotated[
        bool,
        options.flag("--partial", "Of several tables: pool what some leave out from those that have it, and say so."),
    ] = False,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    impute: options.Impute = None,
    threads: options.Threads = None,
    as_json: Annotated[bool, options.as_json("decide table.csv --json > decision.json")] = False,
) -> None:
    """Say where a decision by many falls under every rule, how far the rules are apart, and how sure one can be."""
    declared = Declared(scale, salience_max, as_of, impute)
    case, apart = _loaded(tables, declared, partial)
    announce_compiling(bool(case.talks))
    from tertius.report.terminal.decision import decision_of, exchanges_of, trace_of

    names = list(dict.fromkeys(options.names_in(rule or ())))
    with errors_console().status("Deciding under every rule ..."):
        decision = tertius.decide(
            *(case, names, variant, rounds, draws, seed, threads, apart, _roles(role, case)),  # type: ignore[arg-type]
            body=body,
            quota=quota,
        )
    say_problems("warning", decision.warnings)
    played = _played(decision, names) if trace else {}
    if as_json:
        print_json(_with_traces(decision, played))
        return
    print_results(decision_of(decision))
    if names and decision.exchanges is not None:
        print_results(exchanges_of(decision.exchanges))
    for issue, variants in played.items():
        for name, rounds_played in variants.items():
            print_results(trace_of(decision.case, issue, name, rounds_played))


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
    name = slug(Path(tables[0]).stem, "pooled") if len(tables) == 1 else "pooled"
    panel = _pooled(tables, declared, partial, name)
    short = [Path(name).name for name in panel.tables]
    names = short if len(set(short)) == len(short) else panel.tables
    return panel.case, dict(zip(names, panel.cases.values(), strict=True))


def _pooled(tables: Sequence[str | Path], declared: Declared, partial: bool, name: str) -> tertius.Panel:
    day = declared.as_of or ""
    return tertius.pool_tables(tables, *declared.ends, declared.salience_max, day, partial=partial, name=name)


def _roles(words: list[str] | None, case: Case) -> dict[str, str]:
    """The roles of ``--role``, by the id of the actor, who may be called by the name that the table has too."""
    parts = [word.partition("=") for word in words or ()]
    if not all(actor.strip() and role.strip() for actor, _, role in parts):
        raise UsageError("--role takes an actor and what it is: --role ep=parliament")
    ids = {case.name(actor): actor for actor in case.actors} | {actor: actor for actor in case.actors}
    return {ids.get(actor.strip(), actor.strip()): role.strip() for actor, _, role in parts}


def _played(decision: Decision, names: list[str]) -> dict[str, dict[str, Played]]:
    """Of each issue the rounds of every version of `challenge` that was asked about and has an answer."""
    from tertius.analysis.decide.answers import chosen_rules, name_of
    from tertius.rules.decision_rule import model_of
    from tertius.rules.decisions.challenge.challenge import Challenge
    from tertius.rules.decisions.challenge.rounds import play
    from tertius.rules.decisions.stances import stances_on

    rules = chosen_rules(decision.case, names, decision.variant, decision.rounds)
    models = {name_of(rule): model_of(rule) for rule in rules}
    versions = {name: model for name, model in models.items() if isinstance(model, Challenge)}
    if not versions:
        raise UsageError("--trace tells the rounds of challenge, which is not among the rules that are asked about")
    played: dict[str, dict[str, Played]] = {}
    for issue, decided in decision.issues.items():
        stances = stances_on(decision.case, issue)
        played[issue] = {
            name: play(stances.position, stances.salience / 100, stances.capability, model.variant, model.rounds)
            for name, model in versions.items()
            if decided.answers[name].level is not None
        }
    return played


def _with_traces(decision: Decision, played: Mapping[str, Mapping[str, Played]]) -> dict[str, Any]:
    """The decision as JSON has it, with its sentences and, of the issues that were played, every round."""
    from tertius.report.text.decision import decision_sentences

    result = decision.to_dict()
    for issue in decision.issues:
        result["issues"][issue]["sentences"] = list(decision_sentences(decision, issue))
    for issue, variants in played.items():
        actors = [actor for actor, own in decision.case.stances.items() if issue in own]
        result["issues"][issue]["trace"] = {name: rounds.to_dict(actors) for name, rounds in variants.items()}
    return result


def pool(
    tables: Annotated[
        list[Path] | None,
        options.argument(
            "[TABLE...]",
            "Plain tables of the same actors and issues, one of each expert: anna.csv ben.csv. Or one table with"
            " columns of several: 'position: Anna', 'position: Ben'.",
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        options.option(
            "--sheet",
            metavar="CASE",
            says="Write a blind sheet for an expert instead, without the numbers: --sheet my-case -o anna.xlsx.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        options.option(
            "--output",
            "-o",
            metavar="DIR",
            says="Folder for the pooled case: -o my-case. Without it: only where the tables differ. File of --sheet.",
        ),
    ] = None,
    partial: Annotated[
        bool,
        options.flag("--partial", "Pool what some tables leave out from those that have it, and say so."),
    ] = False,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    force: Annotated[bool, options.flag("--force", "Replace a case.yaml or sheet that is there already.")] = False,
) -> None:
    """Pool the tables of several experts: their spread becomes the range. Says where they differ most."""
    if sheet is not None:
        _write_sheet(sheet, tables, output, force)
        return
    if not tables:
        raise UsageError(
            "there is nothing to pool: name the tables of two experts or more, or --sheet CASE for a sheet"
        )
    from tertius.case.files.write import name_of_folder, write_case_file, yaml_of
    from tertius.case.parse.comments import over
    from tertius.case.parse.file_names import CASE_FILE
    from tertius.case.parse.naming import slug
    from tertius.report.terminal.decision import panel_of

    name = slug(name_of_folder(output), "pooled") if output is not None else "pooled"
    panel = _pooled(tables, Declared(scale, salience_max, as_of), partial, name)
    say_problems("warning", panel.warnings)
    print_results(panel_of(panel))
    if output is not None:
        path = write_case_file(output, over(output / CASE_FILE, yaml_of(panel.case)), force)
        results_console().print(f"\nThe pooled case is in {path.as_posix()}", soft_wrap=True, markup=False)


def _write_sheet(case: str, tables: list[Path] | None, output: Path | None, force: bool) -> None:
    """Write a sheet for one expert to fill in."""
    from tertius.case.layouts.blind_sheet import blind_sheet
    from tertius.writing import write_whole

    if tables:
        raise UsageError("--sheet writes a sheet to fill in and pools no tables: leave one of them out")
    if output is None or output.suffix.lower() != ".xlsx":
        raise UsageError("--sheet writes a workbook, so it takes a file that ends in .xlsx: -o anna.xlsx")
    write_whole(output, blind_sheet(tertius.load(case), output.stem), force)
    results_console().print(f"The sheet is in {output.as_posix()}", soft_wrap=True, markup=False)
