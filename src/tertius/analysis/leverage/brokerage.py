"""Brokerage: what an actor has from being the only channel, and how that shrinks as other channels open.

An actor is a channel to another that it is tied to; rival channels are the ties of others to that actor. It stands
between two others if it is tied to both; a rival channel is then what ties the two to each other at a table where it
does not sit, or through somebody else who is tied to both. What being the only channel would bring it is

    V_j without any rival channel  -  V_j as it is

and each channel is opened by itself as well. A channel is shut by taking its ties out of the case, and nothing else:
what its talks settle, and the links and threats that hang on them, stay for j as they are (`held`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from tertius.analysis.leverage.features import Feature, features_of
from tertius.analysis.leverage.held import held_in, payoffs_with
from tertius.analysis.leverage.ties import ties_of
from tertius.analysis.leverage.walk_away import Band, band_of
from tertius.case.model import Case
from tertius.results import Record
from tertius.scenarios.scenarios import Scenario

DIRECT = ""
"""The name of the channel without a broker."""

_Channels = dict[str, tuple[Feature, ...]]
_Ties = Mapping[Feature, tuple[frozenset[str], ...]]


@dataclass(frozen=True)
class Broker(Record):
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

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return {
            **self.plain("actor", "others", "alone", "now", "advantage", "share"),
            "channels": [
                {
                    "through": None if name == DIRECT else name,
                    "ties": [feature.key for feature in features],
                    "opened": self.opened[name].to_dict(),
                }
                for name, features in self.channels.items()
            ],
        }


def brokerage(scenario: Scenario) -> tuple[Broker, ...]:
    """Every actor as a channel to every other that it is tied to, and between every two of them."""
    case, features, ties = scenario.case, features_of(scenario.case), ties_of(scenario.case)
    tied_pairs = {pair for pairs in ties.values() for pair in pairs}
    standing: list[tuple[str, tuple[str, ...], _Channels]] = []
    for j in case.actors:
        tied = [other for other in case.actors if other != j and frozenset({j, other}) in tied_pairs]
        standing += [(j, (i,), _channels_to(case, ties, j, i)) for i in tied]
        standing += [(j, (i, k), _channels_between(case, ties, j, i, k)) for i, k in combinations(tied, 2)]
    if not standing:
        return ()
    rows: list[list[bool]] = []  # of each: the features that are there with every channel shut, then with each one open
    for _, _, channels in standing:
        rivals = {feature for channel in channels.values() for feature in channel}
        rows += [[f not in rivals or f in channel for f in features] for channel in ((), *channels.values())]
    present, where = np.unique(np.array(rows, np.bool_).reshape(len(rows), -1), axis=0, return_inverse=True)
    payoffs = payoffs_with(held_in(scenario), features, present)[where.reshape(-1)]
    brokers, first = [], 0
    for j, others, channels in standing:
        row, last = scenario.actor(j), first + 1 + len(channels)
        alone, *opened = payoffs[first:last, :, row]
        now, first = scenario.many.payoffs[:, row], last
        brokers.append(
            Broker(
                actor=j,
                others=others,
                channels=channels,
                alone=band_of(alone),
                opened={name: band_of(values) for name, values in zip(channels, opened, strict=True)},
                now=band_of(now),
                advantage=band_of(alone - now),
                share=band_of((alone - now) / scenario.ranges[row]),
            )
        )
    return tuple(brokers)


def _ties_without(ties: _Ties, j: str, one: str, other: str) -> tuple[Feature, ...]:
    """What ties one to the other without j."""
    pair = frozenset({one, other})
    return tuple(feature for feature, pairs in ties.items() if pair in pairs and not any(j in each for each in pairs))


def _channels_to(case: Case, ties: _Ties, j: str, i: str) -> _Channels:
    """The ties of everyone else to i."""
    channels = {m: _ties_without(ties, j, m, i) for m in case.actors if m not in (i, j)}
    return {name: channel for name, channel in channels.items() if channel}


def _channels_between(case: Case, ties: _Ties, j: str, i: str, k: str) -> _Channels:
    """The ways between i and k that do not pass through j: directly, and through each other actor."""
    channels = {DIRECT: _ties_without(ties, j, i, k)}
    for m in case.actors:
        if m not in (i, j, k):
            legs = _ties_without(ties, j, m, i), _ties_without(ties, j, m, k)
            channels[m] = tuple(dict.fromkeys([*legs[0], *legs[1]])) if all(legs) else ()
    return {name: channel for name, channel in channels.items() if channel}
