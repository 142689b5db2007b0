"""Linkage: talks joined pair by pair and all at once, and who gains by it.

    gain_i  =  V_i with the talks as one  -  V_i with every talk for itself

A joined talk has the parties and the issues of both, and all parties must agree to all of it. All would prefer it if no
party at it loses and one gains. What would be gained is asked of deals that are made: private numbers and tied hands,
for which a deal may be missed, are left out on both sides.

References: J. K. Sebenius (1983), Negotiation arithmetic: adding and subtracting issues and parties, International
Organization 37(2); R. D. Tollison and T. D. Willett (1979), An economic theory of mutually advantageous issue
linkages in international negotiations, International Organization 33(4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.leverage.walk_away import Band, band_of
from tertius.analysis.linkage.joining import joined
from tertius.analysis.linkage.logrolling import potential_of
from tertius.case.edit.changes import bare_case
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.results import Record, Result, frame_of
from tertius.rules import chosen_theory
from tertius.rules.arrays import Floats
from tertius.rules.rule import Rule
from tertius.rules.settlement import Branch
from tertius.scenarios.branches import branch_of
from tertius.scenarios.effects import SAME
from tertius.scenarios.scenarios import Scenario, Scenarios

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Table(Record):
    """Some talks as one.

    Attributes:
        talks: The talks.
        parties: Who sits there.
        gains: Actor: its payoff with these talks as one less its payoff as it is, in its points; parties or not.
        shares: Actor: the same as a share of its range; nan for who has nothing at stake.
        agreement: The probability that the joined talk ends in agreement; without draws 1 or 0 unless deals are missed.
        preferred: In which share of the draws no party at it loses and one gains.
        potential: The logrolling potential; None where it does not apply.
        levels: Issue at it: where it settles with these talks as one, less where it settles as it is.
        branch: Whether the two settlements are of one branch; else gains, shares and levels are nan, and nobody is
            known to prefer it.
    """

    talks: tuple[str, ...]
    parties: tuple[str, ...]
    gains: Mapping[str, Band]
    shares: Mapping[str, Band]
    agreement: float
    preferred: float
    potential: float | None
    levels: Mapping[str, Band]
    branch: Branch = Branch.ONE


@dataclass(frozen=True)
class Linkage(Result):
    """What joining talks would bring whom.

    Attributes:
        scenario: The case, settled over its draws with every talk for itself.
        tables: The talks joined pair by pair, then all at once.
        apart: Talks that cannot be joined, with the reason.
        unsettled: How many settlements did not come to rest.
    """

    scenario: Scenario
    tables: tuple[Table, ...]
    apart: Mapping[tuple[str, ...], str]
    unsettled: int

    @property
    def case(self) -> Case:
        """The case; never changed."""
        return self.scenario.case

    @property
    def draws(self) -> int:
        """How many draws there are; 0 if every number stands at its middle."""
        return 0 if self.scenario.middle else self.scenario.draws

    @property
    def preferred(self) -> tuple[Table, ...]:
        """The tables that all their parties prefer in most draws: first where the one that gains least gains most.

        Gains are set side by side as shares of ranges.
        """
        found = [table for table in self.tables if table.preferred > 0.5]
        return tuple(sorted(found, key=lambda table: -min(table.shares[party].middle for party in table.parties)))

    def to_frame(self) -> pd.DataFrame:
        """A row for each (talks, actor): whether it sits there, and its gain in points and as a share of its range."""
        rows = [
            (" + ".join(table.talks), actor, actor in table.parties, gain.low, gain.middle, gain.high, share.middle)
            for table in self.tables
            for actor, gain, share in ((a, table.gains[a], table.shares[a]) for a in table.gains)
        ]
        columns = {"party": bool, **dict.fromkeys(("low", "middle", "high", "share"), float)}
        return frame_of(rows, ["talks", "actor"], columns)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``tertius linkage --json``."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "theory": self.scenario.theory.name,
            "draws": self.draws,
            "seed": self.scenario.seed,
            **self.plain("tables"),
            "preferred": [list(table.talks) for table in self.preferred],
            "apart": [{"talks": list(talks), "reason": reason} for talks, reason in self.apart.items()],
            "unsettled": self.unsettled,
        }


def linkage(
    case: Case,
    draws: int = 0,
    seed: int = 1,
    rule: Rule | str | None = None,
    solution: str | None = None,
    threads: int | None = None,
) -> Linkage:
    """Work out who gains by joining talks, pair by pair and all at once.

    Args:
        case: A checked case with two talks or more.
        draws: How many draws of the uncertain numbers; with 0 every number stands at its middle.
        seed: The seed of the draws.
        rule: The rule or its name; without it the first that applies.
        solution: What the talks that name no solution settle at; without it Nash's.
        threads: How many draws to settle at a time; the answer does not depend on it.

    Raises:
        UsageError: The case has fewer than two talks, or there is no such rule or solution, or the numbers are none.
        LimitError: The case has more talks than the rule settles.
    """
    theory = chosen_theory(case, rule, solution)
    if len(case.talks) < 2:
        raise UsageError(f"{case.case} has {len(case.talks)} talks, and it takes two to be joined: see tertius settle")
    case = _with_deals_made(case)
    names = tuple(case.talks)
    wanted = [*combinations(names, 2), *([names] if len(names) > 2 else [])]
    scenarios = Scenarios(case, [theory], draws, seed, threads)
    base = bare_case(case)
    whole = scenarios.settle(base)[theory.name]
    versions: dict[tuple[str, ...], tuple[Case, str]] = {}
    apart: dict[tuple[str, ...], str] = {}
    for talks in wanted:
        try:
            versions[talks] = joined(case, talks)
        except ValueError as reason:
            apart[talks] = str(reason)
    patches = [scenarios.patch(version) for version, _ in versions.values()]
    settled = [found[theory.name] for found in scenarios.settle_each(patches)]
    before, middle = _outcome(whole), theory.settle(base)
    tables = [
        _table(before, scenario, talks, ident, branch_of(theory, middle, theory.settle(scenario.case)))
        for scenario, (talks, (_, ident)) in zip(settled, versions.items(), strict=True)
    ]
    unsettled = sum(int((~one.many.settled).sum()) for one in (whole, *settled))
    return Linkage(whole, tuple(tables), apart, unsettled)


def _with_deals_made(case: Case) -> Case:
    """The case in which nobody has private numbers or tied hands."""
    talks = {ident: talk.model_copy(update={"doubt": {}, "firm": {}}) for ident, talk in case.talks.items()}
    return case.model_copy(update={"talks": talks})


@dataclass(frozen=True)
class _Outcome:
    """A version settled: from its references, and at the middle from every start where a talk fails from there.

    Attributes:
        payoffs: Actor: (D,) its payoff.
        levels: Issue: (D,) its level.
        agreed: Talk: (D,) the probability that it ends in agreement.
    """

    payoffs: Mapping[str, Floats]
    levels: Mapping[str, Floats]
    agreed: Mapping[str, Floats]


def _outcome(scenario: Scenario) -> _Outcome:
    case = scenario.case
    if not scenario.middle or scenario.many.agreed.all():
        return _Outcome(
            {actor: scenario.payoff(actor) for actor in case.actors},
            {issue: scenario.level(issue) for issue in case.issues},
            {talk: scenario.agreed(talk) for talk in case.talks},
        )
    found = scenario.theory.settle(case)
    made = {talk: found.chances[talk].made if talk in found.chances else 1.0 for talk in case.talks}
    return _Outcome(
        {actor: np.array([found.payoffs[actor]]) for actor in case.actors},
        {issue: np.array([found.levels[issue]]) for issue in case.issues},
        {talk: np.array([made[talk] if found.agreements[talk] else 0.0]) for talk in case.talks},
    )


def _table(apart: _Outcome, version: Scenario, talks: tuple[str, ...], ident: str, branch: Branch) -> Table:
    """What the joined talk brings whom."""
    entry, one, known = version.case.talks[ident], _outcome(version), 0.0 if branch.comparable else np.nan
    gains = {actor: one.payoffs[actor] - before + known for actor, before in apart.payoffs.items()}
    ranges = {actor: version.ranges[version.actor(actor)] for actor in gains}
    at_table = np.array([gains[party] for party in entry.parties])
    preferred = (at_table >= -SAME).all(axis=0) & (at_table > SAME).any(axis=0)
    return Table(
        talks=talks,
        parties=entry.parties,
        gains={actor: band_of(gain) for actor, gain in gains.items()},
        shares={actor: band_of(gain / ranges[actor]) for actor, gain in gains.items()},
        agreement=float(np.nanmean(one.agreed[ident])),
        preferred=float(preferred.mean()),
        potential=potential_of(version.case, ident),
        levels={issue: band_of(one.levels[issue] - apart.levels[issue] + known) for issue in entry.issues},
        branch=branch,
    )
