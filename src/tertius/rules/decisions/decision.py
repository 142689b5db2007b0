"""What a model of decisions is: stances on an issue go in, the level at which it is decided comes out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.arrays import Floats
from tertius.rules.decisions.stances import Stances
from tertius.rules.settlement import Status


class Ending(NamedTuple):
    """Where one issue is decided.

    Attributes:
        level: On the scale of the issue.
        status: How it ended.
        residual: The largest move of a position in the last round, on the scale of the issue.
        chances: Levels with the probability of each, where the rule gives a distribution; empty where it does not.
    """

    level: float
    status: Status = Status.SETTLED
    residual: float = 0.0
    chances: tuple[tuple[float, float], ...] = ()


class DecisionModel(ABC):
    """A published model of a decision that many take. Subclasses are final."""

    key: ClassVar[str]
    """Its name on the command line; the stem of its file."""

    title: ClassVar[str]
    """Its name for people."""

    reference: ClassVar[str]
    """Who published it."""

    offered: ClassVar[bool] = False
    """Whether it is among the theories of a case that names none."""

    needs_reference: ClassVar[bool] = False
    """Whether it must know where the issue stays if nothing is decided."""

    least_issues: ClassVar[int] = 1
    """How many issues must be decided for it to say anything of its own; below that it is not asked unless named."""

    unmet: ClassVar[str] = ""
    """Why it refuses a case that `lacks` what it must know beside references, in a clause."""

    def decide_draws(self, position: Floats, salience: Floats, capability: Floats) -> Floats | None:
        """(D, K) levels of many draws at once, from (D, I, K) arrays; None if the model takes them one by one."""
        return None

    def lacks(self, case: Case) -> list[Problem]:
        """What the model must know beside references and the case does not say."""
        return []

    @abstractmethod
    def decide_all(self, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided, from the stances on it. A `ValueError` says why there is no answer."""

    def decide_many(self, draws: Sequence[Mapping[str, Stances]], threads: int = 1) -> list[dict[str, Ending] | None]:
        """As `decide_all`, for many draws of one table, of which nobody asks for more than level and status.

        Args:
            draws: The stances on each issue, draw by draw, of the same actors.
            threads: How many draws at a time.

        Returns:
            The endings of each draw; None where it has no answer.
        """
        found: list[dict[str, Ending] | None] = []
        for stances in draws:
            try:
                found.append(self.decide_all(stances))
            except ValueError:
                found.append(None)
        return found


class IssueModel(DecisionModel):
    """A model that looks at one issue at a time."""

    @abstractmethod
    def decide(self, stances: Stances) -> Ending:
        """Where one issue is decided. A `ValueError` says why it has no answer."""

    def decide_all(self, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided, one at a time."""
        endings = {}
        for issue, own in stances.items():
            try:
                endings[issue] = self.decide(own)
            except ValueError as error:
                raise ValueError(f"{error} on '{issue}'") from None
        return endings
