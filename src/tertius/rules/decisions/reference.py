"""`reference`: nothing is decided, and the issue stays where it is.

A rival that costs nothing, and that a rule has to beat before it is worth its assumptions.
"""

from __future__ import annotations

from typing import ClassVar, final

from tertius.rules.decisions.decision import Ending, IssueModel
from tertius.rules.decisions.stances import Stances


def reference(level: float | None) -> float:
    """The level at which an issue stays.

    Raises:
        ValueError: Nobody says where that is.
    """
    if level is None:
        raise ValueError("nobody says where things stay if nothing is decided")
    return level


@final
class Reference(IssueModel):
    """The reference point of the issue."""

    key: ClassVar[str] = "reference"
    title: ClassVar[str] = "nothing is decided: the issue stays at its reference"
    reference: ClassVar[str] = "Thomson et al. 2006, the reference point among the data"
    needs_reference: ClassVar[bool] = True

    def decide(self, stances: Stances) -> Ending:
        """The reference."""
        return Ending(reference(stances.reference))
