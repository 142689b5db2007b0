"""How claims are tested, form by form: `FORMS` holds every form.

A comparison holds in the draws in which a quantity differs between two versions of the case as the claim says; a sweep
in those in which the quantity moves with an input as it says, step by step over a range; an equilibrium in those in
which nobody gains by leaving the profile. A test of events has no draws.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.claims.equilibrium import no_profile, temptations
from tertius.analysis.claims.events import LEVEL, clustering_of
from tertius.analysis.claims.result import Curve, Detail
from tertius.analysis.claims.verdict import DrawQuantiles, Verdict, quantiles_of
from tertius.analysis.leverage.reliance import loss_share, losses_between
from tertius.analysis.moves.tree import MoveTree
from tertius.analysis.patrons.patrons import quantity_of_patrons
from tertius.case.actions import Change, Compare, Equilibrium, EventsTest, Sweep
from tertius.case.check.changes import checked_steps
from tertius.case.check.check import note_sound
from tertius.case.edit.changes import bare_case, steps_of
from tertius.case.findings import CheckContext
from tertius.case.model import Case
from tertius.rules.settlement import Branch, Settlement
from tertius.scenarios.branches import branch_of
from tertius.scenarios.effects import SAME
from tertius.scenarios.scenarios import Scenario, Scenarios
from tertius.scenarios.switches import switches
from tertius.scenarios.targets import target_of_quantity

Floats = NDArray[np.float64]

HAIR = 1e-9
"""A change that falls short of what is asked for by no more than this is enough."""

STEPS = 4
"""The range of a sweep is gone through in so many equal steps."""


def quantity_of(scenario: Scenario, quantity: str) -> Floats:
    """(D,) a claim's quantity in every draw of a version.

    Payoffs, gains, walk-away values and reliance are in points of the actor, levels on the scale of the issue,
    agreements 1 or 0, upper hand and net leverage shares; what patrons bring is in points of the client. It is nan
    where the version has no such quantity: the draw did not come to rest, the version lacks the actor, issue or talk,
    or a failed talk has no upper hand.
    """
    target = target_of_quantity(quantity)
    if not target.other:
        return scenario.values(target)
    actor, other = target.ident, target.other
    if target.kind == "patrons":
        return quantity_of_patrons(scenario, actor, other, target.patrons)
    if actor not in scenario.case.actors or other not in scenario.case.actors:
        return np.full(scenario.draws, np.nan)
    if target.kind == "reliance":
        values = losses_between(scenario, [(actor, other)])[actor, other]
    else:  # who has nothing at stake relies on nobody
        values = np.nan_to_num(loss_share(scenario, other, actor)) - np.nan_to_num(loss_share(scenario, actor, other))
    return np.where(scenario.many.settled, values, np.nan)


def differs(change: Floats, direction: Literal["higher", "lower", "same"], at_least: float) -> Floats:
    """Whether a change goes in a direction: 1 or 0, nan where there is no change to speak of.

    Higher and lower: by `at_least`, and by more than levels are settled to. Same: by no more than `at_least`.

    Args:
        change: (...) the quantity in the first version less that in the second.
        direction: ``higher``, ``lower`` or ``same``.
        at_least: By how much, in the units of the quantity; 0 or more.
    """
    if direction == "same":
        holds = np.abs(change) <= max(at_least, SAME) + HAIR
    else:
        moved = change if direction == "higher" else -change
        holds = (moved > SAME) & (moved >= at_least - HAIR)
    return np.where(np.isnan(change), np.nan, holds.astype(np.float64))


def points_over(sweep: Sweep) -> tuple[float, ...]:
    """The values of the input, from the low end of the range to the high one; in percent if the range is."""
    return tuple(float(value) for value in np.linspace(sweep.over.low, sweep.over.high, STEPS + 1))


def versions_over(case: Case, sweep: Sweep) -> list[Case]:
    """The case with the input at each of the points."""
    unit = "%" if sweep.over.percent else ""
    return [version_of(case, [Change(set=sweep.input, to=f"{value:.10g}{unit}")]) for value in points_over(sweep)]


def moves_with(values: Floats, direction: Literal["rises", "falls"]) -> Floats:
    """Whether a quantity moves in a direction as the input rises: 1 or 0, nan where it is not known at every point.

    It does if it nowhere steps the other way, and is past its start at the end.

    Args:
        values: (P, ...) the quantity at every point.
        direction: ``rises`` or ``falls``.
    """
    steps = np.diff(values if direction == "rises" else -values, axis=0)
    holds = (steps >= -SAME).all(axis=0) & (steps.sum(axis=0) > SAME)
    return np.where(np.isnan(values).any(axis=0), np.nan, holds.astype(np.float64))


def version_of(case: Case, changes: Sequence[Change]) -> Case:
    """A sound case after changes, without moves and claims: no settlement rests on these."""
    changed = checked_steps(CheckContext(bare_case(case)), steps_of(("changes",), changes), ())
    if not changed.findings:
        note_sound(changed.case)
    return changed.case


@dataclass(frozen=True)
class Outcome:
    """What the test of a claim came to.

    Attributes:
        holds: (T, D) 1 where it holds, 0 where it does not, nan where the draw does not bear on it; None without draws.
        effect: How much the quantity differs.
        versions: The versions whose uncertain numbers it may hang on.
        moves: Whether it may hang on the numbers of the moves too.
        detail: What else there is to say of a claim of this form.
        verdict: The verdict, if there are no draws.
        note: Why it could not be tested.
    """

    holds: Floats | None = None
    effect: DrawQuantiles = field(default_factory=lambda: quantiles_of(np.empty(0)))
    versions: Sequence[Case] = ()
    moves: bool = False
    detail: Detail | None = None
    verdict: Verdict = Verdict.UNTESTED
    note: str = ""


class ClaimVersions:
    """The versions of a case that its claims are tested on.

    Args:
        scenarios: Those of the case.
    """

    def __init__(self, scenarios: Scenarios) -> None:
        self.scenarios, self.moves = scenarios, MoveTree(scenarios)
        self.versions: dict[Hashable, dict[str, Scenario]] = {}
        self._middles: dict[Hashable, dict[str, Settlement]] = {}

    def values(self, case: Case, quantity: str) -> Floats:
        """(T, D) a quantity of a version, theory by theory."""
        # Versions that are equal are one, in whichever order they are written.
        key = self.scenarios.patch(case).key
        if key not in self.versions:
            self.versions[key] = self.scenarios.settle(case)
        return np.stack([quantity_of(scenario, quantity) for scenario in self.versions[key].values()])

    def branches(self, versions: Sequence[Case]) -> dict[str, Branch]:
        """Theory: whether the first and the last of some versions, whose difference is told, are of one branch.

        Of the two neither comes before the other, so they are if either can be followed to the other.
        """
        if not versions:
            return {}
        found = {}
        for theory in self.scenarios.theories:
            ends = [self._at_middles(case)[theory.name] for case in (versions[0], versions[-1])]
            each = [branch_of(theory, *pair) for pair in (ends, reversed(ends))]
            found[theory.name] = next((branch for branch in each if not branch.comparable), Branch.ONE)
        return found

    def _in_draws(self, case: Case) -> dict[str, Scenario]:
        return self.versions.get(self.scenarios.patch(case).key) or self.scenarios.settle(case)

    def switched(self, versions: Sequence[Case]) -> tuple[int, int]:
        """In how many draws the first and the last of some versions settle in different ways; how many it looked into.

        The most under any theory.
        """
        counts = [(0, 0)]
        sides = [self._in_draws(case) for case in (versions[0], versions[-1])] if len(versions) > 1 else []
        for theory in self.scenarios.theories if sides else ():
            first, second = (side[theory.name] for side in sides)
            # A version without talks settles from everywhere alike, and is not looked into.
            ways = [way for way in (switches(first, second), switches(second, first)) if way.size]
            turned = np.any(ways, axis=0) if ways else np.zeros(0, np.bool_)
            counts.append((int(turned.sum()), len(turned)))
        return max(counts)

    def _at_middles(self, case: Case) -> dict[str, Settlement]:
        """Theory: a version with every number at its middle, searched for from every start."""
        key = self.scenarios.patch(case).key
        if key not in self._middles:
            # The very case that was settled in draws: what private numbers make of it is known.
            settled = self._in_draws(case)
            self._middles[key] = {name: one.theory.follow(one.case, None) for name, one in settled.items()}
        return self._middles[key]


def _compare(claim: Compare, settled: ClaimVersions, versions: Sequence[Case]) -> Outcome:
    first, second = (settled.values(version, claim.quantity) for version in versions)
    change = first - second
    return Outcome(differs(change, claim.direction, claim.at_least), quantiles_of(change), versions)


def _sweep(claim: Sweep, settled: ClaimVersions, versions: Sequence[Case]) -> Outcome:
    values = np.stack([settled.values(version, claim.quantity) for version in versions])
    change = values[-1] - values[0]
    past = (change if claim.direction == "rises" else -change) > SAME
    known = np.isfinite(change)
    ends = float(past[known].mean()) if known.any() else float("nan")
    curve = Curve(points_over(claim), tuple(quantiles_of(row) for row in values), ends)
    return Outcome(moves_with(values, claim.direction), quantiles_of(change), versions, detail=curve)


def _equilibrium(claim: Equilibrium, settled: ClaimVersions, _: Sequence[Case]) -> Outcome:
    base = settled.scenarios.base
    why = no_profile(base, claim)
    if why:
        return Outcome(note=why)
    tested = temptations(settled.moves, claim)
    holds = tested.stable if claim.is_equilibrium else 1 - tested.stable
    return Outcome(holds, quantiles_of(tested.gains), [base], moves=True, detail=tested)


def _events(claim: EventsTest, settled: ClaimVersions, _: Sequence[Case]) -> Outcome:
    test = clustering_of(settled.scenarios.base, claim)
    if test is None:
        return Outcome(note="it needs one event or more on either side, and not the same on both")
    return Outcome(detail=test, verdict=Verdict.HOLDS if test.p_corrected <= LEVEL else Verdict.FAILS)


class Form(NamedTuple):
    """How claims of one form are tested.

    Attributes:
        versions: Of a case and what the claim says: the versions that it is about, without moves and claims.
        test: Of what the claim says, what settles versions, and those versions: the outcome.
    """

    versions: Callable[[Case, Any], list[Case]]
    test: Callable[[Any, ClaimVersions, Sequence[Case]], Outcome]


FORMS: dict[str, Form] = {
    "compare": Form(lambda case, claim: [version_of(case, part) for part in (claim.changes, claim.against)], _compare),
    "sweep": Form(versions_over, _sweep),
    "equilibrium": Form(lambda _case, _claim: [], _equilibrium),
    "events": Form(lambda _case, _claim: [], _events),
}
