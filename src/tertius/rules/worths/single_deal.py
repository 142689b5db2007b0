"""Balanced outcome of a client that can close with one patron only: a star of `balanced_outcomes`, in closed form.

    w_i        W(i) - W(0), what a deal with patron i brings
    best       the patron with the largest w, and next the largest w of the others (0 if there is none)
    client     next + (1 - b) (w - next)         best patron     b (w - next)

The alternative of the client is the whole of its second-best deal: a patron left without one would take it for nothing.
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.worths.division import Division, divided


def balanced(worths: Floats, power: Floats) -> Division:
    """How the one deal is divided; arguments as for `nash_in_nash`."""
    n = len(power)
    brings = worths[[1 << i for i in range(n)]] - worths[0]
    best = int(np.argmax(brings))
    alternative = float(np.delete(brings, best).max(initial=0.0))
    has = np.zeros(n)
    has[best] = power[best] * (brings[best] - alternative)
    return divided(worths[1 << best], has)
