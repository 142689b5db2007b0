"""Comparisons: in which draws a quantity differs between two versions of a case as a claim says."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tertius.scenarios.effects import SAME

__all__ = ["differs"]

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
