"""What every rule for a plain table answers on tables whose decision is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.decide.pool import PooledDecision, pool_decision
from tertius.case.model import Case, Issue
from tertius.errors import CaseError
from tertius.rules import decision_rules
from tertius.rules.decision_rule import DecisionRule
from tertius.rules.decisions.challenge.challenge import challenge
from tertius.rules.decisions.weighted_mean import weighted_mean
from tertius.scores.crps import crps_of_cdf, crps_of_sample
from tertius.studies.deu_tables import DecidedTable

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

POOL, LOGISTIC, POSITIONS = "pool", "weighted mean ± 20", "positions"
"""The pool, and the two distributions that it has to beat."""

LOGISTIC_SCALE = 20.0
_ISSUE = "issue"


@dataclass(frozen=True)
class Answers:
    """The answers of one forecaster, table by table.

    Attributes:
        name: Key of the rule, or the name of a rival.
        levels: (T,) its best guess; nan where it has no answer.
        scores: (T,) CRPS: of its distribution, or, where it gives a level alone, the distance; nan likewise.
        distribution: Whether it gives a distribution.
        ranges: (T, 2) its 80 percent ranges; None if it gives none.
    """

    name: str
    levels: Floats
    scores: Floats
    distribution: bool = False
    ranges: Floats | None = None


TASK = 4
"""Tables of one task of a cluster: a second or so."""

Answered = tuple[dict[str, tuple[float, float, bool]], PooledDecision]
"""Of one table: level, CRPS and whether there is a distribution, by rule; and the pool."""


def answers_of(
    tables: Sequence[DecidedTable], progress: Progress | None = None, client: Any = None
) -> dict[str, Answers]:
    """Every rule that takes one issue, the pool and the naive rivals, on the same tables.

    Args:
        tables: The tables.
        progress: Told how many tables are done, and of how many.
        client: A `distributed.Client`, whose cluster works them out.
    """
    outcomes = np.array([table.outcome for table in tables])
    pooled, by_rule = list[PooledDecision](), dict[str, list[tuple[float, float, bool]]]()
    for done, (by_key, pool) in enumerate(_answered(tables, client), 1):
        for key, row in by_key.items():
            by_rule.setdefault(key, []).append(row)
        pooled.append(pool)
        if progress is not None:
            progress(done, len(tables))
    answers = {}
    for key, rows in by_rule.items():
        levels, scores = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
        answers[key] = Answers(key, levels, scores, any(row[2] for row in rows))
    for name, levels in _rivals(tables).items():
        answers.setdefault(name, Answers(name, levels, np.abs(levels - outcomes)))
    return answers | _distributions(tables, outcomes) | {POOL: _of_pool(pooled, outcomes)}


def _answered(tables: Sequence[DecidedTable], client: Any) -> Iterator[Answered]:
    """What is answered on each table, in their order."""
    if client is None:
        return (one for table in tables for one in answer_tables([table]))
    from tertius.cluster.cluster import Cluster

    tasks = ((tables[first : first + TASK],) for first in range(0, len(tables), TASK))
    return (one for some in Cluster(client=client).answers(answer_tables, tasks) for one in some)


def answer_tables(tables: Sequence[DecidedTable]) -> list[Answered]:
    """What every rule that takes one issue, and the pool, answer on some tables: a task of a cluster."""
    rules = {key: rule for key, rule in decision_rules().items() if rule.least_issues == 1}
    found = []
    for table in tables:
        case, numbers = case_of(table), (table.positions, table.saliences, table.capabilities)
        rows = {key: _answer(rule, case, table.outcome) for key, rule in rules.items()}
        found.append((rows, pool_decision(*numbers, roles=table.roles, votes=table.votes)))
    return found


def case_of(table: DecidedTable) -> Case:
    """A table as a case with one issue, so that every rule takes it as it takes any other."""
    issue: dict[str, Any] = {}
    if table.reference is not None and "reference" in Issue.model_fields:
        issue["reference"] = table.reference
    names = [f"actor-{n}" for n in range(1, len(table.positions) + 1)]
    seated = np.flatnonzero(table.votes.member)
    counts = [{names[n]: float(table.votes.weights[n, m]) for n in seated} for m in range(table.votes.weights.shape[1])]
    (needed, *more), (votes, *others) = table.votes.terms[0].tolist(), counts
    majorities = {
        f"majority-{n}": {"weights": own, "quota": quota}
        for n, (own, quota) in enumerate(zip(others, more, strict=True), 1)
    }
    stances = zip(names, table.positions, table.saliences, strict=True)
    return Case.model_validate(
        {
            "case": f"deu-{table.ident}".lower(),
            "title": f"DEU, issue {table.ident}",
            "as_of": "2000-01-01",
            "bodies": {"council": {"members": votes, "quota": needed, "majorities": majorities}} if len(seated) else {},
            "actors": {n: {"capability": float(c)} for n, c in zip(names, table.capabilities, strict=True)},
            "issues": {_ISSUE: issue},
            "stances": {n: {_ISSUE: {"position": float(x), "salience": float(s)}} for n, x, s in stances},
        }
    )


def _answer(rule: DecisionRule, case: Case, outcome: float) -> tuple[float, float, bool]:
    """The level, its CRPS, and whether it has a distribution; nan where the rule has no answer."""
    try:
        if not rule.applies(case):
            return np.nan, np.nan, False
        ending = rule.endings(case)[_ISSUE]
    except CaseError:
        return np.nan, np.nan, False
    if not ending.chances:
        return ending.level, abs(ending.level - outcome), False
    levels, weights = zip(*ending.chances, strict=True)
    return ending.level, float(crps_of_sample([levels], [outcome], [weights])[0]), True


def _rivals(tables: Sequence[DecidedTable]) -> Mapping[str, Floats]:
    """Guesses that need no theory, and the variant of `challenge` that no rule of its own stands for."""
    printed = [challenge(table.positions, table.saliences / 100, table.capabilities, "printed") for table in tables]
    return {
        "challenge (printed)": np.array([float(played.medians[-1]) for played in printed]),
        "reference": np.array([np.nan if table.reference is None else table.reference for table in tables]),
        "constant 50": np.full(len(tables), 50.0),
    }


def _distributions(tables: Sequence[DecidedTable], outcomes: Floats) -> dict[str, Answers]:
    """Two distributions around the weighted mean: the positions themselves with its weights, and a logistic one.

    The logistic distribution has one scale for all tables; what is beyond a pole stands at the pole.
    """
    from scipy.special import expit

    rows = [(table.positions.tolist(), table.saliences.tolist(), table.capabilities.tolist()) for table in tables]
    means, grid = np.array([weighted_mean(*row) for row in rows]), np.arange(0, 100.5, 0.5)
    weights = [table.saliences * table.capabilities for table in tables]
    samples = zip(tables, weights, outcomes, strict=True)
    scores = np.array([crps_of_sample([table.positions], [y], [w])[0] for table, w, y in samples])
    below = expit((grid - means[:, None]) / LOGISTIC_SCALE)
    return {
        POSITIONS: Answers(POSITIONS, means, scores, distribution=True),
        LOGISTIC: Answers(LOGISTIC, means, crps_of_cdf(grid, below, outcomes), distribution=True),
    }


def _of_pool(pooled: Sequence[PooledDecision], outcomes: Floats) -> Answers:
    """The pool, its median as the best guess."""
    medians = np.array([pool.median for pool in pooled])
    scores = [crps_of_sample([pool.grid], [y], [pool.chances])[0] for pool, y in zip(pooled, outcomes, strict=True)]
    ranges = np.array([pool.range(0.8) for pool in pooled]).reshape(-1, 2)
    return Answers(POOL, medians, np.array(scores), distribution=True, ranges=ranges)
