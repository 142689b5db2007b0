"""What the draws come to under one theory, or several together: probabilities and quantiles, with their errors."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tertius.analysis.forecast.accumulator import Accumulator
from tertius.case.model import Case
from tertius.draws import Histogram, Mean
from tertius.results import Record

QUANTILES = (0.1, 0.5, 0.9)
QUARTILES = (0.25, 0.75)


@dataclass(frozen=True)
class Estimate(Record):
    """A figure found from draws.

    Attributes:
        value: The figure; nan if no draw bears on it.
        error: Its Monte Carlo standard error; nan if there are too few draws to tell.
    """

    value: float
    error: float


@dataclass(frozen=True)
class Quantiles(Record):
    """How a quantity spreads over the draws.

    Attributes:
        low: The value below which one draw in ten lies.
        middle: The median.
        high: The value above which one draw in ten lies.
        mean: The mean, from bins.
        variance: The variance, from bins.
        draws: In how many draws it has a value.
        half: The quartiles, between which half of the draws lie; nan if no draw bears on it. For pictures alone.
    """

    low: Estimate
    middle: Estimate
    high: Estimate
    mean: float
    variance: float
    draws: int
    half: tuple[float, float] = (math.nan, math.nan)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return self.plain("low", "middle", "high", "mean", "variance", "draws")


@dataclass(frozen=True)
class Summary(Record):
    """What the draws come to under one theory, or under several together.

    Attributes:
        draws: How many draws were settled.
        unsettled: How many of them did not come to rest; no figure counts them.
        zone: Talk: the share of draws in which a deal leaves all its parties better off.
        all_zones: The share of draws in which every talk has such a deal.
        agreement: Talk: the probability of agreement in the model: that there is such a deal, and that it is made.
        all_agreed: The probability that every talk ends in agreement.
        together: Which talks end in agreement: the probability of that combination, most probable first.
        levels: Issue: where it settles, in the draws in which its talk has a deal; on its own scale.
        payoffs: Actor: its payoff, in points.
        gains: Talk and party: its gain, in points, in the draws in which the talk has a deal.
        upper_hand: Talk and party: its upper hand, in the draws in which the talk has a deal and it has one.
        slight: Talk: the share of draws in which it has a deal that is next to nothing.
    """

    draws: int
    unsettled: int
    zone: Mapping[str, Estimate]
    all_zones: Estimate
    agreement: Mapping[str, Estimate]
    all_agreed: Estimate
    together: Mapping[tuple[str, ...], Estimate]
    levels: Mapping[str, Quantiles]
    payoffs: Mapping[str, Quantiles]
    gains: Mapping[tuple[str, str], Quantiles]
    upper_hand: Mapping[tuple[str, str], Quantiles]
    slight: Mapping[str, Estimate] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return {
            **self.plain("draws", "unsettled", "zone", "all_zones", "slight", "agreement", "all_agreed"),
            "together": [{"talks": list(talks), **chance.to_dict()} for talks, chance in self.together.items()],
            **self.plain("levels", "payoffs"),
            "gains": _nested(self.gains),
            "upper_hand": _nested(self.upper_hand),
        }


def summary_of(case: Case, counted: Accumulator) -> Summary:
    """What the draws come to that were counted."""
    talks, actors = list(case.talks), list(case.actors)
    zones, agreed = _estimates(counted.zones), _estimates(counted.agreements)
    seats = [(talks[t], actors[i]) for t, i in counted.bounds.parties]
    return Summary(
        draws=counted.draws,
        unsettled=counted.unsettled,
        zone=dict(zip(talks, zones[:-1], strict=True)),
        all_zones=zones[-1],
        agreement=dict(zip(talks, agreed[:-1], strict=True)),
        all_agreed=agreed[-1],
        together=_together(talks, counted),
        levels=dict(zip(case.issues, _quantiles(counted.levels), strict=True)),
        payoffs=dict(zip(actors, _quantiles(counted.payoffs), strict=True)),
        gains=dict(zip(seats, _quantiles(counted.gains), strict=True)),
        upper_hand=dict(zip(seats, _quantiles(counted.hands), strict=True)),
        slight=dict(zip(talks, _estimates(counted.slight)[:-1], strict=True)),
    )


def _estimates(mean: Mean) -> list[Estimate]:
    """The mean of every quantity with its error."""
    found = mean.mean()
    return [Estimate(float(value), float(error)) for value, error in zip(found.value, found.error, strict=True)]


def _quantiles(histogram: Histogram) -> list[Quantiles]:
    """Those of every quantity of a histogram, with mean and variance.

    For these each value is taken at the middle of its bin; that of a quantity with a single value is exact.
    """
    counts = histogram.counts.sum(axis=0)
    bins, total = counts.shape[1], counts.sum(axis=1)
    width = (histogram.high - histogram.low)[:, None]
    middles = histogram.low[:, None] + width * (np.arange(bins) + 0.5) / bins
    with np.errstate(invalid="ignore"):
        mean = (counts * middles).sum(axis=1) / total
        variance = (counts * (middles - mean[:, None]) ** 2).sum(axis=1) / total
    least, most = histogram.least.min(axis=0), histogram.most.max(axis=0)
    mean, variance = np.where(least == most, least, mean), np.where(least == most, 0.0, variance)
    ends = [histogram.quantile(q) for q in QUANTILES]
    first, third = (histogram.quantile(q).value for q in QUARTILES)
    quantiles = []
    for k, draws in enumerate(histogram.known.sum(axis=0)):
        low, middle, high = (Estimate(float(end.value[k]), float(end.error[k])) for end in ends)
        half = (float(first[k]), float(third[k]))
        quantiles.append(Quantiles(low, middle, high, float(mean[k]), float(variance[k]), int(draws), half))
    return quantiles


def _together(talks: list[str], counted: Accumulator) -> dict[tuple[str, ...], Estimate]:
    """Every combination of agreements that occurred, most probable first."""
    of_replicate = np.asarray(sum(counted.patterns.values(), np.zeros(1, np.int64)))
    there = of_replicate > 0
    together = {}
    for mask, counts in sorted(counted.patterns.items(), key=lambda item: (-int(item[1].sum()), item[0])):
        shares = counts[there] / of_replicate[there]
        error = float(shares.std(ddof=1) / math.sqrt(len(shares))) if len(shares) > 1 else math.nan
        agreed = tuple(talk for t, talk in enumerate(talks) if mask >> t & 1)
        together[agreed] = Estimate(int(counts.sum()) / int(of_replicate.sum()), error)
    return together


def _nested(quantiles: Mapping[tuple[str, str], Quantiles]) -> dict[str, dict[str, Any]]:
    nested: dict[str, dict[str, Any]] = {}
    for (talk, party), each in quantiles.items():
        nested.setdefault(talk, {})[party] = each.to_dict()
    return nested
