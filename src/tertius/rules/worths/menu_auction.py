"""Menu auction: every patron offers the client a payment for each thing it may do, and the client takes the best.

In truthful equilibria what is done is worth most to all together, and the net payoffs n of the patrons lie on the
Pareto frontier of

    { n >= 0 :  sum over i in S of n_i  <=  W(N) - W(N without S)  for every set S of patrons }

and the client keeps W(N) less their sum. With two patrons it has max(W(1) + W(2) - W(12), W(0)), so playing them off
pays only if they are rivals; complements hold it to W(0).

Where the frontier is no point it is told between which ends the client's part lies. The point that is given is then the
one in which the patrons' payoffs have been raised together, in proportion to power, each until it meets the frontier.

References: B. D. Bernheim and M. D. Whinston (1986), Menu auctions, resource allocation, and economic influence,
Quarterly Journal of Economics 101(1), for the set and the frontier; D. Laussel and M. Le Breton (2001), Conflict and
cooperation: the structure of equilibrium payoffs in common agency, Journal of Economic Theory 100(1), for what the
client keeps.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tertius.rules.arrays import Floats
from tertius.rules.worths.division import Division, divided, hair_of
from tertius.rules.worths.sets import members


def menu_auction(worths: Floats, power: Floats) -> Division:
    """What all have in truthful equilibria; arguments as for `nash_in_nash`."""
    n, everyone = len(power), len(worths) - 1
    most = worths[everyone] - worths[everyone ^ np.arange(everyone + 1)]  # that each set of patrons can have
    hair = hair_of(worths)
    alone = most[[1 << i for i in range(n)]]
    if (members(n) @ alone <= most + hair).all():  # nothing but its own addition holds a patron back
        return divided(worths[everyone], alone)
    point = divided(worths[everyone], _raised_together(most, power, hair))
    if n == 2:
        return point
    least, largest = _ends(most)
    return replace(
        point,
        low=min(point.client, float(worths[everyone]) - largest),
        high=max(point.client, float(worths[everyone]) - least),
    )


def _raised_together(most: Floats, power: Floats, hair: float) -> Floats:
    """(n,) payoffs that rise in proportion to power, each until a set of patrons that it is in has all it can have."""
    inside = members(len(power))
    speed = power if power.any() else np.ones(len(power))
    has, free = np.zeros(len(power)), np.ones(len(power), np.bool_)
    while free.any():
        rising = np.where(free, speed, 0.0)
        if not rising.any():  # who has no power takes what the others leave
            rising = free.astype(np.float64)
        pace, left = inside @ rising, most - inside @ has
        with np.errstate(divide="ignore", invalid="ignore"):
            step = float(np.where(pace > 0, np.maximum(left, 0.0) / pace, np.inf).min())
        has = has + step * rising
        full = most - inside @ has <= hair
        free &= ~inside[full].any(axis=0)
    return has


def _ends(most: Floats) -> tuple[float, float]:
    """The smallest and the largest sum of payoffs on the frontier.

    On the frontier every patron is in a set that has all it can have: a mixed-integer programme says which sets.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    n = len(most).bit_length() - 1
    inside = members(n)[1:].astype(np.float64)
    bound, scale = most[1:], max(float(most.max()), 1e-300)
    sets = len(bound)
    nothing = np.zeros((sets, sets))
    rows = [
        LinearConstraint(np.hstack([inside, nothing]), -np.inf, bound / scale),
        # A set that is chosen has all it can have.
        LinearConstraint(np.hstack([inside, -np.diag(bound / scale)]), 0.0, np.inf),
        LinearConstraint(np.hstack([np.zeros((n, n)), inside.T]), 1.0, np.inf),
    ]
    whole = np.concatenate([np.zeros(n), np.ones(sets)])
    ends = []
    for sign in (1.0, -1.0):
        cost = np.concatenate([np.full(n, sign), np.zeros(sets)])
        found = milp(
            cost, constraints=rows, integrality=whole, bounds=Bounds(0.0, np.append(np.full(n, np.inf), whole[n:]))
        )
        ends.append(sign * float(found.fun) * scale)
    return ends[0], ends[1]
