"""Agreements that change nothing, and would suit all parties of a talk all the same: what a threat was for is not said.

With every issue of talk t at its reference, and the other talks as they have settled, party i gains

    V_i(references, t agreed) - d_i(t)

If that is above zero for all parties, the talk cannot fail, whatever it is about. `unless` mends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tertius.case.findings import PAPER, Finding, quoted, stilled_by_paper
from tertius.errors import Problem
from tertius.rules.payoffs import payoff_terms
from tertius.rules.settlement import Settlement

GAINS = 1e-6
"""The least gain that is one, as a share of a range."""


def paper_warnings(settlement: Settlement) -> Iterator[Problem]:
    """Yield a warning for every talk in which an agreement at the references alone would leave all better off."""
    case = settlement.case
    for talk, entry in case.talks.items():
        stopped = stilled_by_paper(case, talk)
        if not stopped or not entry.issues or entry.rule is not None or talk in settlement.settings["without"]:
            continue
        signed = replace(
            settlement,
            levels={**settlement.levels, **{issue: settlement.reference(issue) for issue in entry.issues}},
            agreements={**settlement.agreements, talk: True},
            chances={other: chance for other, chance in settlement.chances.items() if other != talk},
        )
        walk = settlement.walk_away[talk]
        gains = {party: sum(payoff_terms(signed, party).values()) - walk[party] for party in entry.parties}
        if all(gain > GAINS * max(1.0, settlement.ranges[party]) for party, gain in gains.items()):
            told = [f"{case.name(party)} {gain:.3g}" for party, gain in gains.items()]
            names = f"{', '.join(told[:-1])} and {told[-1]} points"
            found = f"{PAPER} would stop {quoted(case, stopped)} and gain {names}"
            path = next(iter(stopped))
            yield Finding(path, found, "", "say with `unless` what the demand was for").problem(case)
