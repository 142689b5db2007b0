"""Where something begins to be so: brackets with a place where it is not at one end and one where it is, halved."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def halve(
    short: Floats,
    there: Floats,
    is_there: Callable[[Floats, NDArray[np.intp]], Flags],
    halvings: int,
    wide: Callable[[Floats, Floats], Flags] | None = None,
) -> tuple[Floats, Floats]:
    """Halve brackets, all of them at a time. A bracket may hold several such places; one of them is found.

    Args:
        short: (B,) places where it is not so.
        there: (B,) places where it is so.
        is_there: Of some places and the brackets that they are of: at which of them it is so.
        halvings: How often each is halved at most.
        wide: Of both ends: which brackets are still too wide; all, if left out.

    Returns:
        The two ends (B,) of each bracket, it still not so at the first, and so at the second.
    """
    short, there = short.copy(), there.copy()
    for _ in range(halvings):
        rows = np.arange(len(short)) if wide is None else np.flatnonzero(wide(short, there))
        if not len(rows):
            break
        middle = (short[rows] + there[rows]) / 2
        so = is_there(middle, rows)
        there[rows[so]], short[rows[~so]] = middle[so], middle[~so]
    return short, there
