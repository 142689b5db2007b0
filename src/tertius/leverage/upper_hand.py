"""Upper hand and stakes: what each party gets of what it could get in a talk, and what it would lose with the talk.

    upper hand  =  (V_i - d_i) / (I_i - d_i)        stake  =  V_i - d_i

with V_i the payoff of the settlement, d_i the walk-away value, and I_i the most that the others at the table could
still accept. The larger share has the upper hand. The stake is no measure of weakness: it rises when one bargains well.
"""

from __future__ import annotations

from dataclasses import dataclass

from tertius.leverage.band import Band, band_of
from tertius.rules.settlement import Many
from tertius.scenarios.network_draws import Ground

__all__ = ["Stake", "stakes", "upper_hands"]


@dataclass(frozen=True)
class Stake:
    """What a party would lose with a talk.

    Attributes:
        points: In points of the party.
        share: As a share of its range R_i; nan if it has nothing at stake.
    """

    points: Band
    share: Band


def upper_hands(ground: Ground, base: Many) -> dict[str, dict[str, Band]]:
    """Of every talk, the upper hand of each party, over the draws in which there is one."""
    return {
        name: {party: band_of(base.hands[:, t, ground.actor(party)]) for party in talk.parties}
        for t, (name, talk) in enumerate(ground.case.talks.items())
    }


def stakes(ground: Ground, base: Many) -> dict[str, dict[str, Stake]]:
    """Of every talk, the stake of each party; 0 in draws in which the talk fails."""
    ranges = ground.ranges
    found: dict[str, dict[str, Stake]] = {}
    for t, (name, talk) in enumerate(ground.case.talks.items()):
        found[name] = {}
        for party in talk.parties:
            row = ground.actor(party)
            points = base.gains[:, t, row]
            found[name][party] = Stake(band_of(points), band_of(points / ranges[row]))
    return found
