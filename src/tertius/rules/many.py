"""Many draws of one case, settled under one theory: what each comes to, in arrays with the case's own units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.rules.draws_kernel import Answers
from tertius.rules.network import Network
from tertius.rules.rounds_kernel import CYCLING, LIMIT

__all__ = ["Many", "many_of"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Many:
    """The headline settlement of each of D draws; I actors, K issues, T talks, in the order of the case.

    Attributes:
        levels: (D, K) levels, each on the scale of its issue.
        agreed: (D, T) whether the talk ends in agreement.
        payoffs: (D, I) expected payoffs, in points of the actor.
        gains: (D, T, I) payoff less walk-away value, in points of the party; nan for actors that are not parties.
        hands: (D, T, I) upper hands; nan where there is no agreement or no interest in the levels, and if nobody asked.
        settled: (D,) whether the search came to rest.
    """

    levels: Floats
    agreed: Flags
    payoffs: Floats
    gains: Floats
    hands: Floats
    settled: Flags

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.levels)


def many_of(case: Case, network: Network, answers: Answers) -> Many:
    """The answers of a kernel, in the case's own units."""
    scales = np.array([case.issues[issue].scale for issue in network.issues]).reshape(-1, 2)
    talks = np.arange(len(network.talks))
    actors = len(network.actors)  # behind them come the deputies of talks that are decided by a rule
    payoffs = (answers.payoffs * answers.units)[:, :actors]
    gains = payoffs[:, None, :] - (answers.walk * answers.units[:, None, :])[:, :, :actors]
    seated = np.array([[actor in talk.parties for actor in network.actors] for talk in case.talks.values()], np.bool_)
    gains[:, ~seated.reshape(len(network.talks), actors)] = np.nan
    hands = answers.hand[:, :, :actors] if len(answers.hand) else np.broadcast_to(np.nan, gains.shape)
    return Many(
        levels=scales[:, 0] + (scales[:, 1] - scales[:, 0]) * answers.levels,
        agreed=(answers.agreed[:, None] >> talks) & 1 == 1,
        payoffs=payoffs,
        gains=gains,
        hands=hands,
        settled=answers.flags & (CYCLING | LIMIT) == 0,
    )
