"""The rounds of `challenge` offer by offer: who presses whom, why, and whose offer is taken.

An offer stands for every dyad (i, j) in which i, as it sees things, has to give way to j. With a = E(U_ij) and
b = E(U_ji) as i sees them:

    b > a > 0          conflict     i moves to x_j
    b > 0 > a, b > |a|  compromise   i moves by (x_j - x_i) |a / b|
    b > 0 > a, b <= |a| capitulates  i moves to x_j

Of all its offers an actor takes the one of the first kind in this order, and among those the one that `challenge`
prefers in its variant. The rounds themselves are those of `challenge`; this module only says what lies behind them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from tertius.rules.arrays import Floats, Ints
from tertius.rules.decisions.challenge.challenge import KINDS, ROUNDS, Challenged, Dyads, Variant, challenge, dyads
from tertius.rules.decisions.order import order_of

QUADRANTS = ("conflict", "compromise +", "compromise -", "stalemate")
"""The quadrants of the map of a dyad, E(U_ij) to the right and E(U_ji) upwards, from the upper right one."""


@dataclass(frozen=True)
class Offer:
    """What one actor would have to concede to another.

    Attributes:
        mover: Index of i, who has to give way.
        challenger: Index of j, who presses.
        kind: ``conflict``, ``compromise`` or ``capitulates``.
        own: E(U_ij), what i expects of challenging j.
        other: E(U_ji), what i thinks that j expects of challenging i.
        goal: Where i would stand afterwards.
        taken: Whether it is the offer that i takes.
    """

    mover: int
    challenger: int
    kind: str
    own: float
    other: float
    goal: float
    taken: bool


@dataclass(frozen=True)
class Round:
    """One round, before and after.

    Attributes:
        positions: (I,) before the round.
        moved: (I,) after it.
        map: What every actor expects of every other, and the risk exponents.
        offers: Every offer, by mover.
        median: The weighted median of the positions after the round.
    """

    positions: Floats
    moved: Floats
    map: Dyads
    offers: tuple[Offer, ...]
    median: float

    def to_dict(self, actors: Sequence[str]) -> dict[str, Any]:
        """The documented shape in JSON, with the ids of the (I,) actors."""
        return {
            "positions": dict(zip(actors, self.positions.tolist(), strict=True)),
            "moved": dict(zip(actors, self.moved.tolist(), strict=True)),
            "risk": dict(zip(actors, self.map.risk.tolist(), strict=True)),
            "median": self.median,
            "offers": [
                {**asdict(offer), "mover": actors[offer.mover], "challenger": actors[offer.challenger]}
                for offer in self.offers
            ],
        }


@dataclass(frozen=True)
class Played:
    """All rounds with their offers.

    Attributes:
        rounds: The rounds, the first one first; none if all stand at one place.
        outcome: What `challenge` says of them: positions, medians, how it ended.
    """

    rounds: tuple[Round, ...]
    outcome: Challenged

    def to_dict(self, actors: Sequence[str]) -> dict[str, Any]:
        """The documented shape of ``--trace --json``, with the ids of the (I,) actors."""
        dyads_at_end = []  # every ordered pair of actors that stand apart
        for last in self.rounds[-1:]:
            for i, j in zip(*np.nonzero(last.positions[:, None] != last.positions), strict=True):
                own, others = float(last.map.own[i, j]), float(last.map.others[i, j])
                pair = {"actor": actors[i], "other": actors[j], "own": own, "others": others}
                dyads_at_end.append({**pair, "quadrant": quadrant_of(own, others)})
        rounds = [played.to_dict(actors) for played in self.rounds]
        return {"status": self.outcome.status.value, "rounds": rounds, "map": dyads_at_end}


def play(
    positions: Floats,
    saliences: Floats,
    capabilities: Floats,
    variant: Variant = "code",
    rounds: int = ROUNDS,
    quo: float = 1.0,
) -> Played:
    """The rounds of `challenge`, each with all its offers; arguments and errors are those of `challenge`."""
    outcome = challenge(positions, saliences, capabilities, variant, rounds, quo)
    span, order = float(np.ptp(outcome.positions[0])), order_of(positions, saliences, capabilities)
    played = []
    for t in range(len(outcome.kinds)):
        here = outcome.positions[t]
        seen = dyads(here, saliences, capabilities, variant, quo, span, order)
        offers = offers_of(here, seen, outcome.movers[t])
        played.append(Round(here, outcome.positions[t + 1], seen, offers, float(outcome.medians[t + 1])))
    return Played(tuple(played), outcome)


def offers_of(positions: Floats, seen: Dyads, takes: Ints) -> tuple[Offer, ...]:
    """Every offer of a round.

    Args:
        positions: (I,) where the actors stand.
        seen: What they expect.
        takes: (I,) whose offer each takes; -1 for nobody's.
    """
    offers = []
    for i, j in zip(*np.nonzero(positions[:, None] != positions), strict=True):
        a, b = float(seen.own[i, j]), float(seen.others[i, j])
        if b <= 0 or a >= b or a == 0:
            continue  # i stays
        kind = KINDS[1] if a > 0 else KINDS[2] if b > -a else KINDS[3]
        goal = float(positions[i] + -a / b * (positions[j] - positions[i]) if kind == "compromise" else positions[j])
        offers.append(Offer(int(i), int(j), kind, a, b, goal, bool(takes[i] == j)))
    return tuple(offers)


def quadrant_of(own: float, other: float) -> str:
    """In which quadrant a dyad lies as i sees it: a plus where i has the better of a compromise, a minus where j."""
    if own > 0:
        return QUADRANTS[0] if other > 0 else QUADRANTS[1]
    return QUADRANTS[2] if other > 0 else QUADRANTS[3]
