"""The figures of a forecast: each with its Monte Carlo error, frozen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.draws import Histogram
from tertius.forecast.tally import Tally

__all__ = ["Fan", "Figure", "Outlook", "outlook_of"]

QUANTILES = (0.1, 0.5, 0.9)
QUARTILES = (0.25, 0.75)


@dataclass(frozen=True)
class Figure:
    """A figure found from draws.

    Attributes:
        value: The figure; nan if no draw bears on it.
        error: Its Monte Carlo standard error; nan if there are too few draws to tell.
    """

    value: float
    error: float

    def to_dict(self) -> dict[str, float | None]:
        """The documented shape in JSON; null for nan."""
        return {"value": _known(self.value), "error": _known(self.error)}


@dataclass(frozen=True)
class Fan:
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

    low: Figure
    middle: Figure
    high: Figure
    mean: float
    variance: float
    draws: int
    half: tuple[float, float] = (math.nan, math.nan)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        ends = {name: getattr(self, name).to_dict() for name in ("low", "middle", "high")}
        return {**ends, "mean": _known(self.mean), "variance": _known(self.variance), "draws": self.draws}


@dataclass(frozen=True)
class Outlook:
    """What the draws come to under one theory, or under several together.

    Attributes:
        draws: How many draws were settled.
        unsettled: How many of them did not come to rest; no figure counts them.
        agreement: Talk: the probability of agreement.
        all_agreed: The probability that every talk ends in agreement.
        together: Which talks end in agreement: the probability of that combination, most probable first.
        levels: Issue: where it settles, in the draws in which its talk is agreed; on its own scale.
        payoffs: Actor: its payoff, in points.
        gains: Talk and party: its gain, in points, in the draws in which the talk is agreed.
        upper_hand: Talk and party: its upper hand, in the draws in which the talk is agreed and it has one.
    """

    draws: int
    unsettled: int
    agreement: Mapping[str, Figure]
    all_agreed: Figure
    together: Mapping[tuple[str, ...], Figure]
    levels: Mapping[str, Fan]
    payoffs: Mapping[str, Fan]
    gains: Mapping[tuple[str, str], Fan]
    upper_hand: Mapping[tuple[str, str], Fan]

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return {
            "draws": self.draws,
            "unsettled": self.unsettled,
            "agreement": {talk: figure.to_dict() for talk, figure in self.agreement.items()},
            "all_agreed": self.all_agreed.to_dict(),
            "together": [{"talks": list(talks), **figure.to_dict()} for talks, figure in self.together.items()],
            "levels": {issue: fan.to_dict() for issue, fan in self.levels.items()},
            "payoffs": {actor: fan.to_dict() for actor, fan in self.payoffs.items()},
            "gains": _nested(self.gains),
            "upper_hand": _nested(self.upper_hand),
        }


def outlook_of(case: Case, tally: Tally) -> Outlook:
    """The figures that a tally comes to."""
    talks, actors = list(case.talks), list(case.actors)
    shares = tally.agreements.probability()
    agreed = [Figure(float(value), float(error)) for value, error in zip(shares.value, shares.error, strict=True)]
    seats = [(talks[t], actors[i]) for t, i in tally.bounds.parties]
    return Outlook(
        draws=tally.draws,
        unsettled=tally.unsettled,
        agreement=dict(zip(talks, agreed[:-1], strict=True)),
        all_agreed=agreed[-1],
        together=_together(talks, tally),
        levels=dict(zip(case.issues, _fans(tally.levels), strict=True)),
        payoffs=dict(zip(actors, _fans(tally.payoffs), strict=True)),
        gains=dict(zip(seats, _fans(tally.gains), strict=True)),
        upper_hand=dict(zip(seats, _fans(tally.hands), strict=True)),
    )


def _fans(histogram: Histogram) -> list[Fan]:
    """The fan of every quantity of a histogram."""
    ends = [histogram.quantile(q) for q in QUANTILES]
    first, third = (histogram.quantile(q).value for q in QUARTILES)
    means, variances = _moments(histogram)
    known = histogram.known.sum(axis=0)
    fans = []
    for q, draws in enumerate(known):
        low, middle, high = (Figure(float(end.value[q]), float(end.error[q])) for end in ends)
        half = (float(first[q]), float(third[q]))
        fans.append(Fan(low, middle, high, float(means[q]), float(variances[q]), int(draws), half))
    return fans


def _moments(histogram: Histogram) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean and variance of every quantity, each value taken at the middle of its bin; a single value is exact."""
    counts = histogram.counts.sum(axis=0)
    bins = counts.shape[1]
    width = (histogram.high - histogram.low)[:, None]
    middles = histogram.low[:, None] + width * (np.arange(bins) + 0.5) / bins
    total = counts.sum(axis=1)
    with np.errstate(invalid="ignore"):
        mean = (counts * middles).sum(axis=1) / total
        variance = (counts * (middles - mean[:, None]) ** 2).sum(axis=1) / total
    least, most = histogram.least.min(axis=0), histogram.most.max(axis=0)
    single = least == most
    return np.where(single, least, mean), np.where(single, 0.0, variance)


def _together(talks: list[str], tally: Tally) -> dict[tuple[str, ...], Figure]:
    """Every combination of agreements that occurred, most probable first."""
    of_replicate = sum(tally.patterns.values(), np.zeros(1, np.int64))
    total = int(np.sum(of_replicate))
    found = {}
    for mask, counts in sorted(tally.patterns.items(), key=lambda item: (-int(item[1].sum()), item[0])):
        names = tuple(talk for t, talk in enumerate(talks) if mask >> t & 1)
        there = np.asarray(of_replicate) > 0
        shares = counts[there] / np.asarray(of_replicate)[there]
        error = float(shares.std(ddof=1) / math.sqrt(len(shares))) if len(shares) > 1 else math.nan
        found[names] = Figure(int(counts.sum()) / total, error)
    return found


def _nested(fans: Mapping[tuple[str, str], Fan]) -> dict[str, dict[str, Any]]:
    nested: dict[str, dict[str, Any]] = {}
    for (talk, party), fan in fans.items():
        nested.setdefault(talk, {})[party] = fan.to_dict()
    return nested


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
