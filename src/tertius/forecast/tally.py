"""What is kept of the draws settled under one theory: counters only, so memory does not grow with the draws."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.draws import REPLICATES, Histogram, Share
from tertius.forecast.bounds import Bounds, bounds_of
from tertius.rules.settlement import Many

__all__ = ["Tally", "tally_of"]

Floats = NDArray[np.float64]


@dataclass
class Tally:
    """Counters of draws under one theory.

    Attributes:
        bounds: Between what the answers lie.
        tables: (K,) the talk of each issue, -1 outside every talk.
        draws: How many draws there were.
        unsettled: How many of them did not come to rest; they are in no other counter.
        agreements: The share of draws in which each talk is agreed, and last that in which all are.
        levels: Where each issue settles, in the draws in which its talk is agreed.
        payoffs: Payoffs of each actor, in points.
        gains: What each party gains from its talk, in points, in the draws in which it is agreed.
        hands: Upper hand of each party, in the draws in which its talk is agreed.
        patterns: For every combination of talks in agreement, as a mask, the draws (16,) of each replicate.
    """

    bounds: Bounds
    tables: NDArray[np.int64]
    talks: int
    draws: int = 0
    unsettled: int = 0
    agreements: Share = field(init=False)
    levels: Histogram = field(init=False)
    payoffs: Histogram = field(init=False)
    gains: Histogram = field(init=False)
    hands: Histogram = field(init=False)
    patterns: dict[int, NDArray[np.int64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        seats = len(self.bounds.parties)
        self.agreements = Share(self.talks + 1)
        self.levels = Histogram(*self.bounds.levels)
        self.payoffs = Histogram(*self.bounds.payoffs)
        self.gains = Histogram(*self.bounds.gains)
        self.hands = Histogram(np.zeros(seats), np.ones(seats))

    def add(self, many: Many, first: int) -> None:
        """Counts the draws `first` and on."""
        self.draws += many.draws
        self.unsettled += int((~many.settled).sum())
        talk, actor = self.bounds.parties.T
        agreed = many.agreed[:, talk]
        held = np.where(many.settled, 1.0, np.nan)[:, None]
        every = np.column_stack([many.agreed, many.agreed.all(axis=1)])
        self.agreements.add(every * held, first)
        there = np.column_stack([many.agreed, np.ones(many.draws, np.bool_)])[:, self.tables]
        self.levels.add(np.where(there, many.levels, np.nan) * held, first)
        self.payoffs.add(many.payoffs * held, first)
        self.gains.add(np.where(agreed, many.gains[:, talk, actor], np.nan) * held, first)
        self.hands.add(np.where(agreed, many.hands[:, talk, actor], np.nan) * held, first)
        self._count_patterns(many, first)

    def _count_patterns(self, many: Many, first: int) -> None:
        masks = many.agreed @ (1 << np.arange(self.talks, dtype=np.int64))
        replicates = (np.arange(many.draws) + first) % REPLICATES
        for mask in np.unique(masks[many.settled]):
            here = replicates[many.settled & (masks == mask)]
            counts = self.patterns.setdefault(int(mask), np.zeros(REPLICATES, np.int64))
            counts += np.bincount(here, minlength=REPLICATES)

    def merge(self, other: Tally) -> None:
        """Adds what another theory's tally of the same case has counted."""
        self.draws += other.draws
        self.unsettled += other.unsettled
        for name in ("agreements", "levels", "payoffs", "gains", "hands"):
            getattr(self, name).merge(getattr(other, name))
        for mask, counts in other.patterns.items():
            self.patterns[mask] = self.patterns.get(mask, np.zeros(REPLICATES, np.int64)) + counts


def tally_of(case: Case) -> Tally:
    """Empty counters for a case."""
    talks = list(case.talks)
    tables = [case.talk_of(issue) for issue in case.issues]
    rows = np.array([-1 if table is None else talks.index(table) for table in tables], dtype=np.int64)
    return Tally(bounds_of(case), rows, len(talks))
