"""The game before the talks: every actor carries out a plan of its moves or none, and the talks settle what follows.

The games themselves are plain arrays: `normal_form`, `mixed`, `several`, `extensive`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.moves.equilibria import MixedEquilibria
from tertius.analysis.moves.mixed import Mixture
from tertius.analysis.moves.normal_form import (
    TIE,
    Floats,
    Profile,
    best_replies,
    dominated,
    in_turn,
    losses,
    pure_equilibria,
)
from tertius.case.model import Case
from tertius.results import Record, Result, plain

if TYPE_CHECKING:
    import pandas as pd


LIKELY = 1e-3
"""A profile of a correlated equilibrium that is less likely is not named."""

__all__ = ["Game", "Margin", "Profile", "best_replies", "dominated", "in_turn", "losses", "pure_equilibria"]


@dataclass(frozen=True)
class Margin(Record):
    """What lies between a player's choice and another strategy.

    Attributes:
        strategy: The other one: of a choice in an equilibrium the next best, of a best reply to nothing that reply.
        loss: What the player would lose by it, in its points, 0 if it is as good; what it would gain, of a best reply.
        error: Standard error of that over the draws.
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
        menus: Player: its strategies, doing nothing first: a move, or moves with ``, then`` or ``and`` between them.
        payoffs: (n_1, ..., n_N, N) expected payoffs less costs, over draws and theories.
        by_theory: Theory: the same under it alone.
        equilibria: All pure equilibria.
        margins: For each of them, player: how firmly its choice is the best reply.
        path: What is played in turn, if an order was given or follows from moves that wait for others.
        order: That order; empty if all move at once.
        draws: How many draws.
        seed: Their seed.
        unsettled: Share of profiles, draws and theories that did not come to rest; they are in no figure.
        errors: (n_1, ..., n_N, N) standard errors of the payoffs over the draws.
        alone: Player: its best reply if the others do nothing, and what it gains by that.
        mixed: The equilibria in which somebody leaves its choice to chance; None if they were not asked for.
        mixed_errors: For each of them, the standard errors of the payoffs (N,).
        outcomes: All that play in turn may lead to, `path` among them; several if somebody is indifferent.
        path_margins: Player: how firmly its choice on the path is its best, the others answering as they do.
        depth: How many moves a plan has at most; 0 if the menus were made by hand.
        beyond: How many plans of up to three moves are no strategies here.
        left_out: Moves of the players that are made in no profile, each with the reason.
        order_asked: Whether the order was given; else it is that in which moves wait for each other.
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
    errors: Floats | None = None
    alone: Mapping[str, Margin] = field(default_factory=dict)
    mixed: MixedEquilibria | None = None
    mixed_errors: tuple[Floats, ...] = ()
    outcomes: tuple[Profile, ...] = ()
    path_margins: Mapping[str, Margin] = field(default_factory=dict)
    depth: int = 0
    beyond: int = 0
    left_out: Mapping[str, str] = field(default_factory=dict)
    order_asked: bool = True

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
            "depth": self.depth,
            "beyond": self.beyond,
            "left_out": dict(self.left_out),
            "draws": self.draws,
            "seed": self.seed,
            "unsettled": self.unsettled,
            "equilibria": [
                {
                    "moves": self.named(one),
                    "payoffs": self._of_players(self.payoffs[one]),
                    "errors": self._of_players(None if self.errors is None else self.errors[one]),
                    "loss_of_nothing": {p: plain(self.loss_of_nothing(p, one)) for p in self.players},
                    "margins": plain(firm),
                }
                for one, firm in zip(self.equilibria, self.margins, strict=True)
            ],
            "mixed": self._mixed_dict(),
            "by_theory": {name: [self.named(one) for one in self.equilibria_of(name)] for name in self.by_theory},
            "alone": {player: self._alone_dict(player) for player in self.players},
            "dominated": {player: self.dominated(player) for player in self.players},
            "order": list(self.order),
            "path": None if self.path is None else self.named(self.path),
            "path_margins": plain(self.path_margins),
            "outcomes": [self.named(one) for one in self.outcomes],
        }

    def _alone_dict(self, player: str) -> dict[str, Any]:
        error = self.alone[player].error if player in self.alone else None
        firm = self.alone[player].firm if player in self.alone else None
        loss = plain(self.loss_of_nothing(player))
        return {"best": self.best_reply(player), "loss_of_nothing": loss, "error": plain(error), "decided": firm}

    def _of_players(self, values: Floats | None) -> dict[str, Any]:
        return {} if values is None else dict(zip(self.players, plain(values.tolist()), strict=True))

    def _mixed_dict(self) -> dict[str, Any] | None:
        """How they were found, each with its chances and payoffs, and a correlated one with its regret."""
        if self.mixed is None:
            return None
        joint = self.mixed.joint
        return {
            "found": self.mixed.found,
            "connected": self.mixed.connected,
            "equilibria": [
                {
                    "chances": {player: self.chances(player, p) for player, p in zip(self.players, one, strict=True)},
                    "payoffs": self._of_players(self.expected(one)),
                    "errors": self._of_players(errors),
                }
                for one, errors in zip(self.mixed.mixtures, self.mixed_errors, strict=True)
            ],
            "correlated": None
            if joint is None
            else [{"moves": self.named(one), "chance": float(joint[one])} for one in self.likely(joint)],
            "regret": self._of_players(self.mixed.regret),
        }

    def chances(self, player: str, played: Floats) -> dict[str, float]:
        """The strategies that a player may play in a mixed equilibrium, each with its probability."""
        return {name: float(p) for name, p in zip(self.menus[player], played, strict=True) if p > 0}

    def expected(self, mixture: Mixture) -> Floats:
        """(N,) the expected payoffs in a mixed equilibrium."""
        worth: Floats = self.payoffs
        for played in mixture:
            worth = np.tensordot(played, worth, axes=(0, 0))
        return worth

    def likely(self, joint: Floats) -> list[Profile]:
        """The profiles of a correlated equilibrium, the likeliest first, those of less than 1 in 1,000 left out."""
        found = [tuple(int(step) for step in one) for one in np.argwhere(joint >= LIKELY)]
        return sorted(found, key=lambda one: -joint[one])
