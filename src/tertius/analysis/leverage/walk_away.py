"""Walk-away values, upper hands and stakes: what each party of a talk has without it, and what it has from it.

    upper hand  =  (V_i - d_i) / (I_i - d_i)        stake  =  V_i - d_i

with V_i the payoff of the settlement, d_i the walk-away value, and I_i the most that the others at the table could
still accept. The larger share has the upper hand. The stake is no measure of weakness: it rises when one bargains well.

A walk-away value is taken apart by what of it comes from which other talk, supplier, link or threat:

    part of a feature  =  d_i  -  d_i in the case without the feature
    d_i  =  d_i without any of the features  +  sum of the parts  +  remainder

Parts need not add up, because features work together: two suppliers of one need replace each other, and each by itself
is worth little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from tertius.analysis.leverage.branches import CERTAIN, Open
from tertius.analysis.leverage.features import Feature, features_of, settle_with
from tertius.results import Record
from tertius.scenarios.effects import SAME
from tertius.scenarios.scenarios import Floats, Scenario


@dataclass(frozen=True)
class WalkAway(Record):
    """A party's walk-away value in a talk, taken apart; means over the draws, in points of the party.

    Attributes:
        value: The walk-away value d_i.
        bare: What it would be without any of the features.
        parts: What each feature adds; those that add or take nothing, or of which it cannot be told, are left out.
        remainder: What they do only together, and those of which it cannot be told.
    """

    value: float
    bare: float
    parts: Mapping[Feature, float]
    remainder: float

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        parts = {feature.key: part for feature, part in self.parts.items()}
        return {**self.plain("value", "bare"), "parts": parts, "remainder": self.remainder}


def walk_aways(scenario: Scenario, unknown: Open = CERTAIN) -> dict[str, dict[str, WalkAway]]:
    """Of every talk, the walk-away value of each party, taken apart, as far as that can be told."""
    features = features_of(scenario.case)
    talks = list(scenario.case.talks)
    present = ~np.eye(1 + len(features) + len(talks), len(features), -1, dtype=np.bool_)
    present[1 + len(features) :] = [[feature.key == f"talk:{talk}" for feature in features] for talk in talks]
    settled = settle_with(scenario, features, present)
    values = settled.walk_away
    means: Floats = values.reshape(len(present), scenario.draws, *values.shape[1:]).mean(axis=1)
    apart: dict[str, dict[str, WalkAway]] = {}
    for t, talk in enumerate(talks):
        apart[talk] = {}
        for party in scenario.case.talks[talk].parties:
            # (1 + F + T,) with every feature, without each, and with no other talk and nothing else
            walk = means[:, t, scenario.actor(party)].tolist()
            value, bare = walk[0], walk[1 + len(features) + t]
            worth = {f: value - less for f, less in zip(features, walk[1:], strict=False) if f.key != f"talk:{talk}"}
            if talk in unknown.talks:
                apart[talk][party] = WalkAway(math.nan, math.nan, {}, math.nan)
                continue
            parts = {f: part for f, part in worth.items() if abs(part) > SAME and f.key not in unknown.features}
            apart[talk][party] = WalkAway(value, bare, parts, value - bare - sum(parts.values()))
    return apart


ENDS = (0.1, 0.9)
"""Low and high are these quantiles of the draws."""


@dataclass(frozen=True)
class Band(Record):
    """A figure over the draws: its 10, 50 and 90 percent points. Without draws all three are the figure at the middle.

    Where the figure does not exist, such as the upper hand in a talk that failed, it is nan.
    """

    low: float
    middle: float
    high: float

    @property
    def known(self) -> bool:
        """Whether there is such a figure at all."""
        return math.isfinite(self.middle)


def band_of(values: Floats) -> Band:
    """The band of one figure over the draws (D,); draws in which it does not exist are left out."""
    known = values[np.isfinite(values)]
    if not len(known):
        return NONE
    low, middle, high = np.quantile(known, [ENDS[0], 0.5, ENDS[1]])
    return Band(float(low), float(middle), float(high))


NONE = Band(math.nan, math.nan, math.nan)
"""A figure that does not exist, or cannot be told."""


@dataclass(frozen=True)
class Stake(Record):
    """What a party would lose with a talk.

    Attributes:
        points: In points of the party.
        share: As a share of its range R_i; nan if it has nothing at stake.
    """

    points: Band
    share: Band


def upper_hands(scenario: Scenario, unknown: Open = CERTAIN) -> dict[str, dict[str, Band]]:
    """Of every talk, the upper hand of each party, over the draws in which there is one."""
    return {
        name: {
            party: NONE if name in unknown.talks else band_of(scenario.hands[:, t, scenario.actor(party)])
            for party in talk.parties
        }
        for t, (name, talk) in enumerate(scenario.case.talks.items())
    }


def stakes(scenario: Scenario, unknown: Open = CERTAIN) -> dict[str, dict[str, Stake]]:
    """Of every talk, the stake of each party; 0 in draws in which the talk fails."""
    ranges = scenario.ranges
    found: dict[str, dict[str, Stake]] = {}
    for t, (name, talk) in enumerate(scenario.case.talks.items()):
        found[name] = {}
        for party in talk.parties:
            row = scenario.actor(party)
            points = scenario.many.gains[:, t, row]
            known = name not in unknown.talks
            found[name][party] = Stake(band_of(points), band_of(points / ranges[row])) if known else Stake(NONE, NONE)
    return found
