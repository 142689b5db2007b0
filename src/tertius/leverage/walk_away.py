"""The walk-away value taken apart: what of it comes from which other talk, supplier, link or threat.

    part of a feature  =  d_i  -  d_i in the case without the feature

Parts need not add up, because features work together: two suppliers of one need replace each other, and each by itself
is worth little. What is left over is stated:

    d_i  =  d_i without any of the features  +  sum of the parts  +  remainder
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tertius.leverage.features import Feature, features_of, with_features
from tertius.scenarios.network_draws import Floats, Ground

__all__ = ["WalkAway", "walk_aways"]


@dataclass(frozen=True)
class WalkAway:
    """A party's walk-away value in a talk, taken apart; means over the draws, in points of the party.

    Attributes:
        value: The walk-away value d_i.
        bare: What it would be without any of the features.
        parts: What each feature adds; those that add or take nothing are left out.
        remainder: What they do only together.
    """

    value: float
    bare: float
    parts: Mapping[Feature, float]
    remainder: float


def walk_aways(ground: Ground) -> dict[str, dict[str, WalkAway]]:
    """Of every talk, the walk-away value of each party, taken apart."""
    features = features_of(ground.case)
    talks = list(ground.case.talks)
    present = ~np.eye(1 + len(features) + len(talks), len(features), -1, dtype=np.bool_)
    present[1 + len(features) :] = [[feature.key == f"talk:{talk}" for feature in features] for talk in talks]
    rows = np.repeat(present, ground.draws, axis=0)
    settled = ground.settle(with_features(ground, features, rows, ground.each(len(present))))
    walk = settled.payoffs[:, None, :] - settled.gains
    means: Floats = walk.reshape(len(present), ground.draws, *walk.shape[1:]).mean(axis=1)
    return {
        talk: {
            party: _apart(means[:, t, ground.actor(party)], features, talk, t)
            for party in ground.case.talks[talk].parties
        }
        for t, talk in enumerate(talks)
    }


def _apart(walk: Floats, features: tuple[Feature, ...], talk: str, t: int) -> WalkAway:
    """One walk-away value: (1 + F + T,) with every feature, without each, and with no other talk and nothing else."""
    value, bare = float(walk[0]), float(walk[1 + len(features) + t])
    every = {feature: value - float(walk[1 + f]) for f, feature in enumerate(features) if feature.key != f"talk:{talk}"}
    parts = {feature: part for feature, part in every.items() if abs(part) > 1e-6}
    return WalkAway(value, bare, parts, value - bare - sum(parts.values()))
