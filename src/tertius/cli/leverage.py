"""``tertius leverage``: who holds leverage over whom, and where it comes from.

``tertius power``: voting power, who can block, and how likely a measure passes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.options import (
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
from tertius.cli.settle import announce_compiling
from tertius.errors import UsageError
from tertius.report.terminal.console import errors_console, print_results, say_problems, table_of
from tertius.report.text.phrases import NOTHING

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.case.model import Case
    from tertius.voting.power import MemberPower, Power


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
    from tertius.analysis.leverage import leverage as leverage_of
    from tertius.report.terminal.leverage import attribution_of, leverages_of
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
        print_results(leverages_of(lev, of) if told is None else attribution_of(told))
    if lev.unsettled > UNRESTED * lev.ground.draws:
        raise typer.Exit(NOT_CONVERGED)


def _on_decision(
    case: Case, of: str | None, rule: str | None, by: float | None, foreign: list[str], as_json: bool
) -> None:
    """Leverage on a decision without talks."""
    from tertius.analysis.leverage.decision.leverage import BY, leverage_on_decision
    from tertius.case.check.check import warn_case

    if foreign:
        raise UsageError(f"{', '.join(foreign)}: that is about talks, and {case.case} has none")
    told = leverage_on_decision(case, of, rule or "weighted-mean", BY if by is None else by)
    say_problems("warning", warn_case(case))
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
        return
    from tertius.report.terminal.leverage import decision_leverage_of

    print_results(decision_leverage_of(told))


_LONGEST_FRACTION = 13

_LEANINGS = ("yes", "abstains", "no", "decides", "if yes", "if no")


def power(
    case: Annotated[
        str | None,
        typer.Argument(
            metavar="[CASE]",
            help="A case with a voting body: korea-2019. Without it: a body that comes with Tertius.",
            show_default=False,
        ),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option(
            "--body",
            metavar="BODY",
            help="Which body: --body security-council, --body eu-council-nice-eu28. May be left out where the case "
            "has one only.",
            show_default=False,
        ),
    ] = None,
    exact: Annotated[
        bool | None,
        typer.Option(
            "--exact/--float",
            help="Indices as exact fractions, or as floating numbers, which is quick for large bodies: "
            "--body un-security-council --float. Without it: exact up to 60 members.",
            show_default=False,
        ),
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="List the bodies that come with Tertius: power --list.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: power korea-2019 --json > power.json.")
    ] = False,
) -> None:
    """Say who has how much power in a voting body, who can block, and how likely its measure passes."""
    if listing:
        if case is not None or body is not None or exact is not None or as_json:
            raise UsageError("--list lists the bodies that come with Tertius: it stands alone")
        print_results([_shipped()])
        return
    from tertius.case import load
    from tertius.voting.power import power as power_of

    loaded = None if case is None else load(case)
    told = power_of(loaded, body, exact)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_lines(told, exact is True))


def _shipped() -> Table:
    from tertius.case.bodies import bodies
    from tertius.report.text.power import needs_of

    table = table_of("Body", "Name", "Years", "A measure needs")
    for one in bodies():
        vetoes = f", no veto of {len(one.vetoes)}" if one.vetoes else ""
        table.add_row(one.body, one.name, one.years, needs_of(one) + vetoes)
    return table


def _lines(told: Power, whole: bool) -> Iterator[RenderableType]:
    from rich.text import Text

    from tertius.report.text.power import power_sentences

    for sentence in power_sentences(told):
        yield Text(sentence)
    yield Text("")
    yield _indices(told, whole)
    if told.follows:
        yield Text("")
        yield _leanings(told)


def _indices(told: Power, whole: bool) -> Table:
    """A priori power: from votes, majorities and vetoes alone."""
    from tertius.report.text.power import percent

    fractions = ("exactly",) if told.method == "exact" else ()
    numbers = (*fractions, "Shapley-Shubik", "Banzhaf")
    table = table_of("Member", "Votes", "Veto", *numbers, right=("Votes", *numbers))
    for member in told.members:
        table.add_row(
            member.name,
            f"{member.votes:g}",
            "veto" if member.veto else "blocks" if member.blocks else "",
            *(_fraction(member, whole) for _ in fractions),
            percent(float(member.shapley_shubik)),
            percent(float(member.banzhaf_share)),
        )
    return table


def _leanings(told: Power) -> Table:
    """Power on the measure, given how everybody leans."""
    from tertius.report.text.power import percent

    table = table_of("Member", *_LEANINGS, right=_LEANINGS)
    for member in told.members:
        chances = (member.yes, member.abstain, member.no, member.decides, member.if_yes, member.if_no)
        name = f"{member.name} ({member.bloc})" if member.bloc else member.name
        table.add_row(name, *(NOTHING if chance is None else percent(chance) for chance in chances))
    return table


def _fraction(member: MemberPower, whole: bool) -> str:
    """The exact index, where it is short enough to be read or was asked for."""
    text = str(member.shapley_shubik) if isinstance(member.shapley_shubik, Fraction) else ""
    return text if whole or len(text) <= _LONGEST_FRACTION else ""
