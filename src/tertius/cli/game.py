"""``tertius game``: everyone moves before the talks; equilibria, and who would regret what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.console import indented, print_results, say_problems, table_of
from tertius.cli.progress import progress_of
from tertius.cli.settle import announce_compiling
from tertius.cli.words import points, signed

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.moves.game import Game, Margin

__all__ = ["game"]


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
        print_results(_lines(told))


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _lines(told: Game) -> Iterator[RenderableType]:
    from rich.text import Text

    from tertius.moves.game_words import game_sentences

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
    for sentence in game_sentences(told):
        yield Text(f"– {sentence}")


def _equilibrium(told: Game, profile: tuple[int, ...], margins: Mapping[str, Margin]) -> Table:
    """What everyone does, and what each would lose by doing nothing and by the next best."""
    still, other = "Loses by\nnothing", "Loses\nby that"
    table = table_of("Player", "Does", "Payoff", still, "Next best", other, ids=2, right=("Payoff", still, other))
    for place, (player, strategy) in enumerate(told.named(profile).items()):
        margin = margins[player]
        payoff = points(float(told.payoffs[profile][place]))
        loss = signed(told.loss_of_nothing(player, profile), 2).removeprefix("+")
        short = f"{margin.loss:.2f} ± {margin.error:.2f}"
        table.add_row(told.case.name(player), strategy, payoff, loss, margin.strategy, short)
    return table
