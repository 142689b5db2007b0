"""On which inputs the answer hangs: Sobol' indices, a tornado, and where agreements appear or disappear.

    first order   S_i = Var(E[Y | X_i]) / Var(Y)      the share of the doubt that goes if X_i becomes known
    total order   T_i = E[Var(Y | X_-i)] / Var(Y)     the share that stays if everything else becomes known

Numbers that move together are one input. Levels without an agreement count as the reference. The estimators are
those of `sobol`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.forecast.sobol import sobol_indices
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.draws import Uncertain, check_seed, dimensions_of, uncertain_of, values_at
from tertius.draws.sampling import check_threads
from tertius.draws.sequence import Scrambling
from tertius.errors import UsageError, check_all
from tertius.results import Result, frame_of
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory
from tertius.scenarios.brackets import halve

if TYPE_CHECKING:
    import pandas as pd


Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]
BASE = 256  # rows of each of the two matrices; the work is BASE (inputs + 2) settlements
MOST_BASE = 2**20
BATCH = 512  # points settled between two reports of progress
STEPS = 33  # places at which each input is tried for a threshold
HALVINGS = 7  # of the way between two such places: a threshold is found to a 128th of it
ENDS = (0.1, 0.9)  # the quantiles between which the tornado moves an input
FLAT = 1e-12  # a variance below this share of the squared scale is none


@dataclass(frozen=True)
class Input:
    """One input: a number of the case, or several that move together.

    Attributes:
        dimension: Its column of the unit cube.
        numbers: The numbers that move.
    """

    dimension: int
    numbers: tuple[Uncertain, ...]

    @property
    def label(self) -> str:
        """What it is, in words."""
        group = self.numbers[0].group
        return f"the group '{group}'" if group else self.numbers[0].label

    @property
    def path(self) -> str:
        """Its path in the case, or that of its group."""
        group = self.numbers[0].group
        return f"groups.{group}" if group else ".".join(map(str, self.numbers[0].path))


@dataclass(frozen=True)
class Sensitivity(Result):
    """How much of the doubt about each output each input explains, under one theory.

    Attributes:
        case: The case.
        theory: Name of the theory.
        seed: Seed of the two matrices.
        base: Rows of each matrix.
        inputs: The inputs, in the order of the columns below.
        outputs: ``agreement:TALK``, ``level:ISSUE``, ``payoff:ACTOR``: those whose value moves at all.
        first: (O, I) first-order indices.
        total: (O, I) total indices.
        first_error: (O, I) half of the bootstrap's 95 percent interval.
        total_error: (O, I) likewise.
        variance: (O,) variance of each output; agreements count as their probability in the draw, 1 or 0 unless the
            case says why a deal may not be made.
        unsettled: How many settlements did not come to rest.
    """

    case: Case
    theory: str
    seed: int
    base: int
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats
    variance: Floats
    unsettled: int

    @property
    def settlements(self) -> int:
        """How many settlements were made."""
        return self.base * (len(self.inputs) + 2)

    def ranking(self, output: str) -> list[tuple[Input, float, float]]:
        """The inputs with their first and total index for one output, the largest total first."""
        row = self.outputs.index(output)
        order = np.argsort(-self.total[row], kind="stable")
        return [(self.inputs[i], float(self.first[row, i]), float(self.total[row, i])) for i in order]

    def to_frame(self) -> pd.DataFrame:
        """A row for each (output, input): first, first_error, total, total_error."""
        indices: dict[str, dict[str, dict[str, float]]] = self.to_dict()["outputs"]
        rows = [(output, name, *row.values()) for output, by_input in indices.items() for name, row in by_input.items()]
        return frame_of(
            rows, ["output", "input"], dict.fromkeys(("first", "first_error", "total", "total_error"), float)
        )

    def to_dict(self) -> dict[str, Any]:
        """All indices as plain values; `WhatMatters.to_dict` has those that were asked about."""
        return {
            "case": self.case.case,
            "theory": self.theory,
            "seed": self.seed,
            "base": self.base,
            "unsettled": self.unsettled,
            "outputs": {
                output: {
                    each.path: {
                        "first": float(self.first[o, i]),
                        "first_error": float(self.first_error[o, i]),
                        "total": float(self.total[o, i]),
                        "total_error": float(self.total_error[o, i]),
                    }
                    for i, each in enumerate(self.inputs)
                }
                for o, output in enumerate(self.outputs)
            },
        }


@dataclass(frozen=True)
class Tornado:
    """What an output is when one input alone goes to its low and its high end (10 and 90 percent)."""

    input: Input
    low: Mapping[str, float]
    high: Mapping[str, float]

    def swing(self, output: str) -> float:
        """How far the output is apart at the two ends; its sign says whether it rises with the input."""
        return self.high[output] - self.low[output]


@dataclass(frozen=True)
class Threshold:
    """Where a talk's agreement appears or disappears as one input alone crosses its range.

    Attributes:
        input: The input.
        talk: The talk.
        value: The value of its (first) number there, on its plain scale.
        appears: Whether there is agreement above it, rather than below.
    """

    input: Input
    talk: str
    value: float
    appears: bool


def inputs_of(uncertain: tuple[Uncertain, ...]) -> tuple[Input, ...]:
    """The inputs of a case, in the order of the unit cube's columns."""
    columns: dict[int, list[Uncertain]] = {}
    for number in uncertain:
        columns.setdefault(number.dimension, []).append(number)
    return tuple(Input(dimension, tuple(numbers)) for dimension, numbers in sorted(columns.items()))


