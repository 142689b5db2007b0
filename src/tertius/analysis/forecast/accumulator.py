"""What is kept of the draws settled under one theory: counters only, so memory does not grow with the draws.

The summaries of `tertius.draws` count between bounds that must be known beforehand; those of a case are found here.

A draw in which a talk has a deal counts as an agreement with the probability that the deal is made, the `chance` of
`Settlements`: 1 unless the case says why it may not be. Given the draw, the talks are independent, so that a
combination of agreements has the product of their chances.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.draws import REPLICATES, Histogram, Mean
from tertius.rules.settlement import Settlements

Floats = NDArray[np.float64]

UNITS = 2.0**32
"""Steps into which a probability of 1 is divided: sums of whole numbers do not depend on their order."""


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest answers that any draw can give.

    Attributes:
        levels: (2, K) ends of the issues' scales.
        payoffs: (2, I) in points: all threats suffered and carried out, and nothing else; all stances and needs met.
        parties: (P, 2) talk and actor of every seat at a table.
    """

    levels: Floats
    payoffs: Floats
    parties: NDArray[np.int64]

    @property
    def gains(self) -> Floats:
        """(2, P) the most that a party can lose or gain from a talk, in points."""
        width = (self.payoffs[1] - self.payoffs[0])[self.parties[:, 1]]
        return np.array([-width, width])


@dataclass
class Accumulator:
    """Counters of draws under one theory.

    Attributes:
        bounds: Between what the answers lie.
        talk_of: (K,) the talk of each issue, -1 outside every talk.
        talks: How many talks there are.
        draws: How many draws there were.
        unsettled: How many of them did not come to rest; they are in no other counter.
        zones: The share of draws in which each talk has a deal, and last that in which all have.
        agreements: The probability that each talk is agreed, and last that all are.
        slight: The share of draws in which each talk has a deal that is next to nothing; last that in which any has.
        levels: Where each issue settles, in the draws in which its talk has a deal.
        payoffs: Payoffs of each actor, in points.
        gains: What each party gains from its talk, in points, in the draws in which it has a deal.
        hands: Upper hand of each party, in the draws in which its talk has a deal.
        patterns: For every combination of talks in agreement, as a mask, its probability in the draws (16,) of each
            replicate, summed, in 2^-32.
    """

    bounds: Bounds
    talk_of: NDArray[np.int64]
    talks: int
    draws: int = 0
    unsettled: int = 0
    zones: Mean = field(init=False)
    agreements: Mean = field(init=False)
    slight: Mean = field(init=False)
    levels: Histogram = field(init=False)
    payoffs: Histogram = field(init=False)
    gains: Histogram = field(init=False)
    hands: Histogram = field(init=False)
    patterns: dict[int, NDArray[np.int64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seats = len(self.bounds.parties)
        self.zones = Mean(np.zeros(self.talks + 1), np.ones(self.talks + 1))
        self.agreements = Mean(np.zeros(self.talks + 1), np.ones(self.talks + 1))
        self.slight = Mean(np.zeros(self.talks + 1), np.ones(self.talks + 1))
        self.levels = Histogram(*self.bounds.levels)
        self.payoffs = Histogram(*self.bounds.payoffs)
        self.gains = Histogram(*self.bounds.gains)
        self.hands = Histogram(np.zeros(seats), np.ones(seats))

    def add(self, many: Settlements, first: int) -> None:
        """Counts the draws `first` and on."""
        self.draws += many.draws
        self.unsettled += int((~many.settled).sum())
        talk, actor = self.bounds.parties.T
        agreed = many.agreed[:, talk]
        held = np.where(many.settled, 1.0, np.nan)[:, None]
        made = many.agreed * many.chance
        self.zones.add(np.column_stack([many.agreed, many.agreed.all(axis=1)]) * held, first)
        self.agreements.add(np.column_stack([made, made.prod(axis=1)]) * held, first)
        self.slight.add(np.column_stack([many.slight, many.slight.any(axis=1)]) * held, first)
        there = np.column_stack([many.agreed, np.ones(many.draws, np.bool_)])[:, self.talk_of]
        self.levels.add(np.where(there, many.levels, np.nan) * held, first)
        self.payoffs.add(many.payoffs * held, first)
        self.gains.add(np.where(agreed, many.gains[:, talk, actor], np.nan) * held, first)
        self.hands.add(np.where(agreed, many.hands[:, talk, actor], np.nan) * held, first)
        replicates = ((np.arange(many.draws) + first) % REPLICATES)[many.settled]
        for mask, chances in _combinations(made[many.settled]).items():
            sums = self.patterns.setdefault(mask, np.zeros(REPLICATES, np.int64))
            np.add.at(sums, replicates, np.rint(UNITS * chances).astype(np.int64))

    def merge(self, other: Accumulator) -> None:
        """Adds what was counted under another theory, in the same case."""
        self.draws += other.draws
        self.unsettled += other.unsettled
        for name in ("zones", "agreements", "slight", "levels", "payoffs", "gains", "hands"):
            getattr(self, name).merge(getattr(other, name))
        for mask, counts in other.patterns.items():
            self.patterns[mask] = self.patterns.get(mask, np.zeros(REPLICATES, np.int64)) + counts


def _combinations(made: Floats) -> dict[int, Floats]:
    """For every combination of talks in agreement that can occur, as a mask, its probability (D,) in each draw.

    Args:
        made: (D, T) the probability that each talk is agreed.
    """
    found = {0: np.ones(len(made))}
    for t, chance in enumerate(made.T):
        grown = {mask | bit << t: p * part for mask, p in found.items() for bit, part in ((0, 1 - chance), (1, chance))}
        found = {mask: p for mask, p in grown.items() if p.any()}
    return found


def accumulator_of(case: Case) -> Accumulator:
    """Empty counters for a case."""
    talks = list(case.talks)
    talk_of = [-1 if (talk := case.talk_of(issue)) is None else talks.index(talk) for issue in case.issues]
    return Accumulator(bounds_of(case), np.array(talk_of, dtype=np.int64), len(talks))


def bounds_of(case: Case) -> Bounds:
    """The bounds of a case, from the ends of its ranges."""
    actors = list(case.actors)
    payoffs = np.zeros((2, len(actors)))
    for actor, stances in case.stances.items():
        payoffs[1, actors.index(actor)] += sum(stance.salience.high for stance in stances.values())
    for need in case.needs.values():
        payoffs[1, actors.index(need.actor)] += need.weight.high
    for threat in case.threats.values():
        payoffs[0, actors.index(threat.target)] -= threat.damage.high
        payoffs[0, actors.index(threat.holder)] -= threat.cost.high
    seats = [(t, actors.index(p)) for t, talk in enumerate(case.talks.values()) for p in talk.parties]
    scales = np.array([issue.scale for issue in case.issues.values()], dtype=np.float64).reshape(-1, 2)
    return Bounds(scales.T, payoffs, np.array(seats, dtype=np.int64).reshape(-1, 2))
