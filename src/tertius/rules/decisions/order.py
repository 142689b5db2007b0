"""In which order a rule takes the actors: by what they are, never by where they stand in a table.

Two offers, bargains or trades can be worth the same. Published models leave open which is then taken, and programs take
the one whose row comes first. Here the actor with the most weight comes first; among equals the one to whom more
matters, then the one who stands lower on the scale. Who agrees in all of that is the same to any rule.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]


def order_of(positions: ArrayLike, saliences: ArrayLike, capabilities: ArrayLike) -> Ints:
    """The rows of a table in the order in which a rule takes them.

    Sums over the actors are then made in one order too, so that a rule gives the same bits however rows are permuted.

    Args:
        positions: (I,) or (I, K), what each actor wants on each issue; nan where it has no stance.
        saliences: (I,) or (I, K), how much it matters to each.
        capabilities: (I,) or (I, K), the weight of each.

    Returns:
        (I,) indices of rows: by capability times salience, then salience, both with the largest first, then position;
        issue by issue.
    """
    x, s, c = (np.asarray(table, np.float64)[None] for table in (positions, saliences, capabilities))
    return np.asarray(orders_of(x, s, c)[0])


def orders_of(positions: ArrayLike, saliences: ArrayLike, capabilities: ArrayLike) -> Ints:
    """(D, I) the same for each of (D, I) or (D, I, K) tables of the same actors; capabilities may be (D, I)."""
    x, s, c = (np.asarray(table, np.float64) for table in (positions, saliences, capabilities))
    x, s, c = (table if table.ndim == 3 else table[:, :, None] for table in (x, s, c))
    keys = np.concatenate([np.moveaxis(key, 2, 0) for key in (-c * s, -s, x, -c)])
    return np.asarray(np.lexsort(keys[::-1], axis=-1), np.int64)


def stretches(rows: Ints, most: int) -> list[Ints]:
    """Rows one after the other, so many in each stretch at most; none of none."""
    return [rows[first : first + most] for first in range(0, len(rows), most)]
