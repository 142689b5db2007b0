"""The contract curve of a talk of two, and how far along it each type of a party would still agree.

The curve x(lambda) has the maximisers of w g_1 + (1 - w) g_2 at the middles, for w from 0 to 1, and is read by
lambda = g_1 / (best g_1): the higher, the better for the first party and the worse for the second. Reservation points:

    r_1(theta) = min{lambda : g_1(x(lambda); theta) >= 0},   r_2(theta) = max{lambda : g_2(x(lambda); theta) >= 0}

Where a deal can reach a demand or fall short of it the curve is that of both, without the points that another one
beats for both parties; between such parts there is a gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tertius.rules.arrays import Flags, Floats
from tertius.rules.bargaining.chances.best import best_levels
from tertius.rules.bargaining.chances.talk import Demand, Settled, Side, side_of

POINTS = 33
"""Weights that the curve begins with."""

ROUNDS = 3
"""How often weights are put between those whose points are far apart."""

STEP = 1 / 256
"""So near to each other, in lambda, the points of the curve are in the end."""

SAME = 1e-9
"""Points that differ by less in lambda are one; a gain of less, as a share of the range, is none."""

MOST_DEMANDS = 6
"""Of more demands than these only all together, or none, or one at a time are looked at."""

MIDDLE = slice(0, 1)
"""The row of the types in which every number stands at its middle."""


@dataclass(frozen=True)
class Curve:
    """The contract curve of a talk of two.

    Attributes:
        points: (P, n) levels.
        shares: (P,) lambda, strictly increasing.
        joined: (P - 1,) whether what lies between two neighbours is on the curve too.
    """

    points: Floats
    shares: Floats
    joined: Flags


def met_sets(demands: Sequence[Demand]) -> Iterator[tuple[Demand, ...]]:
    """Yield the sets of demands that a deal may meet."""
    sizes = range(len(demands) + 1) if len(demands) <= MOST_DEMANDS else (0, 1, len(demands))
    for size in sizes:
        yield from combinations(demands, size)


def box_of(settled: Settled, talk: int, met: Sequence[Demand]) -> tuple[Floats, Floats]:
    """(n,) the lowest and the highest levels of the talk at which these demands are met."""
    here = np.flatnonzero(settled.structure.issue_talk == talk).tolist()
    low, high = np.zeros(len(here)), np.ones(len(here))
    for demand in met:
        for issue, level, more in zip(demand.issues, demand.levels, demand.more, strict=True):
            k = here.index(issue)
            if more:
                low[k] = max(low[k], level)
            else:
                high[k] = min(high[k], level)
    return low, high


def _reached(settled: Settled, talk: int, levels: Floats) -> Flags:
    """(S, P) which demands are met at levels (P, n) of the talk."""
    whole = np.zeros((len(levels), len(settled.structure.issue_talk)))
    whole[:, settled.structure.issue_talk == talk] = levels
    demands = settled.demands(talk)
    return np.array([demand.met(whole) for demand in demands], np.bool_).reshape(len(demands), len(levels))


def gains_at(settled: Settled, talk: int, actor: int, levels: Floats, rows: slice) -> Floats:
    """(D, P) the gains of the types of a party at levels (P, n) of the talk, whatever demands these meet."""
    demands, reached = settled.demands(talk), _reached(settled, talk, levels)
    gains = np.empty((len(settled.numbers.reference[rows]), len(levels)))
    for column in np.unique(reached, axis=1).T if len(levels) else ():
        met = [demand for demand, holds in zip(demands, column, strict=True) if holds]
        same = (reached == column[:, None]).all(axis=0)
        gains[:, same] = side_of(settled, talk, actor, met, rows).gains(levels[same])
    gains[np.abs(gains) < SAME * settled.answers.units[rows, actor, None]] = 0.0
    return gains


def curve_of(settled: Settled, talk: int, first: int, second: int) -> Curve | None:
    """The contract curve of a talk at the middles; None if the levels do not move what both gain."""
    demands, found = settled.demands(talk), []
    for part, met in enumerate(met_sets(demands)):
        levels = _part(settled, talk, (first, second), met)
        reached = _reached(settled, talk, levels)
        own = np.flatnonzero((reached == np.array([demand in met for demand in demands])[:, None]).all(axis=0))
        found.append((levels[own], np.full(len(own), part), own))  # what meets more is in another part
    points, parts, places = (np.concatenate(columns) for columns in zip(*found, strict=True))
    gains = np.stack([gains_at(settled, talk, actor, points, MIDDLE)[0] for actor in (first, second)])
    kept = _undominated(gains)
    points, parts, places, gains = points[kept], parts[kept], places[kept], gains[:, kept]
    if len(kept) < 2 or gains[0, -1] <= 0:
        return None
    joined = (parts[1:] == parts[:-1]) & (places[1:] == places[:-1] + 1)
    return Curve(points, gains[0] / gains[0, -1], joined)


def _part(settled: Settled, talk: int, parties: tuple[int, int], met: Sequence[Demand]) -> Floats:
    """(P, n) the curve where these demands are met, from the best for the second party to the best for the first."""
    low, high = box_of(settled, talk, met)
    if (low > high).any():
        return np.empty((0, len(low)))
    sides = [side_of(settled, talk, actor, met, MIDDLE) for actor in parties]
    units = settled.answers.units[0, list(parties)]
    here = settled.structure.issue_talk == talk
    start = np.clip(settled.numbers.reference[0, here], low, high)

    def levels_at(weights: Floats) -> Floats:
        return best_levels(sides, np.stack([weights, 1 - weights], axis=1) / units, low, high, start)

    weights = np.concatenate([[1e-6], np.linspace(0, 1, POINTS)[1:-1], [1 - 1e-6]])
    points = levels_at(weights)
    for _ in range(ROUNDS):
        far = _steps(sides[0], points) > STEP
        if not far.any():
            break
        between = (weights[1:] + weights[:-1])[far] / 2
        order = np.argsort(np.concatenate([weights, between]), kind="stable")
        weights = np.concatenate([weights, between])[order]
        points = np.concatenate([points, levels_at(between)])[order]
    return _filled(sides[0], points)


def _steps(side: Side, points: Floats) -> Floats:
    """(P - 1,) how far neighbours are apart, as a share of what the first party gains along the curve."""
    gains = side.gains(points)[0]
    steps: Floats = np.abs(np.diff(gains)) / max(float(np.ptp(gains)), 1e-300)
    return steps


def _filled(side: Side, points: Floats) -> Floats:
    """The points with more between those that are still far apart: on the curve where the gains are linear there."""
    pieces = [points[:1]]
    for step, start, end in zip(_steps(side, points), points[:-1], points[1:], strict=True):
        more = max(1, int(np.ceil(step / STEP)))
        pieces.append(start + np.arange(1, more + 1)[:, None] / more * (end - start))
    return _risen(side, np.concatenate(pieces))


def _risen(side: Side, points: Floats) -> Floats:
    """The points without those at which the first party has gained no more since the last."""
    gains, kept = side.gains(points)[0], [0]
    slack = SAME * float(np.ptp(gains))
    for place in range(1, len(points)):
        if gains[place] > gains[kept[-1]] + slack:
            kept.append(place)
    return points[kept]


def _undominated(gains: Floats) -> list[int]:
    """The points that no other beats for both, in the order of what the first gains; one of those that are the same."""
    order = np.lexsort((gains[1], gains[0]))[::-1]
    slack = SAME * np.maximum(np.ptp(gains, axis=1), 1e-300)
    kept: list[int] = []
    for place in order.tolist():
        last = gains[:, kept[-1]] if kept else np.array([np.inf, -np.inf])
        if gains[0, place] < last[0] - slack[0] and gains[1, place] > last[1] + slack[1]:
            kept.append(place)
    return kept[::-1]


def reservation_points(curve: Curve, gains: Floats, first: bool) -> Floats:
    """(D,) how far along the curve each type would still agree.

    Args:
        curve: The curve.
        gains: (D, P) the gains of the types at its points.
        first: Whether they are types of the first party, for whom more is better.

    Returns:
        r_1, infinite for a type that agrees nowhere; or r_2, minus infinite for such a type.
    """
    if not first:
        turned = Curve(curve.points[::-1], -curve.shares[::-1], curve.joined[::-1])
        return -reservation_points(turned, gains[:, ::-1], True)
    agrees = gains >= 0
    place = agrees.argmax(axis=1)
    found = np.where(agrees.any(axis=1), curve.shares[place], np.inf)
    rows = np.flatnonzero(agrees.any(axis=1) & (place > 0))
    rows = rows[curve.joined[place[rows] - 1]]
    after = place[rows]
    above, below = gains[rows, after], gains[rows, after - 1]
    part = above / (above - below)
    found[rows] -= part * (curve.shares[after] - curve.shares[after - 1])
    return found
