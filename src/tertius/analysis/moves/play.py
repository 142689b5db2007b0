"""Working out the game before the talks: every profile of moves made, settled, and paid off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.game import NOTHING, Game, Margin, in_turn, pure_equilibria
from tertius.analysis.moves.tree import MoveTree
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.scenarios.scenarios import SETTLED_AT_ONCE, Progress, scenarios_for

Floats = NDArray[np.float64]
Profile = tuple[int, ...]

MOST_PROFILES = 5000
"""A game has at most so many profiles."""


def profiles_of(case: Case) -> int:
    """How many combinations of moves the game of all actors has; 1 if nobody has a move to make by itself."""
    return prod(1 + len(menu_of(case, actor)) for actor in case.actors)


def game(
    case: Case,
    players: Sequence[str] = (),
    order: Sequence[str] = (),
    draws: int = 100,
    seed: int = 1,
    theories: str | Sequence[str] = "default",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Game:
    """Work out the game before the talks.

    Each player makes one of its moves or none. Moves are made in the order of play, else in that of the case; one that
    waits for another comes after it, and one that what was made before rules out is not made and costs nothing.

    Args:
        case: A checked case with moves.
        players: Who plays; every actor with a move if left out. The others do nothing.
        order: Who moves first, second and so on; with it the play in turn is worked out too.
        draws: How many draws the payoffs are expected over.
        seed: Seed of the draws.
        theories: ``default``, ``all``, or names; each counts the same.
        threads: Draws settled at a time; all cores if left out.
        progress: Told how many profiles are settled, and of how many.

    Raises:
        UsageError: There is no such player, it has no move, the order leaves one out, or there are too many profiles.
    """
    chosen = _players(sound(case), players or order, order)
    menus = {player: (NOTHING, *menu_of(case, player)) for player in chosen}
    profiles = prod(len(menu) for menu in menus.values())
    if profiles > MOST_PROFILES:
        found = f"{profiles:,} profiles of moves are more than {MOST_PROFILES:,}"
        raise UsageError(f"{found}: choose fewer players of {', '.join(chosen)}")
    scenarios = scenarios_for([case], theories, draws, seed, threads)
    table = ProfileTable(MoveTree(scenarios), menus, order or list(case.actors))
    by_theory = table.payoffs(progress, profiles)
    whole: Floats = np.mean(list(by_theory.values()), axis=0)
    equilibria = tuple(pure_equilibria(whole))
    return Game(
        case=case,
        players=tuple(chosen),
        menus=menus,
        payoffs=whole,
        by_theory=by_theory,
        equilibria=equilibria,
        margins=tuple(table.margins(profile) for profile in equilibria),
        path=in_turn(whole, [chosen.index(player) for player in order]) if order else None,
        order=tuple(order),
        draws=draws,
        seed=seed,
        unsettled=table.lost / (profiles * len(by_theory) * len(chosen)),
    )


class ProfileTable:
    """Every profile of a game, settled."""

    def __init__(self, tree: MoveTree, menus: Mapping[str, tuple[str, ...]], actors: Sequence[str]) -> None:
        self.tree, self.menus, self.actors = tree, menus, list(actors)
        self.lost = 0.0

    def payoffs(self, progress: Progress | None, profiles: int) -> dict[str, Floats]:
        """Theory: (n_1, ..., n_N, N) payoffs less costs, on average over the draws."""
        shape = (*(len(menu) for menu in self.menus.values()), len(self.menus))
        payoffs = {theory.name: np.empty(shape) for theory in self.tree.scenarios.theories}
        profiles_in_turn = product(*(range(len(menu)) for menu in self.menus.values()))
        for number, profile in enumerate(self._settled_ahead(profiles_in_turn), 1):
            for name, nets in self.nets(profile).items():
                rested = np.isfinite(nets)
                self.lost += float((~rested).mean(axis=1).sum())
                payoffs[name][profile] = [
                    float(net[ok].mean()) if ok.any() else np.nan for net, ok in zip(nets, rested, strict=True)
                ]
            if progress is not None:
                progress(number, profiles)
        return payoffs

    def _settled_ahead(self, profiles: Iterator[Profile]) -> Iterator[Profile]:
        """Yield profiles, some at a time settled together."""
        while some := list(islice(profiles, max(1, SETTLED_AT_ONCE // self.tree.scenarios.draws))):
            self.tree.settle_ahead(self.sequence(profile) for profile in some)
            yield from some

    def sequence(self, profile: Profile) -> tuple[str, ...]:
        """The moves that are made in a profile, in their order; whoever is hindered to the end is left out."""
        moves = self.tree.moves
        asked = [menu[step] for menu, step in zip(self.menus.values(), profile, strict=True) if step]
        waiting = sorted(asked, key=lambda ident: self.actors.index(moves[ident].actor))
        sequence: tuple[str, ...] = ()
        while ready := next((ident for ident in waiting if not self.tree.hindrance((*sequence, ident))), ""):
            waiting.remove(ready)
            sequence = (*sequence, ready)
        return sequence

    def nets(self, profile: Profile) -> dict[str, Floats]:
        """Theory: (N, D) every player's payoff less the cost of its move."""
        moves, sequence = self.tree.moves, self.sequence(profile)
        costs = {ident: self.tree.cost(ident) * self.tree.chance_made(sequence, ident) for ident in sequence}
        nothing = np.zeros(self.tree.scenarios.draws)
        spent = {
            player: sum((cost for ident, cost in costs.items() if moves[ident].actor == player), nothing)
            for player in self.menus
        }
        return {
            theory: np.stack([payoffs[player] - spent[player] for player in self.menus])
            for theory, payoffs in self.tree.expected(sequence).items()
        }

    def margins(self, profile: Profile) -> dict[str, Margin]:
        """Player: the next best that it could do, what that would lose, and how sure that is."""
        at = self._mean(profile)
        found = {}
        for place, (player, menu) in enumerate(self.menus.items()):
            others = []
            for step, strategy in enumerate(menu):
                if step != profile[place]:
                    other = self._mean((*profile[:place], step, *profile[place + 1 :]))
                    short = (at - other)[place]
                    short = short[np.isfinite(short)]
                    error = float(short.std(ddof=1) / np.sqrt(short.size)) if short.size > 1 else float("inf")
                    others.append(Margin(strategy, max(0.0, float(short.mean())), error))
            found[player] = min(others, key=lambda margin: margin.loss)
        return found

    def _mean(self, profile: Profile) -> Floats:
        """(N, D) payoffs less costs, on average over the theories."""
        whole: Floats = np.mean(list(self.nets(profile).values()), axis=0)
        return whole


def _players(case: Case, players: Sequence[str], order: Sequence[str]) -> list[str]:
    movers = [actor for actor in case.actors if menu_of(case, actor)]
    if not movers:
        raise UsageError(f"{case.case} has no moves, so there is no game before its talks")
    known = f"those that have a move are {', '.join(movers)}"
    for player in (*players, *order):
        if player not in movers:
            near = closest(player, movers)
            raise UsageError(f"'{player}' cannot play: {f'{near} ({known})' if near else known}")
    chosen = [actor for actor in movers if actor in players] if players else movers
    if order and sorted(order) != sorted(chosen):
        raise UsageError(f"an order of play names every player once: {', '.join(chosen)}")
    return chosen


def menu_of(case: Case, actor: str) -> list[str]:
    """The moves that an actor can make as its only one: what they come after is for others to do."""
    moves = case.moves
    own = [ident for ident, move in moves.items() if move.actor == actor]
    return [ident for ident in own if not any(moves[earlier].actor == actor for earlier in moves[ident].after)]
