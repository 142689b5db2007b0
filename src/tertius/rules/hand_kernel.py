"""The upper hand: how far a party got from its walk-away value towards its best in the zone of agreement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tertius.rules.climb_kernel import gains_at
from tertius.rules.compiled import kernel
from tertius.rules.scene_kernel import Scene
from tertius.rules.table_kernel import lay_table
from tertius.rules.talk_kernel import SHARP, best_in_zone

__all__ = ["upper_hand"]


@kernel
def upper_hand(
    scene: Scene, t: int, x: NDArray[np.float64], walk: NDArray[np.float64], hand: NDArray[np.float64]
) -> None:
    """Fills `hand` (I,), (V - d) / (I - d), for the parties of talk t, which is in agreement at the levels x."""
    table, a = scene.table, scene.structure.curvature
    lay_table(scene, t, x, walk, 0.0)
    n = table.size[1]
    settled, best = table.levels, table.corner
    for r in range(n):
        settled[r] = x[table.issue[r]]
    for c in range(table.size[0]):
        gains_at(table, settled, a, SHARP)
        gain = table.gain[c]
        for r in range(n):
            best[r] = settled[r]
        most = best_in_zone(table, best, c, a)
        if most > 0.0:
            hand[table.actor[c]] = min(1.0, max(0.0, gain / most))
