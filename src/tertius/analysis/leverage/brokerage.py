"""Brokerage: what an actor has from being the only channel, and how that shrinks as other channels open.

An actor is a channel to another that it is tied to; rival channels are the ties of others to that actor. It stands
between two others if it is tied to both; a rival channel is then what ties the two to each other at a table where it
does not sit, or through somebody else who is tied to both. What being the only channel would bring it is

    V_j without any rival channel  -  V_j as it is

and each channel is opened by itself as well. A channel is shut by taking its ties out of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from tertius.analysis.leverage.features import Feature, features_of, with_features
from tertius.analysis.leverage.ties import ties_of
from tertius.analysis.leverage.walk_away import Band, band_of
from tertius.rules.settlement import Settlements
from tertius.scenarios.network_draws import Floats, NetworkDraws

DIRECT = ""
"""The name of the channel without a broker."""


_Channels = dict[str, tuple[Feature, ...]]
_Ties = Mapping[Feature, tuple[frozenset[str], ...]]


@dataclass(frozen=True)
class Broker:
    """One actor as a channel.

    Attributes:
        actor: Who is the channel.
        others: The actor that it leads to, or the two that it stands between.
        channels: The rival channels: whose they are (empty: the two deal directly), and the ties they consist of.
        alone: Its payoff if it were the only channel, in its points.
        opened: Channel: its payoff if that one alone were open beside it.
        now: Its payoff as it is, all channels open.
        advantage: What being the only channel would bring it: `alone` less `now`.
        share: The same as a share of its range; nan if it has nothing at stake.
    """

    actor: str
    others: tuple[str, ...]
    channels: Mapping[str, tuple[Feature, ...]]
    alone: Band
    opened: Mapping[str, Band]
    now: Band
    advantage: Band
    share: Band

    @property
    def only(self) -> bool:
        """Whether it is the only channel already."""
        return not self.channels


def brokerage(ground: NetworkDraws, base: Settlements) -> tuple[Broker, ...]:
    """Every actor as a channel to every other that it is tied to, and between every two of them."""
    features, ties = features_of(ground.case), ties_of(ground.case)
    standing: list[tuple[str, tuple[str, ...], _Channels]] = []
    for j in ground.case.actors:
        tied = [other for other in ground.case.actors if other != j and _tied(ties, j, other)]
        standing += [(j, (i,), _channels_to(ground, ties, j, i)) for i in tied]
        standing += [(j, (i, k), _channels(ground, ties, j, i, k)) for i, k in combinations(tied, 2)]
    rows = [row for _, _, channels in standing for row in _openings(features, channels)]
    if not rows:
        return ()
    present, where = np.unique(np.array(rows, np.bool_).reshape(len(rows), -1), axis=0, return_inverse=True)
    draws = ground.each(len(present))
    settled = ground.settle(with_features(ground, features, np.repeat(present, ground.draws, axis=0), draws))
    payoffs = settled.payoffs.reshape(len(present), ground.draws, -1)[where.reshape(-1)]
    found, first = [], 0
    for j, others, channels in standing:
        last = first + 1 + len(channels)
        row = ground.actor(j)
        found.append(_broker(ground, j, others, channels, payoffs[first:last, :, row], base.payoffs[:, row]))
        first = last
    return tuple(found)


def _tied(ties: _Ties, one: str, other: str) -> bool:
    return any(frozenset({one, other}) in pairs for pairs in ties.values())


def _ties_without(ties: _Ties, j: str, one: str, other: str) -> tuple[Feature, ...]:
    """What ties one to the other without j."""
    pair = frozenset({one, other})
    return tuple(feature for feature, pairs in ties.items() if pair in pairs and not any(j in each for each in pairs))


def _channels_to(ground: NetworkDraws, ties: _Ties, j: str, i: str) -> _Channels:
    """The ties of everyone else to i."""
    channels = {m: _ties_without(ties, j, m, i) for m in ground.case.actors if m not in (i, j)}
    return {name: channel for name, channel in channels.items() if channel}


def _channels(ground: NetworkDraws, ties: _Ties, j: str, i: str, k: str) -> _Channels:
    """The ways between i and k that do not pass through j: directly, and through each other actor."""
    channels = {DIRECT: _ties_without(ties, j, i, k)}
    for m in ground.case.actors:
        if m not in (i, j, k):
            legs = _ties_without(ties, j, m, i), _ties_without(ties, j, m, k)
            channels[m] = tuple(dict.fromkeys([*legs[0], *legs[1]])) if all(legs) else ()
    return {name: channel for name, channel in channels.items() if channel}


def _openings(features: tuple[Feature, ...], channels: Mapping[str, tuple[Feature, ...]]) -> list[list[bool]]:
    """The features that are there: with every channel shut, then with each one open."""
    rivals = {feature for channel in channels.values() for feature in channel}
    shut = [feature not in rivals for feature in features]
    return [
        shut,
        *([feature not in rivals or feature in channel for feature in features] for channel in channels.values()),
    ]


def _broker(
    ground: NetworkDraws,
    actor: str,
    others: tuple[str, ...],
    channels: Mapping[str, tuple[Feature, ...]],
    payoffs: Floats,
    now: Floats,
) -> Broker:
    alone, *opened = payoffs
    return Broker(
        actor=actor,
        others=others,
        channels=channels,
        alone=band_of(alone),
        opened={name: band_of(values) for name, values in zip(channels, opened, strict=True)},
        now=band_of(now),
        advantage=band_of(alone - now),
        share=band_of((alone - now) / ground.ranges[ground.actor(actor)]),
    )