def find_sensitivity(
    case: Case,
    theory: Theory,
    base: int = BASE,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Sobol' indices of first and total order for every agreement, level and payoff.

    Args:
        case: A checked case.
        theory: The theory that settles every draw.
        base: Rows of each of the two matrices, a power of two; the work is base x (inputs + 2) settlements.
        seed: Seed of the matrices.
        threads: How many draws to settle at a time; as many as there are cores if left out.
        progress: Told how many settlements are done, and of how many.

    Raises:
        UsageError: See `check_sensitivity`.
    """
    check_sensitivity(case, base, seed, threads)
    uncertain = uncertain_of(case)
    columns = dimensions_of(uncertain)
    both = Scrambling(2 * columns, np.random.default_rng(seed)).points(0, base)
    a, b = both[:, :columns], both[:, columns:]  # two independent matrices, from one sequence of twice as many columns
    mixed = np.repeat(a[None], columns, axis=0)
    for i in range(columns):
        mixed[i, :, i] = b[:, i]
    points = np.concatenate([a, b, mixed.reshape(-1, columns)])
    many = _settle_points(case, theory, uncertain, points, threads, progress)
    names, outputs = _outputs(case, many)
    moving = outputs.var(axis=1) > FLAT * np.maximum(1.0, np.abs(outputs).max(axis=1)) ** 2
    outputs = outputs[moving]
    mixed_outputs = outputs[:, 2 * base :].reshape(len(outputs), columns, base).transpose(1, 0, 2)
    indices = sobol_indices(outputs[:, :base], outputs[:, base : 2 * base], mixed_outputs, seed)
    return Sensitivity(
        case=case,
        theory=theory.name,
        seed=seed,
        base=base,
        inputs=inputs_of(uncertain),
        outputs=tuple(name for name, moves in zip(names, moving, strict=True) if moves),
        first=indices.first,
        total=indices.total,
        first_error=indices.first_error,
        total_error=indices.total_error,
        variance=outputs.var(axis=1),
        unsettled=int((~many.settled).sum()),
    )


def tornado(case: Case, theory: Theory, threads: int | None = None) -> list[Tornado]:
    """One input at a time at its low and its high end, the others at their medians."""
    uncertain = _uncertain(case)
    inputs = inputs_of(uncertain)
    points = np.full((2 * len(inputs), dimensions_of(uncertain)), 0.5)
    for row, moved in enumerate(inputs):
        points[2 * row : 2 * row + 2, moved.dimension] = ENDS
    names, outputs = _outputs(case, _settle_points(case, theory, uncertain, points, threads))
    ends = [dict(zip(names, values, strict=True)) for values in outputs.T.tolist()]
    return [Tornado(moved, *ends[2 * row : 2 * row + 2]) for row, moved in enumerate(inputs)]


def find_thresholds(
    case: Case, theory: Theory, threads: int | None = None, progress: Progress | None = None
) -> list[Threshold]:
    """Every value of one input alone, the others at their medians, at which a talk's agreement appears or disappears.

    Looked for at 33 places of each range, then halved down; what lies between two places unseen is not found.
    """
    uncertain = _uncertain(case)
    inputs = inputs_of(uncertain)
    places = np.linspace(0.0, 1.0, STEPS)
    points = np.full((len(inputs) * STEPS, dimensions_of(uncertain)), 0.5)
    for row, moved in enumerate(inputs):
        points[row * STEPS : (row + 1) * STEPS, moved.dimension] = places
    many = _settle_points(case, theory, uncertain, points, threads, progress)
    agreed = many.agreed.reshape(len(inputs), STEPS, -1)
    rows, steps, talks = np.argwhere(agreed[:, 1:] != agreed[:, :-1]).T
    appears = agreed[rows, steps + 1, talks]

    def is_above(middles: Floats, brackets: NDArray[np.intp]) -> NDArray[np.bool_]:
        there = _settle_points(case, theory, uncertain, _alone(inputs, rows[brackets], middles), threads).agreed
        return np.asarray(there[np.arange(len(brackets)), talks[brackets]] == appears[brackets])

    low, high = halve(places[steps], places[steps + 1], is_above, HALVINGS if len(rows) else 0)
    thresholds = []
    for row, t, up, point in zip(rows, talks, appears, _alone(inputs, rows, (low + high) / 2), strict=True):
        first = inputs[row].numbers[0]
        [value] = values_at((first,), point[None])[0]
        thresholds.append(Threshold(inputs[row], list(case.talks)[t], float(value), bool(up) != first.reversed))
    return thresholds


def _alone(inputs: tuple[Input, ...], rows: NDArray[np.intp], places: Floats) -> Floats:
    """(B, I) points of the unit cube at which one input each stands at a place, the others at their medians."""
    points = np.full((len(rows), 1 + max(one.dimension for one in inputs)), 0.5)
    points[np.arange(len(rows)), [inputs[row].dimension for row in rows]] = places
    return points


def _settle_points(
    case: Case,
    theory: Theory,
    uncertain: tuple[Uncertain, ...],
    points: Floats,
    threads: int | None,
    progress: Progress | None = None,
) -> Settlements:
    """Points of the unit cube (n, I), settled in batches."""
    check_threads(threads)
    parts, paths, batch = [], [number.path for number in uncertain], BATCH * theory.abreast
    for first in range(0, len(points), batch):
        values = values_at(uncertain, points[first : first + batch])
        parts.append(theory.settle_many(case, paths, values, threads or os.cpu_count() or 1))
        if progress is not None:
            progress(min(first + batch, len(points)), len(points))
    return Settlements.joined(parts)


def _uncertain(case: Case) -> tuple[Uncertain, ...]:
    """The uncertain numbers of a case; a `UsageError` if there are none."""
    uncertain = uncertain_of(case)
    if not uncertain:
        raise UsageError(f"no number of {case.case} is uncertain: give ranges, such as '45 to 75, likely 60'")
    return uncertain


def check_sensitivity(case: Case, base: int, seed: int, threads: int | None = None) -> None:
    """Whether indices can be found of what is asked for.

    Raises:
        UsageError: Every mistake: no uncertain number, a base that is no power of two, no seed, no threads.
    """
    sound(case)

    def check_base() -> None:
        if not isinstance(base, int | np.integer) or not 2 <= base <= MOST_BASE or base & (base - 1):
            raise UsageError(f"a base of {base}: take a power of two from 2 to {MOST_BASE}, such as {BASE}")

    check_all(lambda: _uncertain(case), check_base, lambda: check_seed(seed), lambda: check_threads(threads))


def _outputs(case: Case, many: Settlements) -> tuple[list[str], Floats]:
    """Names and values (O, n) of every output."""
    names = [f"agreement:{talk}" for talk in case.talks]
    names += [f"level:{issue}" for issue in case.issues]
    names += [f"payoff:{actor}" for actor in case.actors]
    return names, np.concatenate([(many.agreed * many.chance).T, many.levels.T, many.payoffs.T])
