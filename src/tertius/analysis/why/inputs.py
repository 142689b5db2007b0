"""Which numbers of a case a payoff hangs on directly: with the levels and the agreements held where they are.

A number is an input of a term if the term changes when the number alone does, by a hundredth of what it can be. So no
list of inputs has to keep up with what a payoff is made of.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property

from tertius.case.edit.numbers import NumberEntry, numbers_of
from tertius.case.labels import legal_at
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.case.paths import with_value
from tertius.rules.payoffs import Account, payoff_terms
from tertius.rules.settlement import Settlement

STEP = 0.01
"""So far a number is moved, as a share of what it can be."""

BY_ITSELF = ("points", "power", "votes")
"""Units of numbers that have no end."""

SAME = 1e-12
"""A term that moves by less, in points, does not change."""

_OUTSIDE = ("actors", "moves", "claims", "beliefs")
"""What no payoff counts at given levels and agreements: payoffs follow from the numbers as they are."""


def moved(case: Case, number: NumberEntry, steps: float) -> tuple[Case, float] | None:
    """The case with one number moved, and by which share of what it can be; None if it cannot be so much.

    What a level can be is its scale, of a probability or a share 1; points, powers and the like are moved by a part of
    themselves.

    Args:
        case: The case.
        number: One of its numbers.
        steps: How many hundredths of that, up or down.
    """
    low, high, _ = legal_at(case, number.path)
    if low is None or high is None:
        return None
    middle, entry = number.quantity.middle, number.quantity
    if entry.percent:
        low, high = 0.0, 100.0
    whole = (abs(middle) or 1.0) if number.unit in BY_ITSELF or math.isinf(high - low) else high - low
    value = middle + steps * STEP * whole
    if not low <= value <= high:
        return None
    held = replace(entry, low=value, high=value, likely=None, shape="")
    return with_value(case, tuple(map(str, number.path)), held), steps * STEP


class Inputs:
    """The numbers of a case, and which of them move what."""

    def __init__(self, case: Case, step: Callable[[], None] = lambda: None) -> None:
        self.case = case
        self.step = step
        self._moved: dict[str, tuple[Case, ...]] = {}
        self._found: dict[str, dict[tuple[str, str], list[str]]] = {}

    @cached_property
    def numbers(self) -> dict[str, NumberEntry]:
        """Every number by its path, with dots."""
        return {".".join(map(str, one.path)): one for one in numbers_of(self.case)}

    def of_terms(self, settlement: Settlement, actor: str, if_made: str = "") -> dict[tuple[str, str], list[str]]:
        """Per term of a payoff the paths of the numbers that move it, in the order of the case."""
        asked = "/".join((settlement.theory, str(settlement.settings.get("without")), actor, if_made))
        if asked not in self._found:
            stands = payoff_terms(settlement, actor, if_made)
            found: dict[tuple[str, str], list[str]] = {term: [] for term in stands}
            for path, number in self.numbers.items():
                self.step()
                changed: set[tuple[str, str]] = set()
                for version in self._versions(path) if _may_count(self.case, number.path, actor) else ():
                    changed.update(_changed(stands, payoff_terms(settlement, actor, if_made, version)))
                for term in changed & found.keys():
                    found[term].append(path)
            self._found[asked] = found
        return self._found[asked]

    def _versions(self, path: str) -> tuple[Case, ...]:
        """The case with a number moved up, and down, as far as it can be."""
        if path not in self._moved:
            both = (moved(self.case, self.numbers[path], steps) for steps in (1.0, -1.0))
            self._moved[path] = tuple(one[0] for one in both if one is not None)
        return self._moved[path]


def _may_count(case: Case, path: Path, actor: str) -> bool:
    """Whether a number can be one that an actor's payoff counts: not what another wants or needs, not a capability."""
    if path[0] == "stances":
        return path[1] == actor
    if path[0] == "needs":
        return case.needs[str(path[1])].actor == actor
    return path[0] not in _OUTSIDE


def _changed(before: Account, after: Account) -> Iterator[tuple[str, str]]:
    return (term for term, value in before.items() if abs(after.get(term, 0.0) - value) > SAME)
