"""Rules that decide every issue by itself, from the stances on it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from tertius.case.model import Case
from tertius.rules.decision import Decision, Ending
from tertius.rules.stances import Stances

__all__ = ["ByIssue", "Ending"]


class ByIssue(Decision):
    """A rule for a decision without talks that looks at one issue at a time."""

    @abstractmethod
    def decide(self, stances: Stances) -> Ending:
        """Where one issue is decided. A `ValueError` says why it has no answer."""

    def decide_all(self, case: Case, stances: Mapping[str, Stances]) -> dict[str, Ending]:
        """Where each issue is decided, one at a time."""
        endings = {}
        for issue, own in stances.items():
            try:
                endings[issue] = self.decide(own)
            except ValueError as error:
                raise ValueError(f"{error} on '{issue}'") from None
        return endings
