"""Goal seek: the smallest change of one number, or of two, after which a goal is met, and the moves that do it.

Every number is tried alone, along all that is legal for it; then pairs of those that bring the goal nearest; then the
moves of the case. A way is told as confirmed only if the settlement of the changed case, searched for from every start,
meets the goal.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from tertius.analysis.claims.testing import claims
from tertius.analysis.seek.goals import Goal, check_words, goal_of
from tertius.analysis.seek.levers import Lever, levers_named, levers_of
from tertius.analysis.seek.moves import moves_that_meet
from tertius.analysis.seek.numbers import BEYOND, OWN, Side, rounded, sides_of, step_of, ways_of
from tertius.analysis.seek.pairs import legs_of, pairs_of
from tertius.analysis.seek.readings import Counted, Reading, question_of
from tertius.analysis.seek.result import Seek, Way
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import fix
from tertius.draws.sampling import check_threads
from tertius.errors import check_all
from tertius.rules import chosen_theory
from tertius.rules.settlement import Settlement, Status
from tertius.rules.theory import Theory
from tertius.scenarios.targets import Target

Progress = Callable[[int, int], None]

CONFIRMED = 2
"""So many ways of each kind are settled as cases of their own, with all that follows from the change."""

NUDGES = (2e-3, 8e-3, 0.03, 0.1)
"""By such shares of the change a way is lengthened that the case on its own does not confirm."""

CLAIM_DRAWS = 200
"""Over so many draws a claim is tested once a way is found."""


def seek(
    case: Case,
    of: str,
    to: str | float,
    *,
    inputs: Sequence[str] | None = None,
    pairs: bool = True,
    moves: bool = True,
    rule: str | None = None,
    solution: str | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Seek:
    """What it would take for a target of a case to be something else.

    Args:
        case: A checked case.
        of: The target: the id of a talk (its agreement), an issue (its level) or an actor (its payoff); one output,
            such as ``level:tariffs`` or ``gain:us-dprk:usa``; or a claim, ``claim:ID`` (its verdict).
        to: What it is to be: ``agreement`` or ``no agreement``; ``at least 40``, ``at most 20``, or a number that is to
            be reached; ``holds`` or ``fails``.
        inputs: Paths of the numbers that may be changed, or of what they stand under; all that the case gives if left
            out.
        pairs: Whether pairs of numbers are tried.
        moves: Whether the moves of the case are tried.
        rule: Key of the rule that settles every version; the first that applies to the case if left out.
        solution: Key of the solution of talks that do not say theirs; Nash's if left out.
        threads: How many versions to settle at a time; as many as there are cores if left out.
        progress: Told how many settlements are done, and of how many.

    Raises:
        UsageError: There is no such target, number, rule or solution, the target cannot be that, or what a claim needs
            cannot be sought; all that is wrong at once.
    """
    sound(case)
    named = [inputs] if isinstance(inputs, str) else inputs
    check_all(
        lambda: check_words(to),
        lambda: goal_of(case, of, to),
        lambda: levers_named(case, named),
        lambda: chosen_theory(case, rule, solution),
        lambda: check_threads(threads),
    )
    theory = chosen_theory(case, rule, solution)
    search = _Search(case, theory, goal_of(case, of, to), threads or os.cpu_count() or 1)
    return search.run(levers_named(case, named), pairs, moves, progress)


class _Search:
    """The search for one goal."""

    def __init__(self, case: Case, theory: Theory, goal: Goal, threads: int) -> None:
        self.case, self.theory, self.threads = case, theory, threads
        self.levers = {lever.name: lever for lever in levers_of(case)}
        self.lent = theory.follow(case, None).chances or True  # all that the others know of each other
        self.stands = theory.settle(case, chances=self.lent)
        self.question = question_of(case, theory, goal, threads)
        now = self.question.read_in(self.stands) or self.question.read([{}])
        self.goal = goal.sided(float(now.values[0]))
        self.question = question_of(case, theory, self.goal, threads)
        self.now = self.question.read_in(self.stands) or self.question.read([{}])
        self.felt_by = goal.target.ident if goal.target is not None and goal.kind in ("payoff", "gain") else ""

    def run(self, levers: Sequence[Lever], pairs: bool, moves: bool, progress: Progress | None) -> Seek:
        """The ways to the goal."""
        asked = ("numbers", *(("pairs",) if pairs else ()), *(("moves",) if moves and self.case.moves else ()))
        expected = 2 * len(levers) * (OWN + BEYOND) + (2500 if pairs else 0) + (len(self.case.moves) if moves else 0)
        counted = Counted(self.question, expected, progress)
        already = bool(self.now.met[0])
        result = Seek(
            case=self.case,
            theory=self.theory.name,
            of=self.goal.of,
            to=self.goal.asks,
            now=float(self.now.values[0]),
            already=already,
            several=self.stands.status is Status.SEVERAL,
            ways=(),
            pairs=(),
            moves=(),
            inputs=len(levers),
            searched=() if already else asked,
            settlements=0,
        )
        if already:
            return result
        sides = sides_of(counted, levers)
        ways = self._confirmed(ways_of(counted, sides))
        found = self._pairs(counted, sides, ways) if pairs else []
        made = moves_that_meet(self.case, self.theory, self.goal, result.now, counted, self.lent) if moves else []
        return replace(result, ways=tuple(ways), pairs=tuple(found), moves=tuple(made), settlements=counted.done)

    def _pairs(self, counted: Counted, sides: Sequence[Side], ways: Sequence[Way]) -> list[Way]:
        """Pairs within the ranges of their numbers; only if there are none, and no number does it so, beyond them."""
        best = next((way for way in ways if way.confirmed and not way.rewords), None)
        sides = self._nearer(sides)
        limit = best.share if best is not None and best.within else math.inf
        found = pairs_of(counted, legs_of(sides, own=True), limit)
        if not found and not (best is not None and best.within):
            limit = math.inf if best is None else best.share
            found = pairs_of(counted, legs_of(sides, own=False), limit)
        return [way for way in self._confirmed(found) if way.confirmed]

    def _nearer(self, sides: Sequence[Side]) -> list[Side]:
        """The sides, with how near each comes to an agreement: how many points somebody still lacks at its end."""
        target = self.goal.target
        if target is None or self.goal.kind != "agreement" or self.goal.wants != "yes":
            return list(sides)
        return [self._with_shortfall(side, target) for side in sides]

    def _with_shortfall(self, side: Side, target: Target) -> Side:
        if side.first >= 0:
            return side
        point = {side.lever.path: float(side.places[-1])}
        left, stood = (self._short(self._searched(one), target) for one in (point, {}))
        if not left < stood * (1 - 1e-6):
            return side
        missing = np.full(len(side.places), left)
        return replace(side, reading=Reading(side.reading.values, side.reading.met, missing))

    def _short(self, settlement: Settlement, target: Target) -> float:
        """How many points somebody lacks for a deal, as a share of its range."""
        short = settlement.shortfalls.get(target.ident)
        return math.inf if short is None else short.points / (settlement.ranges[short.party] or 1.0)

    def _confirmed(self, ways: Sequence[Way]) -> list[Way]:
        """The ways with what the whole search says of each; the first ones as cases of their own."""
        if self.goal.target is None:
            tested = [self._tested(way) for way in ways[:CONFIRMED]]
            return [*tested, *ways[CONFIRMED:]]
        whole = [replace(self._looked_at(way, own=False), rewords=self._rewords(way)) for way in ways]
        ordered = sorted(whole, key=lambda way: way.order)
        first = [self._lengthened(way) for way in ordered[:CONFIRMED]]
        return sorted([*first, *ordered[CONFIRMED:]], key=lambda way: way.order)

    def _rewords(self, way: Way) -> bool:
        """Whether a way changes what the actor wants whose payoff is asked about."""
        paths = [self.levers[step.path].path for step in way.steps]
        stances = any(path[:2] == ("stances", self.felt_by) for path in paths)
        return stances or any(
            path[0] == "needs" and self.case.needs[str(path[1])].actor == self.felt_by for path in paths
        )

    def _lengthened(self, way: Way) -> Way:
        """A way that the case on its own confirms: itself, or one a little longer."""
        own = self._looked_at(way, own=True)
        for nudge in () if own.confirmed else NUDGES:
            steps = []
            for step in way.steps:
                lever = self.levers[step.path]
                low, high = (lever.own or (lever.low, lever.high)) if step.within else (lever.low, lever.high)
                to = min(max(step.to + nudge * (step.to - step.now), low), high)
                steps.append(step_of(lever, rounded(lever, to)))
            longer = self._looked_at(replace(way, steps=tuple(steps)), own=True)
            if longer.confirmed:
                return longer
        return own

    def _looked_at(self, way: Way, own: bool) -> Way:
        """A way with the settlement that it leads to, searched for from every start.

        Args:
            way: The way.
            own: Whether the changed case is taken on its own: the others then know the number that was set.
        """
        point = self._point(way)
        settlement = self.theory.follow(fix(self.case, point), None) if own else self._searched(point)
        found = self.question.read_in(settlement)
        several = way.several or settlement.status is Status.SEVERAL
        if found is None:
            return replace(way, several=several)
        met = bool(found.met[0])
        value = float(found.values[0]) if met else way.value
        return replace(way, value=value, several=several, confirmed=met)

    def _searched(self, point: Mapping[Path, float]) -> Settlement:
        """The settlement at a point, searched for from every start; the others know what they know in the case."""
        rule, solution = self.theory.rule, self.theory.solution.key
        return rule.settle(fix(self.case, point), (), solution, self.case, self.lent)

    def _tested(self, way: Way) -> Way:
        """A way with the verdict on the claim over draws of the changed case."""
        changed = fix(self.case, self._point(way))
        tested = claims(
            changed, self.goal.claim, CLAIM_DRAWS, theories=[self.theory.name], threads=self.threads, random_cases=0
        ).results[0]
        return replace(way, verdict=tested.verdict.value, frequency=tested.share)

    def _point(self, way: Way) -> dict[Path, float]:
        """Where the numbers of a way stand."""
        return {self.levers[step.path].path: step.to for step in way.steps}
