"""Comparisons: in which draws a quantity differs between two versions of a case as a claim says.

Sweeps: in which draws a quantity moves with an input as a claim says, step by step over a range.

The version of a case that a claim speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tertius.case.actions import Change, Sweep
from tertius.case.edit.changes import apply_steps, bare_case, steps_of
from tertius.case.model import Case
from tertius.scenarios.effects import SAME

Floats = NDArray[np.float64]


Direction = Literal["higher", "lower", "same"]


HAIR = 1e-9


def differs(change: Floats, direction: Direction, at_least: float) -> Floats:
    """Whether a change goes in a direction: 1 or 0, nan where there is no change to speak of.

    Higher and lower: by `at_least`, and by more than levels are settled to. Same: by no more than `at_least`.

    Args:
        change: (...) the quantity in the first version less that in the second.
        direction: ``higher``, ``lower`` or ``same``.
        at_least: By how much, in the units of the quantity; 0 or more.
    """
    if direction == "same":
        holds = np.abs(change) <= max(at_least, SAME) + HAIR
    else:
        moved = change if direction == "higher" else -change
        holds = (moved > SAME) & (moved >= at_least - HAIR)
    return np.where(np.isnan(change), np.nan, holds.astype(np.float64))


STEPS = 4
"""The range is gone through in so many equal steps."""


def points_over(sweep: Sweep) -> tuple[float, ...]:
    """The values of the input, from the low end of the range to the high one; in percent if the range is."""
    return tuple(float(value) for value in np.linspace(sweep.over.low, sweep.over.high, STEPS + 1))


def versions_over(case: Case, sweep: Sweep) -> list[Case]:
    """The case with the input at each of the points."""
    unit = "%" if sweep.over.percent else ""
    return [version_of(case, [Change(set=sweep.input, to=f"{value:.10g}{unit}")]) for value in points_over(sweep)]


def moves_with(values: Floats, direction: Literal["rises", "falls"]) -> Floats:
    """Whether a quantity moves in a direction as the input rises: 1 or 0, nan where it is not known at every point.

    It does if it nowhere steps the other way, and is past its start at the end.

    Args:
        values: (P, ...) the quantity at every point.
        direction: ``rises`` or ``falls``.
    """
    steps = np.diff(values if direction == "rises" else -values, axis=0)
    holds = (steps >= -SAME).all(axis=0) & (steps.sum(axis=0) > SAME)
    return np.where(np.isnan(values).any(axis=0), np.nan, holds.astype(np.float64))


def version_of(case: Case, changes: Sequence[Change]) -> Case:
    """The case after changes that were checked with it, without moves and claims: no settlement rests on these."""
    return apply_steps(bare_case(case), steps_of(("changes",), changes)).case
