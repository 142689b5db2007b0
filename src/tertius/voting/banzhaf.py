"""The index of Banzhaf and Penrose: how often a member decides if every other vote is a toss-up.

    raw         eta_i = sum over k of s_ik                swings, out of the 2^(n - 1) coalitions of the others
    absolute    beta'_i = eta_i / 2^(n - 1) = P_1/2(i swings)
    normalised  beta_i = eta_i / sum over j of eta_j

with s_ik the coalitions of k others that i turns from losing to winning. Only the absolute index is a probability;
only the normalised ones add up to 1.

References: L. S. Penrose (1946), The elementary statistics of majority voting, Journal of the Royal Statistical
Society 109(1); J. F. Banzhaf (1965), Weighted voting doesn't work: a mathematical analysis, Rutgers Law Review 19.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from tertius.voting.assembly import Assembly
from tertius.voting.swings import swing_chances


def banzhaf(swings: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """The absolute index of each member, exactly; times 2^(n - 1) it is the raw count.

    Args:
        swings: (n, n) s_ik, as `swings_by_size` counts them.
    """
    return tuple(Fraction(sum(row), 2 ** (len(swings) - 1)) for row in swings)


def banzhaf_float(assembly: Assembly) -> NDArray[np.float64]:
    """(n,) the absolute index of each member, without counting coalitions."""
    return swing_chances(assembly, np.array([0.5]))[:, 0]


def normalised(index: Sequence[Fraction | float]) -> tuple[Fraction | float, ...]:
    """The shares of an index, which add up to 1; all 0 if nobody ever swings."""
    total = sum(index)
    return tuple(value / total if total else value for value in index)
