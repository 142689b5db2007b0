"""The moves of a case for ``tertius run``: every actor's single moves, and the game of all, told in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tertius.report.terminal.console import print_results, progress_of, results_console

if TYPE_CHECKING:
    from tertius.case.model import Case
    from tertius.moves import Game, Search


DRAWS = 100
"""Draws for the ranking of single moves: a second or two for the flagship."""


GAME_DRAWS = 8
"""Draws for the game: it settles hundreds of versions, and says itself where so few do not decide."""


MOST = 1000
"""A game of more combinations is left to `tertius game`."""


def tell_moves(name: str, case: Case, theories: str | Sequence[str], seed: int) -> tuple[list[Search], Game | None]:
    """Rank the single moves of every actor and work out the game, and say what was found.

    Args:
        name: The case as it was asked for.
        case: The case.
        theories: The theories that count.
        seed: Seed of the draws.

    Returns:
        The moves of each actor that has any, and the game; None where it would take too long.
    """
    from tertius.moves import Scenarios, play, profiles_of, search_moves, theories_asked
    from tertius.report.terminal.settlement import words_of
    from tertius.report.text.moves import game_sentences, move_sentences

    movers = [actor for actor in case.actors if any(move.actor == actor for move in case.moves.values())]
    if not movers or not case.talks:
        return [], None
    with progress_of("Ranking moves") as progress:
        found, bench = [], Scenarios(case, theories_asked([case], theories), DRAWS, seed)
        for number, actor in enumerate(movers):
            found.append(search_moves(case, actor, bench=bench))
            progress(number + 1, len(movers))
    says = [sentence for told in found for sentence in move_sentences(told)]
    profiles, game = profiles_of(case), None
    if 1 < profiles <= MOST:
        with progress_of("Settling the game before the talks") as progress:
            game = play(case, draws=GAME_DRAWS, seed=seed, theories=theories, progress=progress)
    print_results(words_of(says, "Moves before the talks"))
    if game is not None:
        print_results(words_of(game_sentences(game), "If everyone can move"))
    left = "" if game else f"; the game of {profiles:,} combinations was left out" if profiles > MOST else ""
    options = f"tertius moves {name} --for {movers[0]}, tertius game {name}"
    results_console().print(f"\nAll of it: {options}{left}", soft_wrap=True)
    return found, game
