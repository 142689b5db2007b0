"""Moves and the game of all of them, in cells and short sentences that cannot contradict each other."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tertius.analysis.moves.game import Game, Profile
from tertius.analysis.moves.mixed import Mixture
from tertius.analysis.moves.plans import NOTHING, Strategy
from tertius.analysis.moves.search import Plan, Search
from tertius.report.text.moves import NO_EQUILIBRIUM, SLIGHT, move_name
from tertius.report.text.phrases import (
    actor_phrase,
    capital,
    counted,
    fixed,
    joined,
    percent,
    points_words,
    with_error,
)

FINE = 0.05
"""With a smaller error than this a gain has a second decimal."""


def method_sentence(searches: Sequence[Search]) -> str:
    """What a gain is, and over what it was counted."""
    under, draws = joined(list(searches[0].theories)), searches[0].draws
    return (
        f"A gain is in the actor’s own points, cost deducted, if nobody answers; over {draws:,} draws under {under}, "
        "± its standard error."
    )


def gain_words(mean: float, error: float) -> str:
    """A gain with its error and no more digits than that warrants: ``+1.4 ± 0.2``, ``−0.25 ± 0.02``."""
    decimals = 1 if not math.isfinite(error) or error >= FINE else 2
    return with_error(fixed(mean, decimals, plus=True), error, decimals)


def paying(search: Search) -> list[Plan]:
    """The single moves of which it is decided that they gain something that shows."""
    single = (plan for plan in search.plans if len(plan.moves) == 1 and plan.net.draws)
    return [plan for plan in single if plan.net.mean >= SLIGHT and plan.decided]


def paying_sentence(searches: Sequence[Search]) -> str:
    """Which single move pays whom, the best of each."""
    best = [(search, plans[0]) for search in searches if (plans := paying(search))]
    if not best:
        return "No single move clearly pays the one who makes it."
    who = joined([f"{actor_phrase(s.case, s.actor)} (“{move_name(s.case, plan.moves[0])}”)" for s, plan in best])
    rest = len(best) < len(searches)
    return f"A single move clearly pays {who}{', and nobody else' if rest else ''}."


def game_sentence(game: Game | None, profiles: int) -> str:
    """Whether there is a combination that nobody would rather leave, or why there is no game; may be empty."""
    if game is None:
        many = f"All moves together make {profiles:,} combinations, too many to work out the game of all here."
        return many if profiles > 1 else ""
    number = len(game.equilibria)
    if not number:
        chance = (
            " The last column has how likely each move is if choices are left to chance." if by_chance(game) else ""
        )
        return f"{NO_EQUILIBRIUM}{chance}"
    if game.equilibria == ((0,) * len(game.players),):
        return "If all can move, still nobody does: alone, nobody would gain by it."
    combinations = "one combination is" if number == 1 else f"{counted(number)} combinations are"
    which = "" if number == 1 else "; which of them is played is open"
    return f"If all can move, {combinations} such that nobody would rather have done otherwise{which}."


def by_chance(game: Game) -> Mixture | None:
    """The only equilibrium in which choices are left to chance, of a game without another; None if there is none."""
    if game.equilibria or game.mixed is None or len(game.mixed.mixtures) != 1:
        return None
    return game.mixed.mixtures[0]


def in_turn_sentence(game: Game) -> str:
    """What is played in turn where that is no equilibrium of moving at once; empty if it is, or there is no order."""
    if game.path is None or game.path in game.equilibria:
        return ""
    does = {player: one for player, one in game.named(game.path).items() if one != NOTHING}
    each = joined(
        [f"{actor_phrase(game.case, player)} does “{move_name(game.case, one)}”" for player, one in does.items()]
    )
    return f"Made in turn, each foreseeing the rest, {each or 'nobody makes a move'}."


def loose_sentence(game: Game) -> str:
    """Whose choice in the equilibria other draws may turn round; empty if nobody's."""
    loose = [player for margins in game.margins for player, one in margins.items() if not one.firm]
    who = joined([actor_phrase(game.case, player) for player in dict.fromkeys(loose)])
    return f"Undecided in {game.draws} draws is the choice of {who}." if who else ""


def apart_sentence(game: Game) -> str:
    """Under which theories alone other combinations are stable; empty if under none."""
    if len(game.by_theory) < 2:
        return ""
    apart = [name for name in game.by_theory if set(game.equilibria_of(name)) != set(game.equilibria)]
    return f"Under {joined(apart)} alone it would be otherwise." if apart else ""


def played_words(game: Game, ident: str) -> str:
    """Whether a move is made in equilibrium: ``yes``, ``no``, ``in 1 of 2``; by chance, how likely; may be empty."""
    actor = game.case.moves[ident].actor
    if actor not in game.players:
        return ""
    if game.equilibria:
        made = [profile for profile in game.equilibria if ident in moves_of(game, profile, actor)]
        if 0 < len(made) < len(game.equilibria):
            return f"in {len(made)} of {len(game.equilibria)}"
        return "yes" if made else "no"
    mixture = by_chance(game)
    if mixture is None:
        return ""
    chances = game.chances(actor, mixture[game.players.index(actor)])
    return percent(sum(p for strategy, p in chances.items() if ident in Strategy.of(strategy).moves), "%")


def moves_of(game: Game, profile: Profile, actor: str) -> tuple[str, ...]:
    """The moves that an actor makes in a profile."""
    return Strategy.of(game.named(profile)[actor]).moves


def undecided_in(game: Game, ident: str) -> bool:
    """Whether other draws may turn round if a move is made: its actor's next best, within two errors, differs in it."""
    actor = game.case.moves[ident].actor
    return any(
        actor in margins
        and not margins[actor].firm
        and (ident in moves_of(game, profile, actor)) != (ident in Strategy.of(margins[actor].strategy).moves)
        for profile, margins in zip(game.equilibria, game.margins, strict=True)
    )


def unplayed_sentences(searches: Sequence[Search], game: Game) -> list[str]:
    """Why the best single move of an actor, which pays alone, is made in no equilibrium."""
    said = []
    for search in searches:
        best = paying(search)
        if not best or search.actor not in game.players or not game.equilibria:
            continue
        ident = best[0].moves[0]
        if not any(ident in moves_of(game, profile, search.actor) for profile in game.equilibria):
            said.append(_why_not(search, ident, game, game.equilibria[0]))
    return said


def _why_not(search: Search, ident: str, game: Game, profile: Profile) -> str:
    """What an actor does instead of its best single move, given what the others do, and by how much that is better."""
    case, number = game.case, game.players.index(search.actor)
    who, move = actor_phrase(case, search.actor), f"“{move_name(case, ident)}”"
    start = f"{capital(who)} leaves {move} alone"
    if ident not in game.menus[search.actor]:
        return f"{start}: in the game it is no plan of its own."
    other = list(profile)
    other[number] = game.menus[search.actor].index(ident)
    loss = float(game.payoffs[profile][number] - game.payoffs[tuple(other)][number])
    instead = game.named(profile)[search.actor]
    better = "" if instead == NOTHING else f" “{move_name(case, instead)}” is better by that."
    return f"{start}: with what the others do, it would cost it {points_words(loss)}.{better}"
