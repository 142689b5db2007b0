"""The issues of DEU as the tables that rules and the pool take: with capabilities, roles, and every salience."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tertius.case.bodies import shipped_body
from tertius.rules.decisions.deciding import votes_of
from tertius.rules.decisions.votes import Votes
from tertius.studies.deu_data import COMMISSION, DEU_MEMBERS, PARLIAMENT, DeuIssue
from tertius.voting.power import power

Floats = NDArray[np.float64]

COUNCILS = {
    "EU15_pre2004": "eu-council-eu15",
    "EU25_27_post2004": "eu-council-nice-eu27",
    "EU28_DEU3": "eu-council-nice-eu28",
}
"""The body whose rule counts in each wave; from 2004 to 2006 the 25 members had the votes that they had among 27."""

INSTITUTION = 0.15
"""Capability of the Commission and of the Parliament, where all members of the Council together have 1.

Chosen on the issues of `train`: of 0 to 0.5 in steps of 0.05, the one with the least mean absolute error of the
weighted mean (docs/validation.md).
"""

UNKNOWN_SALIENCE = 50.0
"""Where nobody's salience on an issue is known; where some are, the others have their mean."""

_ROLES = {COMMISSION: "commission", PARLIAMENT: "parliament"}


@dataclass(frozen=True)
class DecidedTable:
    """One issue as a table of its actors, and what was decided.

    Attributes:
        ident: Its number.
        proposal: The proposal that it belongs to; its issues are resampled together.
        split: Which part of the study it belongs to.
        positions: (I,) 0 to 100.
        saliences: (I,) 0 to 100.
        capabilities: (I,) 0 or more.
        roles: (I,) what each actor is, as `pool_decision` takes it.
        reference: 0 to 100, or None.
        outcome: 0 to 100.
        votes: What each has in the Council of the wave; the Commission and the Parliament have none.
    """

    ident: str
    proposal: str
    split: str
    positions: Floats
    saliences: Floats
    capabilities: Floats
    roles: tuple[str, ...]
    reference: float | None
    outcome: float
    votes: Votes


@lru_cache
def council_shares(wave: str) -> dict[str, float]:
    """The index of Shapley and Shubik of every member state in the Council of a wave, by the letters of DEU."""
    index = {member.ident: float(member.shapley_shubik) for member in power(body=COUNCILS[wave]).members}
    return {letters: index.get(name, 0.0) for letters, name in DEU_MEMBERS.items()}


def deu_tables(issues: Sequence[DeuIssue], institution: float = INSTITUTION) -> tuple[DecidedTable, ...]:
    """The tables of issues, in their order.

    Args:
        issues: As `read_deu` gives them.
        institution: Capability of the Commission and of the Parliament.
    """
    tables = []
    for issue in issues:
        weights = {**council_shares(issue.wave), COMMISSION: institution, PARLIAMENT: institution}
        unknown = np.isnan(issue.saliences)
        usual = UNKNOWN_SALIENCE if unknown.all() else issue.saliences[~unknown].mean()
        table = DecidedTable(
            ident=issue.ident,
            proposal=issue.proposal,
            split=issue.split,
            positions=issue.positions,
            saliences=np.where(unknown, usual, issue.saliences),
            capabilities=np.array([weights[actor] for actor in issue.actors]),
            roles=tuple(_ROLES.get(actor, "member") for actor in issue.actors),
            reference=issue.reference,
            outcome=issue.outcome,
            votes=votes_of(shipped_body(COUNCILS[issue.wave]), [DEU_MEMBERS.get(a, "") for a in issue.actors]),
        )
        tables.append(table)
    return tuple(tables)
