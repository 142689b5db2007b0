"""What every rule is: a published model that turns a case into a settlement."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from tertius.case.model import Case
from tertius.rules.settlement import Settlement

__all__ = ["Rule"]


class Rule(ABC):
    """A published model. Subclasses are final: they add no methods that another overrides."""

    key: ClassVar[str]
    """Its name on the command line; the stem of its file."""

    title: ClassVar[str]
    """Its name for people."""

    reference: ClassVar[str]
    """Who published it."""

    talks: ClassVar[bool] = True
    """Whether it settles talks, each at a solution of the bargaining problem."""

    def applies(self, case: Case) -> bool:
        """Whether the rule says anything about this case."""
        return True

    @abstractmethod
    def settle(self, case: Case, without: tuple[str, ...] = (), solution: str = "nash") -> Settlement:
        """Settle a case, every number at its middle.

        Args:
            case: A checked case.
            without: Talks made to break down.
            solution: Key of the solution of every talk that does not name its own.
        """

    @abstractmethod
    def settle_all(self, case: Case, solution: str = "nash") -> tuple[Settlement, dict[str, Settlement]]:
        """The settlement of a case, and for each talk the settlement if that talk breaks down."""
