"""The pool of an issue of a case: at the middle of its numbers, or the mean over draws of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.decide.pool import ROLES, PooledDecision, pool_decision, pool_many
from tertius.case.model import Case
from tertius.case.parse.origin import Path, closest
from tertius.errors import UsageError
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.decisions.stances import many_stances, stances_on

Floats = NDArray[np.float64]

POOL = "pool"
"""Its name beside those of the rules."""

_MOST_DRAWS = 200
_MOST_ACTORS = 4_000  # actors times draws: the pool plays the rounds of `challenge` in each


def check_roles(case: Case, roles: Mapping[str, str]) -> None:
    """Whether these are roles, of actors of the case; else a `UsageError` says what is wrong with each."""
    known = f"the actors are {', '.join(case.actors)}"
    wrong = [
        f"there is no actor '{actor}': {closest(actor, case.actors) or known}"
        for actor in roles
        if actor not in case.actors
    ]
    wrong += [f"'{role}' is no role: the roles are {', '.join(ROLES)}" for role in roles.values() if role not in ROLES]
    if wrong:
        raise UsageError("\n".join(dict.fromkeys(wrong)))


def pooled_of(
    case: Case,
    issue: str,
    paths: Sequence[Path],
    values: Floats,
    roles: Mapping[str, str] | None = None,
    quota: float | None = None,
) -> PooledDecision | None:
    """The pooled forecast of one issue; None if nobody has any weight on it, or all stand at one place.

    Args:
        case: The case.
        issue: An issue that is decided.
        paths: (U,) where the uncertain numbers stand.
        values: (D, U) their values in each draw; with no draw every number stands at its middle. The mean of the
            chances of the first draws is the forecast.
        roles: What actors are, by their id, if this is a decision of the European Union; those not named are members
            of its Council.
        quota: Without a body that decides, the share of the capability that is a majority.
    """
    middle = stances_on(case, issue)
    named = [roles.get(actor, "member") for actor in middle.actors] if roles else None
    values = values[: min(_MOST_DRAWS, max(16, _MOST_ACTORS // len(middle.actors)))]
    tables = [middle]
    if len(values):
        network = network_of(case)
        numbers = batch_of(case, network, paths, values)
        tables = [drawn[issue] for drawn in many_stances(case, network, paths, values, numbers)]
    if all(np.ptp(table.position) == 0 for table in tables):
        return None
    try:
        pooled = pool_decision(*middle[:3], roles=named, votes=middle.votes, quota=quota, scale=middle.scale)
        if not len(values):
            return pooled
        columns = [np.array([table[column] for table in tables]) for column in range(3)]
        many = pool_many(*columns, roles=named, votes=middle.votes, quota=quota, scale=middle.scale)
    except ValueError:
        return None
    return PooledDecision(pooled.grid, many.mean(axis=0), pooled.outside)


def ranges_of(pool: PooledDecision) -> tuple[tuple[float, float], tuple[float, float]]:
    """The shortest range inside of the one with 80 percent that holds 50, and the shortest that holds 80.

    The shortest of all with 50 percent may stick out of the other where both poles are likely.
    """
    low, high = pool.range(0.8)
    inside = (pool.grid >= low) & (pool.grid <= high)
    held = pool.chances[inside].sum()
    return PooledDecision(pool.grid[inside], pool.chances[inside] / held).range(min(1.0, 0.5 / held)), (low, high)
