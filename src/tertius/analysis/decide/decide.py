"""A decision that many take together: what every rule says of it, side by side, and how far they are apart."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tertius.analysis.decide.answers import CONSTANTS, Answer, Spread, answers_of, chosen_rules, drawn_levels, name_of
from tertius.analysis.decide.pool import PooledDecision
from tertius.analysis.decide.pool_of_case import POOL, check_roles, pooled_of, ranges_of
from tertius.case.check.check import warn_case
from tertius.case.model import Case
from tertius.case.parse.origin import Path
from tertius.draws import check_seed, sample, uncertain_of
from tertius.draws.sampling import check_threads
from tertius.errors import Problem, UsageError, check_all
from tertius.rules.decisions.challenge.challenge import ROUNDS, Variant
from tertius.rules.settlement import Status

if TYPE_CHECKING:
    import pandas as pd

    from tertius.rules.decision_rule import DecisionRule


Floats = NDArray[np.float64]


NONE: Floats = np.empty((0, 0))


DRAWS = 1000
"""How many draws an uncertain table takes if nobody says; fewer if it has more than 20 actors."""


_FEWEST = 16


_WORK = DRAWS * 20**3
"""Draws times the cube of the actors: so the turns of `spatial` grow, and the rounds of `challenge` a little less."""


@dataclass(frozen=True)
class Decided:
    """One issue.

    Attributes:
        issue: Its id.
        answers: What each rule says, by its name: models first, then naive rivals.
        spread: Lowest and highest level of the models and rivals that have an answer, those aside that
            look at nothing: the middle of the scale, the reference.
        tables: By table of an expert, the level that each rule gives on that table alone; None where it has no answer.
        pool: The pooled forecast; None if rules were named, nobody has any weight or all stand at one place.
    """

    issue: str
    answers: Mapping[str, Answer]
    spread: tuple[float, float]
    tables: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    pool: PooledDecision | None = None


@dataclass(frozen=True)
class Decision:
    """Every issue that is decided, under every rule.

    Attributes:
        case: The case; never changed.
        issues: What was found of each issue.
        variant: The reading of `challenge` that was asked for; None for both.
        rounds: The most rounds that `challenge` plays.
        draws: How many draws of the uncertain numbers; 0 if every number stands at its middle.
        seed: The seed of the draws.
        warnings: What a reader must know about the case.
    """

    case: Case
    issues: Mapping[str, Decided]
    variant: Variant | None
    rounds: int
    draws: int
    seed: int
    warnings: tuple[Problem, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row per issue and rule: level, how it ended and why, whether it is naive, the draws; and the pool."""
        import pandas as pd

        rows = [row for one in self.issues.values() for row in _rows(one)]
        columns = ["issue", "rule", "level", "status", "why", "naive", "low", "middle", "high", "unsettled"]
        kinds: dict[str, Any] = dict.fromkeys(["level", "low", "middle", "high", "unsettled"], "float64")
        kinds |= {"status": "string", "why": "string", "naive": "bool"}
        return pd.DataFrame(rows, columns=columns).astype(kinds).set_index(["issue", "rule"])

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "variant": self.variant,
            "rounds": self.rounds,
            "draws": self.draws,
            "seed": self.seed,
            "issues": {issue: _issue_dict(self.case, one) for issue, one in self.issues.items()},
            "warnings": [str(warning) for warning in self.warnings],
        }

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html())


def decide(
    case: Case,
    rules: Sequence[str] = (),
    variant: Variant | None = None,
    rounds: int = ROUNDS,
    draws: int | None = None,
    seed: int = 1,
    threads: int | None = None,
    tables: Mapping[str, Case] | None = None,
    roles: Mapping[str, str] | None = None,
) -> Decision:
    """What every rule says of the issues of a case that many decide together.

    Args:
        case: A checked case without talks, as `tertius.load_table` gives it.
        rules: Names of rules; without any, every rule for decisions.
        variant: The reading of `challenge`, `printed` or `code`; without it both.
        rounds: The most rounds that `challenge` plays.
        draws: How many draws of the uncertain numbers each rule decides; if left out 1,000, or fewer
            for more than 20 actors, if any number is uncertain.
        seed: The seed of the draws: the same draws as those of a forecast.
        threads: How many draws to decide at a time; all cores if left out. The answer is the same.
        tables: By name, the tables of single experts that were pooled to the case, to be decided beside it.
        roles: Of a decision of the European Union, by actor: `commission`, `parliament`, `other`; those who are not
            named are members of its Council. It makes the pool better.

    Raises:
        UsageError: Nothing in the case is decided by weight, or what is asked for cannot be done: all mistakes at once.
    """
    _check(case, variant, rounds, draws, seed, threads, roles or {})
    chosen = chosen_rules(case, rules, variant, rounds)
    uncertain = uncertain_of(case)
    count = 0 if not uncertain else _usual(len(case.stances)) if draws is None else draws
    paths, values = [number.path for number in uncertain], sample(uncertain, 0, count, seed) if count else NONE
    answers = answers_of(case, chosen)
    if count:
        answers = _with_draws(case, chosen, answers, paths, values, threads or os.cpu_count() or 1)
    pools = {} if rules else {issue: pooled_of(case, issue, paths, values, roles) for issue in answers}
    apart = {name: answers_of(one, chosen) for name, one in (tables or {}).items()}
    decided = {
        issue: Decided(issue, every, _spread(every), _levels(apart, issue), pools.get(issue))
        for issue, every in answers.items()
    }
    return Decision(case, decided, variant, rounds, count, seed, tuple(warn_case(case)))


