"""Chances that are not worked out now: left out, or those of an earlier version of the case.

They take most of the time of a settlement. Left out, a deal that is there is taken to be missed only as tied hands and
bodies make it missed, pi_t = 1; else pi_t is what it was before. Either is said wherever the chance of a deal is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tertius.case.entries import Talk
from tertius.case.model import Case
from tertius.errors import Problem
from tertius.rules.bargaining.chances.deal import KNOWN, LATER, NO_ZONE, RULED, CaseChances, Found, is_private
from tertius.rules.settlement import EARLIER, LEFT_OUT, DealChance, DealChances, Settlement

UNKNOWN = Found(np.nan, np.nan, np.nan, LATER)

_WARNINGS = {
    LEFT_OUT: Problem(
        found="how likely deals are missed because numbers are private is left out: payoffs and walk-away values are "
        "as if no deal were missed for that",
        suggestion="settle with chances=True before leaning on them",
    ),
    EARLIER: Problem(
        found="how likely deals are missed is that of an earlier version of the case: payoffs and walk-away values "
        "may move a little once it is worked out for this one",
        suggestion="settle with chances=True before leaning on them",
    ),
}


def not_worked_out(case: Case, earlier: Mapping[str, DealChance]) -> CaseChances | None:
    """The chance of every talk as far as it is known at once; None if no talk says why it may fail.

    Args:
        case: A checked case.
        earlier: What is taken for the talks with private numbers; unknown for those that are not among them.
    """
    if not any(talk.may_be_missed for talk in case.talks.values()):
        return None
    found = {ident: _found(talk, earlier.get(ident)) for ident, talk in case.talks.items() if talk.may_be_missed}
    made = [found[t].offer / found[t].zone if t in found and found[t].zone > 0 else 1.0 for t in case.talks]
    return CaseChances(np.array(made), found, {}, {})


def _found(talk: Talk, earlier: DealChance | None) -> Found:
    if talk.rule is not None:
        return Found(np.nan, np.nan, np.nan, RULED)
    if not is_private(talk):
        return KNOWN
    if earlier is None or earlier.reason in (NO_ZONE, LATER):
        return UNKNOWN
    return Found(earlier.zone, earlier.floor, earlier.offer, earlier.reason)


def told_as(settlement: Settlement, chances: DealChances) -> Settlement:
    """A settlement, with its alternatives, that says so if its chances were not worked out, and there are any.

    Args:
        settlement: The settlement.
        chances: What was asked for.
    """
    if chances is True or not any(map(is_private, settlement.case.talks.values())):
        return settlement
    how = EARLIER if chances else LEFT_OUT
    settings: dict[str, Any] = {**settlement.settings, "chances": how}
    others = tuple(replace(other, settings=settings) for other in settlement.alternatives)
    warnings = (*settlement.warnings, _WARNINGS[how])
    return replace(settlement, settings=settings, alternatives=others, warnings=warnings)
