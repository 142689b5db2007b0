"""One number of a case along its range: where each talk is agreed and where issues settle, and where that tips."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.seek.levers import Lever, lever_at
from tertius.analysis.seek.trials import Trials
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.draws.sampling import check_threads
from tertius.errors import UsageError, check_all
from tertius.results import Record, Result, frame_of
from tertius.rules import chosen_theory
from tertius.rules.settlement import Settlements
from tertius.scenarios.brackets import halve
from tertius.scenarios.targets import outputs_for, targets_of, values_of

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

POINTS, MOST_POINTS = 41, 1001
HALVINGS = 12
"""Of the way between two points: a threshold is found to a 4,096th of it."""


@dataclass(frozen=True)
class Tick(Record):
    """Where a talk's agreement appears or disappears.

    Attributes:
        talk: The talk.
        below: The last value below it that was settled.
        above: The first value above it.
        appears: Whether there is agreement above, rather than below.
    """

    talk: str
    below: float
    above: float
    appears: bool

    @property
    def value(self) -> float:
        """Between the two."""
        return (self.below + self.above) / 2


@dataclass(frozen=True)
class Sweep(Result):
    """A case settled along one of its numbers, every other at its middle.

    Attributes:
        case: The case.
        theory: Name of the theory.
        path: Where the number stands.
        label: What it is, in words.
        unit: What it is counted in.
        now: Its middle.
        own: The two ends of its own range, its value twice if the case is certain of it.
        points: (P,) the values at which the case is settled, from the lowest to the highest.
        outputs: Output: (P,) its value there; an agreement is 1 or 0, nan what did not come to rest.
        ticks: Where agreements appear or disappear, from low to high.
    """

    case: Case
    theory: str
    path: str
    label: str
    unit: str
    now: float
    own: tuple[float, float]
    points: tuple[float, ...]
    outputs: Mapping[str, tuple[float, ...]]
    ticks: tuple[Tick, ...]

    def ending(self) -> tuple[str, ...]:
        """The number, and how many thresholds there are."""
        ends = f"{self.points[0]:g} to {self.points[-1]:g}"
        return (f"{self.label} from {ends} under {self.theory}: {len(self.ticks)} thresholds of agreements.",)

    def moves(self, output: str) -> bool:
        """Whether an output differs anywhere along the number."""
        known = [value for value in self.outputs[output] if value == value]
        return bool(known) and max(known) - min(known) > 1e-6

    def to_frame(self) -> pd.DataFrame:
        """A row for each point, a column for each output."""
        rows = zip(self.points, *self.outputs.values(), strict=True)
        return frame_of(rows, ["value"], dict.fromkeys(self.outputs, float))

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        said = ("theory", "path", "label", "unit", "now", "own", "points", "outputs", "ticks")
        return {"case": self.case.case, "as_of": self.case.as_of.isoformat(), **self.plain(*said)}


def sweep(
    case: Case,
    path: str,
    points: int = POINTS,
    of: str | None = None,
    *,
    over: tuple[float, float] | None = None,
    rule: str | None = None,
    solution: str | None = None,
    threads: int | None = None,
) -> Sweep:
    """A case along one of its numbers.

    Args:
        case: A checked case.
        path: The path of the number, or the words by which the case calls it.
        points: At how many values it is settled, evenly spaced; its middle comes to them.
        of: What is asked about, see `outputs_for`; every agreement and level if left out.
        over: From where to where, on its plain scale; all that is legal if left out, and of a number without an upper
            end up to ten times the largest of its kind.
        rule: Key of the rule; the first that applies to the case if left out.
        solution: Key of the solution of talks that do not say theirs; Nash's if left out.
        threads: How many points to settle at a time; as many as there are cores if left out.

    Raises:
        UsageError: There is no such number, output, rule or solution, or the points or ends are none; all at once.
    """
    sound(case)
    check_all(
        lambda: _check_ends(lever_at(case, path), over),
        lambda: outputs_for(case, of),
        lambda: chosen_theory(case, rule, solution),
        lambda: _check_points(points),
        lambda: check_threads(threads),
    )
    lever, theory = lever_at(case, path), chosen_theory(case, rule, solution)
    low, high = over or (lever.low, lever.near)
    values = np.linspace(low, high, points)
    if low <= lever.now <= high:
        values = np.unique(np.append(values, lever.now))
    trials = Trials(case, theory, threads or os.cpu_count() or 1)
    many = trials.settle([{lever.path: float(value)} for value in values])
    return Sweep(
        case=case,
        theory=theory.name,
        path=lever.name,
        label=lever.number.label,
        unit=lever.number.unit,
        now=lever.now,
        own=lever.own or (lever.now, lever.now),
        points=tuple(map(float, values)),
        outputs={name: _output(case, name, many) for name in outputs_for(case, of)},
        ticks=_ticks(case, lever, trials, values, many.agreed),
    )


def _output(case: Case, name: str, many: Settlements) -> tuple[float, ...]:
    """An output at every point; an agreement is 1 or 0, however likely it is to be made."""
    target = targets_of(case)[name]
    if target.kind == "agreement":
        values = many.agreed[:, list(case.talks).index(target.ident)].astype(float)
    else:
        values = values_of(case, target, many)
    return tuple(map(float, np.where(many.settled, values, np.nan)))


def _ticks(case: Case, lever: Lever, trials: Trials, values: Floats, agreed: NDArray[np.bool_]) -> tuple[Tick, ...]:
    """Every place between two points at which an agreement appears or disappears, both sides of it."""
    found = np.argwhere(agreed[1:] != agreed[:-1])
    if not len(found):
        return ()
    steps, talks = found.T
    appears = agreed[steps + 1, talks]

    def is_above(places: Floats, rows: NDArray[np.intp]) -> NDArray[np.bool_]:
        there = trials.settle([{lever.path: float(place)} for place in places]).agreed
        return np.asarray(there[np.arange(len(rows)), talks[rows]] == appears[rows])

    below, above = halve(values[steps], values[steps + 1], is_above, HALVINGS)
    names = list(case.talks)
    ends = zip(talks, below, above, appears, strict=True)
    ticks = [Tick(names[talk], float(low), float(high), bool(up)) for talk, low, high, up in ends]
    return tuple(sorted(ticks, key=lambda tick: (tick.value, tick.talk)))


def _check_points(points: int) -> None:
    if not isinstance(points, int | np.integer) or isinstance(points, bool) or not 2 <= points <= MOST_POINTS:
        raise UsageError(f"{points} points: a sweep has 2 to {MOST_POINTS:,}")


def _check_ends(lever: Lever, over: tuple[float, float] | None) -> None:
    if over is not None and not lever.low <= over[0] < over[1] <= lever.high:
        raise UsageError(f"over {over[0]:g} to {over[1]:g}: {lever.name} goes from {lever.low:g} to {lever.high:g}")
