"""Sequences of moves carried out on a case and settled, each version once, however many plans lead to it.

A move may change what an actor states; it does not change what the actor wants. So the talks settle by the stances of
the version, and payoffs are counted by those of the base:

    V_i = V_i(version) + sum_k [ s_ik E(1 - |x_k - p_ik|^a) of the base - the same of the version ]

with E over whether the deal on issue k stands. Needs, damages and costs are those of the version.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.actions import hindrance_to
from tertius.case.check.changes import faults_of, misfits_of
from tertius.case.edit.changes import apply_steps, bare_case
from tertius.case.edit.moves import changes_of_move, check_move
from tertius.case.edit.parts import Patch
from tertius.case.findings import CheckContext
from tertius.case.model import Case, Stance
from tertius.case.parse.origin import Path
from tertius.case.paths import with_value
from tertius.draws import Drawn
from tertius.errors import UsageError
from tertius.rules.arrays import SURE
from tertius.scenarios.scenarios import Scenario, Scenarios

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Branch:
    """One way in which a sequence of moves may go.

    Attributes:
        succeeded: The moves that were made with success, in their order.
        chance: (D,) how likely it goes so.
    """

    succeeded: tuple[str, ...]
    chance: Floats


class MoveTree:
    """The moves of a case, and what every sequence of them makes of it.

    Args:
        scenarios: Those of the case: they settle its versions over common draws.
    """

    def __init__(self, scenarios: Scenarios) -> None:
        self.scenarios, self.moves = scenarios, scenarios.base.moves
        self._start = bare_case(scenarios.base)
        self._faults = faults_of(CheckContext(self._start))
        self._drawn = scenarios.drawn_of(scenarios.base)
        self._after: dict[tuple[str, ...], Patch | str] = {(): scenarios.patch(self._start)}
        self._versions: list[Patch] = []
        self._numbers: dict[Hashable, int] = {}
        self._alone: dict[Hashable, bool] = {}
        self._keys: dict[tuple[str, ...], int] = {}
        self._payoffs: dict[int, dict[str, dict[str, Floats]]] = {}

    def after(self, succeeded: tuple[str, ...]) -> Patch | str:
        """The version after moves made with success one after the other; in words why it cannot be, if it cannot."""
        if succeeded not in self._after:
            before, ident = self.after(succeeded[:-1]), succeeded[-1]
            self._after[succeeded] = before if isinstance(before, str) else self._made(before.version, ident)
        return self._after[succeeded]

    def _made(self, before: Case, ident: str) -> Patch | str:
        """The version after one more move; in words why it cannot be made, if it cannot."""
        move = self.moves[ident]
        changed = apply_steps(before, changes_of_move(before, ident, move))
        patch = self.scenarios.patch(changed.case)
        findings = [*check_move(before, ident, move), *changed.findings]
        findings += () if self._fits(patch) else misfits_of(CheckContext(before), changed, self._faults)
        return f"{ident}: {findings[0].found}" if findings else patch

    def _fits(self, patch: Patch) -> bool:
        """Whether it is known that a version fits together: each part that differs does alone, and was checked once."""
        return patch.plain and all(self._fits_alone(patch, path) for path in patch.parts)

    def _fits_alone(self, patch: Patch, path: Path) -> bool:
        key = path, patch.frozen[path]
        if key not in self._alone:
            alone = with_value(self._start, [str(step) for step in path], patch.parts[path])
            self._alone[key] = faults_of(CheckContext(alone)) <= self._faults
        return self._alone[key]

    def hindrance(self, sequence: tuple[str, ...]) -> str:
        """Why the moves cannot be made in this order, were all to succeed; empty if they can."""
        for number, ident in enumerate(sequence):
            why = hindrance_to(self.moves, ident, sequence[:number])
            if why:
                return why
        after = self.after(sequence)
        return after if isinstance(after, str) else ""

    def branches(self, sequence: Sequence[str]) -> list[Branch]:
        """The ways in which a sequence may go: each of its moves succeeds or fails by its chance.

        A move that comes after one that has failed is not made.
        """
        branches = [Branch((), np.ones(self.scenarios.draws))]
        for ident in sequence:
            chance, before = self.moves[ident].chance, branches
            branches = []
            for branch in before:
                succeeded = (*branch.succeeded, ident)
                if self._waits(branch, ident):
                    branches.append(branch)
                elif chance is None:
                    branches.append(Branch(succeeded, branch.chance))
                else:
                    success = self.scenarios.drawn_number(("moves", ident, "chance"), chance)
                    branches.append(Branch(succeeded, branch.chance * success))
                    branches.append(Branch(branch.succeeded, branch.chance * (1 - success)))
        return branches

    def chance_made(self, sequence: Sequence[str], ident: str) -> Floats:
        """(D,) how likely a move of the sequence is made at all, with success or without."""
        before = self.branches(list(sequence)[: list(sequence).index(ident)])
        whole = np.zeros(self.scenarios.draws)
        for branch in before:
            if not self._waits(branch, ident):
                whole = whole + branch.chance
        return whole

    def cost(self, ident: str) -> Floats:
        """(D,) what a move costs its actor, in its points."""
        return self.scenarios.drawn_number(("moves", ident, "cost"), self.moves[ident].cost)

    def version(self, succeeded: tuple[str, ...]) -> Case:
        """The case after moves made with success one after the other; a `UsageError` if they cannot be made."""
        return self._patch(succeeded).version

    def _patch(self, succeeded: tuple[str, ...]) -> Patch:
        patch = self.after(succeeded)
        if isinstance(patch, str):
            raise UsageError(patch)
        return patch

    def key(self, succeeded: tuple[str, ...]) -> int:
        """The number of the version after these moves; the same for two sequences that make the same case."""
        if succeeded not in self._keys:
            patch = self._patch(succeeded)
            known = self._numbers.setdefault(patch.key, len(self._versions))
            if known == len(self._versions):
                self._versions.append(patch)
            self._keys[succeeded] = known
        return self._keys[succeeded]

    def settle_ahead(self, sequences: Iterable[Sequence[str]]) -> None:
        """Settle all versions to which some sequences of moves may lead, together."""
        ways = (branch.succeeded for sequence in sequences for branch in self.branches(sequence))
        keys = list(dict.fromkeys(key for key in map(self.key, ways) if key not in self._payoffs))
        for key, settled in zip(keys, self.scenarios.settle_each(self._versions[key] for key in keys), strict=True):
            self._payoffs[key] = self._true_payoffs(settled)

    def payoffs(self, succeeded: tuple[str, ...]) -> dict[str, dict[str, Floats]]:
        """Theory: actor: (D,) payoff after these moves, by the wants of the base; costs are not in it."""
        key = self.key(succeeded)
        if key not in self._payoffs:
            self._payoffs[key] = self._true_payoffs(next(self.scenarios.settle_each([self._versions[key]])))
        return self._payoffs[key]

    def _true_payoffs(self, settled: Mapping[str, Scenario]) -> dict[str, dict[str, Floats]]:
        return {name: true_payoffs(one, self.scenarios.base, self._drawn) for name, one in settled.items()}

    def expected(self, sequence: Sequence[str]) -> dict[str, dict[str, Floats]]:
        """Theory: actor: (D,) payoff to be expected from a sequence of moves, over how it may go, without costs."""
        whole: dict[str, dict[str, Floats]] = {}
        for branch in self.branches(sequence):
            for theory, payoffs in self.payoffs(branch.succeeded).items():
                sums = whole.setdefault(theory, {actor: np.zeros(self.scenarios.draws) for actor in payoffs})
                for actor, payoff in payoffs.items():
                    # A draw that did not come to rest in a branch that cannot happen is no matter.
                    sums[actor] = sums[actor] + np.where(branch.chance > 0, branch.chance * payoff, 0.0)
        return whole

    def _waits(self, branch: Branch, ident: str) -> bool:
        return any(earlier not in branch.succeeded for earlier in self.moves[ident].after)


def true_payoffs(settled: Scenario, base: Case, drawn: Drawn) -> dict[str, Floats]:
    """The payoffs of the actors of the base in many draws of a version.

    Args:
        settled: The version, settled.
        base: The case whose stances count.
        drawn: The numbers of the base in the same draws.

    Returns:
        Actor: (D,) its payoff in points; nan in draws that did not come to rest, and for an actor that the version
        does not have.
    """
    wants = _Side(base, drawn)
    payoffs = {}
    for actor in base.actors:
        payoff = settled.payoff(actor)
        stated, wanted = settled.case.stances.get(actor, {}), base.stances.get(actor, {})
        for issue in dict.fromkeys([*stated, *wanted]):
            if stated.get(issue) == wanted.get(issue) or issue not in settled.case.issues:
                continue
            version = _Side(settled.case, settled.drawn)
            where = _Outcome(settled, version, issue)
            payoff = payoff + wants.term(actor, issue, where) - version.term(actor, issue, where)
        payoffs[actor] = payoff
    return payoffs


class _Outcome:
    """Where one issue comes to stand in every draw: the agreed level and the reference as shares of the scale."""

    def __init__(self, settled: Scenario, side: _Side, issue: str) -> None:
        case, self.curvature = settled.case, settled.case.curvature
        talk = case.talk_of(issue)
        self.level = _share(case, issue, settled.level(issue))
        if talk is None:
            self.stands, self.reference = np.ones_like(self.level), self.level
            return
        reference = case.talks[talk].without_agreement[issue].level.on(case.issues[issue].scale).middle
        path = ("talks", talk, "without_agreement", issue, "level")
        self.reference = _share(case, issue, side.number(path, reference))
        # P(the deal stands): 0 if not agreed, else prod over links (1 - p P(their talk takes place without a deal))
        self.stands = settled.agreed(talk)
        for ident, link in case.links.items():
            if link.then_falls == talk:
                chance = np.minimum(side.number(("links", ident, "probability"), link.probability.middle), SURE)
                planned = case.talks[link.if_fails].chance
                held = 1.0 if planned is None else side.number(("talks", link.if_fails, "chance"), planned.middle)
                self.stands = self.stands * (1 - chance * (held - settled.agreed(link.if_fails)))


@dataclass(frozen=True)
class _Side:
    """A case and its numbers in many draws."""

    case: Case
    drawn: Drawn

    def number(self, path: Path, middle: float) -> Floats:
        """(D,) the number at a path: as drawn, or the same in every draw."""
        if path in self.drawn.paths:
            column: Floats = self.drawn.values[:, self.drawn.paths.index(path)]
            return column
        return np.full(len(self.drawn.values), middle)

    def term(self, actor: str, issue: str, where: _Outcome) -> Floats:
        """(D,) s E(1 - |x - p|^a), 0 without a stance."""
        stance: Stance | None = self.case.stances.get(actor, {}).get(issue)
        if stance is None:
            return np.zeros(len(self.drawn.values))
        path: Path = ("stances", actor, issue)
        position = stance.position.on(self.case.issues[issue].scale).middle
        wanted = _share(self.case, issue, self.number((*path, "position"), position))
        salience = self.number((*path, "salience"), stance.salience.middle)
        agreed, stays = (1 - np.abs(x - wanted) ** where.curvature for x in (where.level, where.reference))
        points: Floats = salience * (where.stands * agreed + (1 - where.stands) * stays)
        return points


def _share(case: Case, issue: str, level: Floats) -> Floats:
    low, high = case.issues[issue].scale
    return (level - low) / (high - low)
