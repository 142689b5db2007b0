"""Testing the claims of a case: versions settled over common draws, a verdict on each claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.claims.alike import CASES, MOST_CASES, Rates
from tertius.analysis.claims.condition import find_condition
from tertius.analysis.claims.forms import FORMS, ClaimVersions, Outcome
from tertius.analysis.claims.result import ClaimResult, Claims
from tertius.analysis.claims.verdict import Verdict, frequency_of, quantiles_of
from tertius.case.actions import Claim
from tertius.case.check.check import sound
from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.draws.sampling import check_count
from tertius.errors import UsageError
from tertius.rules.settlement import Branch
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
    scenarios: Scenarios | None = None,
    random_cases: int = CASES,
    partial: Callable[[ClaimResult], None] | None = None,
    client: Any = None,
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
        scenarios: Shared with `moves` or with other tests: what one of them has settled is not settled again.
            The draws, seed, theories and threads are then theirs.
        random_cases: In how many cases built alike, with other numbers, comparisons and sweeps are tested too; 0 for
            none.
        partial: Told what became of each claim as soon as that is known.
        client: A `distributed.Client`: its cluster settles the draws, to the same bits.

    An interruption (Ctrl-C) costs only the claim in hand: those tested before it are returned.

    Raises:
        UsageError: The case has no claims, or none of that name, the numbers are none, or the scenarios are
            of another case.
    """
    if not sound(case).claims:
        raise UsageError(f"{case.case} has no claims to test: tertius help claims says how to write them")
    names = [chosen] if isinstance(chosen, str) else list(chosen)
    for name in names:
        if name not in case.claims:
            known = f"the claims of {case.case} are {', '.join(case.claims)}"
            near = closest(name, case.claims)
            raise UsageError(f"there is no claim '{name}': {f'{near} ({known})' if near else known}")
    asked = {ident: claim for ident, claim in case.claims.items() if not names or ident in names}
    versions = {ident: FORMS[claim.form].versions(case, claim.test) for ident, claim in asked.items()}
    every = [case, *(version for listed in versions.values() for version in listed)]
    settled = ClaimVersions(scenarios_for(every, theories, draws, seed, threads, scenarios, client))
    check_count(random_cases, "random cases", "it takes 1 or more, or 0 for none", 0, MOST_CASES)
    rates = Rates(case, settled.scenarios.theories, settled.scenarios.threads, random_cases)
    results: list[ClaimResult] = []
    try:
        for number, (ident, claim) in enumerate(asked.items(), 1):
            outcome = FORMS[claim.form].test(claim.test, settled, versions[ident])
            result = replace(_result(ident, claim, outcome, settled.scenarios), alike=rates.of(claim))
            result = _on_branches(result, settled.branches(outcome.versions))
            switched, looked_into = settled.switched(outcome.versions)
            results.append(replace(result, switched=switched, looked_into=looked_into))
            if partial is not None:
                partial(results[-1])
            if progress is not None:
                progress(number, len(asked))
    except KeyboardInterrupt:
        if not results:
            raise
    shared = settled.scenarios
    names = [theory.name for theory in shared.theories]
    return Claims(case, tuple(results), tuple(names), shared.draws, shared.seed, len(settled.versions), len(asked))


def _on_branches(result: ClaimResult, branches: Mapping[str, Branch]) -> ClaimResult:
    """The result, with what differs told as an effect only where it is none of one settlement from another."""
    found = replace(result, branches=branches if result.verdict is not Verdict.UNTESTED else {})
    return replace(found, effect=quantiles_of(np.empty(0))) if found.crossing else found


def _result(ident: str, claim: Claim, outcome: Outcome, scenarios: Scenarios) -> ClaimResult:
    """The verdict on one claim, and the condition on which it depends if it does."""
    if outcome.holds is None:
        return ClaimResult(ident, claim, outcome.verdict, detail=outcome.detail, note=outcome.note)
    names = tuple(theory.name for theory in scenarios.theories)
    frequency, condition = frequency_of(outcome.holds, names), None
    if frequency.verdict is Verdict.DEPENDS:
        # Every uncertain number of the versions: as the base draws it, or as the first version that has it does.
        columns: dict[Path, Floats] = {}
        versions = [scenarios.drawn_of(version) for version in outcome.versions]
        for drawn in (scenarios.drawn_of(scenarios.base), *versions):
            for place, path in enumerate(drawn.paths):
                columns.setdefault(path, drawn.values[:, place])
        there = {path for drawn in versions for path in drawn.paths}
        columns = {path: values for path, values in columns.items() if path in there}
        if outcome.moves:
            for move_id, move in scenarios.base.moves.items():
                for name, number in (("cost", move.cost), ("chance", move.chance)):
                    if number is not None and not number.certain:
                        path = ("moves", move_id, name)
                        columns[path] = scenarios.drawn_number(path, number)
        values = np.stack(list(columns.values()), axis=1) if columns else np.empty((scenarios.draws, 0))
        condition = find_condition(outcome.holds, list(columns), values, names, scenarios.seed)
    return ClaimResult(
        ident=ident,
        claim=claim,
        verdict=frequency.verdict,
        share=frequency.share,
        theories=frequency.theories,
        effect=outcome.effect,
        unsettled=frequency.unsettled,
        condition=condition,
        detail=outcome.detail,
        note="" if frequency.verdict is not Verdict.UNTESTED else "no draw bears on it",
    )
