"""Many draws: one draw out of a batch, and what is kept of each answer."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.rules.compiled import maker
from tertius.rules.network import Numbers

__all__ = ["Answers", "one_draw"]


class Answers(NamedTuple):
    """The headline of each draw.

    Attributes:
        levels: (D, K) levels, in [0, 1].
        agreed: (D,) masks of the talks in agreement.
        payoffs: (D, I) payoffs, in units of each actor.
        walk: (D, T, I) payoffs if each talk breaks down, in units of each actor.
        hand: (D, T, I) upper hands, nan where there is none; without a first axis if nobody asks for them.
        units: (D, I) the points of one unit of each actor.
        flags: (D,) CYCLING, LIMIT and TIED bits.
        residual: (D,) largest move of a level in the last round.
    """

    levels: NDArray[np.float64]
    agreed: NDArray[np.int64]
    payoffs: NDArray[np.float64]
    walk: NDArray[np.float64]
    hand: NDArray[np.float64]
    units: NDArray[np.float64]
    flags: NDArray[np.int64]
    residual: NDArray[np.float64]


@maker
def one_draw(batch: Numbers, d: int) -> Any:
    """Draw d of a batch."""
    return Numbers(
        batch.reference[d],
        batch.position[d],
        batch.salience[d],
        batch.weight[d],
        batch.cover[d],
        batch.link[d],
        batch.damage[d],
        batch.cost[d],
        batch.strike[d],
        batch.power[d],
        batch.range[d],
        batch.doubt[d],
        batch.belief[d],
    )
