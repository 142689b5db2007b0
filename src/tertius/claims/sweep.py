"""Sweeps: in which draws a quantity moves with an input as a claim says, step by step over a range."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tertius.case.actions import Sweep
from tertius.case.model import Case, Change
from tertius.claims.version import version_of
from tertius.scenarios.effects import SAME

__all__ = ["STEPS", "moves_with", "points_over", "versions_over"]

Floats = NDArray[np.float64]

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
