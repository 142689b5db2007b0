"""The smallest change of two numbers together: a grid of both shares, then the neighbourhood of the best, again finer.

Each number goes to the side on which it alone brings the goal nearest, and no further than to a sum of shares that one
number alone would need.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.seek.levers import Lever
from tertius.analysis.seek.numbers import Side, rounded, step_of
from tertius.analysis.seek.readings import Counted
from tertius.analysis.seek.result import Way

Floats = NDArray[np.float64]

NUMBERS = 6
"""So many numbers are paired."""

GRID, ZOOM, ZOOMS = 10, 3, 6
"""Places of each number on the first grid and on the finer ones, and how often the best place is looked at closer."""

LOOKED_INTO, SHOWN = 4, 3
"""So many pairs are looked at closer, and so many kept."""

BETTER = 0.99
"""A pair is kept if its sum is below this share of what one number alone needs."""


@dataclass(frozen=True)
class Leg:
    """A number that goes to one side.

    Attributes:
        lever: The number.
        end: How far it may go.
    """

    lever: Lever
    end: float

    @property
    def most(self) -> float:
        """The share of the change to its end."""
        return self.lever.share(self.end)

    def at(self, share: float) -> float:
        """The value at a share of change."""
        if share >= self.most:
            return self.end
        return self.lever.now + math.copysign(share * self.lever.width, self.end - self.lever.now)


def legs_of(sides: Sequence[Side], own: bool) -> list[Leg]:
    """Of every number the side on which it alone brings the goal nearest, the best `NUMBERS` of them.

    Args:
        sides: The sides, read.
        own: Whether numbers stay in their own ranges.
    """
    ranked: dict[str, tuple[tuple[float, float], Leg]] = {}
    for side in sides:
        lever, up = side.lever, bool(side.places[0] > side.lever.now)
        end = lever.high if up else lever.low
        if own:
            if lever.own is None:
                continue
            end = min(end, lever.own[1]) if up else max(end, lever.own[0])
        if end == lever.now:
            continue
        reaches = lever.share(float(side.places[side.first])) if side.first >= 0 else math.inf
        rank = (reaches, side.nearest)
        if rank < (math.inf, math.inf) and (lever.name not in ranked or rank < ranked[lever.name][0]):
            ranked[lever.name] = rank, Leg(lever, end)
    return [leg for _, leg in sorted(ranked.values(), key=lambda one: one[0])[:NUMBERS]]


def pairs_of(question: Counted, legs: Sequence[Leg], limit: float) -> list[Way]:
    """The smallest changes of two of these numbers whose sum of shares is below a limit."""
    found = []
    for one, other in combinations(legs, 2):
        first, second = (np.linspace(0.0, min(leg.most, limit), GRID + 1) for leg in (one, other))
        sums = _best(question, one, other, first, second, limit)
        if sums is not None:
            found.append((sum(sums), sums, one, other))
    ways = []
    for _, shares, one, other in sorted(found, key=lambda each: each[0])[:LOOKED_INTO]:
        way = _closer(question, one, other, shares, limit)
        if way is not None:
            ways.append(way)
    return sorted(ways, key=lambda way: way.share)[:SHOWN]


def _best(
    question: Counted, one: Leg, other: Leg, first: Floats, second: Floats, limit: float
) -> tuple[float, float] | None:
    """Of a grid of shares that with the smallest sum at which the goal is met; None if it is met at none."""
    grid = [(float(a), float(b)) for a in first for b in second if 0 < a + b <= limit]
    read = question.read([{one.lever.path: one.at(a), other.lever.path: other.at(b)} for a, b in grid])
    met = [shares for shares, so in zip(grid, read.met, strict=True) if so]
    return min(met, key=sum) if met else None


def _closer(question: Counted, one: Leg, other: Leg, shares: tuple[float, float], limit: float) -> Way | None:
    """The neighbourhood of a place, grid in grid; None if one of the two numbers would not be needed."""
    widths = [min(leg.most, limit) / GRID for leg in (one, other)]
    for _ in range(ZOOMS):
        grids = [
            np.clip(np.linspace(at - width, at + width, 2 * ZOOM + 1), 0.0, min(leg.most, limit))
            for at, width, leg in zip(shares, widths, (one, other), strict=True)
        ]
        shares = _best(question, one, other, np.unique(grids[0]), np.unique(grids[1]), sum(shares)) or shares
        widths = [width / ZOOM * 1.5 for width in widths]
    if min(shares) < 0.02 * sum(shares) or sum(shares) > BETTER * limit:
        return None
    exact = [leg.at(share) for leg, share in zip((one, other), shares, strict=True)]
    plain = [rounded(leg.lever, value) for leg, value in zip((one, other), exact, strict=True)]
    read = question.read([dict(zip((one.lever.path, other.lever.path), ends, strict=True)) for ends in (plain, exact)])
    if not read.met.any():
        return None
    row = int(np.argmax(read.met))
    steps = tuple(step_of(leg.lever, to) for leg, to in zip((one, other), (plain, exact)[row], strict=True))
    return Way(steps, float(read.values[row]), float("nan"), float("nan"))
