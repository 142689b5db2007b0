"""Moves as `tertius moves` prints them, the game before the talks as `tertius game` does, both for `tertius run`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.analysis.moves.plans import NOTHING
from tertius.report.terminal.console import (
    indented,
    section,
    table_of,
)
from tertius.report.text.moves import game_sentences, move_sentences, plan_words, tight_error
from tertius.report.text.phrases import NOTHING as NONE
from tertius.report.text.phrases import plain_percent, plain_points, signed, with_error

if TYPE_CHECKING:
    from tertius.analysis.moves import Game, Search
    from tertius.analysis.moves.mixed import Floats, Mixture

SHOWN = 12
"""So many plans are in the table."""

READING = (
    "Gain: change of the actor's payoff less the cost, in its points, on average over draws and theories, with its "
    "standard error; 10% and 90%: one in ten lies below, one above. Helps: the share in which the gain is above zero. "
    "Regret: what is lost on average against the best plan in hindsight."
)


def moves_of(search: Search) -> Iterator[RenderableType]:
    """The best plans of an actor, the best first, and how to read them."""
    case, theories = search.case, ", ".join(search.theories)
    yield Text(case.title, style="bold")
    yield Text(
        f"{case.case}: what {case.name(search.actor)} could do before the talks. "
        f"{search.draws:,} draws under {theories}."
    )
    heads = ("Gain", "Cost", "10%", "90%", "Helps", "Worst", "Regret")
    table = table_of("Plan", *heads, ids=0, right=heads)
    table.padding, table.collapse_padding = (0, 1, 0, 0), True
    table.add_row("nothing", "0.0", "0.0", "", "", "", "", _unsigned(search.nothing_regret))
    for plan in search.plans[:SHOWN]:
        low, high, worst = (signed(value) for value in (plan.net.low, plan.net.high, plan.net.worst))
        gain = tight_error(signed(plan.net.mean), plan.errors["net"])
        helps, cost, regret = plain_percent(plan.net.helps), _unsigned(plan.cost), _unsigned(plan.regret)
        if not plan.branch.comparable:
            gain = low = high = helps = worst = regret = NONE
        table.add_row(plan_words(plan), gain, cost, low, high, helps, worst, regret)
    yield Text("")
    yield indented(table)
    if len(search.plans) > SHOWN:
        yield indented(Text(f"and {len(search.plans) - SHOWN} more, none of them better"))
    yield Text("\n" + READING)
    yield from (Text(f"– {sentence}") for sentence in move_sentences(search, by_id=True))


def game_of(game: Game) -> Iterator[RenderableType]:
    """What every player gains if the others do nothing; then, of each equilibrium, what all do and lose otherwise."""
    case, theories = game.case, ", ".join(game.by_theory)
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}: the game before the talks. {game.draws:,} draws under {theories}.")
    table = table_of("Player", "Strategies", "Best reply", "Gain", ids=0, right=("Gain",))
    for player in game.players:
        error = game.alone[player].error if player in game.alone and game.best_reply(player) != NOTHING else math.inf
        menu, gain = f"{len(game.menus[player])}", tight_error(signed(game.loss_of_nothing(player)), error)
        table.add_row(case.name(player), menu, game.best_reply(player), gain)
    yield from section("If the others do nothing", table)
    still, other = "Loses by\nnothing", "Loses\nby that"
    for number, (profile, margins) in enumerate(zip(game.equilibria, game.margins, strict=True), 1):
        table = table_of("Player", "Does", "Payoff", still, "Next best", other, ids=2, right=("Payoff", still, other))
        for place, (player, strategy) in enumerate(game.named(profile).items()):
            margin, error = margins[player], math.inf if game.errors is None else float(game.errors[profile][place])
            payoff = with_error(plain_points(float(game.payoffs[profile][place])), error, 1)
            loss, short = (
                _unsigned(game.loss_of_nothing(player, profile)),
                tight_error(f"{margin.loss:.1f}", margin.error),
            )
            table.add_row(case.name(player), strategy, payoff, loss, margin.strategy, short)
        yield from section(f"Equilibrium {number}", table)
    if game.mixed is not None:
        for number, (mixture, errors) in enumerate(
            zip(game.mixed.mixtures[:SHOWN], game.mixed_errors, strict=False), 1
        ):
            yield from section(f"Mixed equilibrium {number}", _mixed_table(game, mixture, errors))
        if len(game.mixed.mixtures) > SHOWN:
            yield indented(Text(f"and {len(game.mixed.mixtures) - SHOWN} more"))
    yield Text("")
    yield from (Text(f"– {sentence}") for sentence in game_sentences(game, by_id=True))


def _mixed_table(game: Game, mixture: Mixture, errors: Floats) -> RenderableType:
    """What each player plays, how likely each of it is, and what all can expect."""
    table = table_of("Player", "Plays", "Chance", "Payoff", ids=1, right=("Chance", "Payoff"))
    worth = game.expected(mixture)
    for place, (player, played) in enumerate(zip(game.players, mixture, strict=True)):
        payoff = with_error(plain_points(float(worth[place])), float(errors[place]), 1)
        for number, (strategy, chance) in enumerate(game.chances(player, played).items()):
            first = ("", "") if number else (game.case.name(player), payoff)
            table.add_row(first[0], strategy, plain_percent(chance), first[1])
    return table


def _unsigned(value: float) -> str:
    """One decimal, with a sign only below zero."""
    return signed(value).removeprefix("+")
