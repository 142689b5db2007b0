"""P(deal) from private numbers, worked out slowly: one type after the other, and loops over a fine grid.

It shares nothing with `rules/bargaining/chances` but the draws: every type is a case of its own, settled by itself, and
payoffs are taken term by term. Talks of two parties.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import tertius
from tertius.case import Case
from tertius.case.parse.origin import Path
from tertius.draws import REPLICATES, fix, sample, uncertain_of
from tertius.rules.payoffs import chances_of, falls_short, payoff_of

Floats = NDArray[np.float64]

GRID = 3000
"""Steps of lambda."""

ALONG = 101
"""Points of the curve at which payoffs are worked out."""

SCAN = 1001
"""Levels of the only issue of a talk at which they are."""


@dataclass(frozen=True)
class SlowChance:
    """P(a zone), P(deal) under the best mediator, and by last offers."""

    zone: float
    floor: float
    offer: float


def chances_slowly(case: Case, talk: str, rule: str, types: int, spread: float = 1.0) -> SlowChance:
    """The chances of a talk of two, from its `doubt`."""
    first, second = case.talks[talk].parties
    bare = case.model_copy(update={"talks": {t: one.model_copy(update={"doubt": {}}) for t, one in case.talks.items()}})
    middle = fix(bare, {number.path: number.middle for number in uncertain_of(bare)})
    one_issue = len(case.talks[talk].issues) == 1
    curve = (_scan if one_issue else _curve)(middle, talk, first, second, rule)
    at_middle = _gains(middle, talk, first, rule, curve)
    lambdas = at_middle / at_middle.max()
    places = np.arange(len(lambdas), dtype=float)
    if one_issue:  # between neighbours, but not where one of them meets a demand and the other does not
        told = [_short_ones(middle, point) for point in curve]
        alike = [place for place in range(len(curve) - 1) if told[place] == told[place + 1]]
        fine_places = np.unique(np.concatenate([places, *(place + np.arange(1, 10) / 10 for place in alike)]))
    else:
        fine_places = np.interp(np.linspace(lambdas[0], lambdas[-1], GRID), lambdas, places)
    fine = np.interp(fine_places, places, lambdas)
    tables = []
    for party in (first, second):
        rows = [_gains(one, talk, party, rule, curve) for one in _types(case, bare, talk, party, types, spread)]
        tables.append([np.interp(fine_places, places, row) for row in rows])
    powers = [case.talks[talk].power[p].power.middle if p in case.talks[talk].power else 1.0 for p in (first, second)]
    return chances_on_grid(fine, tables[0], tables[1], powers[0] / sum(powers))


def chances_on_grid(fine: Floats, ones: list[Floats], others: list[Floats], weight: float) -> SlowChance:
    """The chances from what types gain on a grid of lambda, by loops.

    Args:
        fine: The grid.
        ones: For each type of the first party what it gains there.
        others: The same for the second.
        weight: How likely the first one proposes.
    """
    r1 = [fine[np.flatnonzero(row >= 0)[0]] if (row >= 0).any() else np.inf for row in ones]
    r2 = [fine[np.flatnonzero(row >= 0)[-1]] if (row >= 0).any() else -np.inf for row in others]
    gap = (max(r for r in r2 if r > -np.inf) - min(r for r in r1 if r < np.inf)) / 4
    zone = floor = 0
    for a in r1:
        for b in r2:
            zone += a <= b
            floor += b - a >= gap - 1e-12
    pairs = len(r1) * len(r2)
    accepted_2 = np.array([sum(b >= x for b in r2) / len(r2) for x in fine])
    accepted_1 = np.array([sum(a <= x for a in r1) / len(r1) for x in fine])
    offer = weight * _offers(ones, accepted_2) + (1 - weight) * _offers(others, accepted_1)
    return SlowChance(zone / pairs, floor / pairs, offer)


def _offers(rows: list[Floats], accepted: Floats) -> float:
    """The mean over the proposer's types of P(its best offer is accepted)."""
    total = 0.0
    for row in rows:
        best, place = 0.0, -1
        for at, worth in enumerate(row * accepted):
            if worth > best:
                best, place = worth, at
        total += accepted[place] if place >= 0 else 0.0
    return total / len(rows)


