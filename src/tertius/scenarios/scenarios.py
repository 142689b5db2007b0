"""Versions of one case settled over common draws: what every version needs to be held against another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tertius.case.model import Case
from tertius.draws import CommonDraws, Drawn
from tertius.errors import UsageError
from tertius.rules import theories_for, theory_named
from tertius.rules.settlement import Settlements
from tertius.rules.theory import Theory

Floats = NDArray[np.float64]


Progress = Callable[[int, int], None]


MOST_KEPT = 400_000
"""So many settlements a bench keeps: 200 versions in 1,000 draws under two theories, some 100 MB for the flagship."""


@dataclass(frozen=True)
class Settled:
    """One version of a case in many draws, under one theory.

    Attributes:
        case: The version.
        drawn: Its uncertain numbers in these draws.
        many: What each draw comes to.
    """

    case: Case
    drawn: Drawn
    many: Settlements

    def payoff(self, actor: str) -> Floats:
        """(D,) the payoff of an actor; nan in draws that did not come to rest, and if there is no such actor."""
        if actor not in self.case.actors:
            return np.full(self.many.draws, np.nan)
        return self._rested(self.many.payoffs[:, list(self.case.actors).index(actor)])

    def level(self, issue: str) -> Floats:
        """(D,) the level of an issue on its scale; nan as above."""
        if issue not in self.case.issues:
            return np.full(self.many.draws, np.nan)
        return self._rested(self.many.levels[:, list(self.case.issues).index(issue)])

    def agreed(self, talk: str) -> Floats:
        """(D,) 1 if the talk ends in agreement, else 0; a talk that was never held is in none."""
        if talk not in self.case.talks:
            return np.zeros(self.many.draws)
        return self._rested(self.many.agreed[:, list(self.case.talks).index(talk)].astype(np.float64))

    def _rested(self, figure: Floats) -> Floats:
        return np.where(self.many.settled, figure, np.nan)


class Scenarios:
    """Settles versions of a base case under several theories, each over the same draws.

    What was settled is kept, so that whoever shares a bench settles a version once; of more than `MOST_KEPT`
    settlements those that were asked for last.

    Args:
        base: The case whose draws are taken.
        theories: The theories.
        draws: How many draws.
        seed: Seed of the draws; the first ones are those of a forecast of the base.
        threads: Draws settled at a time; all cores if left out.
    """

    def __init__(
        self, base: Case, theories: Sequence[Theory], draws: int, seed: int = 1, threads: int | None = None
    ) -> None:
        if draws < 1:
            raise UsageError(f"{draws} draws: it takes 1 draw or more")
        if threads is not None and threads < 1:
            raise UsageError(f"{threads} threads: it takes 1 or more")
        self.base, self.theories, self.draws, self.seed = base, tuple(theories), draws, seed
        self.common = CommonDraws(base, 0, draws, seed)
        self.threads = threads or os.cpu_count() or 1
        self._kept: dict[bytes, dict[str, Settlements]] = {}

    def settle(self, case: Case) -> dict[str, Settled]:
        """One version under every theory, by the name of the theory."""
        drawn, key = self.common.of(case), _print_of(case)
        found = self._kept.pop(key, None) or {
            theory.name: theory.settle_many(case, drawn.paths, drawn.values, self.threads) for theory in self.theories
        }
        self._kept[key] = found
        while len(self._kept) * len(self.theories) * self.draws > MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        return {name: Settled(case, drawn, many) for name, many in found.items()}

    def settle_each(self, cases: Sequence[Case], progress: Progress | None = None) -> list[dict[str, Settled]]:
        """Several versions, one after the other; `progress` is told how many settlements are done, and of how many."""
        each = self.draws * len(self.theories)
        found = []
        for number, case in enumerate(cases, 1):
            found.append(self.settle(case))
            if progress is not None:
                progress(number * each, len(cases) * each)
        return found


def scenarios_for(
    cases: Sequence[Case],
    theories: str | Sequence[str],
    draws: int,
    seed: int,
    threads: int | None,
    shared: Scenarios | None = None,
) -> Scenarios:
    """The bench for a base case and the versions of it that follow: the shared one, or one of its own.

    Raises:
        UsageError: The shared one is of another case, or a theory of it does not apply to every version; or, without
            one, the numbers or theories are none.
    """
    if shared is None:
        return Scenarios(cases[0], theories_asked(cases, theories), draws, seed, threads)
    if shared.base != cases[0]:
        raise UsageError(f"the bench is one of another case: make one of {cases[0].case}")
    for theory in shared.theories:
        if not all(theory.applies(case) for case in cases):
            raise UsageError(f"the theory '{theory.name}' of the bench does not apply to every version")
    return shared


def theories_asked(cases: Sequence[Case], names: str | Sequence[str] = "default") -> list[Theory]:
    """The theories of these names that apply to every one of some cases.

    Args:
        cases: The cases.
        names: ``default`` for every rule with Nash's solution, ``all`` for every rule with every solution, or names.

    Raises:
        UsageError: A name is no theory, or none applies to all of the cases.
    """
    fitting = [theory for theory in theories_for(cases[0]) if all(theory.applies(case) for case in cases)]
    if names in ("all", "default"):
        found = [theory for theory in fitting if names == "all" or theory.name == theory.rule.key]
        if not found:
            raise UsageError(f"no theory applies to {' and '.join(case.case for case in cases)} alike")
        return found
    listed = [name.strip() for name in (names.split(",") if isinstance(names, str) else names)]
    chosen = [theory_named(name) for name in dict.fromkeys(listed) if name]
    known = ", ".join(theory.name for theory in fitting)
    if not chosen:
        raise UsageError(f"no theory named: choose from {known}, or all")
    for theory in chosen:
        if theory.name not in {one.name for one in fitting}:
            raise UsageError(f"the theory '{theory.name}' does not apply here: those that do are {known}")
    return chosen


def _print_of(case: Case) -> bytes:
    """What tells one version from another, to the last digit, and by the order in which it is written too."""
    return hashlib.sha256(repr(case).encode()).digest()