def _check(
    case: Case,
    variant: str | None,
    rounds: int,
    draws: int | None,
    seed: int,
    threads: int | None,
    roles: Mapping[str, str],
) -> None:
    check_all(
        lambda: _check_case(case),
        lambda: _check_challenge(variant, rounds),
        lambda: _check_draws(draws),
        lambda: check_seed(seed),
        lambda: check_threads(threads),
        lambda: check_roles(case, roles),
    )


def _check_case(case: Case) -> None:
    if case.talks:
        raise UsageError(f"{case.case} has talks, which can fail, and no decision by weight: see tertius settle")
    if not any(case.decided(issue) for issue in case.issues):
        raise UsageError(f"{case.case} has no issue that is decided by actors with a capability")


def _check_challenge(variant: str | None, rounds: int) -> None:
    if variant not in (None, "printed", "code"):
        raise UsageError(f"there is no variant '{variant}': the variants are printed, code")
    if rounds < 1:
        raise UsageError(f"{rounds} rounds: it takes 1 or more")


def _check_draws(draws: int | None) -> None:
    if draws is not None and draws < 0:
        raise UsageError(f"{draws} draws: it takes 1 or more, or 0 for every number at its middle")


def _usual(actors: int) -> int:
    """How many draws a table of so many actors takes if nobody says."""
    return min(DRAWS, max(_FEWEST, _WORK // max(1, actors) ** 3))


def _with_draws(
    case: Case,
    rules: Sequence[DecisionRule],
    answers: dict[str, dict[str, Answer]],
    paths: Sequence[Path],
    values: Floats,
    threads: int,
) -> dict[str, dict[str, Answer]]:
    """The answers with their spread over the draws."""
    found = {issue: dict(every) for issue, every in answers.items()}
    for rule in rules:
        levels = drawn_levels(case, rule, paths, values, threads)
        for issue, (drawn, settled) in levels.items():
            there = drawn[np.isfinite(drawn)]
            if there.size:
                low, middle, high = (float(level) for level in np.quantile(there, (0.1, 0.5, 0.9)))
                spread = Spread(low, middle, high, int((~settled).sum()))
                found[issue][name_of(rule)] = replace(found[issue][name_of(rule)], draws=spread)
    return found


def _spread(answers: Mapping[str, Answer]) -> tuple[float, float]:
    levels = [one.level for one in answers.values() if one.level is not None and one.rule not in CONSTANTS]
    every = levels or [one.level for one in answers.values() if one.level is not None]
    return min(every), max(every)


def _levels(apart: Mapping[str, Mapping[str, Mapping[str, Answer]]], issue: str) -> dict[str, dict[str, float | None]]:
    return {name: {rule: one.level for rule, one in every.get(issue, {}).items()} for name, every in apart.items()}


def _rows(one: Decided) -> Iterator[tuple[Any, ...]]:
    if one.pool is not None:
        low, high = one.pool.range(0.8)
        middle = one.pool.median
        yield (one.issue, POOL, middle, Status.SETTLED.value, "", False, low, middle, high, None)
    yield from (_row(one.issue, answer) for answer in one.answers.values())


def _row(issue: str, answer: Answer) -> tuple[Any, ...]:
    drawn = answer.draws
    over = (None,) * 4 if drawn is None else (drawn.low, drawn.middle, drawn.high, drawn.unsettled)
    return (issue, answer.rule, answer.level, answer.status, answer.why, answer.naive, *over)


def _issue_dict(case: Case, one: Decided) -> dict[str, Any]:
    issue = case.issues[one.issue]
    return {
        "name": case.name(one.issue),
        "unit": issue.unit,
        "scale": list(issue.scale),
        "answers": {name: _answer_dict(answer) for name, answer in one.answers.items()},
        "pool": None if one.pool is None else _pool_dict(one.pool),
        "spread": list(one.spread),
        "tables": {name: dict(levels) for name, levels in one.tables.items()},
    }


def _pool_dict(pool: PooledDecision) -> dict[str, Any]:
    half, most = ranges_of(pool)
    return {**pool.to_dict(), "range_50": list(half), "range_80": list(most)}


def _answer_dict(answer: Answer) -> dict[str, Any]:
    drawn = answer.draws
    return {
        "level": answer.level,
        "status": answer.status,
        "why": answer.why,
        "naive": answer.naive,
        "draws": None
        if drawn is None
        else {"low": drawn.low, "middle": drawn.middle, "high": drawn.high, "unsettled": drawn.unsettled},
    }
