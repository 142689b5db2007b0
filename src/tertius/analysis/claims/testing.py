"""Testing the claims of a case: versions settled over common draws, a verdict on each claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.claims.condition import Condition, find_condition
from tertius.analysis.claims.equilibrium import no_profile, temptations
from tertius.analysis.claims.events import LEVEL, clustering_of
from tertius.analysis.claims.forms import differs, moves_with, points_over, version_of, versions_over
from tertius.analysis.claims.quantities import SettledVersions
from tertius.analysis.claims.result import ClaimResult, Claims, Curve
from tertius.analysis.claims.verdict import DrawQuantiles, Verdict, frequency_of, quantiles_of
from tertius.analysis.moves.board import MoveTree
from tertius.case.actions import Claim, Compare, Equilibrium, Sweep
from tertius.case.model import Case
from tertius.case.parse.origin import closest
from tertius.errors import UsageError
from tertius.scenarios.effects import SAME
from tertius.scenarios.scenarios import Progress, Scenarios, scenarios_for

Floats = NDArray[np.float64]


def claims(
    case: Case,
    chosen: str | Sequence[str] = (),
    draws: int = 1000,
    seed: int = 1,
    theories: str | Sequence[str] = "default",
    threads: int | None = None,
    progress: Progress | None = None,
    bench: Scenarios | None = None,
) -> Claims:
    """Test the claims of a case.

    Args:
        case: A checked case with claims.
        chosen: Ids of the claims to test, all if left out.
        draws: How many draws of the uncertain numbers; every version of the case is settled in the same ones.
        seed: Seed of the draws, and of the cut in which conditions are sought and counted.
        theories: ``default``, ``all``, or names; each counts the same.
        threads: Draws settled at a time; all cores if left out. The answer is the same.
        progress: Told how many claims are tested, and of how many.
        bench: Shared with `moves` or with other tests: what one of them has settled is not settled again. The
            draws, seed, theories and threads are then those of the bench.

    An interruption (Ctrl-C) costs only the claim in hand: those tested before it are returned.

    Raises:
        UsageError: The case has no claims, or none of that name, the numbers are none, or the bench is of another case.
    """
    asked = _chosen(case, chosen)
    versions = {ident: _versions(case, claim) for ident, claim in asked.items()}
    every = [case, *(version for listed in versions.values() for version in listed)]
    bench = scenarios_for(every, theories, draws, seed, threads, bench)
    court = _Tester(SettledVersions(bench), MoveTree(bench))
    results: list[ClaimResult] = []
    try:
        for number, (ident, claim) in enumerate(asked.items(), 1):
            results.append(court.judge(ident, claim, versions[ident]))
            if progress is not None:
                progress(number, len(asked))
    except KeyboardInterrupt:
        if not results:
            raise
    return Claims(case, tuple(results), court.names, bench.draws, bench.seed, court.shelf.settled, len(asked))


class _Tester:
    """Judges claims, each by its form, on versions that are settled once."""

    def __init__(self, shelf: SettledVersions, board: MoveTree) -> None:
        self.shelf, self.board = shelf, board
        self.names = tuple(theory.name for theory in shelf.bench.theories)

    def judge(self, ident: str, claim: Claim, versions: Sequence[Case]) -> ClaimResult:
        """The verdict on one claim."""
        if claim.compare is not None:
            return self._compare(ident, claim, claim.compare, versions)
        if claim.sweep is not None:
            return self._sweep(ident, claim, claim.sweep, versions)
        if claim.equilibrium is not None:
            return self._equilibrium(ident, claim, claim.equilibrium)
        return self._events(ident, claim)

    def _compare(self, ident: str, claim: Claim, part: Compare, versions: Sequence[Case]) -> ClaimResult:
        first, second = (self.shelf.values(version, part.quantity) for version in versions)
        change = first - second
        holds = differs(change, part.direction, part.at_least)
        return self._result(ident, claim, holds, quantiles_of(change), versions)

    def _sweep(self, ident: str, claim: Claim, part: Sweep, versions: Sequence[Case]) -> ClaimResult:
        values = np.stack([self.shelf.values(version, part.quantity) for version in versions])
        holds = moves_with(values, part.direction)
        change = values[-1] - values[0]
        past = (change if part.direction == "rises" else -change) > SAME
        known = np.isfinite(change)
        curve = Curve(
            points_over(part),
            tuple(quantiles_of(row) for row in values),
            float(past[known].mean()) if known.any() else float("nan"),
        )
        return self._result(ident, claim, holds, quantiles_of(change), versions, curve=curve)

    def _equilibrium(self, ident: str, claim: Claim, part: Equilibrium) -> ClaimResult:
        why = no_profile(self.shelf.bench.base, part)
        if why:
            return ClaimResult(ident, claim, Verdict.UNTESTED, note=why)
        tested = temptations(self.board, part)
        holds = tested.stable if part.is_equilibrium else 1 - tested.stable
        return self._result(ident, claim, holds, quantiles_of(tested.gains), [self.shelf.bench.base], game=tested)

    def _events(self, ident: str, claim: Claim) -> ClaimResult:
        test = clustering_of(self.shelf.bench.base, claim.events) if claim.events else None
        if test is None:
            why = "it needs events of two different kinds, and one or more of each"
            return ClaimResult(ident, claim, Verdict.UNTESTED, note=why)
        verdict = Verdict.HOLDS if test.p <= LEVEL else Verdict.FAILS
        return ClaimResult(ident, claim, verdict, clustering=test)

    def _result(
        self,
        ident: str,
        claim: Claim,
        holds: Floats,
        effect: DrawQuantiles,
        versions: Sequence[Case],
        **more: Any,
    ) -> ClaimResult:
        frequency = frequency_of(holds, self.names)
        return ClaimResult(
            ident=ident,
            claim=claim,
            verdict=frequency.verdict,
            share=frequency.share,
            theories=frequency.theories,
            effect=effect,
            unsettled=frequency.unsettled,
            condition=self._condition(holds, versions, claim) if frequency.verdict is Verdict.DEPENDS else None,
            note="" if frequency.verdict is not Verdict.UNTESTED else "no draw bears on it",
            **more,
        )

    def _condition(self, holds: Floats, versions: Sequence[Case], claim: Claim) -> Condition | None:
        """On which inputs the outcome hangs: the numbers of the versions, and of the moves if it is about moves."""
        bench = self.shelf.bench
        drawn = self.shelf.inputs(versions)
        paths, columns = list(drawn.paths), [drawn.values]
        if claim.equilibrium is not None:
            for ident, move in bench.base.moves.items():
                for name, number in (("cost", move.cost), ("chance", move.chance)):
                    if number is not None and not number.certain:
                        paths.append(("moves", ident, name))
                        columns.append(bench.common.values(paths[-1], number)[:, None])
        return find_condition(holds, paths, np.concatenate(columns, axis=1), self.names, bench.seed)


def _chosen(case: Case, chosen: str | Sequence[str]) -> dict[str, Claim]:
    """The claims of these names, in the order of the case."""
    if not case.claims:
        raise UsageError(f"{case.case} has no claims to test: docs/how-to/claims.md says how to write them")
    names = [chosen] if isinstance(chosen, str) else list(chosen)
    for name in names:
        if name not in case.claims:
            known = f"the claims of {case.case} are {', '.join(case.claims)}"
            near = closest(name, case.claims)
            raise UsageError(f"there is no claim '{name}': {f'{near} ({known})' if near else known}")
    return {ident: claim for ident, claim in case.claims.items() if not names or ident in names}


def _versions(case: Case, claim: Claim) -> list[Case]:
    """The versions that a claim is about, as numbers and talks alone: without moves and claims."""
    if claim.compare is not None:
        return [version_of(case, changes) for changes in (claim.compare.changes, claim.compare.against)]
    return versions_over(case, claim.sweep) if claim.sweep is not None else []
