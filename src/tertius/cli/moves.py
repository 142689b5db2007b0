"""``tertius moves``: the best moves and plans of an actor, what they cost, and when they backfire.

``tertius game``: everyone moves before the talks; equilibria, and who would regret what.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.options import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.settle import announce_compiling
from tertius.report.terminal.console import indented, print_results, progress_of, say_problems, table_of
from tertius.report.text.moves import game_phrases, search_sentences
from tertius.report.text.phrases import plain_percent, plain_points, signed

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.moves.game import Game, Margin
    from tertius.moves.search import Search


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

    from tertius.report.text.moves import plan_words

    name = told.case.name(told.actor)
    yield Text(told.case.title, style="bold")
    yield Text(f"{told.case.case}: what {name} could do before the talks. {_over(told)}")
    heads = ("Gain", "Cost", "10%", "90%", "Helps", "Worst", "Regret")
    table = table_of("Plan", *heads, ids=0, right=heads)
    table.add_row("nothing", "0.00", "0.00", "", "", "", "", _two(told.nothing_regret))
    for plan in told.plans[:SHOWN]:
        ends = (signed(plan.net.low, 2), signed(plan.net.high, 2))
        shares = (plain_percent(plan.net.helps), signed(plan.net.worst, 2), _two(plan.regret))
        table.add_row(plan_words(plan), signed(plan.net.mean, 2), _two(plan.cost), *ends, *shares)
    yield Text("")
    yield indented(table)
    if len(told.plans) > SHOWN:
        yield indented(Text(f"and {len(told.plans) - SHOWN} more, none of them better"))
    yield Text("\n" + READING)
    for sentence in search_sentences(told):
        yield Text(f"– {sentence}")


def _over(told: Search) -> str:
    return f"{told.draws:,} draws under {', '.join(told.theories)}."


def _two(value: float) -> str:
    return signed(value, 2).removeprefix("+")


def game(
    case: CaseArgument,
    players: Annotated[
        str,
        typer.Option(
            "--players", metavar="LIST", help="Who plays: --players usa,dprk. Without it everyone.", show_default=False
        ),
    ] = "",
    order: Annotated[
        str,
        typer.Option(
            "--order", metavar="LIST", help="Who moves first, second, ...: --order china,dprk,usa.", show_default=False
        ),
    ] = "",
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws: --draws 1000.")] = 100,
    seed: SeedOption = 1,
    theories: TheoriesOption = "default",
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: game korea-2019 --json > g.json.")
    ] = False,
) -> None:
    """Work out the game in which every actor makes one move before the talks, or none."""
    from tertius.case import load
    from tertius.case.check.check import warn_case
    from tertius.moves import play

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Settling profiles") as progress:
        told = play(loaded, _listed(players), _listed(order), draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_game_lines(told))


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _game_lines(told: Game) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(told.case.title, style="bold")
    names = ", ".join(told.by_theory)
    yield Text(f"{told.case.case}: the game before the talks. {told.draws:,} draws under {names}.")
    yield Text("\nIf the others do nothing", style="bold")
    heads = ("Gain",)
    table = table_of("Player", "Strategies", "Best reply", *heads, ids=0, right=heads)
    for player in told.players:
        cells = (str(len(told.menus[player])), told.best_reply(player), signed(told.loss_of_nothing(player), 2))
        table.add_row(told.case.name(player), *cells)
    yield indented(table)
    for number, profile in enumerate(told.equilibria, 1):
        yield Text(f"\nEquilibrium {number}", style="bold")
        yield indented(_equilibrium(told, profile, told.margins[number - 1]))
    yield Text("")
    for sentence in game_phrases(told):
        yield Text(f"– {sentence}")


def _equilibrium(told: Game, profile: tuple[int, ...], margins: Mapping[str, Margin]) -> Table:
    """What everyone does, and what each would lose by doing nothing and by the next best."""
    still, other = "Loses by\nnothing", "Loses\nby that"
    table = table_of("Player", "Does", "Payoff", still, "Next best", other, ids=2, right=("Payoff", still, other))
    for place, (player, strategy) in enumerate(told.named(profile).items()):
        margin = margins[player]
        payoff = plain_points(float(told.payoffs[profile][place]))
        loss = signed(told.loss_of_nothing(player, profile), 2).removeprefix("+")
        short = f"{margin.loss:.2f} ± {margin.error:.2f}"
        table.add_row(told.case.name(player), strategy, payoff, loss, margin.strategy, short)
    return table
