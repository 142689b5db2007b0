"""Equilibria: in which draws a profile of moves before the talks is one from which nobody gains by leaving alone.

In one draw the payoffs are as drawn, as if all knew the numbers. In expectation over the draws, as `tertius game` has
it, nobody knows them. A verdict counts draws; what is so in expectation is told beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.plans import DEEPEST, Strategy, hindered, movers_of, sequences, strategies_of
from tertius.analysis.moves.play import ProfileTable
from tertius.analysis.moves.tree import MoveTree
from tertius.case.actions import Equilibrium
from tertius.case.model import Case
from tertius.results import Record
from tertius.scenarios.effects import SAME, mean_and_error

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Temptation(Record):
    """What one player would gain by leaving a profile alone.

    Attributes:
        strategy: The best that it could do instead, in expectation.
        expected: What it would gain by that on average over draws and theories, in its points; below 0 if it would
            lose.
        error: Standard error of that over the draws.
        share: Share of draws and theories in which some other strategy is better for it.
    """

    strategy: str
    expected: float
    error: float
    share: float


@dataclass(frozen=True)
class Tested:
    """A profile of moves, tested.

    Attributes:
        gains: (T, D) the most that any player would gain by leaving it alone; 0 or less in an equilibrium, nan where a
            version did not come to rest.
        players: Player: what it would gain.
    """

    gains: Floats
    players: Mapping[str, Temptation]

    @property
    def stable(self) -> Floats:
        """(T, D) 1 where the profile is an equilibrium, 0 where not, nan where that is not known."""
        return np.where(np.isnan(self.gains), np.nan, (self.gains <= SAME).astype(np.float64))

    @property
    def expected(self) -> bool:
        """Whether it is an equilibrium of the game whose payoffs are expected over draws and theories."""
        return all(not one.expected > SAME for one in self.players.values())

    def of_claim(self) -> dict[str, Any]:
        """What it adds to a claim in JSON."""
        temptations = {name: one.to_dict() for name, one in self.players.items()}
        return {"expected_equilibrium": self.expected, "temptations": temptations}


def players_of(case: Case, claim: Equilibrium) -> list[str]:
    """Who plays: the actors that the claim names, or all if it names none, as far as they have a move."""
    movers = movers_of(case)
    return [actor for actor in claim.moves or case.actors if actor in movers]


def depth_of(claim: Equilibrium) -> int:
    """How many moves a plan has at most: as many as the longest that the claim names, one at least."""
    return max((len(moves) for moves in claim.moves.values()), default=1) or 1


def no_profile(case: Case, claim: Equilibrium) -> str:
    """Why what the claim has the actors do is no profile of the game; empty if it is one."""
    players = players_of(case, claim)
    if not players:
        return "nobody that it names has a move"
    for actor, moves in claim.moves.items():
        if len(moves) > DEEPEST:
            return f"in the game a plan has {DEEPEST} moves at most, and {actor} is to make {len(moves)}"
        if moves and tuple(moves) not in sequences(case, actor, players, depth_of(claim)):
            why = next((f": {said}" for said in (hindered(case, ident, players) for ident in moves) if said), "")
            return f"in the game {actor} cannot make {', then '.join(moves)} and nothing else{why}"
    return ""


def temptations(tree: MoveTree, claim: Equilibrium) -> Tested:
    """Who would gain by leaving the profile of a claim alone, draw by draw and in expectation.

    Args:
        tree: The moves of the case, over its draws.
        claim: The profile; actors that are not named do nothing.
    """
    case = tree.scenarios.base
    players_in = players_of(case, claim)
    menus = {player: strategies_of(tree, player, players_in, depth_of(claim)) for player in players_in}
    stated = {player: Strategy(tuple(claim.moves.get(player, ()))) for player in players_in}
    # An order that comes to the same as another is not in the menu by itself.
    menus = {
        player: menu if _place(menu, stated[player]) else (*menu, stated[player]) for player, menu in menus.items()
    }
    table = ProfileTable(tree, menus, list(case.actors))
    profile = tuple(_place(menu, stated[player])[0] for player, menu in menus.items())

    def nets(profile: tuple[int, ...]) -> Floats:
        """(T, N, D) payoffs less costs."""
        return np.stack(list(table.nets(profile).values()))

    ends = {
        player: {step: (*profile[:place], step, *profile[place + 1 :]) for step in range(len(menu))}
        for place, (player, menu) in enumerate(menus.items())
    }
    tree.settle_ahead(dict.fromkeys(table.sequence(end) for each in ends.values() for end in each.values()))
    at = nets(profile)
    most, players = np.full(at.shape[:1] + at.shape[2:], -np.inf), {}
    for place, (player, menu) in enumerate(menus.items()):
        others = {}
        for step, strategy in enumerate(menu):
            if step != profile[place]:
                other = nets(ends[player][step])
                others[strategy.words] = other[:, place] - at[:, place]
        gains = np.max(list(others.values()), axis=0)
        most = np.maximum(most, gains)
        means = {strategy: _mean_of(gain) for strategy, gain in others.items()}
        best = max(means, key=lambda strategy: means[strategy])
        _, error = mean_and_error(others[best])
        share = _mean_of(np.where(np.isnan(gains), np.nan, gains > SAME))
        players[player] = Temptation(best, means[best], error, share)
    return Tested(most, players)


def _place(menu: Sequence[Strategy], stated: Strategy) -> list[int]:
    """Where a plan is in a menu: nowhere, or at one place."""
    return [place for place, one in enumerate(menu) if one.same_as(stated)]


def _mean_of(gain: Floats) -> float:
    known = gain[np.isfinite(gain)]
    return float(known.mean()) if known.size else float("nan")
