"""`core`: the weighted mean, kept to the levels that no majority would overturn.

    [l, h]:  l the least level whose right side has no majority,  h the greatest whose left side has none
    x = min(max(m, l), h),    m = sum_i c_i s_i x_i / sum_i c_i s_i

With votes v and a quota q, l is the position at which the votes, counted from the left, pass (all - q), h the one at
which they reach q. Where every majority has to win over one member, l is h: the median. Black (1948); with a quota,
the pivots of Krehbiel (1998); as the core of a game of votes, Plott (1967).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, final

import numpy as np
from numpy.typing import ArrayLike

from tertius.rules.arrays import Floats
from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances
from tertius.rules.decisions.votes import PLAIN, Votes, majority
from tertius.rules.decisions.weighted_mean import weighted_mean


def core(positions: ArrayLike, votes: Votes) -> tuple[float, float]:
    """The levels that no majority overturns, from (I,) positions: the least and the greatest of them.

    Where all members who have a position are too few to pass anything, nothing can be overturned, and these are the
    outermost positions of all, members or not.

    Raises:
        ValueError: Nobody has a vote, or two majorities without a member in common pull apart, so that every level is
            overturned.
    """
    x = np.asarray(positions, np.float64)
    places = np.unique(x[votes.member])
    if not places.size:
        raise ValueError("nobody has a vote")
    if not votes.win(votes.member[None])[0]:
        return float(x.min()), float(x.max())
    right = votes.win((x[None, :] > places[:, None]) & votes.member)
    left = votes.win((x[None, :] < places[:, None]) & votes.member)
    low, high = places[~right].min(), places[~left].max()
    if low > high:
        raise ValueError("two majorities without a member in common pull apart: there is no core")
    return float(low), float(high)


def kept_to_core(mean: float, positions: Sequence[float] | Floats, votes: Votes) -> float:
    """A level, moved to the nearest that no majority overturns."""
    low, high = core(positions, votes)
    return min(max(mean, low), high)


@final
class Core(IssueModel):
    """The weighted mean, kept to the core of the body that decides; without one, to that of the capabilities.

    Attributes:
        quota: Without a body, the share of the capability that is a majority; more than half if None.
    """

    key: ClassVar[str] = "core"
    title: ClassVar[str] = "the weighted mean, kept to what no majority would overturn"
    reference: ClassVar[str] = "Black 1948; Plott 1967; Krehbiel 1998"

    def __init__(self, quota: float | None = None) -> None:
        self.quota = quota

    def decide(self, stances: Stances) -> Ending:
        """The weighted mean of all, moved to the nearest level of the core."""
        mean = weighted_mean(list(stances.position), list(stances.salience), list(stances.capability))
        votes = stances.votes
        if votes is None:
            votes = majority(stances.capability, PLAIN if self.quota is None else self.quota)
        return Ending(kept_to_core(mean, stances.position, votes))
