"""Two versions of a case side by side: where they differ, how each settles, and how much that differs over draws."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.case.actions import Change
from tertius.case.beliefs import can_be_believed
from tertius.case.check.changes import apply_changes
from tertius.case.check.check import sound
from tertius.case.edit.diff import Edit, diff_cases
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.errors import Problem
from tertius.results import Record, Result, frame_of
from tertius.rules import theories_named
from tertius.rules.settlement import Branch, Settlement
from tertius.rules.theory import Theory
from tertius.scenarios.branches import branch_of
from tertius.scenarios.effects import Effect, effect_of
from tertius.scenarios.scenarios import Progress, Scenario, scenarios_for
from tertius.scenarios.switches import switches

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Pair:
    """The settlements of two versions under one theory, every number at its middle.

    Attributes:
        before: That of the first.
        after: That of the second.
        branch: Whether the two are of one branch; else what differs between them is no effect of the change.
    """

    before: Settlement
    after: Settlement
    branch: Branch = Branch.ONE

    def rows(self) -> Iterator[tuple[str, str, float | None, float | None]]:
        """What, name, before and after of every agreement (1 or 0), level and payoff that either version has."""
        for what, name in (("agreement", "agreements"), ("level", "levels"), ("payoff", "payoffs")):
            first: Mapping[str, float] = getattr(self.before, name)
            second: Mapping[str, float] = getattr(self.after, name)
            for ident in dict.fromkeys([*first, *second]):
                figures = [float(part[ident]) if ident in part else None for part in (first, second)]
                yield what, ident, figures[0], figures[1]

    def change(self, actor: str) -> float | None:
        """How much an actor's payoff differs, in its points; None if a version lacks it, or the branch is not one."""
        if not self.branch.comparable or actor not in self.before.payoffs or actor not in self.after.payoffs:
            return None
        return self.after.payoffs[actor] - self.before.payoffs[actor]


@dataclass(frozen=True)
class Effects(Record):
    """What differs between two versions over many draws under one theory.

    Attributes:
        payoffs: Actor: the effect on its payoff, in its points.
        levels: Issue: the effect on its level.
        agreements: Talk: in which share of the draws it ends in agreement, before and after.
        unsettled: Share of the draws in which a version did not come to rest; they are in no figure.
        switched: In how many of the draws looked into the talks settle in another way with the change, so that what
            differs there is no effect of it.
        looked_into: How many draws were looked into for that.
    """

    payoffs: Mapping[str, Effect]
    levels: Mapping[str, Effect]
    agreements: Mapping[str, tuple[float, float]]
    unsettled: float
    switched: int = 0
    looked_into: int = 0


@dataclass(frozen=True)
class Comparison(Result):
    """Two versions of a case.

    Attributes:
        before: The first.
        after: The second.
        edits: Where they differ.
        theories: Theory: the settlements of both.
        effects: Theory: what differs over the draws; empty without draws.
        draws: How many draws.
        seed: Their seed.
        reworded: Actors whose stances differ: their payoffs are measured by other wants before and after.
    """

    before: Case
    after: Case
    edits: tuple[Edit, ...]
    theories: Mapping[str, Pair]
    effects: Mapping[str, Effects] = field(default_factory=dict)
    draws: int = 0
    seed: int = 1
    reworded: tuple[str, ...] = ()

    @property
    def converged(self) -> bool:
        """Whether every settlement came to rest."""
        return all(pair.before.status.converged and pair.after.status.converged for pair in self.theories.values())

    def to_frame(self) -> pd.DataFrame:
        """A row per (theory, what, name): before, after and change, nan across branches; agreements as 1 or 0."""
        rows = [(theory, *row) for theory, pair in self.theories.items() for row in pair.rows()]
        frame = frame_of(rows, ["theory", "what", "name"], {"before": float, "after": float})
        known = np.array([pair.branch.comparable for pair in self.theories.values() for _ in pair.rows()], np.bool_)
        return frame.assign(change=(frame["after"] - frame["before"]).where(known))

    def to_dict(self, warnings: tuple[Sequence[Problem], Sequence[Problem]] = ((), ())) -> dict[str, Any]:
        """The documented shape of ``--json``; the commands add what each case warns of, as `warn_case` gives it."""
        return {
            "before": self.before.case,
            "after": self.after.case,
            **self.plain("edits", "reworded"),
            "theories": {
                name: {
                    "branch": pair.branch.value,
                    "before": pair.before.to_dict(warnings[0]),
                    "after": pair.after.to_dict(warnings[1]),
                }
                for name, pair in self.theories.items()
            },
            **self.plain("draws", "seed", "effects"),
        }


