"""The moves of a case after which a goal is met, each made with success after those that it comes after."""

from __future__ import annotations

import math
from collections.abc import Iterator

from tertius.analysis.moves.tree import MoveTree
from tertius.analysis.seek.goals import Goal
from tertius.analysis.seek.readings import Counted, Reading, question_of
from tertius.analysis.seek.result import MoveWay
from tertius.case.model import Case
from tertius.rules.settlement import DealChances, Settlement, Status
from tertius.rules.theory import Theory
from tertius.scenarios.scenarios import Scenarios

NEAR = 0.1
"""A number that is missed by no more than this share of what is asked of it may be met once all that follows is in."""


def moves_that_meet(
    case: Case, theory: Theory, goal: Goal, now: float, counted: Counted, lent: DealChances
) -> list[MoveWay]:
    """The moves after which the goal is met, the cheapest first; those that cannot be made are left out.

    Args:
        case: A checked case.
        theory: The theory that settles it.
        goal: The goal, its side known.
        now: The target as the case stands.
        counted: What reads the goal and counts.
        lent: How likely deals are missed in the case, as its settlement has it.
    """
    after = _MovesAfter(case, theory, goal, now, counted, lent)
    found = [way for sequence, version in versions_of(case, theory) for way in after.way(sequence, version)]
    return sorted(found, key=lambda way: (way.cost, way.moves))


def versions_of(case: Case, theory: Theory) -> Iterator[tuple[tuple[str, ...], Case]]:
    """Every move that can be made, with those that come before it, and the case after them."""
    tree = MoveTree(Scenarios(case, [theory], 0))
    for ident in case.moves:
        sequence = _before(case, ident, ())
        after = tree.after(sequence) if not tree.hindrance(sequence) else ""
        if not isinstance(after, str):
            yield sequence, after.version.model_copy(update={"claims": case.claims})


def _before(case: Case, ident: str, around: tuple[str, ...]) -> tuple[str, ...]:
    """A move after all that it comes after, each once."""
    order: dict[str, None] = {}
    for earlier in case.moves[ident].after:
        if earlier not in around:
            order |= dict.fromkeys(_before(case, earlier, (*around, ident)))
    return (*order, ident)


class _MovesAfter:
    """What a goal comes to after moves."""

    def __init__(self, case: Case, theory: Theory, goal: Goal, now: float, counted: Counted, lent: DealChances) -> None:
        self.lent = lent
        self.case, self.theory, self.goal, self.counted = case, theory, goal, counted
        self.room = NEAR * abs(goal.bound - now) if goal.wants in ("least", "most") else 0.0

    def way(self, sequence: tuple[str, ...], version: Case) -> Iterator[MoveWay]:
        """The way that a sequence of moves is, if the goal is met after it."""
        self.counted.tell(1)
        value, several = self._value(version)
        if value is None:
            return
        moves = [self.case.moves[one] for one in sequence]
        actor = moves[-1].actor
        cost = sum(move.cost.middle for move in moves if move.actor == actor)
        chance = math.prod(1.0 if move.chance is None else move.chance.middle for move in moves)
        yield MoveWay(sequence, actor, cost, chance, value, several)

    def _value(self, version: Case) -> tuple[float | None, bool]:
        """The target in a version that meets the goal, None if it does not; whether others are possible."""
        if self.goal.target is None:
            read = question_of(version, self.theory, self.goal, 1).read([{}])
            return (float(read.values[0]) if read.met[0] else None), False
        if not _has(version, self.goal):
            return None, False
        alike = list(version.talks) == list(self.case.talks) and list(version.actors) == list(self.case.actors)
        rule, solution = self.theory.rule, self.theory.solution.key
        first = rule.settle(version, (), solution, self.case, self.lent) if alike else self.theory.settle(version)
        read = self._read(first)
        if not (read.met[0] or (alike and read.missing[0] <= self.room)):
            return None, False
        whole = self._read(self.theory.follow(version, None)) if alike else read
        return (float(whole.values[0]) if whole.met[0] else None), first.status is Status.SEVERAL

    def _read(self, settlement: Settlement) -> Reading:
        found = self.counted.question.read_in(settlement)
        if found is None:
            raise ValueError("a claim is read in no settlement")
        return found


def _has(version: Case, goal: Goal) -> bool:
    """Whether a version still has the target."""
    target = goal.target
    if target is None:
        return True
    if target.kind == "level":
        return target.ident in version.issues
    held = not target.talk or target.talk in version.talks
    return held and (target.kind == "agreement" or target.ident in version.actors)
