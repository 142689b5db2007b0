"""``tertius moves``, the best moves and plans of an actor, and ``tertius game``, in which everyone moves.

``tertius graph-model``: what would last, for those who can only rank.
"""

from __future__ import annotations

from typing import Annotated

import tertius
from tertius.cli import options
from tertius.cli.many.clusters import client_of
from tertius.cli.output import announce_compiling, print_result, warn_of
from tertius.report.terminal.console import progress_of, say_problems


def moves(
    case: options.Case,
    actor: Annotated[str, options.option("--for", metavar="ACTOR", says="Whose moves: --for dprk.")],
    depth: Annotated[int, options.number("--depth", "How many moves a plan has at most, 1 to 3: --depth 3.")] = 1,
    draws: options.Draws = 100,
    seed: options.Seed = 1,
    theories: options.Theories = "default",
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    as_json: Annotated[bool, options.as_json("moves korea-2019 --for dprk --json > m.json")] = False,
) -> None:
    """Find the best moves of an actor, and its best plans of up to three moves, over all draws."""
    from tertius.report.terminal.moves import moves_of

    loaded = tertius.load(case)
    warn_of(loaded)
    announce_compiling()
    whose = options.ident_of(loaded, actor, "actors")
    with client_of(workers, cluster) as client, progress_of("Looking into plans") as progress:
        search = tertius.moves(loaded, whose, depth, draws, seed, theories, threads, progress, client=client)
    print_result(search, as_json, moves_of)


def game(
    case: options.Case,
    players: Annotated[
        str, options.option("--players", metavar="LIST", says="Who plays: --players usa,dprk. Without it everyone.")
    ] = "",
    order: Annotated[
        str, options.option("--order", metavar="LIST", says="Who moves first, second, ...: --order china,dprk,usa.")
    ] = "",
    depth: Annotated[
        int, options.number("--depth", "How many moves a plan has at most, 1 to 3; 0: as many as 200 profiles allow.")
    ] = 0,
    mixed: Annotated[bool, options.flag("--mixed", "Look for mixed equilibria where there are pure ones too.")] = False,
    draws: options.Draws = 100,
    seed: options.Seed = 1,
    theories: options.Theories = "default",
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    as_json: Annotated[bool, options.as_json("game korea-2019 --json > g.json")] = False,
) -> None:
    """Work out the game in which every actor carries out a plan of moves before the talks, or none."""
    from tertius.report.terminal.moves import game_of

    loaded = tertius.load(case)
    warn_of(loaded)
    announce_compiling()
    who, sequence = (
        [options.ident_of(loaded, name, "actors") for name in options.names_in([words])] for words in (players, order)
    )
    with client_of(workers, cluster) as client, progress_of("Settling profiles") as progress:
        played = tertius.game(
            *(loaded, who, sequence, draws, seed, theories, threads, progress, depth, mixed), client=client
        )
    print_result(played, as_json, game_of)


def graph_model(
    conflict: Annotated[
        str,
        options.argument("FILE", "A conflict in option form, conflict.yaml; a file of gmcr; or elmira-1991."),
    ],
    status_quo: Annotated[
        str | None,
        options.option(
            "--status-quo",
            metavar="STATE",
            says="Where it stands now, by its number or its pattern of Y and N: --status-quo 1. Without it: as in the "
            "file.",
        ),
    ] = None,
    as_json: Annotated[bool, options.as_json("graph-model elmira.yaml --json > e.json")] = False,
) -> None:
    """Find what would last in a conflict whose decision makers rank states: the graph model of conflict resolution."""
    from tertius.report.conflict.tables import graph_model_of

    model = tertius.graph_model(conflict, status_quo)
    say_problems("warning", model.warnings)
    print_result(model, as_json, graph_model_of)
