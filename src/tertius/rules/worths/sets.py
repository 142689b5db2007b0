"""Sets by their numbers: member i is in the sets whose number has bit i."""

from __future__ import annotations

from functools import cache

import numpy as np

from tertius.rules.arrays import Flags


@cache
def members(n: int) -> Flags:
    """(2^n, n) who is in each set."""
    found = np.asarray(np.arange(1 << n)[:, None] >> np.arange(n) & 1 == 1)
    found.setflags(write=False)
    return found
