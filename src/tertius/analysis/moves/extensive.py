"""Play in turn with perfect information: every outcome that backward induction leads to, ties among them.

At a node a player may choose `a` with an outcome e of the subgame after it if some choice of outcomes after its other
actions makes none of them better: u_i(e) >= max over b of min over e' in S(b) of u_i(e'). S of the node holds all of
these. In a game without ties it has one outcome.

References: R. Selten (1965), Spieltheoretische Behandlung eines Oligopolmodells mit Nachfrageträgheit, Zeitschrift
für die gesamte Staatswissenschaft 121; H. W. Kuhn (1953), Extensive games and the problem of information, for the
induction.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.moves.normal_form import TIE, Profile

Floats = NDArray[np.float64]


def subgame_perfect(payoffs: Floats, order: Sequence[int]) -> list[Profile]:
    """The outcomes of all subgame-perfect equilibria in pure strategies, in the order of the strategies.

    Args:
        payoffs: (n_1, ..., n_N, N), what each plays, and whose payoff it is; what nobody knows is worst.
        order: Every player once, the first mover first; each sees what was played before.
    """
    known = np.where(np.isnan(payoffs), -np.inf, payoffs)

    def outcomes(depth: int, made: dict[int, int]) -> list[Profile]:
        if depth == len(order):
            return [tuple(made[player] for player in range(len(order)))]
        player = order[depth]
        after = [outcomes(depth + 1, {**made, player: step}) for step in range(known.shape[player])]
        worth = [[float(known[end][player]) for end in ends] for ends in after]
        least = max(min(each) for each in worth)
        # What an action itself may lead to at worst is no bar to its better outcomes.
        return [
            end
            for ends, each in zip(after, worth, strict=True)
            for end, value in zip(ends, each, strict=True)
            if value >= least - TIE
        ]

    return sorted(outcomes(0, {}))
