"""``tertius moves``: the best moves and plans of an actor, what they cost, and when they backfire.

``tertius game``: everyone moves before the talks; equilibria, and who would regret what.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

import tertius
from tertius.cli.options import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.settle import announce_compiling
from tertius.report.terminal.console import print_results, progress_of, say_problems


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
    from tertius.report.terminal.moves import moves_of

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Looking into plans") as progress:
        told = tertius.moves(loaded, actor, depth, draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(moves_of(told))


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
    from tertius.report.terminal.moves import game_of

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Settling profiles") as progress:
        told = tertius.game(loaded, _listed(players), _listed(order), draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(game_of(told))


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
