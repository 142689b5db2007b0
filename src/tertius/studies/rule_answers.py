"""What every rule for a plain table answers on tables whose decision is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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


def answers_of(tables: Sequence[DecidedTable], progress: Progress | None = None) -> dict[str, Answers]:
    """Every rule, the pool and the naive rivals, on the same tables.

    Args:
        tables: The tables.
        progress: Told how many tables are done, and of how many.
    """
    outcomes = np.array([table.outcome for table in tables])
    rules, pooled = decision_rules(), list[PooledDecision]()
    found: dict[str, list[tuple[float, float, bool]]] = {key: [] for key in rules}
    for done, table in enumerate(tables, 1):
        case = case_of(table)
        for key, rule in rules.items():
            found[key].append(_answer(rule, case, table.outcome))
        pooled.append(_pooled(table))
        if progress is not None:
            progress(done, len(tables))
    told = {key: _answers(key, rows) for key, rows in found.items()}
    for name, rival in _rivals(tables).items():
        told.setdefault(name, Answers(name, rival, np.abs(rival - outcomes)))
    distributions = (_positions(tables, outcomes), _logistic(tables, outcomes), _of_pool(pooled, outcomes))
    return told | {one.name: one for one in distributions}


def case_of(table: DecidedTable) -> Case:
    """A table as a case with one issue, so that every rule takes it as it takes any other."""
    issue: dict[str, Any] = {}
    if table.reference is not None and "reference" in Issue.model_fields:
        issue["reference"] = table.reference
    names = [f"actor-{n}" for n in range(1, len(table.positions) + 1)]
    stances = zip(names, table.positions, table.saliences, strict=True)
    return Case.model_validate(
        {
            "case": f"deu-{table.ident}".lower(),
            "title": f"DEU, issue {table.ident}",
            "as_of": "2000-01-01",
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


def _answers(key: str, rows: Sequence[tuple[float, float, bool]]) -> Answers:
    levels, scores = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    return Answers(key, levels, scores, any(row[2] for row in rows))


def _rivals(tables: Sequence[DecidedTable]) -> Mapping[str, Floats]:
    """Guesses that need no theory, and the variant of `challenge` that no rule of its own stands for."""
    return {
        "challenge (printed)": np.array([_printed(table) for table in tables]),
        "reference": np.array([np.nan if table.reference is None else table.reference for table in tables]),
        "constant 50": np.full(len(tables), 50.0),
    }


def _printed(table: DecidedTable) -> float:
    return float(challenge(table.positions, table.saliences / 100, table.capabilities, "printed").medians[-1])


def _pooled(table: DecidedTable) -> PooledDecision:
    return pool_decision(
        table.positions, table.saliences, table.capabilities, reference=table.reference, roles=table.roles
    )


def _positions(tables: Sequence[DecidedTable], outcomes: Floats) -> Answers:
    """The positions themselves, with the weights of the weighted mean, as a distribution."""
    weights = [table.saliences * table.capabilities for table in tables]
    samples = zip(tables, weights, outcomes, strict=True)
    scores = np.array([crps_of_sample([table.positions], [y], [w])[0] for table, w, y in samples])
    return Answers(POSITIONS, _means(tables), scores, distribution=True)


def _logistic(tables: Sequence[DecidedTable], outcomes: Floats) -> Answers:
    """A logistic distribution of one scale around the weighted mean; what is beyond a pole stands at the pole."""
    from scipy.special import expit

    means, grid = _means(tables), np.arange(0, 100.5, 0.5)
    below = expit((grid - means[:, None]) / LOGISTIC_SCALE)
    return Answers(LOGISTIC, means, crps_of_cdf(grid, below, outcomes), distribution=True)


def _means(tables: Sequence[DecidedTable]) -> Floats:
    rows = [(table.positions.tolist(), table.saliences.tolist(), table.capabilities.tolist()) for table in tables]
    return np.array([weighted_mean(*row) for row in rows])


def _of_pool(pooled: Sequence[PooledDecision], outcomes: Floats) -> Answers:
    """The pool, its median as the best guess."""
    medians = np.array([one.median for one in pooled])
    scores = [crps_of_sample([one.grid], [y], [one.chances])[0] for one, y in zip(pooled, outcomes, strict=True)]
    ranges = np.array([one.range(0.8) for one in pooled]).reshape(-1, 2)
    return Answers(POOL, medians, np.array(scores), distribution=True, ranges=ranges)
