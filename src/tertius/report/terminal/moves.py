"""The best moves of an actor as `tertius moves` prints them, and the game before the talks as `tertius game` does.

For `tertius run`: every actor's single moves and the game of all, worked out and told in sentences.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import indented, print_results, progress_of, results_console, table_of
from tertius.report.text.moves import game_phrases, plan_words, search_sentences
from tertius.report.text.phrases import plain_percent, plain_points, signed

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.moves import Game, Search
    from tertius.analysis.moves.game import Margin
    from tertius.case.model import Case


SHOWN = 12

READING = (
    "Gain: change of the actor's payoff less the cost, in its points, on average over draws and theories; 10% and 90%: "
    "one in ten lies below, one above. Helps: the share in which the gain is above zero. Regret: what is lost on "
    "average against the best plan in hindsight."
)


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
    from tertius.analysis.moves import Scenarios, profiles_of, theories_asked
    from tertius.analysis.moves import game as work_out_game
    from tertius.analysis.moves import moves as find_moves
    from tertius.report.terminal.settlement import words_of
    from tertius.report.text.moves import game_sentences, move_sentences

    movers = [actor for actor in case.actors if any(move.actor == actor for move in case.moves.values())]
    if not movers or not case.talks:
        return [], None
    with progress_of("Ranking moves") as progress:
        found, bench = [], Scenarios(case, theories_asked([case], theories), DRAWS, seed)
        for number, actor in enumerate(movers):
            found.append(find_moves(case, actor, bench=bench))
            progress(number + 1, len(movers))
    says = [sentence for told in found for sentence in move_sentences(told)]
    profiles, game = profiles_of(case), None
    if 1 < profiles <= MOST:
        with progress_of("Settling the game before the talks") as progress:
            game = work_out_game(case, draws=GAME_DRAWS, seed=seed, theories=theories, progress=progress)
    print_results(words_of(says, "Moves before the talks"))
    if game is not None:
        print_results(words_of(game_sentences(game), "If everyone can move"))
    left = "" if game else f"; the game of {profiles:,} combinations was left out" if profiles > MOST else ""
    options = f"tertius moves {name} --for {movers[0]}, tertius game {name}"
    results_console().print(f"\nAll of it: {options}{left}", soft_wrap=True)
    return found, game


def moves_of(told: Search) -> Iterator[RenderableType]:
    """The best plans of an actor, the best first."""
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


def game_of(told: Game) -> Iterator[RenderableType]:
    """What every player gains if the others do nothing, and every equilibrium."""
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
