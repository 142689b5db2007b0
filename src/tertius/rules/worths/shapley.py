"""Shapley value by renegotiation: a deal splits what it brings, given that all others would settle anew without it.

    x(S)   what the client has with the patrons in S
    n_i    what patron i has

    n_i(S) / b_i  =  (x(S) - x(S without i)) / (1 - b_i)  for every i of S,     x(S) + sum of n_i(S)  =  W(S)

With equal power these are Shapley values of the game whose coalitions are worth W(S) with the client and nothing
without it.

References: L. Stole and J. Zwiebel (1996), Intra-firm bargaining under non-binding contracts, Review of Economic
Studies 63(3); L. S. Shapley (1953), A value for n-person games.
"""

from __future__ import annotations

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.worths.division import Division, divided

NEARLY_ALL = 1 - 1e-7
"""A patron with all the power is taken to leave the client this little, so that several such share alike."""


def shapley(worths: Floats, power: Floats) -> Division:
    """What all have once every deal has been renegotiated; arguments as for `nash_in_nash`."""
    n, share = len(power), np.minimum(power, NEARLY_ALL)
    ratio = share / (1 - share)  # what a patron has for each point of the client
    gain = np.zeros(1 << n)  # of the client, beyond what it has alone
    for s in range(1, 1 << n):
        inside = [i for i in range(n) if s >> i & 1]
        without = np.array([gain[s & ~(1 << i)] for i in inside])
        gain[s] = (worths[s] - worths[0] + (ratio[inside] * without).sum()) / (1 + ratio[inside].sum())
    everyone = (1 << n) - 1
    has = ratio * np.array([gain[everyone] - gain[everyone & ~(1 << i)] for i in range(n)])
    return divided(worths[everyone], has)
