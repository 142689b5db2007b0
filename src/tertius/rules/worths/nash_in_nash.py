"""Nash-in-Nash: every deal splits what it adds, all other deals given.

    G          the deals that are made
    D          W(G) - W(G without i), what the deal with patron i adds
    patron i   b_i D

The client deals with the smallest set of patrons with whom the most can be had. Of rivals that replace each other
fully it so deals with one, and the others are no alternative, for nothing is renegotiated.

References: H. Horn and A. Wolinsky (1988), Bilateral monopolies and incentives for merger, RAND Journal of Economics
19(3); A. Collard-Wexler, G. Gowrisankaran and R. S. Lee (2019), "Nash-in-Nash" bargaining: a microfoundation for
applied work, Journal of Political Economy 127(1).
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.worths.division import Division, best_deals, divided


def nash_in_nash(worths: Floats, power: Floats) -> Division:
    """How the deals split what each of them adds.

    Args:
        worths: (2^n,) W(S), no less than that of any set within S.
        power: (n,) b_i, each patron's share of what its deal adds, 0 to 1.
    """
    made = best_deals(worths)
    adds = [worths[made] - worths[made & ~(1 << i)] for i in range(len(power))]
    return divided(worths[made], power * np.array(adds))
