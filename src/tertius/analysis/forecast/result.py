"""The result of a forecast: by theory and together, probabilities and quantiles, each with its Monte Carlo error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.forecast.headline import Headline
from tertius.analysis.forecast.summary import Quantiles, Summary
from tertius.case.model import Case
from tertius.draws import Uncertain
from tertius.results import Result, frame_of

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
        headline: Talk: P(agreement) in one figure, and what stands beside it.
        headline_of_all: The probability that every talk ends in agreement, by the headlines.
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
    headline: Mapping[str, Headline]
    headline_of_all: float
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

    def ending(self) -> tuple[str, ...]:
        """Over how many draws and which theories."""
        return (f"{self.draws:,} draws under {', '.join(self.theories)}; seed {self.seed}.",)

    def cautions(self) -> tuple[str, ...]:
        """That it was interrupted, that draws did not come to rest, that talks can settle in more than one way."""
        several = {theory: count for theory, count in self.several.items() if count}
        said = [f"Interrupted after {self.draws:,} of {self.asked:,} draws."] if self.interrupted else []
        if self.pooled.unsettled:
            said.append(f"{self.pooled.unsettled:,} of {self.pooled.draws:,} settlements did not come to rest.")
        said += [
            f"Several settlements in {count} of {self.looked_into} draws under {theory}; the figures are of one."
            for theory, count in several.items()
        ]
        return tuple(said)

    def to_frame(self) -> pd.DataFrame:
        """A row for each (theory, what, name), "pooled" first: low, middle, high, error of the middle, draws.

        The first rows are the headlines. For these and for agreements, which are the model's own, the middle is the
        probability, and low and high are missing. Gains and upper hands are named ``talk: party``.
        """
        settled = self.pooled.draws - self.pooled.unsettled
        rows: list[tuple[Any, ...]] = [
            ("pooled", "headline", talk, None, one.probability, None, one.error, settled)
            for talk, one in self.headline.items()
        ]
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
            **self.plain("headline", "headline_of_all", "theories", "pooled"),
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
