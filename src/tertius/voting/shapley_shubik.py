"""The index of Shapley and Shubik: how often a member is pivotal if all orders of joining are equally likely.

    phi_i = sum over k of  k! (n - k - 1)! / n!  s_ik  =  integral from 0 to 1 of P_p(i swings) dp

with s_ik the coalitions of k others that i turns from losing to winning, and P_p the probability if every other
member joins independently with chance p. The indices of all members add up to 1.

References: L. S. Shapley and M. Shubik (1954), A method for evaluating the distribution of power in a committee
system, American Political Science Review 48(3); G. Owen (1972), Multilinear extensions of games, Management
Science 18(5), for the integral.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

import numpy as np
from numpy.typing import NDArray

from tertius.voting.assembly import Assembly
from tertius.voting.swings import swing_chances


def shapley_shubik(swings: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """The index of each member, exactly.

    Args:
        swings: (n, n) s_ik, as `swings_by_size` counts them.
    """
    n = len(swings)
    orders = [factorial(k) * factorial(n - k - 1) for k in range(n)]
    return tuple(Fraction(sum(s * o for s, o in zip(row, orders, strict=True)), factorial(n)) for row in swings)


def shapley_shubik_float(assembly: Assembly) -> NDArray[np.float64]:
    """(n,) the index of each member, by Gauss's quadrature.

    P_p(i swings) is a polynomial in p of degree n - 1 at most, for which ceil(n / 2) nodes are exact but for rounding.
    """
    nodes, shares = np.polynomial.legendre.leggauss((len(assembly.members) + 1) // 2)
    index: NDArray[np.float64] = swing_chances(assembly, (nodes + 1) / 2) @ (shares / 2)
    return index
