"""Kernel and slow reference on the same network: what each says, and whether the answer is a fair one to compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.rules.network import Network
from tertius.rules.renegotiate import renegotiate
from tertius.rules.renegotiate_kernel import walk_aways
from tertius.rules.rounds_kernel import CYCLING, LIMIT
from tests.reference.networks import random_network
from tests.reference.slow import settle_from_both_starts

CLOSE = 1e-7
"""A verdict that hangs on a smaller gain, as a share of R_i, is on the edge of a knife."""


@dataclass(frozen=True)
class Comparison:
    """What kernel and reference say of one network.

    Attributes:
        fair: Whether the settlement is unique as far as the reference can tell, and no verdict is on the edge.
        same_agreements: Whether both have the same talks in agreement.
        levels_apart: Largest difference between levels, as a share of the scale.
        payoffs_apart: Largest difference between payoffs or walk-away values, as a share of the range.
        hands_apart: Largest difference between upper hands.
        told: The two answers, for a failing test to print.
    """

    fair: bool
    same_agreements: bool
    levels_apart: float
    payoffs_apart: float
    hands_apart: float
    told: str


def compare(network: Network) -> Comparison:
    """Settle a network both ways."""
    slow, same = settle_from_both_starts(network)
    fast, *_ = renegotiate(network)
    asked = (1 << len(network.talks)) - 1
    walk, hand = walk_aways(network.structure, network.numbers, fast, asked)
    agreed = (fast.agreed[asked] >> np.arange(len(network.talks))) & 1 == 1
    stopped = bool(fast.flags[asked] & (CYCLING | LIMIT))
    both = ~np.isnan(slow.walk_away)
    hands = ~np.isnan(slow.upper_hand) & agreed[:, None]
    gaps = np.append((walk - slow.walk_away / fast.units)[both], fast.payoffs[asked] - slow.payoffs / fast.units)
    return Comparison(
        fair=same and slow.converged and not slow.slack and slow.margin > CLOSE and slow.gap > CLOSE and not stopped,
        same_agreements=bool(np.all(agreed == slow.agreed)),
        levels_apart=float(np.max(np.abs(fast.levels[asked] - slow.levels), initial=0.0)),
        payoffs_apart=float(np.max(np.abs(gaps), initial=0.0)),
        hands_apart=float(np.max(np.abs((hand - slow.upper_hand)[hands]), initial=0.0)),
        told=f"kernel {agreed} {fast.levels[asked]}\nreference {slow.agreed} {slow.levels}",
    )


def numbered_network(seed: int, most_talks: int) -> Network:
    """The random network of a seed: 1 to `most_talks` talks in turn."""
    return random_network(np.random.default_rng(seed), talks=1 + seed % most_talks)
