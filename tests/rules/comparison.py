"""Kernel and slow reference on the same network: what each says, and whether the answer is a fair one to compare."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tertius.rules.arrays import Network
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import renegotiate
from tertius.rules.bargaining.workspace import walk_aways
from tests.reference.networks import random_network
from tests.reference.slow import others_found_from, settle_from_both_starts

CLOSE = 1e-7
"""A verdict that hangs on a smaller gain, as a share of R_i, is on the edge of a knife."""

APART = 1e-4
"""Levels further apart than this share of the scale are different answers; both may be settlements."""


@dataclass(frozen=True)
class Comparison:
    """What kernel and reference say of one network.

    Attributes:
        fair: Whether the settlement is unique as far as the reference can tell, and no verdict is on the edge. Where
            the kernel ends elsewhere the reference is asked again, from there: a talk in which there is exactly nothing
            to gain at the references may rest there, yet bring about a deal that holds once a hair, such as the 1e-8
            by which levels at rest still move, has brought it to the table. Then there are two settlements, and both of
            the reference's own starts may miss the second (number 187 of three hundred is such a one). A kernel that
            is wrong gains nothing by it: from levels that are no settlement the reference comes back to its own.
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
    walk, hand, _ = walk_aways(network.structure, network.numbers, fast, asked, asked)
    agreed = (fast.agreed[asked] >> np.arange(len(network.talks))) & 1 == 1
    stopped = bool(fast.flags[asked] & (CYCLING | LIMIT))
    both = ~np.isnan(slow.walk_away)
    hands = ~np.isnan(slow.upper_hand) & agreed[:, None]
    gaps = np.append((walk - slow.walk_away / fast.units)[both], fast.payoffs[asked] - slow.payoffs / fast.units)
    fair = same and slow.converged and not slow.slack and slow.margin > CLOSE and slow.gap > CLOSE and not stopped
    same_agreements = bool(np.all(agreed == slow.agreed))
    levels_apart = float(np.max(np.abs(fast.levels[asked] - slow.levels), initial=0.0))
    if fair and not (same_agreements and levels_apart < APART):
        fair = not others_found_from(network, slow, fast.levels[asked])
    return Comparison(
        fair=fair,
        same_agreements=same_agreements,
        levels_apart=levels_apart,
        payoffs_apart=float(np.max(np.abs(gaps), initial=0.0)),
        hands_apart=float(np.max(np.abs((hand - slow.upper_hand)[hands]), initial=0.0)),
        told=f"kernel {agreed} {fast.levels[asked]}\nreference {slow.agreed} {slow.levels}",
    )


def numbered_network(seed: int, most_talks: int) -> Network:
    """The random network of a seed: 1 to `most_talks` talks in turn."""
    return random_network(np.random.default_rng(seed), talks=1 + seed % most_talks)
