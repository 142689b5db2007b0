"""Working out the game before the talks: every profile of plans carried out, settled, and paid off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import islice, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.equilibria import MixedEquilibria, mixed_equilibria
from tertius.analysis.moves.extensive import subgame_perfect
from tertius.analysis.moves.game import Game, Margin
from tertius.analysis.moves.mixed import Mixture
from tertius.analysis.moves.normal_form import Profile, in_turn, pure_equilibria
from tertius.analysis.moves.plans import (
    DEEPEST,
    DRAWS,
    MOST_PLANS,
    Menus,
    hindered,
    movers_of,
    needed,
    own_moves,
    sequences,
    strategies_of,
)
from tertius.analysis.moves.tree import MoveTree
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.scenarios.effects import mean_and_error
from tertius.scenarios.scenarios import Progress, Scenarios, scenarios_for

Floats = NDArray[np.float64]

MOST_PROFILES = 5000
"""A game has at most so many profiles."""

MANY_PROFILES = 200
"""Plans of several moves are strategies, unless asked for, as far as there are no more profiles than this."""


def game(
    case: Case,
    players: Sequence[str] = (),
    order: Sequence[str] = (),
    draws: int = DRAWS,
    seed: int = 1,
    theories: str | Sequence[str] = "default",
    threads: int | None = None,
    progress: Progress | None = None,
    depth: int = 0,
    mixed: bool = False,
    scenarios: Scenarios | None = None,
    client: Any = None,
) -> Game:
    """Work out the game before the talks.

    Each player carries out a plan of up to three of its moves, or none. Moves are made in the order of play, else in
    that of the case; one that waits for another comes after it, and one that what was made before rules out is not
    made and costs nothing.

    Args:
        case: A checked case with moves.
        players: Who plays; every actor with a move if left out. The others do nothing.
        order: Who moves first, second and so on; with it the play in turn is worked out too. Without it there is such
            an order if moves come after those of others: whoever is waited for comes first.
        draws: How many draws the payoffs are expected over.
        seed: Seed of the draws.
        theories: ``default``, ``all``, or names; each counts the same.
        threads: Draws settled at a time; all cores if left out.
        progress: Told how many profiles are settled, and of how many.
        depth: How many moves a plan has at most, 1 to 3; what a single move needs before it is in its plan all the
            same. With 0 as many as `MANY_PROFILES` allow.
        mixed: Whether mixed equilibria are looked for where there are pure ones too.
        scenarios: Shared with `moves` or `claims`; the draws, seed, theories and threads are then theirs.
        client: A `distributed.Client`: its cluster settles the draws, to the same bits.

    Raises:
        UsageError: There is no such player, it has no move, the order leaves one out, the depth is none, there are too
            many profiles, or the scenarios are of another case.
    """
    chosen = _players(sound(case), players or order, order)
    if depth not in range(DEEPEST + 1):
        raise UsageError(f"a depth of {depth}: a plan has 1 to {DEEPEST} moves")
    scenarios = scenarios_for([case], theories, draws, seed, threads, scenarios, client)
    tree = MoveTree(scenarios)
    menus = _menus(tree, chosen, depth)
    turns = list(order) or order_of(case, chosen)
    table = ProfileTable(tree, menus.strategies, order or list(case.actors))
    profiles = table.profiles
    by_theory = table.payoffs(progress)
    whole: Floats = np.mean(list(by_theory.values()), axis=0)
    equilibria = tuple(pure_equilibria(whole))
    chance = mixed_equilibria(whole) if mixed or not equilibria else None
    places = [chosen.index(player) for player in turns]
    path = in_turn(whole, places) if turns else None
    return Game(
        case=case,
        players=tuple(chosen),
        menus={player: tuple(one.words for one in menu) for player, menu in menus.strategies.items()},
        payoffs=whole,
        by_theory=by_theory,
        equilibria=equilibria,
        margins=tuple(table.margins(profile) for profile in equilibria),
        path=path,
        order=tuple(turns),
        draws=scenarios.draws,
        seed=scenarios.seed,
        unsettled=table.lost / (profiles * len(by_theory) * len(chosen)),
        errors=table.errors,
        alone=table.alone(),
        mixed=chance,
        mixed_errors=table.errors_of(chance),
        outcomes=tuple(subgame_perfect(whole, places)) if turns else (),
        path_margins=table.margins_in_turn(whole, places, path) if path is not None else {},
        depth=menus.depth,
        beyond=menus.beyond,
        left_out=table.left_out(),
        order_asked=bool(order),
    )


@dataclass(frozen=True)
class _Chosen:
    """The strategies of the players, how many moves a plan has at most, and how many plans are left out for that."""

    strategies: Menus
    depth: int
    beyond: int


def _menus(tree: MoveTree, players: Sequence[str], asked: int) -> _Chosen:
    case, widest = tree.scenarios.base, 0
    for depth in range(DEEPEST, 0, -1):
        raw = [sum(1 for _ in sequences(case, player, players, depth)) for player in players]
        if max(raw) > MOST_PLANS:
            plans = sum(raw)
            profiles = prod(1 + each for each in raw)
        else:
            menus = {player: strategies_of(tree, player, players, depth) for player in players}
            plans = sum(len(menu) - 1 for menu in menus.values())
            profiles = prod(map(len, menus.values()))
        widest = max(widest, plans)
        allowed = min(MANY_PROFILES, MOST_PROFILES) if not asked and depth > 1 else MOST_PROFILES
        if max(raw) <= MOST_PLANS and profiles <= allowed and depth <= (asked or DEEPEST):
            return _Chosen(menus, depth, widest - plans)
        if depth == (asked or 1):
            break
    found = f"{profiles:,} profiles of moves are more than {MOST_PROFILES:,}"
    fewer = "a smaller depth, or " if depth > 1 else ""
    raise UsageError(f"{found}: choose {fewer}fewer players of {', '.join(players)}")


class ProfileTable:
    """Every profile of a game, settled.

    Args:
        tree: The moves of the case, over its draws.
        menus: Player: its strategies, doing nothing first.
        actors: Whose moves are made first; every player is among them.
    """

    def __init__(self, tree: MoveTree, menus: Menus, actors: Sequence[str]) -> None:
        self.tree, self.menus, self.actors = tree, menus, list(actors)
        self.profiles = prod(map(len, menus.values()))
        self.lost = 0.0
        self.made: set[str] = set()
        self._sequences: dict[Profile, tuple[str, ...]] = {}
        self.errors = np.zeros((*map(len, menus.values()), len(menus)))

    def payoffs(self, progress: Progress | None) -> dict[str, Floats]:
        """Theory: (n_1, ..., n_N, N) payoffs less costs, on average over the draws."""
        payoffs = {theory.name: np.empty(self.errors.shape) for theory in self.tree.scenarios.theories}
        profiles_in_turn = product(*(range(len(menu)) for menu in self.menus.values()))
        for number, profile in enumerate(self._settled_ahead(profiles_in_turn), 1):
            self.made.update(self.sequence(profile))
            nets = self.nets(profile)
            for name, each in nets.items():
                self.lost += float((~np.isfinite(each)).mean(axis=1).sum())
                payoffs[name][profile] = [float(mean_and_error(net)[0]) for net in each]
            whole: Floats = np.mean(list(nets.values()), axis=0)
            self.errors[profile] = [mean_and_error(net)[1] for net in whole]
            if progress is not None:
                progress(number, self.profiles)
        return payoffs

    def _settled_ahead(self, profiles: Iterator[Profile]) -> Iterator[Profile]:
        """Yield profiles, some at a time settled together."""
        while some := list(islice(profiles, self.tree.scenarios.at_once)):
            self.tree.settle_ahead(self.sequence(profile) for profile in some)
            yield from some

    def sequence(self, profile: Profile) -> tuple[str, ...]:
        """The moves that are made in a profile, in their order; what is hindered to the end is left out.

        Each player keeps to the order of its plan. A move that must wait for another's holds up those after it, until
        nobody can go on; then it is given up.
        """
        if profile not in self._sequences:
            self._sequences[profile] = self._sequence(profile)
        return self._sequences[profile]

    def _sequence(self, profile: Profile) -> tuple[str, ...]:
        steps = zip(self.menus.items(), profile, strict=True)
        waiting = {player: list(menu[step].moves) for (player, menu), step in steps}
        queues = [waiting[player] for player in self.actors if player in waiting]
        sequence: tuple[str, ...] = ()
        while any(queues):
            ready = next((queue for queue in queues if queue and not self.tree.hindrance((*sequence, queue[0]))), None)
            if ready is not None:
                sequence = (*sequence, ready.pop(0))
            else:
                next(queue for queue in queues if queue).pop(0)
        return sequence

    def nets(self, profile: Profile) -> dict[str, Floats]:
        """Theory: (N, D) every player's payoff less the cost of its moves."""
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
        return {player: min(self._others(profile, place), key=_loss) for place, player in enumerate(self.menus)}

    def alone(self) -> dict[str, Margin]:
        """Player: its best reply if the others do nothing, and what it gains by it; nothing if nothing is better."""
        still, found = (0,) * len(self.menus), {}
        for place, (player, menu) in enumerate(self.menus.items()):
            gains = [Margin(one.strategy, -one.loss, one.error) for one in self._others(still, place, False)]
            best = max(gains, key=_loss)
            found[player] = best if best.loss > 0 else Margin(menu[0].words, 0.0, 0.0)
        return found

    def _others(self, profile: Profile, place: int, floor: bool = True) -> list[Margin]:
        """What a player would lose by each other strategy; by none less than 0 with a floor."""
        menu = list(self.menus.values())[place]
        ends = [(*profile[:place], step, *profile[place + 1 :]) for step in range(len(menu)) if step != profile[place]]
        return [self._between(profile, end, place, floor) for end in ends]

    def _between(self, profile: Profile, end: Profile, place: int, floor: bool = True) -> Margin:
        """What a player would lose if another profile came about, which it chooses by its own strategy there."""
        loss, error = mean_and_error((self._mean(profile) - self._mean(end))[place])
        return Margin(list(self.menus.values())[place][end[place]].words, max(0.0, loss) if floor else loss, error)

    def margins_in_turn(self, payoffs: Floats, order: Sequence[int], path: Profile) -> dict[str, Margin]:
        """Player: the next best that it could do when its turn comes, all after it answering, and what that loses."""
        players, found = list(self.menus), {}
        for depth, place in enumerate(order):
            before = {player: path[player] for player in order[:depth]}
            others = [step for step in range(payoffs.shape[place]) if step != path[place]]
            ends = [in_turn(payoffs, order, {**before, place: step}) for step in others]
            found[players[place]] = min((self._between(path, end, place) for end in ends), key=_loss)
        return found

    def errors_of(self, mixed: MixedEquilibria | None) -> tuple[Floats, ...]:
        """For each mixed equilibrium the standard errors of the payoffs (N,)."""
        return tuple(self._error_of(one) for one in mixed.mixtures) if mixed else ()

    def _error_of(self, mixture: Mixture) -> Floats:
        whole = np.zeros((len(self.menus), self.tree.scenarios.draws))
        for profile in product(*(np.flatnonzero(played).tolist() for played in mixture)):
            chance = prod(float(played[step]) for played, step in zip(mixture, profile, strict=True))
            whole += chance * self._mean(profile)
        return np.array([mean_and_error(net)[1] for net in whole])

    def left_out(self) -> dict[str, str]:
        """The moves of the players that are made in no profile, each with the reason."""
        case, found = self.tree.scenarios.base, {}
        for player in self.menus:
            for ident in own_moves(case, player):
                if ident not in self.made:
                    before = (*needed(case, ident), ident)
                    found[ident] = hindered(case, ident, self.menus) or self.tree.hindrance(before) or NO_ROOM
        return found

    def _mean(self, profile: Profile) -> Floats:
        """(N, D) payoffs less costs, on average over the theories."""
        whole: Floats = np.mean(list(self.nets(profile).values()), axis=0)
        return whole


NO_ROOM = "what the others do rules it out"


def _loss(margin: Margin) -> float:
    return margin.loss


def _players(case: Case, players: Sequence[str], order: Sequence[str]) -> list[str]:
    movers = movers_of(case)
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
    for player in chosen:
        if all(hindered(case, ident, chosen) for ident in own_moves(case, player)):
            why = hindered(case, own_moves(case, player)[0], chosen)
            raise UsageError(f"{case.name(player)} has no move without others: {own_moves(case, player)[0]}: {why}")
    return chosen


def order_of(case: Case, players: Sequence[str]) -> list[str]:
    """Who moves first because others wait for it, those whom nobody waits for in the order of the case.

    Returns:
        Every player once; none if no move waits for one of another player, or if they wait for each other.
    """
    waits: Mapping[str, set[str]] = {player: set() for player in players}
    for ident, move in case.moves.items():
        if move.actor in waits:
            earlier = {case.moves[one].actor for one in needed(case, ident)}
            waits[move.actor].update((earlier & set(players)) - {move.actor})
    if not any(waits.values()):
        return []
    try:
        return list(TopologicalSorter(waits).static_order())
    except CycleError:
        return []
