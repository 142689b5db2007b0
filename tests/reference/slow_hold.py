"""The rule `hold` worked out slowly and plainly: each talk searched with a zooming grid, the others held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.rules.arrays import Network

from .payoffs import payoffs_at, units_of
from .slow import LEAST_GAIN
from .talk import NO_LOSS, product_and_rest, settle_talk

Floats = NDArray[np.float64]
MOST_SWEEPS = 200
AT_REST = 1e-8
DAMPED_AFTER = 30


@dataclass(frozen=True)
class SlowHeld:
    """Levels, agreements, walk-away values (T, I) in points, whether it came to rest, the closest verdict's gain."""

    levels: Floats
    agreed: NDArray[np.bool_]
    walk: Floats
    converged: bool
    margin: float


def hold_slowly(network: Network) -> SlowHeld:
    """From the references, the talks in order; as long as a talk lacks a zone at rest the worst falls out."""
    agreed = np.ones(len(network.talks), dtype=np.bool_)
    margin, converged = np.inf, True
    while True:
        levels, at_rest = _rest(network, agreed)
        converged &= at_rest
        walk = np.array([_walk(network, t, levels, agreed) for t in range(len(agreed))])
        payoffs = payoffs_at(network, levels, agreed)
        failing = {}
        for t in np.flatnonzero(agreed):
            gains = (payoffs - walk[t]) / units_of(network)
            product, rest = product_and_rest(network, t, levels, agreed)
            inside, outside = gains[product], gains[rest]
            margin = min(margin, *np.abs(inside - LEAST_GAIN), *np.abs(outside + NO_LOSS), np.inf)
            if np.any(inside <= LEAST_GAIN) or np.any(outside < -1.01 * NO_LOSS):
                failing[t] = min(np.min(inside, initial=np.inf), np.min(outside, initial=np.inf))
        if len(failing) > 1:
            lowest, second = sorted(failing.values())[:2]
            margin = min(margin, second - lowest)
        if not failing:
            return SlowHeld(levels, agreed, walk, converged, margin)
        agreed[min(failing, key=lambda t: (failing[t], t))] = False


def _walk(network: Network, t: int, levels: Floats, agreed: NDArray[np.bool_]) -> Floats:
    """(I,) payoffs if talk t alone breaks down: its levels go back to the references, the others stay."""
    without = agreed.copy()
    without[t] = False
    back = np.where(network.structure.issue_talk == t, network.numbers.reference, levels)
    return payoffs_at(network, back, without)


def _rest(network: Network, agreed: NDArray[np.bool_]) -> tuple[Floats, bool]:
    levels = network.numbers.reference.copy()
    for sweep in range(MOST_SWEEPS):
        before = levels.copy()
        for t in np.flatnonzero(agreed):
            settled = settle_talk(network, t, levels, agreed, _walk(network, t, levels, agreed), quick=False)
            share = 1.0 if sweep < DAMPED_AFTER else 0.5
            levels = levels + share * (settled - levels)
        if np.max(np.abs(levels - before), initial=0.0) <= AT_REST:
            return levels, True
    return levels, False