def _types(case: Case, bare: Case, talk: str, party: str, types: int, spread: float) -> list[Case]:
    """A case for every type of a party."""
    doubt = case.talks[talk].doubt
    scale = spread * (doubt[party].share.middle if party in doubt else 0.0)
    numbers = uncertain_of(bare)
    middles: dict[Path, float] = {number.path: number.middle for number in numbers}
    if scale == 0:
        return [fix(bare, middles)]

    def own(path: Path) -> bool:
        return path[:2] == ("stances", party) or (path[0] == "needs" and bare.needs[str(path[1])].actor == party)

    groups = {number.group for number in numbers if own(number.path) and number.group}
    moving = [c for c, number in enumerate(numbers) if own(number.path) or number.group in groups - {""}]
    found = []
    for row in sample(bare, 0, REPLICATES * types)[::REPLICATES]:
        values = dict(middles)
        for c in moving:
            path = numbers[c].path
            value = middles[path] + scale * (row[c] - middles[path])
            values[path] = min(max(value, _low(bare, path)), _high(bare, path))
        found.append(fix(bare, values))
    return found


def _low(case: Case, path: Path) -> float:
    return case.issues[str(path[2])].scale[0] if path[-1] == "position" else 0.0


def _high(case: Case, path: Path) -> float:
    if path[-1] == "position":
        return case.issues[str(path[2])].scale[1]
    return {"salience": 100.0, "share": 1.0}.get(str(path[-1]), 1e9)


def _gains(case: Case, talk: str, party: str, rule: str, points: list[dict[str, float]]) -> Floats:
    """What a party gains at each point, the other talks as settled."""
    worth = _worth(case, talk, party, rule)
    return np.array([worth(point) for point in points])


def _worth(case: Case, talk: str, party: str, rule: str) -> Callable[[Mapping[str, float]], float]:
    settled = tertius.settle(case, rule=rule)
    agreements, walk = {**settled.agreements, talk: True}, settled.walk_away[talk][party]
    chances = chances_of(case)
    return lambda point: payoff_of(case, {**settled.levels, **point}, agreements, party, chances) - walk


def _short_ones(case: Case, point: dict[str, float]) -> list[bool]:
    """Which threats and links fire although there is a deal."""
    held = [*case.threats.values(), *case.links.values()]
    return [falls_short(case, point, one.unless) for one in held]


def _scan(middle: Case, talk: str, first: str, second: str, rule: str) -> list[dict[str, float]]:
    """The levels of the one issue of a talk that no other beats for both, in the order of what the first gains."""
    [issue] = middle.talks[talk].issues
    low, high = middle.issues[issue].scale
    held = [one for one in (*middle.threats.values(), *middle.links.values()) if issue in one.unless]
    asked = [one.unless[issue].level.on((low, high)).middle for one in held]
    points = [{issue: level} for level in sorted({*np.linspace(low, high, SCAN).tolist(), *asked})]
    one, other = (_gains(middle, talk, party, rule, points) for party in (first, second))
    kept, best = [], -np.inf
    for place in sorted(range(len(points)), key=lambda place: (one[place], other[place]), reverse=True):
        if other[place] > best + 1e-12:
            kept.append(points[place])
            best = other[place]
    return kept[::-1]


def _curve(middle: Case, talk: str, first: str, second: str, rule: str) -> list[dict[str, float]]:
    """Points along the contract curve, from the best for the second party on."""
    issues = list(middle.talks[talk].issues)
    one, other = (_worth(middle, talk, party, rule) for party in (first, second))
    scales = np.array([middle.issues[issue].scale for issue in issues])

    def told(x: Floats) -> dict[str, float]:
        return dict(zip(issues, scales[:, 0] + np.clip(x, 0, 1) * (scales[:, 1] - scales[:, 0]), strict=True))

    def best(w: float) -> Floats:
        starts = [np.full(len(issues), share) for share in (0.3, 0.7)]
        found = [
            minimize(
                lambda x: -(w * one(told(x)) + (1 - w) * other(told(x))),
                start,
                method="Powell",
                bounds=[(0, 1)] * len(issues),
                options={"xtol": 1e-8, "ftol": 1e-13},
            )
            for start in starts
        ]
        return np.clip(np.atleast_1d(min(found, key=lambda result: float(result.fun)).x), 0, 1)

    corners = [best(w) for w in (1e-4, *np.linspace(0.03, 0.97, 29), 1 - 1e-4)]
    gains = np.array([one(told(x)) for x in corners])
    kept = [0]
    for place in range(1, len(corners)):
        if gains[place] > gains[kept[-1]] + 1e-6:
            kept.append(place)
    wanted = np.linspace(gains[kept[0]], gains[kept[-1]], ALONG)
    rows = np.array([corners[place] for place in kept])
    along = np.stack([np.interp(wanted, gains[kept], rows[:, k]) for k in range(len(issues))], axis=1)
    points = [told(x) for x in along]
    worth = np.array([one(point) for point in points])
    rising = [0]
    for place in range(1, len(points)):
        if worth[place] > worth[rising[-1]] + 1e-9:
            rising.append(place)
    return [points[place] for place in rising]
