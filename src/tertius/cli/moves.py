"""``tertius moves``: the best moves and plans of an actor, what they cost, and when they backfire."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.console import indented, print_results, say_problems, table_of
from tertius.cli.progress import progress_of
from tertius.cli.settle import announce_compiling
from tertius.cli.words import percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tertius.moves.search import Search

__all__ = ["moves"]

SHOWN = 12

READING = (
    "Gain: change of the actor's payoff less the cost, in its points, on average over draws and theories; 10% and 90%: "
    "one in ten lies below, one above. Helps: the share in which the gain is above zero. Regret: what is lost on "
    "average against the best plan in hindsight."
)


def moves(
    case: CaseArgument,
    actor: Annotated[str, typer.Option("--for", metavar="ACTOR", help="Whose moves: --for dprk.", show_default=False)],
    depth: Annotated[
        int, typer.Option("--depth", metavar="N", help="How many moves a plan has at most, 1 to 3: --depth 3.")
    ] = 1,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws: --draws 1000.")] = 1000,
    seed: SeedOption = 1,
    theories: TheoriesOption = "default",
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: moves korea-2019 --for dprk --json > m.json.")
    ] = False,
) -> None:
    """Find the best moves of an actor, and its best plans of up to three moves, over all draws."""
    from tertius.case import load
    from tertius.case.check.check import warn_case
    from tertius.moves import search_moves

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Looking into plans") as progress:
        told = search_moves(loaded, actor, depth, draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_lines(told))


def _lines(told: Search) -> Iterator[RenderableType]:
    from rich.text import Text

    from tertius.moves.search_words import plan_words

    name = told.case.name(told.actor)
    yield Text(told.case.title, style="bold")
    yield Text(f"{told.case.case}: what {name} could do before the talks. {_over(told)}")
    heads = ("Gain", "Cost", "10%", "90%", "Helps", "Worst", "Regret")
    table = table_of("Plan", *heads, ids=0, right=heads)
    table.add_row("nothing", "0.00", "0.00", "", "", "", "", _two(told.nothing_regret))
    for plan in told.plans[:SHOWN]:
        ends = (signed(plan.net.low, 2), signed(plan.net.high, 2))
        shares = (percent(plan.net.helps), signed(plan.net.worst, 2), _two(plan.regret))
        table.add_row(plan_words(plan), signed(plan.net.mean, 2), _two(plan.cost), *ends, *shares)
    yield Text("")
    yield indented(table)
    if len(told.plans) > SHOWN:
        yield indented(Text(f"and {len(told.plans) - SHOWN} more, none of them better"))
    yield Text("\n" + READING)
    for sentence in told.sentences():
        yield Text(f"– {sentence}")


def _over(told: Search) -> str:
    return f"{told.draws:,} draws under {', '.join(told.theories)}."


def _two(value: float) -> str:
    return signed(value, 2).removeprefix("+")
