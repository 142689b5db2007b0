"""The result of a forecast, frozen, which explains itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.case.model import Case
from tertius.draws import Uncertain
from tertius.forecast.figures import Fan, Outlook

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Doubt", "Forecast"]


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
class Forecast:
    """What the draws of a case come to, theory by theory and together.

    Attributes:
        case: The case; never changed.
        seed: The seed of the draws.
        asked: How many draws were asked for.
        draws: How many were done, under every theory; fewer if the work was interrupted.
        uncertain: The numbers that were drawn.
        theories: Theory: its outlook.
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
    theories: Mapping[str, Outlook]
    pooled: Outlook
    several: Mapping[str, int]
    looked_into: int
    seconds: float

    @property
    def interrupted(self) -> bool:
        """Whether it ended before all draws were done."""
        return self.draws < self.asked

    def doubt_about_agreement(self, talk: str) -> Doubt:
        """Whether agreement in a talk is in doubt for its numbers or for the theory.

        Var = mean of p (1 - p) over the theories + variance of p between them.
        """
        chances = np.array([outlook.agreement[talk].value for outlook in self.theories.values()])
        return Doubt(float((chances * (1 - chances)).mean()), float(chances.var()))

    def doubt_about_level(self, issue: str) -> Doubt:
        """Whether the level of an issue, where its talk is agreed, is in doubt for its numbers or for the theory."""
        return _doubt([outlook.levels[issue] for outlook in self.theories.values()])

    def doubt_about_payoff(self, actor: str) -> Doubt:
        """Whether an actor's payoff is in doubt for its numbers or for the theory."""
        return _doubt([outlook.payoffs[actor] for outlook in self.theories.values()])

    def to_frame(self) -> pd.DataFrame:
        """A row for each (theory, what, name), "pooled" first: low, middle, high, error of the middle, draws.

        For agreements the middle is the probability, and low and high are missing. Gains and upper hands are named
        ``talk: party``.
        """
        import pandas as pd

        rows = [
            row for name, outlook in (("pooled", self.pooled), *self.theories.items()) for row in _rows(name, outlook)
        ]
        columns = ["theory", "what", "name", "low", "middle", "high", "error", "draws"]
        return pd.DataFrame(rows, columns=columns).set_index(["theory", "what", "name"])

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius forecast --json``; nothing in it depends on time or threads."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "seed": self.seed,
            "asked": self.asked,
            "draws": self.draws,
            "interrupted": self.interrupted,
            "uncertain": [".".join(map(str, number.path)) for number in self.uncertain],
            "theories": {name: outlook.to_dict() for name, outlook in self.theories.items()},
            "pooled": self.pooled.to_dict(),
            "doubt": {
                "agreement": {talk: _shares(self.doubt_about_agreement(talk)) for talk in self.case.talks},
                "levels": {issue: _shares(self.doubt_about_level(issue)) for issue in self.case.issues},
                "payoffs": {actor: _shares(self.doubt_about_payoff(actor)) for actor in self.case.actors},
            },
            "several": dict(self.several),
            "looked_into": self.looked_into,
        }

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html())


def _doubt(fans: list[Fan]) -> Doubt:
    known = [fan for fan in fans if fan.draws]
    if not known:
        return Doubt(0.0, 0.0)
    means = np.array([fan.mean for fan in known])
    return Doubt(float(np.mean([fan.variance for fan in known])), float(means.var()))


def _shares(doubt: Doubt) -> dict[str, float]:
    return {"numbers": doubt.numbers, "theories": doubt.theories}


def _rows(theory: str, outlook: Outlook) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for talk, figure in outlook.agreement.items():
        rows.append(
            (theory, "agreement", talk, None, figure.value, None, figure.error, outlook.draws - outlook.unsettled)
        )
    named: list[tuple[str, Mapping[Any, Fan]]] = [
        ("level", outlook.levels),
        ("payoff", outlook.payoffs),
        ("gain", outlook.gains),
        ("upper hand", outlook.upper_hand),
    ]
    for what, fans in named:
        for name, fan in fans.items():
            label = name if isinstance(name, str) else f"{name[0]}: {name[1]}"
            ends = (fan.low.value, fan.middle.value, fan.high.value, fan.middle.error)
            rows.append((theory, what, label, *ends, fan.draws))
    return rows
