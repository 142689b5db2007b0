"""Where talks settle, under which rule and why: ``tertius settle``, ``tertius why``, and for one draw ``tertius draw``.

``tertius rules`` says what each rule is for and when it is wrong, ``tertius cite`` what to cite, as BibTeX.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

import tertius
from tertius.cli import options
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.options import Declared, case_or_table, ident_of
from tertius.cli.output import announce_compiling, print_json, print_result
from tertius.errors import UsageError
from tertius.report.terminal.console import print_results, say_problems
from tertius.results import plain

if TYPE_CHECKING:
    from tertius.case.model import Case


def settle(
    case: options.Case,
    without: Annotated[
        list[str] | None,
        options.option(
            "--without",
            metavar="TALK",
            says="This talk breaks down, and its threats and links fire: --without us-dprk. May be repeated.",
        ),
    ] = None,
    rule: options.Rule = None,
    solution: options.Solution = None,
    theories: Annotated[
        str | None,
        options.option(
            "--theories",
            metavar="LIST",
            says="Several theories side by side: --theories all, --theories hold,hold+egalitarian.",
        ),
    ] = None,
    breakdowns: Annotated[
        bool,
        options.flag(
            "--breakdowns", "What would follow if a talk broke down, for each: settle korea-2019 --breakdowns."
        ),
    ] = False,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[bool, options.as_json("settle korea-2019 --json > result.json")] = False,
) -> None:
    """Work out where each talk settles, or that it fails. Ends with 4 if the search did not converge."""
    if theories is not None and (rule is not None or solution is not None):
        asked = "--solution" if rule is None else "--rule"
        raise UsageError(f"{asked} asks for one theory and --theories for several: use one of the two")
    if breakdowns and (theories is not None or without):
        raise UsageError("--breakdowns is about one theory and every talk: leave out --theories and --without")
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    failing = tuple(dict.fromkeys(ident_of(loaded, talk, "talks") for talk in without or ()))
    announce_compiling(bool(loaded.talks))
    if theories is None:
        _settle_one(loaded, failing, rule, solution, as_json, breakdowns)
        return
    from tertius.case.findings import told_once
    from tertius.report.terminal.theories import theories_of

    compared, warnings = tertius.settle_theories(loaded, theories, failing), tertius.warn_case(loaded)
    settlements = compared.settlements.values()
    say_problems("warning", told_once(warnings, *(one.warnings for one in settlements)))
    print_result(compared, as_json, theories_of, lambda: compared.to_dict(warnings))
    if not all(each.status.converged for each in settlements):
        raise typer.Exit(NOT_CONVERGED)


def why(
    case: options.Case,
    of: Annotated[
        str,
        options.option(
            "--of",
            metavar="FIGURE",
            says="A talk, an issue, an actor, a need, walk_away:TALK:PARTY, gain:TALK:PARTY, or a number by its path "
            "or its words: --of us-dprk.",
        ),
    ],
    rule: options.Rule = None,
    solution: options.Solution = None,
    as_json: Annotated[bool, options.as_json("why korea-2019 --of us-dprk --json > why.json")] = False,
) -> None:
    """Say why a figure is what it is, down to the numbers of the case. Ends with 4 if the search did not converge."""
    from tertius.report.terminal.questions.why import chain_of

    loaded = case_or_table(case, Declared())
    announce_compiling(bool(loaded.talks))
    found = tertius.why(loaded, options.figure_of(loaded, of), rule, solution)
    say_problems("warning", found.warnings)
    print_result(found, as_json, chain_of)
    if not found.converged:
        raise typer.Exit(NOT_CONVERGED)


def _settle_one(
    case: Case, failing: tuple[str, ...], rule: str | None, solution: str | None, as_json: bool, breakdowns: bool
) -> None:
    """Under one theory; beside it, what another answer to a breakdown would change, and on request every breakdown."""
    from rich.text import Text

    from tertius.case.findings import told_once
    from tertius.report.terminal.console import words_of
    from tertius.report.terminal.settlement import breakdowns_of, outcome_of
    from tertius.report.text.settlement import settlement_sentences
    from tertius.report.text.theories import beside_sentence
    from tertius.rules.measured.talks import measured

    if breakdowns:
        settlement, broken = tertius.settle_all(case, rule, solution)
    else:
        settlement, broken = tertius.settle(case, failing, rule, solution), {}
    warnings = tertius.warn_case(case)
    say_problems("warning", told_once(warnings, settlement.warnings))
    found = {} if failing else measured(case, tertius.RULES[settlement.rule])
    found = {talk: one for talk, one in found.items() if settlement.agreements[talk]}

    def told() -> dict[str, Any]:
        told = settlement.to_dict(warnings) | {"measured": plain(found)}
        without = {talk: one.plain("agreements", "levels", "payoffs") for talk, one in broken.items()}
        return told | {"breakdowns": without} if breakdowns else told

    print_result(settlement, as_json, lambda one: outcome_of(one, measured=found), told)
    if breakdowns and not as_json:
        print_results((*breakdowns_of(settlement, broken), *words_of(settlement_sentences(settlement, broken))))
    if not as_json and len(case.talks) > 1:  # with a single talk all answers are one and the same
        others = [other.key for other in tertius.RULES.values() if other.applies(case) and other.key != settlement.rule]
        beside = [tertius.settle(case, failing, other, settlement.settings.get("solution")) for other in others]
        print_results(Text(beside_sentence(settlement, other)) for other in beside)
    if not settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def draw(
    case: options.Case,
    which: Annotated[
        int | None,
        typer.Argument(
            metavar="[INDEX]",
            parser=options.whole_number,
            help="Which draw, from 0; the same as --index: draw korea-2019 4711.",
            show_default=False,
        ),
    ] = None,
    index: Annotated[int, options.number("--index", "Which draw, from 0: --index 4711.")] = 0,
    seed: options.Seed = 1,
    rule: options.Rule = None,
    solution: options.Solution = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[bool, options.as_json("draw korea-2019 --json", "numbers and settlement")] = False,
) -> None:
    """Look at one draw of a forecast: every number drawn, and where the talks settle with these."""
    if which is not None:
        if index not in (0, which):
            raise UsageError(f"draw {which} and --index {index}: name one of them")
        index = which
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    announce_compiling(bool(loaded.talks))
    from tertius.report.terminal.settlement import draw_of

    drawn = tertius.draw(loaded, index, seed, rule, solution)
    print_result(drawn, as_json, draw_of, lambda: drawn.to_dict(tertius.warn_case(drawn.settlement.case)))
    if not drawn.settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def rules(as_json: Annotated[bool, options.as_json("rules --json > rules.json")] = False) -> None:
    """Say what each rule and each solution is for, when it is wrong, and who published it."""
    from tertius.report.terminal.theories import rules_of
    from tertius.rules.guide import GUIDES

    def told(key: str, kind: str, title: str, reference: str) -> dict[str, Any]:
        guide = GUIDES[key]
        said = {"purpose": guide.purpose, "wrong": guide.wrong, "naive": guide.naive}
        return {"kind": kind, "title": title, **said, "reference": reference, "cites": list(guide.cites)}

    every = {
        key: told(key, "talks" if rule.talks else "decision", rule.title, rule.reference)
        for key, rule in tertius.RULES.items()
    }
    solutions = {
        key: told(key, "solution", concept.meaning, concept.reference) for key, concept in tertius.CONCEPTS.items()
    }
    if as_json:
        print_json({"rules": every, "solutions": solutions})
    else:
        print_results(rules_of([*every.items(), *solutions.items()]))


def cite(
    rule: Annotated[
        list[str] | None,
        options.option(
            "--rule",
            metavar="RULE",
            says="The papers behind this rule or solution, or behind the pool: --rule challenge. May be repeated, or "
            "names with commas. Without it: those behind all of them.",
        ),
    ] = None,
) -> None:
    """Print what to cite as BibTeX: the papers behind a rule or the pool, and Tertius itself."""
    from tertius.rules.guide import FORECASTS, GUIDES, citations_of, own_entry

    entries = citations_of(dict.fromkeys(options.names_in(rule)) if rule else [*GUIDES, *FORECASTS])
    typer.echo("\n\n".join([*entries.values(), own_entry()]))
