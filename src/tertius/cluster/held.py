"""A case as the workers of a cluster hold it, with what takes longer to work out of it than a task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, final

from tertius.case.model import Case
from tertius.draws import Uncertain, uncertain_of
from tertius.rules.bargaining.chances.deal import know_chances, known_chances
from tertius.rules.bargaining.outside.voice import know_reliances, known_reliances


@final
@dataclass(frozen=True)
class HeldCase:
    """A case that is sent once, and is the same object in every task of a worker.

    With it goes what this process knows of it by then: for the flagship the chances from private numbers take as long
    to work out as 1,500 draws, and every worker would do that again.
    """

    case: Case

    @cached_property
    def uncertain(self) -> tuple[Uncertain, ...]:
        """Its uncertain numbers, found once in a process."""
        return uncertain_of(self.case)

    def __reduce__(self) -> tuple[Callable[..., HeldCase], tuple[Any, ...]]:
        return _held, (self.case, known_chances(self.case), known_reliances(self.case))


def _held(case: Case, chances: Any, reliances: Any) -> HeldCase:
    know_chances(case, chances)
    know_reliances(case, reliances)
    return HeldCase(case)
