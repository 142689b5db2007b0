"""What a goal finds at many points of a case: the value of its target, whether it is met, and how far it is missed.

A verdict on a claim is read at the middle of every number, by the claim's own form: a number that the claim itself sets
stays what the claim sets it to.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.claims.forms import FORMS, differs, moves_with, quantity_of
from tertius.analysis.seek.goals import Goal
from tertius.analysis.seek.trials import Point, Trials, quantity_at
from tertius.case.actions import Compare, Sweep
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.rules.settlement import Settlement
from tertius.rules.theory import Theory
from tertius.scenarios.effects import SAME
from tertius.scenarios.targets import Target, values_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BATCH = 512
"""So many points are settled between two reports of progress."""


@dataclass(frozen=True)
class Reading:
    """What a goal finds at some points.

    Attributes:
        values: (P,) the target: an agreement is 1 or 0, a claim how much its quantity differs.
        met: (P,) whether the goal is met.
        missing: (P,) how far it is missed, 0 where it is met; nan where nothing says how far.
    """

    values: Floats
    met: Flags
    missing: Floats


class Question(Protocol):
    """Reads a goal at points of a case."""

    def read(self, points: Sequence[Point]) -> Reading:
        """What it finds at each point, one settlement or more for each."""
        ...

    def read_in(self, settlement: Settlement) -> Reading | None:
        """What it finds in a settlement that was searched for from every start; None if one alone says nothing."""
        ...


class TargetQuestion:
    """A goal on a target of the case.

    Args:
        case: The case.
        theory: The theory that settles it.
        goal: The goal, its side known.
        threads: How many points to settle at a time.
    """

    def __init__(self, case: Case, theory: Theory, goal: Goal, threads: int) -> None:
        self.case, self.goal, self.trials = case, goal, Trials(case, theory, threads)

    def read(self, points: Sequence[Point]) -> Reading:
        """The target at each point, one settlement each."""
        many, target = self.trials.settle(points), self._target
        values = many.agreed[:, self._talk].astype(float) if self.goal.kind == "agreement" else None
        values = values_of(self.case, target, many) if values is None else values
        values = np.where(many.settled, values, np.nan)
        missing = self.goal.missing(values)
        if self.goal.kind == "agreement":  # to lose a deal, somebody must gain nothing by it; to find one, see `legs`
            smallest = np.nanmin(
                np.where(np.isnan(many.gains[:, self._talk]), np.inf, many.gains[:, self._talk]), axis=1
            )
            near = np.nan if self.goal.wants == "yes" else smallest
            missing = np.where(self.goal.met(values), 0.0, near)
        return Reading(values, self.goal.met(values), missing)

    def read_in(self, settlement: Settlement) -> Reading:
        """The target in a settlement."""
        target, ident = self._target, self._target.ident
        if target.kind == "agreement":
            value = float(settlement.agreements[ident])
        elif target.kind == "level":
            value = settlement.levels[ident]
        elif target.kind == "payoff":
            value = settlement.payoffs[ident]
        else:
            value = settlement.gain(target.talk, ident)
        values = np.array([value if settlement.status.converged else np.nan])
        return Reading(values, self.goal.met(values), self.goal.missing(values))

    @property
    def _target(self) -> Target:
        if self.goal.target is None:
            raise ValueError("a claim is no target")
        return self.goal.target

    @property
    def _talk(self) -> int:
        return list(self.case.talks).index(self._target.ident)


class ClaimQuestion:
    """A goal on the verdict of a claim; arguments as for a target.

    Raises:
        UsageError: The claim is about a game or about dated events.
    """

    def __init__(self, case: Case, theory: Theory, goal: Goal, threads: int) -> None:
        claim = case.claims[goal.claim]
        if not isinstance(claim.test, Compare | Sweep):
            why = {
                "equilibrium": "it is tested on a whole game: try `tertius game` on variants of the case",
                "events": "it rests on dated events, which no number of the case moves",
            }[claim.form]
            raise UsageError(f"what it would take for the claim '{goal.claim}' cannot be sought: {why}")
        self.case, self.goal, self.test = case, goal, claim.test
        self.trials = [Trials(version, theory, threads) for version in FORMS[claim.form].versions(case, claim.test)]

    def read(self, points: Sequence[Point]) -> Reading:
        """The claim at each point, one settlement of each of its versions."""
        values = np.array([self._quantities(trials, points) for trials in self.trials])  # (V, P)
        if isinstance(self.test, Compare):
            change, direction, least = values[0] - values[1], self.test.direction, self.test.at_least
            holds = differs(change, direction, least)
            signed = {"higher": change, "lower": -change, "same": -np.abs(change)}[direction]
            margin = signed - max(least, SAME) * (-1 if direction == "same" else 1)
        else:
            change, holds = values[-1] - values[0], moves_with(values, self.test.direction)
            margin = np.full(len(points), np.nan)
        met = holds == (1.0 if self.goal.wants == "yes" else 0.0)
        return Reading(change, met, np.where(met, 0.0, np.abs(margin)))

    def read_in(self, settlement: Settlement) -> None:
        """One settlement says nothing of a claim."""
        return

    def _quantities(self, trials: Trials, points: Sequence[Point]) -> Floats:
        """(P,) the quantity of the claim in one version, at points of the case."""
        own = [{path: value for path, value in point.items() if self._stands(trials, path)} for point in points]
        return np.array([float(quantity_of(one, self.test.quantity)[0]) for one in trials.scenarios(own)])

    def _stands(self, trials: Trials, path: Any) -> bool:
        """Whether a version has a number as the case has it, so that it would follow it."""
        number = quantity_at(trials.case, path)
        return number is not None and number == quantity_at(self.case, path)


def question_of(case: Case, theory: Theory, goal: Goal, threads: int) -> Question:
    """What reads a goal.

    Raises:
        UsageError: The goal is the verdict on a claim that cannot be read so.
    """
    return (ClaimQuestion if goal.target is None else TargetQuestion)(case, theory, goal, threads)


class Counted:
    """A question whose points are settled batch by batch and counted.

    Args:
        question: The question.
        expected: So many points are expected.
        progress: Told how many points are settled, and of how many.
    """

    def __init__(self, question: Question, expected: int, progress: Callable[[int, int], None] | None) -> None:
        self.question, self.expected, self.progress, self.done = question, expected, progress, 0

    def read(self, points: Sequence[Point]) -> Reading:
        """The goal at each point, however many."""
        parts = []
        for first in range(0, len(points), BATCH):
            parts.append(self.question.read(points[first : first + BATCH]))
            self.tell(len(parts[-1].met))
        none = np.empty(0)
        if not parts:
            return Reading(none, none.astype(np.bool_), none)
        return Reading(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("values", "met", "missing")))

    def tell(self, count: int) -> None:
        """So many more are done."""
        self.done += count
        if self.progress is not None:
            self.progress(self.done, max(self.expected, self.done))
