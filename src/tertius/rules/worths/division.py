"""A client, its patrons and what they are worth together: the question that five concepts answer.

    W(S)   what the client and the patrons in S can have together, in a unit that can be passed on
    b_i    the share of what a deal of the client and patron i brings that goes to i: its power in that deal

W is an array of 2^n numbers; patron i is in the sets whose number has bit i, so `W[0]` is what the client has alone.
What the client could have with fewer of them it can have with all of them: it leaves the others aside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.rules.arrays import Floats

HAIR = 1e-9
"""A difference smaller than this part of the largest worth is none."""


@dataclass(frozen=True)
class Division:
    """How a concept divides what client and patrons have together.

    Attributes:
        client: What the client has.
        patrons: (n,) what each patron has from dealing with it.
        low: The least that the client has where the concept leaves that open; else `client`.
        high: The most that it has there.
    """

    client: float
    patrons: Floats
    low: float
    high: float


def divided(worth: float, patrons: Floats) -> Division:
    """The division that gives the patrons this, and the client the rest."""
    rest = float(worth - patrons.sum())
    return Division(rest, patrons, rest, rest)


def best_of_subsets(worths: Floats) -> Floats:
    """(2^n,) the largest worth of a set or of any set within it."""
    best = np.array(worths, np.float64)
    sets = np.arange(len(best))
    for i in range(len(best).bit_length() - 1):
        with_i = sets[sets >> i & 1 == 1]
        best[with_i] = np.maximum(best[with_i], best[with_i ^ (1 << i)])
    return best


def hair_of(worths: Floats) -> float:
    """The difference between two worths that counts as none."""
    return HAIR * max(1e-300, float(np.abs(worths).max()))


def best_deals(worths: Floats) -> int:
    """The smallest set of patrons with whom the most can be had: with whom the client has deals.

    Of sets of one size the most valuable, of equal ones that whose patrons are named first.
    """
    most = float(worths.max()) - hair_of(worths)
    return min((s for s in range(len(worths)) if worths[s] >= most), key=lambda s: (s.bit_count(), s))


def rivalry(worths: Floats) -> Floats:
    """(n, n) W(i) + W(j) - W(ij) - W(0): above zero the two are rivals, below it complements; 0 on the diagonal."""
    n = len(worths).bit_length() - 1
    alone = worths[[1 << i for i in range(n)]]
    both = worths[[[(1 << i) | (1 << j) for j in range(n)] for i in range(n)]]
    found: Floats = alone[:, None] + alone[None, :] - both - worths[0]
    np.fill_diagonal(found, 0.0)
    return found
