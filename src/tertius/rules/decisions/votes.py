"""Who can pass a decision: the votes of a table, and what a majority needs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tertius.rules.arrays import Flags, Floats

PLAIN = 0.5
"""Without votes, and without a quota that is asked for, more than this share of the capability is a majority."""

EVEN = 1e-12
"""Sums of weights this close to a quota, as a share of all, reach it: they differ in their last bits."""


class Votes(NamedTuple):
    """Who can pass a decision, of the I actors of a table.

    A set S passes it if it holds every veto, and the signs of those terms t add up to 1 for which

        sum over i in S of w_im >= t_m    for every m

    as in `tertius.voting.assembly.Assembly`; with one quota there is one term.

    Attributes:
        weights: (I, M) what each counts for, 0 for who is no member.
        terms: (T, M) totals.
        signs: (T,) 1 or -1.
        veto: (I,) whether its no blocks.
        member: (I,) whether it has a vote, or a veto.
        absent_veto: Whether a member with a veto has no position: then nothing can be overturned.
    """

    weights: Floats
    terms: Floats
    signs: Floats
    veto: Flags
    member: Flags
    absent_veto: bool = False

    def win(self, sets: Flags) -> Flags:
        """(S,) whether each of (S, I) sets passes a decision."""
        totals = sets @ self.weights
        slack = EVEN * self.weights.sum(axis=0)
        reached = (totals[:, None, :] >= self.terms - slack).all(axis=2)
        vetoed = (self.veto & ~sets).any(axis=1) | self.absent_veto
        return np.asarray((reached @ self.signs > 0) & ~vetoed)


def majority(weights: ArrayLike, share: float = PLAIN) -> Votes:
    """Votes in proportion to (I,) weights: more than a half passes, or a `share` of them that is larger than a half.

    Raises:
        ValueError: Nobody has any weight, or the share is not from a half to 1.
    """
    w = np.asarray(weights, np.float64)
    if not PLAIN <= share <= 1:
        raise ValueError(f"a quota of {share:g} of all weight: from {PLAIN:g} to 1 is legal")
    if not w.sum() > 0:
        raise ValueError("nobody has any weight")
    # What a half needs is more than a half: the smallest number above it that is not even with it.
    needed = w.sum() * (share + (2 * EVEN if share == PLAIN else 0.0))
    return Votes(w[:, None], np.array([[needed]]), np.ones(1), np.zeros(len(w), np.bool_), w > 0)
