"""The game before the talks: every actor makes one of its moves or none, and the talks settle what follows.

Games in normal form, as plain arrays: best replies, pure equilibria, dominated strategies, backward induction.

A game of N players is an array of payoffs of shape (n_1, ..., n_N, N): the last axis says whose payoff it is.

References: J. F. Nash (1950), Equilibrium points in n-person games, PNAS 36(1); R. Selten (1965), Spieltheoretische
Behandlung eines Oligopolmodells mit Nachfrageträgheit, for play in turn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.results import Record, Result, plain

if TYPE_CHECKING:
    import pandas as pd


Floats = NDArray[np.float64]
Profile = tuple[int, ...]
NOTHING = "nothing"


@dataclass(frozen=True)
class Margin(Record):
    """How firmly a player's choice in an equilibrium is its best reply.

    Attributes:
        strategy: The next best that it could do.
        loss: What it would lose by it, in its points; 0 if that is as good.
        error: Standard error of that loss over the draws.
    """

    strategy: str
    loss: float
    error: float

    @property
    def firm(self) -> bool:
        """Whether other draws are unlikely to turn the choice round; there is none to turn if both are the same."""
        same = self.loss <= TIE and self.error <= TIE
        return same or self.loss > 2 * self.error


@dataclass(frozen=True)
class Game(Result):
    """The game before the talks, in normal form.

    Attributes:
        case: The case.
        players: The actors that have a choice.
        menus: Player: its strategies, doing nothing first.
        payoffs: (n_1, ..., n_N, N) expected payoffs less costs, over draws and theories.
        by_theory: Theory: the same under it alone.
        equilibria: All pure equilibria.
        margins: For each of them, player: how firmly its choice is the best reply.
        path: What is played in turn, if an order was given.
        order: That order; empty if all move at once.
        draws: How many draws.
        seed: Their seed.
        unsettled: Share of profiles, draws and theories that did not come to rest; they are in no figure.
    """

    case: Case
    players: tuple[str, ...]
    menus: Mapping[str, tuple[str, ...]]
    payoffs: Floats
    by_theory: Mapping[str, Floats]
    equilibria: tuple[Profile, ...]
    margins: tuple[Mapping[str, Margin], ...]
    path: Profile | None
    order: tuple[str, ...]
    draws: int
    seed: int
    unsettled: float

    def named(self, profile: Profile) -> dict[str, str]:
        """Player: what it does in a profile."""
        return {player: self.menus[player][step] for player, step in zip(self.players, profile, strict=True)}

    def gains_alone(self) -> dict[str, float]:
        """The players who would gain by moving if nobody else did, each with its gain; a tie is no gain."""
        gains = {player: self.loss_of_nothing(player) for player in self.players}
        return {player: gain for player, gain in gains.items() if gain > TIE}

    def loss_of_nothing(self, player: str, profile: Profile | None = None) -> float:
        """What a player loses by doing nothing rather than its best reply.

        Args:
            player: The player.
            profile: What the others do; nothing if left out.
        """
        number = self.players.index(player)
        at = list(profile or (0,) * len(self.players))
        at[number] = 0
        return float(losses(self.payoffs, number)[tuple(at)])

    def best_reply(self, player: str, profile: Profile | None = None) -> str:
        """A player's best reply to what the others do; the first, if several are as good."""
        number = self.players.index(player)
        at: list[Any] = list(profile or (0,) * len(self.players))
        at[number] = slice(None)
        return self.menus[player][int(best_replies(self.payoffs, number)[tuple(at)].argmax())]

    def dominated(self, player: str, strictly: bool = True) -> dict[str, str]:
        """The strategies of a player that another dominates, each with that other."""
        menu = self.menus[player]
        found = dominated(self.payoffs, self.players.index(player), strictly)
        return {menu[low]: menu[high] for low, high in found.items()}

    def equilibria_of(self, theory: str) -> list[Profile]:
        """The pure equilibria of the game as one theory has it."""
        return pure_equilibria(self.by_theory[theory])

    def to_frame(self) -> pd.DataFrame:
        """A row per profile: every player's payoff, and whether it is an equilibrium."""
        import pandas as pd

        rows = list(product(*(range(len(menu)) for menu in self.menus.values())))
        index = pd.MultiIndex.from_tuples([tuple(self.named(row).values()) for row in rows], names=self.players)
        frame = pd.DataFrame([self.payoffs[row] for row in rows], index=index, columns=list(self.players))
        frame["equilibrium"] = [row in self.equilibria for row in rows]
        return frame

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        return {
            "case": self.case.case,
            "players": list(self.players),
            "menus": {player: list(menu) for player, menu in self.menus.items()},
            "draws": self.draws,
            "seed": self.seed,
            "unsettled": self.unsettled,
            "equilibria": [
                {
                    "moves": self.named(one),
                    "payoffs": dict(zip(self.players, plain(self.payoffs[one].tolist()), strict=True)),
                    "loss_of_nothing": {p: plain(self.loss_of_nothing(p, one)) for p in self.players},
                    "margins": plain(firm),
                }
                for one, firm in zip(self.equilibria, self.margins, strict=True)
            ],
            "by_theory": {name: [self.named(one) for one in self.equilibria_of(name)] for name in self.by_theory},
            "alone": {
                player: {
                    "best": self.best_reply(player),
                    "loss_of_nothing": plain(self.loss_of_nothing(player)),
                }
                for player in self.players
            },
            "dominated": {player: self.dominated(player) for player in self.players},
            "order": list(self.order),
            "path": None if self.path is None else self.named(self.path),
        }


