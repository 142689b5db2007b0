"""A decision as `tertius decide` prints it: issue by issue a table of the rules, then words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.cli.console import indented, table_of
from tertius.cli.outcome import words_of
from tertius.cli.words import NOTHING, date, level

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.decide.answers import Answer
    from tertius.decide.decide import Decided, Decision
    from tertius.decide.pool import PooledDecision

__all__ = ["decided_of"]


def decided_of(told: Decision) -> Iterator[RenderableType]:
    """The whole decision."""
    case = told.case
    yield Text(case.title, style="bold")
    actors = len(case.stances)
    yield Text(f"{case.case}, as of {date(case.as_of)}. {actors} actors, {_issues(len(told.issues))}.")
    yield Text(
        f"Levels are of the numbers at their middle; the range holds 80 percent of {told.draws:,} draws."
        if told.draws
        else "Every number is taken at its middle."
    )
    for one in told.issues.values():
        issue = case.issues[one.issue]
        unit = f" {issue.unit}" if issue.unit else ""
        yield Text(f"\n{case.name(one.issue)}, from {issue.scale[0]:g} to {issue.scale[1]:g}{unit}", style="bold")
        if one.pool is not None:
            yield indented(_pool(told, one.pool, one.issue))
            yield Text("")
        yield indented(_rules(told, one))
        if one.tables:
            yield Text("\nEach table by itself", style="bold")
            yield indented(_tables(told, one))
        yield from words_of(one.sentences)


def _issues(count: int) -> str:
    return "1 issue" if count == 1 else f"{count} issues"


def _pool(told: Decision, pool: PooledDecision, issue: str) -> Table:
    """The pooled forecast: its median, and the ranges that hold half and four fifths of it."""
    from tertius.decide.pool_of_case import ranges_of

    scale = told.case.issues[issue].scale
    numbers = ("Median", "50% within", "80% within")
    table = table_of("Pooled forecast", *numbers, right=numbers)
    ranges = [" to ".join(level(end, scale) for end in ends) for ends in ranges_of(pool)]
    table.add_row("pool", level(pool.median, scale), *ranges)
    return table


def _rules(told: Decision, one: Decided) -> Table:
    scale = told.case.issues[one.issue].scale
    drawn = ("80% range",) if told.draws else ()
    table = table_of("Rule", "Level", *drawn, "How it ended", right=("Level", *drawn))
    naive = False
    for answer in one.answers.values():
        if answer.naive and not naive:
            naive = True
            table.add_section()
        name = f"{answer.rule} (naive)" if answer.naive else answer.rule
        table.add_row(name, _level(answer.level, scale), *([_range(answer, scale)] if drawn else []), answer.status)
    return table


def _level(value: float | None, scale: tuple[float, float]) -> str:
    return NOTHING if value is None else level(value, scale)


def _range(answer: Answer, scale: tuple[float, float]) -> str:
    if answer.draws is None:
        return NOTHING
    return f"{level(answer.draws.low, scale)} to {level(answer.draws.high, scale)}"


def _tables(told: Decision, one: Decided) -> Table:
    """What each rule says of the table of every expert alone, beside the pooled one."""
    scale = told.case.issues[one.issue].scale
    names = ("pooled", *one.tables)
    table = table_of("Rule", *names, right=names)
    for rule, answer in one.answers.items():
        alone = [_level(levels.get(rule), scale) for levels in one.tables.values()]
        table.add_row(rule, _level(answer.level, scale), *alone)
    return table
