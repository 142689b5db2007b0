"""The smallest change of one number alone: a grid along its legal range on either side, then the bracket halved.

The grid is finer in the number's own range than beyond it. Where the goal is first met on a side, the way from the last
place where it is not is halved until it is a `NARROW` share of the change. What lies between two places of the grid
unseen is not found.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.seek.levers import Lever
from tertius.analysis.seek.readings import Counted, Reading
from tertius.analysis.seek.result import Step, Way
from tertius.scenarios.brackets import halve

Floats = NDArray[np.float64]

OWN, BEYOND = 5, 12
"""So many places on each side of the middle: in the number's own range, and beyond it."""

NARROW = 2e-4
"""The bracket is halved until it is no wider than this share of the change."""

ROUNDED = 1e-3
"""The value found is rounded away from the middle, by no more than this share of the change."""

HALVINGS = 40


@dataclass(frozen=True)
class Side:
    """One side of a number: the places at which it is tried, from its middle outwards, and what was read there.

    Attributes:
        lever: The number.
        places: (N,) the places.
        reading: What the goal finds there.
    """

    lever: Lever
    places: Floats
    reading: Reading

    @property
    def first(self) -> int:
        """The first place where the goal is met; -1 if there is none."""
        return int(np.argmax(self.reading.met)) if self.reading.met.any() else -1

    @property
    def nearest(self) -> float:
        """How near the goal comes on this side; infinite where nothing says so."""
        known = self.reading.missing[np.isfinite(self.reading.missing)]
        return float(known.min()) if known.size else math.inf


def places_of(lever: Lever, up: bool) -> Floats:
    """Where a number is tried on one side of its middle, outwards; empty if it cannot go there.

    Beyond its range a number without an upper end is tried at places that lie the wider apart the further out.
    """
    end = lever.high if up else lever.low
    if end == lever.now:
        return np.empty(0)
    own, parts = lever.now, []
    if lever.own is not None:
        own = min(lever.own[1], end) if up else max(lever.own[0], end)
        parts.append(np.linspace(lever.now, own, OWN + 1)[1:] if own != lever.now else np.empty(0))
    if own != end:
        shares = np.linspace(0.0, 1.0, BEYOND + 1)[1:]
        far = abs(end - own) > 1.5 * lever.width
        parts.append(own + (end - own) * (shares**2 if far else shares))
    return np.concatenate(parts)


def sides_of(question: Counted, levers: Sequence[Lever]) -> list[Side]:
    """Both sides of every number, read."""
    asked = [(lever, places_of(lever, up)) for lever in levers for up in (True, False)]
    asked = [(lever, places) for lever, places in asked if len(places)]
    whole = question.read([{lever.path: float(place)} for lever, places in asked for place in places])
    sides, end = [], 0
    for lever, places in asked:
        start, end = end, end + len(places)
        part = (whole.values[start:end], whole.met[start:end], whole.missing[start:end])
        sides.append(Side(lever, places, Reading(*part)))
    return sides


def ways_of(question: Counted, sides: Sequence[Side]) -> list[Way]:
    """The smallest change on each side that reaches the goal, of each number the better one."""
    met = [side for side in sides if side.first >= 0]
    if not met:
        return []
    levers = [side.lever for side in met]
    now = np.array([lever.now for lever in levers])
    there = np.array([side.places[side.first] for side in met])
    short = np.array([side.places[side.first - 1] if side.first else side.lever.now for side in met])

    def is_there(places: Floats, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        points = [{levers[row].path: float(place)} for row, place in zip(rows, places, strict=True)]
        return question.read(points).met

    def wide(one: Floats, other: Floats) -> NDArray[np.bool_]:
        return np.asarray(np.abs(other - one) > NARROW * np.abs(other - now))

    short, there = halve(short, there, is_there, HALVINGS, wide)
    plain = np.array([rounded(lever, float(value)) for lever, value in zip(levers, there, strict=True)])
    values = np.concatenate([plain, there, short])
    read = question.read([{lever.path: float(v)} for lever, v in zip(levers * 3, values, strict=True)])
    count, best = len(levers), dict[str, Way]()
    for row, lever in enumerate(levers):
        place = row if read.met[row] else count + row
        way = Way(
            steps=(step_of(lever, float(values[place])),),
            value=float(read.values[place]),
            short=float(short[row]),
            value_short=float(read.values[2 * count + row]),
        )
        known = best.get(lever.name)
        if known is None or way.order < known.order:
            best[lever.name] = way
    return sorted(best.values(), key=lambda way: way.order)


def step_of(lever: Lever, to: float) -> Step:
    """The change of a number to a value."""
    low, high = lever.own or (lever.now, lever.now)
    label, unit = lever.number.label, lever.number.unit
    return Step(lever.name, label, unit, lever.now, to, low, high, lever.share(to), lever.within(to))


def rounded(lever: Lever, value: float) -> float:
    """A value rounded away from the middle, to as few decimals as a share `ROUNDED` of the change allows."""
    room, up = ROUNDED * abs(value - lever.now), value > lever.now
    if not room:
        return value
    for decimals in range(math.floor(-math.log10(room)), math.floor(-math.log10(room)) + 2):
        scaled = value * 10.0**decimals
        found = round((math.ceil(scaled) if up else math.floor(scaled)) / 10.0**decimals, max(0, decimals))
        crosses = lever.own is not None and lever.within(value) and not lever.within(found)
        if abs(found - value) <= room and lever.low <= found <= lever.high and not crosses:
            return found
    return value
