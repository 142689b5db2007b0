"""Whether two settlements are of one branch, so that what differs between them is the effect of what was changed.

Talks that can settle in more than one way settle in one of them. A change may then make them settle in another, and
the difference says more about where the search began than about the change. A comparison is of one branch if
following the change, from the settlement of the first case, leads where a new start leads.
"""

from __future__ import annotations

from collections.abc import Mapping

from tertius.rules.settlement import Branch, DealChances, Settlement, Status
from tertius.rules.theory import Theory

ALIKE = 1e-3
"""Settlements that differ by less, in levels as shares of scales and in payoffs of ranges, are one and the same."""


def branch_of(theory: Theory, before: Settlement, after: Settlement) -> Branch:
    """Whether two settlements under one theory are of one branch.

    Args:
        theory: The theory that settled both.
        before: The settlement of a case.
        after: That of another version, or of the same case with talks made to break down.
    """
    if not (before.status.converged and after.status.converged):
        return Branch.UNSETTLED
    if before.status is Status.SEVERAL:
        return Branch.BEFORE
    if after.status is Status.SEVERAL:
        return Branch.AFTER
    return Branch.ONE if alike(_followed(theory, after, before.levels), after) else Branch.SWITCH


def _followed(theory: Theory, settlement: Settlement, levels: Mapping[str, float]) -> Settlement:
    """The case of a settlement, settled from given levels, with the same chances of deals."""
    chances: DealChances = settlement.chances if "chances" in settlement.settings else True
    return theory.follow(settlement.case, levels, tuple(settlement.settings.get("without", ())), chances)


def alike(found: Settlement, known: Settlement) -> bool:
    """Whether a search found the settlement that is known; one that did not come to rest says nothing against it."""
    if not found.status.converged:
        return True
    scales = {issue: entry.scale for issue, entry in known.case.issues.items()}
    moved = any(abs(found.levels[k] - known.levels[k]) > ALIKE * (high - low) for k, (low, high) in scales.items())
    paid = any(abs(found.payoffs[i] - known.payoffs[i]) > ALIKE * whole for i, whole in known.ranges.items())
    return not moved and not paid and dict(found.agreements) == dict(known.agreements)
