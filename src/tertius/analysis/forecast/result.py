"""The result of a forecast: by theory and together, probabilities and quantiles, each with its Monte Carlo error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.forecast.accumulator import Accumulator
from tertius.case.model import Case
from tertius.draws import Histogram, Uncertain
from tertius.results import Record, Result, frame_of

if TYPE_CHECKING:
    import pandas as pd

LOOKED_INTO = 16  # draws that are settled from every start, to see how often there are several settlements


@dataclass(frozen=True)
class Doubt:
    """Where the doubt about a figure comes from: parts of its variance over all draws and theories.

    Attributes:
        numbers: The mean variance within a theory: what better numbers could take away.
        theories: The variance of the theories' means: what only a choice between theories could.
    """

    numbers: float
    theories: float

    @property
    def share_of_theories(self) -> float:
        """The part of the doubt that is between theories, 0 to 1; 0 if there is none at all."""
        whole = self.numbers + self.theories
        return self.theories / whole if whole > 0 else 0.0


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
    agreement: Mapping[str, Estimate]
    all_agreed: Estimate
    together: Mapping[tuple[str, ...], Estimate]
    levels: Mapping[str, Quantiles]
    payoffs: Mapping[str, Quantiles]
    gains: Mapping[tuple[str, str], Quantiles]
    upper_hand: Mapping[tuple[str, str], Quantiles]

    def to_dict(self) -> dict[str, Any]:
        """The documented shape in JSON."""
        return {
            **self.plain("draws", "unsettled", "agreement", "all_agreed"),
            "together": [{"talks": list(talks), **chance.to_dict()} for talks, chance in self.together.items()],
            **self.plain("levels", "payoffs"),
            "gains": _nested(self.gains),
            "upper_hand": _nested(self.upper_hand),
        }


@dataclass(frozen=True)
class Forecast(Result):
    """What the draws of a case come to, theory by theory and together.

    Attributes:
        case: The case; never changed.
        seed: The seed of the draws.
        asked: How many draws were asked for.
        draws: How many were done, under every theory; fewer if the work was interrupted.
        uncertain: The numbers that were drawn.
        theories: Theory: what the draws come to under it.
        pooled: All theories together, each with the same weight.
        several: Theory: in how many of the first `looked_into` draws the talks can settle in more than one way.
        looked_into: How many draws were settled from every start; the others from the references alone.
        seconds: How long it took; no part of the answer.
    """

    case: Case
    seed: int
    asked: int
    draws: int
    uncertain: tuple[Uncertain, ...]
    theories: Mapping[str, Summary]
    pooled: Summary
    several: Mapping[str, int]
    looked_into: int
    seconds: float

    @property
    def interrupted(self) -> bool:
        """Whether it ended before all draws were done."""
        return self.draws < self.asked

    @property
    def cut_short(self) -> bool:
        """Whether it ended before all draws were done, or while some were looked into for further settlements."""
        return self.interrupted or self.looked_into < min(LOOKED_INTO, self.draws)

    def doubt_about_agreement(self, talk: str) -> Doubt:
        """Whether agreement in a talk is in doubt for its numbers or for the theory.

        Var = mean of p (1 - p) over the theories + variance of p between them.
        """
        chances = np.array([summary.agreement[talk].value for summary in self.theories.values()])
        return Doubt(float((chances * (1 - chances)).mean()), float(chances.var()))

    def doubt_about_level(self, issue: str) -> Doubt:
        """Whether the level of an issue, where its talk is agreed, is in doubt for its numbers or for the theory."""
        return _doubt([summary.levels[issue] for summary in self.theories.values()])

    def doubt_about_payoff(self, actor: str) -> Doubt:
        """Whether an actor's payoff is in doubt for its numbers or for the theory."""
        return _doubt([summary.payoffs[actor] for summary in self.theories.values()])

    def to_frame(self) -> pd.DataFrame:
        """A row for each (theory, what, name), "pooled" first: low, middle, high, error of the middle, draws.

        For agreements the middle is the probability, and low and high are missing. Gains and upper hands are named
        ``talk: party``.
        """
        rows: list[tuple[Any, ...]] = []
        for theory, summary in (("pooled", self.pooled), *self.theories.items()):
            for talk, chance in summary.agreement.items():
                settled = summary.draws - summary.unsettled
                rows.append((theory, "agreement", talk, None, chance.value, None, chance.error, settled))
            quantities: dict[str, Mapping[Any, Quantiles]] = {
                "level": summary.levels,
                "payoff": summary.payoffs,
                "gain": summary.gains,
                "upper hand": summary.upper_hand,
            }
            for what, quantiles in quantities.items():
                for name, q in quantiles.items():
                    label = name if isinstance(name, str) else ": ".join(name)
                    rows.append(
                        (theory, what, label, q.low.value, q.middle.value, q.high.value, q.middle.error, q.draws)
                    )
        kinds = dict.fromkeys(("low", "middle", "high", "error"), float) | {"draws": int}
        return frame_of(rows, ["theory", "what", "name"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius forecast --json``; nothing in it depends on time or threads."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            **self.plain("seed", "asked", "draws", "interrupted"),
            "uncertain": [".".join(map(str, number.path)) for number in self.uncertain],
            **self.plain("theories", "pooled"),
            "doubt": {
                "agreement": {talk: asdict(self.doubt_about_agreement(talk)) for talk in self.case.talks},
                "levels": {issue: asdict(self.doubt_about_level(issue)) for issue in self.case.issues},
                "payoffs": {actor: asdict(self.doubt_about_payoff(actor)) for actor in self.case.actors},
            },
            **self.plain("several", "looked_into"),
        }


def _doubt(quantiles: list[Quantiles]) -> Doubt:
    """The doubt about a quantity, from its quantiles under each theory; theories without a value are left out."""
    known = [each for each in quantiles if each.draws]
    if not known:
        return Doubt(0.0, 0.0)
    means = np.array([each.mean for each in known])
    return Doubt(float(np.mean([each.variance for each in known])), float(means.var()))


def summary_of(case: Case, counted: Accumulator) -> Summary:
    """What the draws come to that were counted."""
    talks, actors = list(case.talks), list(case.actors)
    shares = counted.agreements.probability()
    agreed = [Estimate(float(value), float(error)) for value, error in zip(shares.value, shares.error, strict=True)]
    seats = [(talks[t], actors[i]) for t, i in counted.bounds.parties]
    return Summary(
        draws=counted.draws,
        unsettled=counted.unsettled,
        agreement=dict(zip(talks, agreed[:-1], strict=True)),
        all_agreed=agreed[-1],
        together=_together(talks, counted),
        levels=dict(zip(case.issues, _quantiles(counted.levels), strict=True)),
        payoffs=dict(zip(actors, _quantiles(counted.payoffs), strict=True)),
        gains=dict(zip(seats, _quantiles(counted.gains), strict=True)),
        upper_hand=dict(zip(seats, _quantiles(counted.hands), strict=True)),
    )


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