Flags = NDArray[np.bool_]
TIE = 1e-9

"""Payoffs that differ by no more are the same."""


def losses(payoffs: Floats, player: int) -> Floats:
    """(n_1, ..., n_N) what a player falls short of its best reply to the others, in its own payoff: 0 or more."""
    # What nobody knows the payoff of is never a best reply.
    own = np.where(np.isnan(payoffs[..., player]), -np.inf, payoffs[..., player])
    with np.errstate(invalid="ignore"):
        short: Floats = own.max(axis=player, keepdims=True) - own
    return short


def best_replies(payoffs: Floats, player: int) -> Flags:
    """(n_1, ..., n_N) whether a player's strategy is a best reply to those of the others."""
    return losses(payoffs, player) <= TIE


def pure_equilibria(payoffs: Floats) -> list[Profile]:
    """Every profile in which each strategy is a best reply to the others, in the order of the strategies."""
    players = payoffs.shape[-1]
    mutual = np.logical_and.reduce([best_replies(payoffs, player) for player in range(players)])
    return [tuple(int(step) for step in profile) for profile in np.argwhere(mutual)]


def dominated(payoffs: Floats, player: int, strictly: bool = True) -> dict[int, int]:
    """The strategies of a player that another pure one dominates, each with the first that does.

    Args:
        payoffs: (n_1, ..., n_N, N).
        player: Whose strategies.
        strictly: Better against everything; else nowhere worse and somewhere better.
    """
    own = np.moveaxis(payoffs[..., player], player, 0)
    own = own.reshape(len(own), -1)
    found: dict[int, int] = {}
    for low, high in product(range(len(own)), repeat=2):
        gap = own[high] - own[low]
        beats = (gap > TIE).all() if strictly else (gap >= -TIE).all() and (gap > TIE).any()
        if low != high and low not in found and beats:
            found[low] = high
    return found


def in_turn(payoffs: Floats, order: Sequence[int]) -> Profile:
    """What is played if the players move in turn, each seeing what was played before and foreseeing what will be.

    Args:
        payoffs: (n_1, ..., n_N, N).
        order: Every player once, the first mover first.

    Returns:
        The path of the subgame-perfect equilibrium; of strategies that are equally good, the first is played.
    """
    chosen: dict[int, int] = {}

    def reached(depth: int, made: dict[int, int]) -> dict[int, int]:
        if depth == len(order):
            return made
        player = order[depth]
        ends = [reached(depth + 1, {**made, player: step}) for step in range(payoffs.shape[player])]
        worth = [payoffs[tuple(end[p] for p in range(len(order)))][player] for end in ends]
        best = next(step for step, value in enumerate(worth) if value >= max(worth) - TIE)
        return ends[best]

    chosen = reached(0, chosen)
    return tuple(chosen[player] for player in range(len(order)))
