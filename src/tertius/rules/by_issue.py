"""Rules that decide every issue by itself, from the stances on it: the coat that they share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.case.checking import warn_case
from tertius.case.model import Case
from tertius.case.origin import Path
from tertius.draws import fix
from tertius.errors import UsageError
from tertius.rules.many import Many
from tertius.rules.network import Network, network_of
from tertius.rules.rule import Rule
from tertius.rules.settlement import Settlement, Status
from tertius.rules.stances import Stances, decided_payoffs, no_level, stances_on
from tertius.rules.variants import Variants

__all__ = ["ByIssue", "Ending"]


class Ending(NamedTuple):
    """Where one issue is decided.

    Attributes:
        level: On the scale of the issue.
        status: How it ended.
        residual: The largest move of a position in the last round, on the scale of the issue.
    """

    level: float
    status: Status = Status.SETTLED
    residual: float = 0.0


class ByIssue(Rule):
    """A rule for a decision without talks that looks at one issue at a time, and is asked for by name."""

    talks: ClassVar[bool] = False
    offered: ClassVar[bool] = False

    @abstractmethod
    def decide(self, stances: Stances) -> Ending:
        """Where one issue is decided. A `ValueError` says why it has no answer."""

    def applies(self, case: Case) -> bool:
        """Whether the case has an issue that is decided by weight."""
        return any(case.decided(issue) for issue in case.issues)

    def settle(
        self, case: Case, without: tuple[str, ...] = (), solution: str = "nash", base: Case | None = None
    ) -> Settlement:
        """Decide every issue, every number at its middle; no talk asks for a solution."""
        if not self.applies(case):
            raise UsageError(f"'{self.key}' is for decisions without talks, by actors with a capability")
        if without:
            raise UsageError(f"{case.case} has no talks, so none can break down")
        endings = {issue: self._ending(case, issue) for issue in case.issues}
        levels = {issue: ending.level for issue, ending in endings.items()}
        ranges = network_of(case)
        return Settlement(
            case=case,
            rule=self.key,
            settings={"draw": "middle", "without": []},
            levels=levels,
            agreements={},
            stands={},
            payoffs=decided_payoffs(case, levels),
            ranges=dict(zip(ranges.actors, map(float, ranges.numbers.range), strict=True)),
            walk_away={},
            upper_hand={},
            shortfalls={},
            commitments={},
            status=_worst([ending.status for ending in endings.values()]),
            residual=max(_share(case, issue, ending.residual) for issue, ending in endings.items()),
            warnings=tuple(warn_case(case)),
        )

    def settle_many(
        self,
        case: Case,
        paths: Sequence[Path],
        values: NDArray[np.float64],
        solution: str = "nash",
        threads: int = 1,
        hands: bool = False,
    ) -> Many:
        """Decide many draws, one by one."""
        every = [self.settle(fix(case, dict(zip(paths, map(float, row), strict=True)))) for row in values]
        nothing = np.empty((len(every), 0, len(case.actors)))
        return Many(
            levels=np.array([list(one.levels.values()) for one in every]).reshape(len(every), -1),
            agreed=np.empty((len(every), 0), np.bool_),
            payoffs=np.array([list(one.payoffs.values()) for one in every]).reshape(len(every), -1),
            gains=nothing,
            hands=nothing,
            settled=np.array([one.status.converged for one in every], np.bool_),
        )

    def settle_variants(
        self, case: Case, network: Network, variants: Variants, threads: int = 1, hands: bool = False
    ) -> Many:
        """There are no talks whose absence or breakdown could be asked about."""
        raise UsageError(f"{case.case} has no talks that could be off the table, or fail")

    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement; there is no talk to break down."""
        return self.settle(case), {}

    def _ending(self, case: Case, issue: str) -> Ending:
        if not case.decided(issue):
            return Ending(case.reference(issue))
        try:
            return self.decide(stances_on(case, issue))
        except ValueError as error:
            raise no_level(case, issue, error) from None


def _worst(statuses: Sequence[Status]) -> Status:
    return next((s for s in (Status.LIMIT, Status.CYCLING) if s in statuses), Status.SETTLED)


def _share(case: Case, issue: str, residual: float) -> float:
    low, high = case.issues[issue].scale
    return residual / (high - low)