def what_if(
    case: Case,
    changes: Change | Sequence[Change],
    theories: str | Sequence[str] = "default",
    draws: int = 0,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Before and after some changes, for everyone; the arguments are those of `compare`."""
    return compare(sound(case), apply_changes(case, changes), theories, draws, seed, threads, progress)


def compare(
    before: Case,
    after: Case,
    theories: str | Sequence[str] = "default",
    draws: int = 0,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Two cases side by side.

    Args:
        before: The first case.
        after: The second; numbers at the same path are the same number.
        theories: ``default``, ``all``, or names of theories that apply to both.
        draws: How many draws to compare over; none with 0. Both are settled in the same ones.
        seed: Seed of the draws.
        threads: Draws settled at a time; all cores if left out.
        progress: Told how many settlements are done, and of how many.

    Raises:
        UsageError: A theory does not exist or apply, or there are fewer than no draws.
    """
    chosen = theories_named([before, after], theories)
    effects: dict[str, Effects] = {}
    if draws:
        scenarios = scenarios_for([before, after], theories, draws, seed, threads)
        settled = []
        for case in (before, after):
            settled.append(scenarios.settle(case))
            if progress is not None:
                progress(len(settled) * draws * len(chosen), 2 * draws * len(chosen))
        first, second = settled
        effects = {name: _effects(first[name], second[name]) for name in first}
    return Comparison(
        before=before,
        after=after,
        edits=diff_cases(before, after),
        theories={theory.name: _pair(theory, before, after) for theory in chosen},
        effects=effects,
        draws=draws,
        seed=seed,
        reworded=tuple(a for a in before.actors if a in after.actors and _wants(before, a) != _wants(after, a)),
    )


def _pair(theory: Theory, before: Case, after: Case) -> Pair:
    """Both cases settled, and whether the two settlements are of one branch."""
    first, second = theory.settle(before), theory.settle(after)
    return Pair(first, second, branch_of(theory, first, second))


def _wants(case: Case, actor: str) -> dict[Path, object]:
    """What an actor's payoff is measured by: the numbers of its stances that are in it, position and salience."""
    stances = {("stances", actor, issue): stance for issue, stance in case.stances.get(actor, {}).items()}
    numbers = {(*path, field): value for path, stance in stances.items() for field, value in stance}
    return {path: number for path, number in numbers.items() if can_be_believed(path)}


def _effects(before: Scenario, after: Scenario) -> Effects:
    actors = dict.fromkeys([*before.case.actors, *after.case.actors])
    issues = dict.fromkeys([*before.case.issues, *after.case.issues])
    talks = dict.fromkeys([*before.case.talks, *after.case.talks])
    rested, turned = before.many.settled & after.many.settled, switches(before, after)
    shares = {
        talk: tuple(float(part.agreed(talk)[rested].mean()) if rested.any() else 0.0 for part in (before, after))
        for talk in talks
    }
    return Effects(
        payoffs={actor: effect_of(before.payoff(actor), after.payoff(actor)) for actor in actors},
        levels={issue: effect_of(before.level(issue), after.level(issue)) for issue in issues},
        agreements={talk: (first, second) for talk, (first, second) in shares.items()},
        unsettled=float(1 - rested.mean()),
        switched=int(turned.sum()),
        looked_into=len(turned),
    )
