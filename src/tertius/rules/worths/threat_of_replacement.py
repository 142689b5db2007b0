"""Nash-in-Nash with threat of replacement: no patron gets more than what leaves the client as well off with another.

    G          the deals that are made
    patron i   min( b_i (W(G) - W(G without i)),  min over k outside G of  W(G) - W(G with k in the place of i) )

A patron that is left outside would take the place of i for nothing, its reservation terms. Without patrons outside it
is Nash-in-Nash.

Reference: K. Ho and R. S. Lee (2019), Equilibrium provider networks: bargaining and exclusion in health care markets,
American Economic Review 109(2).
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.worths.division import Division, best_deals, divided
from tertius.rules.worths.nash_in_nash import nash_in_nash


def threat_of_replacement(worths: Floats, power: Floats) -> Division:
    """How the deals split what they add when patrons outside stand ready; arguments as for `nash_in_nash`."""
    made, n = best_deals(worths), len(power)
    outside = [k for k in range(n) if not made >> k & 1]
    has = nash_in_nash(worths, power).patrons.copy()
    for i in (i for i in range(n) if made >> i & 1):
        for k in outside:
            has[i] = min(has[i], worths[made] - worths[made & ~(1 << i) | 1 << k])
    return divided(worths[made], np.maximum(has, 0.0))
