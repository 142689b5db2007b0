"""Cases whose answer is known to hang on something, and theories that are plain functions of the numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

import tertius
from tertius.case import read_text
from tertius.case.parse.origin import Path
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory

__all__ = ["BRIDGE", "GROUPED", "HEIGHT", "WEST", "bridge", "function", "three_numbers"]

Floats = NDArray[np.float64]

HEIGHT = 50.0
"""The reference of the bridge: there is a deal if, and only if, both banks want it higher than that."""

WEST = ("stances", "west", "height", "position")

BRIDGE = """
case: bridge
title: How high a bridge is to be
as_of: 2024-05-01
actors: {east: East bank, west: West bank, pilots: Pilots}
issues: {height: Height}
talks:
  crossing:
    parties: [east, west]
    without_agreement: {height: 50}
stances:
  east:
    height: {position: 100, salience: "40 to 60, likely 45"}
  west:
    height: {position: 20 to 80, salience: 30 to 60}
  pilots:
    height: {position: 100, salience: 10 to 90}
"""

GROUPED = """
groups:
  mood:
    together: [stances.west.height.position]
    against: [stances.east.height.salience]
"""


def bridge(more: str = "", *changes: tuple[str, str]) -> tertius.Case:
    """The bridge, with texts replaced and more below."""
    text = BRIDGE + more
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return read_text(text, "bridge.yaml")


def three_numbers() -> tertius.Case:
    """The bridge with three uncertain numbers, each uniform from 0 to 100, in the order of the actors."""
    return bridge(
        "",
        ('"40 to 60, likely 45"', "0 to 100"),
        ("position: 20 to 80, salience: 30 to 60", "position: 20, salience: 0 to 100"),
        ("10 to 90", "0 to 100"),
    )


class _Function:
    """Takes the place of a theory: the level is a function of the numbers, the payoffs are the level, or 3."""

    name, abreast = "function", 1

    def __init__(self, level: Callable[[Floats], Floats], agreed: Callable[[Floats], Any], settled: bool) -> None:
        self.level, self.agreed, self.settled = level, agreed, settled

    def settle_many(self, case: tertius.Case, paths: Sequence[Path], values: Floats, threads: int = 1) -> Settlements:
        level = self.level(values)[:, None]
        nothing = np.full((len(values), 1, 3), np.nan)
        return Settlements(
            levels=level,
            agreed=np.broadcast_to(self.agreed(values), len(values))[:, None],
            payoffs=np.concatenate([level, level, np.full_like(level, 3.0)], axis=1),
            gains=nothing,
            hands=nothing,
            settled=np.full(len(values), self.settled),
        )


def function(
    level: Callable[[Floats], Floats], agreed: Callable[[Floats], Any] = lambda values: True, settled: bool = True
) -> Theory:
    """A theory by which the height is this function of the numbers (n, U), agreed where that says so."""
    return cast(Theory, _Function(level, agreed, settled))
