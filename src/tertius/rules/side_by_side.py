"""Theories side by side: where each talk settles under every rule, and how far the rules are apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.results import Record, Result
from tertius.rules.settlement import Settlement

if TYPE_CHECKING:
    import pandas as pd

NAMED = 3
"""So many columns have their theory's name above them; more are numbered."""


@dataclass(frozen=True)
class Spread(Record):
    """How far the settlements of several theories are apart.

    Attributes:
        levels: Issue: lowest and highest level, on its own scale.
        payoffs: Actor: lowest and highest payoff, in its own points.
        agreements: Talk: the share of the theories in which it ends in agreement, 0 to 1.
    """

    levels: Mapping[str, tuple[float, float]]
    payoffs: Mapping[str, tuple[float, float]]
    agreements: Mapping[str, float]


@dataclass(frozen=True)
class TheoryComparison(Result):
    """One case under several theories, each with its settlement and, where there are several, all of them."""

    case: Case
    settlements: Mapping[str, Settlement]

    @property
    def heads(self) -> list[str]:
        """What stands above each column: the theory's name, or where these would not fit beside each other a number."""
        names = [name for name, _ in self.columns()]
        return names if len(names) <= NAMED else [f"({n})" for n in range(1, len(names) + 1)]

    @property
    def spread(self) -> Spread:
        """The spread over every settlement, those beside a theory's headline included."""
        settlements = [settlement for _, settlement in self.columns()]
        heads = list(self.settlements.values())
        return Spread(
            levels={issue: _ends([other.levels[issue] for other in settlements]) for issue in self.case.issues},
            payoffs={actor: _ends([other.payoffs[actor] for other in settlements]) for actor in heads[0].payoffs},
            agreements={t: sum(head.agreements[t] for head in heads) / len(heads) for t in self.case.talks},
        )

    def columns(self) -> list[tuple[str, Settlement]]:
        """Every settlement under its name: a second settlement of `hold` is named ``hold (2)``."""
        named = []
        for theory, settlement in self.settlements.items():
            named.append((theory, settlement))
            named += [(f"{theory} ({n})", other) for n, other in enumerate(settlement.alternatives, 2)]
        return named

    def to_frame(self) -> pd.DataFrame:
        """A column per settlement, a row per (what, name): agreements (1 or 0), levels and payoffs."""
        import pandas as pd

        columns = {}
        for name, settlement in self.columns():
            cells: dict[tuple[str, str], float] = {}
            cells |= {("agreement", talk): float(agreed) for talk, agreed in settlement.agreements.items()}
            cells |= {("level", issue): level for issue, level in settlement.levels.items()}
            cells |= {("payoff", actor): payoff for actor, payoff in settlement.payoffs.items()}
            columns[name] = pd.Series(cells, dtype=float)
        frame = pd.DataFrame(columns)
        frame.index = pd.MultiIndex.from_tuples(list(frame.index), names=["what", "name"])
        return frame

    def to_dict(self, case_warnings: Sequence[Problem] = ()) -> dict[str, Any]:
        """The documented shape of ``tertius settle --theories all --json``, with the warnings of the case."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "theories": {name: settlement.to_dict(case_warnings) for name, settlement in self.settlements.items()},
            **self.plain("spread"),
        }


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)
