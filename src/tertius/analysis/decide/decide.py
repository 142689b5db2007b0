"""A decision that many take together: what every rule says of it, side by side, and how far they are apart."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from tertius.analysis.decide.answers import (
    CONSTANTS,
    Answer,
    LevelQuantiles,
    answers_of,
    chosen_rules,
    drawn_levels,
    name_of,
)
from tertius.analysis.decide.parameters import pool_parameters
from tertius.analysis.decide.pool import PooledDecision
from tertius.analysis.decide.pool_of_case import POOL, check_roles, pooled_of, ranges_of
from tertius.case.bodies import completed
from tertius.case.check.check import sound, warn_case
from tertius.case.entries import Body
from tertius.case.model import Case
from tertius.draws import check_seed, sample, uncertain_of
from tertius.draws.sampling import OR_MIDDLES, check_count, check_threads, most_draws_held
from tertius.errors import Problem, UsageError, check_all
from tertius.results import Result, frame_of, plain
from tertius.rules.decisions.challenge.challenge import ROUNDS, Variant
from tertius.rules.decisions.deciding import body_of, decided_by
from tertius.rules.decisions.exchange.exchange import Exchange
from tertius.rules.decisions.exchange.exchanges import Exchanges, exchanges_of
from tertius.rules.decisions.votes import PLAIN
from tertius.rules.settlement import Status

if TYPE_CHECKING:
    import pandas as pd


DRAWS = 1000
"""How many draws an uncertain table takes if nobody says; fewer if it has more than 20 actors."""

_FEWEST = 16
"""How many it takes at least."""

_WORK = DRAWS * 20**3
"""Draws times the cube of the actors, at most: the turns of `spatial` grow so, the rounds of `challenge` nearly so."""


@dataclass(frozen=True)
class Decided:
    """One issue.

    Attributes:
        issue: Its id.
        answers: What each rule says, by its name: models first, then naive rivals.
        spread: Lowest and highest level of the models and rivals that have an answer, without those that depend on
            nobody: the middle of the scale and the reference.
        tables: By table of an expert, the level that each rule gives on that table alone; None where it has no answer.
        pool: The pooled forecast; None if rules were named, nobody has any weight or all stand at one place.
    """

    issue: str
    answers: Mapping[str, Answer]
    spread: tuple[float, float]
    tables: Mapping[str, Mapping[str, float | None]] = field(default_factory=dict)
    pool: PooledDecision | None = None


@dataclass(frozen=True)
class Decision(Result):
    """Every issue that is decided, under every rule.

    Attributes:
        case: The case; never changed.
        issues: What the rules and the pool say of each issue.
        variant: The reading of `challenge` that was asked for; None for both.
        rounds: The most rounds that `challenge` plays.
        draws: How many draws of the uncertain numbers; 0 if every number stands at its middle.
        seed: The seed of the draws.
        warnings: What a reader must know about the case.
        exchanges: The trades of `exchange`, one after the other; None if it was not asked or has no answer.
        majority: Whose majority `core` and the pool take: the name of a body, or in words what stands for one.
    """

    case: Case
    issues: Mapping[str, Decided]
    variant: Variant | None
    rounds: int
    draws: int
    seed: int
    warnings: tuple[Problem, ...] = ()
    exchanges: Exchanges | None = None
    majority: str = ""

    def ending(self) -> tuple[str, ...]:
        """Over how many draws."""
        return (f"{self.draws:,} draws, seed {self.seed}." if self.draws else "Every number stands at its middle.",)

    def to_frame(self) -> pd.DataFrame:
        """One row per issue and rule: level, how it ended and why, whether it is naive, the draws; and the pool."""
        rows: list[tuple[Any, ...]] = []
        for issue, decided in self.issues.items():
            if decided.pool is not None:
                middle, (low, high) = decided.pool.median, decided.pool.range(0.8)
                rows.append((issue, POOL, middle, Status.SETTLED.value, "", False, low, middle, high, None))
            for name, one in decided.answers.items():
                drawn = (None,) * 4 if one.draws is None else astuple(one.draws)
                rows.append((issue, name, one.level, one.status, one.why, one.naive, *drawn))
        drawn_kinds = dict.fromkeys(("low", "middle", "high", "unsettled"), float)
        kinds = {"level": float, "status": "string", "why": "string", "naive": bool, **drawn_kinds}
        return frame_of(rows, ["issue", "rule"], kinds)

    def to_dict(self) -> dict[str, Any]:
        """The documented shape of ``--json``."""
        issues = {}
        for ident, decided in self.issues.items():
            pool = None
            if decided.pool is not None:
                half, most = ranges_of(decided.pool)
                pool = {**decided.pool.to_dict(), "range_50": list(half), "range_80": list(most)}
            issues[ident] = {
                "name": self.case.name(ident),
                "unit": self.case.issues[ident].unit,
                "scale": list(self.case.issues[ident].scale),
                "answers": plain(decided.answers),
                "pool": pool,
                "spread": list(decided.spread),
                "tables": {name: dict(levels) for name, levels in decided.tables.items()},
            }
        return {
            "case": self.case.case,
            "as_of": self.case.as_of.isoformat(),
            "variant": self.variant,
            "rounds": self.rounds,
            "draws": self.draws,
            "seed": self.seed,
            "majority": self.majority,
            "issues": issues,
            "exchanges": plain(self.exchanges),
            "warnings": [str(warning) for warning in self.warnings],
        }


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
    body: str | None = None,
    quota: float | None = None,
) -> Decision:
    """What every rule says of the issues of a case that many decide together.

    Args:
        case: A checked case without talks, as `tertius.load_table` gives it.
        rules: Names of rules; without any, every rule for decisions.
        variant: The reading of `challenge`, `printed` or `code`; without it both.
        rounds: The most rounds that `challenge` plays.
        draws: How many draws of the uncertain numbers each rule decides; if left out 1,000, or fewer
            for more than 20 actors, if any number is uncertain.
        seed: The seed of the draws: the same draws as those of a forecast; and of the order in which `exchange` makes
            trades that promise the same.
        threads: How many draws to decide at a time; all cores if left out. The answer is the same.
        tables: By name, the tables of single experts that were pooled to the case, to be decided beside it.
        roles: Of a decision of the European Union, by actor: `commission`, `parliament`, `other`; those who are not
            named are members of its Council. It makes the pool better.
        body: Whose votes decide: a body of the case, one that comes with Tertius, or a table of votes. Without it the
            only body of the case in which an actor is a member, if there is one.
        quota: Without a body, the share of the capability that is a majority: a half (more than it) to 1.

    Raises:
        UsageError: Nothing in the case is decided by weight, or what is asked for cannot be done: all mistakes at once.
    """
    sound(case)
    check_all(
        lambda: _check(case, variant),
        lambda: check_count(rounds, "rounds", "it takes 1 or more"),
        lambda: check_count(draws or 0, "draws", OR_MIDDLES, 0, most_draws_held(case)),
        lambda: check_seed(seed),
        lambda: check_threads(threads),
        lambda: check_roles(case, roles or {}),
        lambda: _check_majority(body, quota),
    )
    if body is not None:
        case = decided_by(case, body)
        tables = {name: decided_by(table, body) for name, table in (tables or {}).items()}
    chosen = chosen_rules(case, rules, variant, rounds, seed, quota)
    uncertain = uncertain_of(case)
    if not uncertain:
        draws = 0
    elif draws is None:
        draws = min(DRAWS, max(_FEWEST, _WORK // max(1, len(case.stances)) ** 3))
    paths = [number.path for number in uncertain]
    values = sample(uncertain, 0, draws, seed) if draws else np.empty((0, 0))
    answers = answers_of(case, chosen)
    for rule in chosen if draws else ():
        name, drawn = name_of(rule), drawn_levels(case, rule, paths, values, threads or os.cpu_count() or 1)
        for issue, (levels, settled) in drawn.items():
            answers[issue][name] = replace(answers[issue][name], draws=LevelQuantiles.of(levels, settled))
    of_tables = {name: answers_of(table, chosen) for name, table in (tables or {}).items()}
    decided = {}
    for issue, row in answers.items():
        known = {rule: answer.level for rule, answer in row.items() if answer.level is not None}
        compared = [level for rule, level in known.items() if rule not in CONSTANTS] or list(known.values())
        decided[issue] = Decided(
            issue,
            row,
            spread=(min(compared), max(compared)),
            tables={n: {rule: a.level for rule, a in every.get(issue, {}).items()} for n, every in of_tables.items()},
            pool=None if rules else pooled_of(case, issue, paths, values, roles, quota),
        )
    told = majority_told(body_of(case), quota, roles)
    warnings = tuple(warn_case(case))
    return Decision(case, decided, variant, rounds, draws, seed, warnings, _traded(case, decided, seed), told)


def _traded(case: Case, decided: Mapping[str, Decided], seed: int) -> Exchanges | None:
    """The trades of `exchange`, if it is among the rules and has an answer."""
    answers = [one.answers[Exchange.key] for one in decided.values() if Exchange.key in one.answers]
    return exchanges_of(case, seed) if answers and all(answer.level is not None for answer in answers) else None


def _check_majority(body: str | None, quota: float | None) -> None:
    if body is not None and quota is not None:
        raise UsageError("a body says itself how many votes a majority takes: give a body or a quota")
    if quota is not None and not PLAIN <= quota <= 1:
        raise UsageError(f"a quota of {quota:g}: the share of the capability that is a majority, from 0.5 to 1")


def majority_told(body: Body | None, quota: float | None, roles: Mapping[str, str] | None) -> str:
    """Whose majority counts, in words."""
    if body is not None:
        return completed(body).name or "the body of the case"
    if quota is not None:
        return f"{100 * quota:.4g} percent of the capability"
    return "more than half of the capability" + (
        f"; for the pool {100 * pool_parameters().quota:.4g} percent of that of the members" if roles else ""
    )


def _check(case: Case, variant: str | None) -> None:
    """Whether the case has something to decide, and the options of `decide` are legal."""
    mistakes = []
    if case.talks:
        mistakes.append(f"{case.case} has talks, which can fail, and no decision by weight: see tertius settle")
    elif not any(case.decided(issue) for issue in case.issues):
        mistakes.append(f"{case.case} has no issue that is decided by actors with a capability")
    if variant not in (None, "printed", "code"):
        mistakes.append(f"there is no variant '{variant}': the variants are printed, code")
    if mistakes:
        raise UsageError("\n".join(mistakes))
