"""Who is pivotal on a measure: whose vote decides, given how everybody else leans.

    P(v decides) = P(pass | v votes yes) - P(pass | v votes no)

More votes for a measure never hurt it, so the difference is just the probability that the others leave the matter to
v. Unlike a power index it is about one measure and how the members lean on it.

Reference: P. D. Straffin (1977), Homogeneity, independence, and power indices, Public Choice 30, for power as the
probability of making a difference.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.voting.ballots import Ballots
from tertius.voting.passing import chance_of_passing

__all__ = ["Pivots", "pivots_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pivots:
    """P(the measure passes), given the vote of one voter.

    Attributes:
        if_yes: (V,) given that it votes yes.
        if_abstains: (V,) given that it abstains.
        if_no: (V,) given that it votes no; 0 for one with a veto.
    """

    if_yes: Floats
    if_abstains: Floats
    if_no: Floats

    @property
    def decides(self) -> Floats:
        """(V,) P(its vote decides)."""
        return self.if_yes - self.if_no


def pivots_of(ballots: Ballots) -> Pivots:
    """The pivots of ballots in one draw, the first."""
    voters = len(ballots.voters)
    yes = np.repeat(ballots.yes[:, :1], 3 * voters, axis=1)
    abstain = np.repeat(ballots.abstain[:, :1], 3 * voters, axis=1)
    for voter in range(voters):
        yes[voter, voter::voters] = (1.0, 0.0, 0.0)
        abstain[voter, voter::voters] = (0.0, 1.0, 0.0)
    chance = chance_of_passing(ballots.weights, ballots.quotas, ballots.veto, yes, abstain)
    return Pivots(*chance.reshape(3, voters))
