"""Logrolling: what two parties could gain by giving way on what matters less to them.

    potential  =  sum over issues of max(w_1, w_2)  -  1

with w the saliences of each party as shares of their sum. It is what the two would have together if each got what
matters more to it, less what they have if everything is split or one gets all. It applies to two parties that want
opposite ends on every issue, and of which no need hangs on these.

Reference: R. D. Tollison and T. D. Willett (1979), An economic theory of mutually advantageous issue linkages in
international negotiations, International Organization 33(4).
"""

from __future__ import annotations

import numpy as np

from tertius.case.model import Case
from tertius.rules.arrays import Floats


def logrolling_potential(first: Floats, second: Floats) -> float:
    """What two opposed parties could gain, as a share of what one issue in full is to one of them.

    Args:
        first: (K,) the weights of the issues for the first, which add up to 1.
        second: (K,) the same for the second.
    """
    return float(np.maximum(first, second).sum() - 1)


def potential_of(case: Case, talk: str) -> float | None:
    """The potential of a talk of two opposed parties; None where it does not apply."""
    table = case.talks[talk]
    if len(table.parties) != 2:
        return None
    needed = {issue for need in case.needs.values() if need.actor in table.parties for issue in need.covered_by}
    weights: list[list[float]] = [[], []]
    for issue in table.issues:
        scale = case.issues[issue].scale
        stances = [case.stances.get(party, {}).get(issue) for party in table.parties]
        wanted = [stance.position.on(scale).middle for stance in stances if stance is not None]
        if issue in needed or sorted(wanted) != sorted(scale):
            return None
        for side, stance in enumerate(stances):
            weights[side].append(stance.salience.middle if stance is not None else 0.0)
    totals = [sum(side) for side in weights]
    if not all(totals):
        return None
    first, second = (np.array(side) / total for side, total in zip(weights, totals, strict=True))
    return logrolling_potential(first, second)
