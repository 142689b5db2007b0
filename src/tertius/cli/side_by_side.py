"""Several theories of one case, side by side, as `tertius settle --theories` prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.cli.console import indented, table_of
from tertius.cli.outcome import NUMBERS
from tertius.cli.words import date, level, points
from tertius.rules.side_by_side import NAMED

if TYPE_CHECKING:
    from tertius.rules.settlement import Settlement
    from tertius.rules.side_by_side import Theories

    Columns = Sequence[tuple[str, Settlement]]

__all__ = ["side_by_side"]

ABREAST = 5  # so many columns of numbers fit on a line of 80 characters
SPREAD = "Spread: from the lowest to the highest of all settlements shown."


def side_by_side(theories: Theories) -> Iterator[RenderableType]:
    """Agreements and levels talk by talk, payoffs actor by actor, a column for every settlement."""
    case = theories.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {NUMBERS}")
    yield from _legend(theories)
    yield Text("\nWhere the talks settle" if case.talks else "\nWhere the decision falls", style="bold")
    yield from _in_blocks(theories, _levels)
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield from _in_blocks(theories, _payoffs)
    yield Text(f"\n{SPREAD}")
    for name, settlement in theories.settlements.items():
        yield Text(f"{name}: {settlement.status.value}. {settlement.sentence}")


def _legend(theories: Theories) -> Iterator[RenderableType]:
    """Which theory stands in which column, where the columns are numbered."""
    names = [name for name, _ in theories.columns()]
    if theories.heads != names:
        yield Text("\nTheories", style="bold")
        lines = [f"{head} {name}" for head, name in zip(theories.heads, names, strict=True)]
        yield indented(Text("\n".join(lines)))


def _in_blocks(theories: Theories, table: Callable[[Theories, Columns], RenderableType]) -> Iterator[RenderableType]:
    """The table, broken into several where a line could not hold all columns."""
    columns = [(head, one) for head, (_, one) in zip(theories.heads, theories.columns(), strict=True)]
    blocks = -(-len(columns) // ABREAST)
    abreast = -(-len(columns) // blocks)
    for first in range(0, len(columns), abreast):
        if first:
            yield Text("")
        yield indented(table(theories, columns[first : first + abreast]))


def _levels(theories: Theories, columns: Columns) -> RenderableType:
    case = theories.case
    names = [name for name, _ in columns]
    table = table_of("Talk or issue" if case.talks else "Issue", *names, "Spread", right=[*names, "Spread"])
    for talk in case.talks:
        deals = [one.agreements[talk] for _, one in columns]
        yes, no = ("agreement", "no agreement") if len(theories.columns()) <= NAMED else ("deal", "none")
        words = [yes if deal else no for deal in deals]
        everywhere = {one.agreements[talk] for _, one in theories.columns()}
        table.add_row(talk, *words, "" if len(everywhere) == 1 else "differs")
        for issue in case.talks[talk].issues:
            table.add_row(f"  {issue}", *_shown(theories, columns, issue))
    for issue in case.issues:
        if case.decided(issue):
            table.add_row(issue, *_shown(theories, columns, issue))
    return table


def _shown(theories: Theories, columns: Columns, issue: str) -> list[str]:
    """The level of an issue in every column, and its spread."""
    scale = theories.case.issues[issue].scale
    low, high = (level(end, scale) for end in theories.spread.levels[issue])
    return [*(level(one.levels[issue], scale) for _, one in columns), low if low == high else f"{low} to {high}"]


def _payoffs(theories: Theories, columns: Columns) -> RenderableType:
    spread = theories.spread
    names = [name for name, _ in columns]
    table = table_of("Actor", *names, "Spread", ids=0, right=[*names, "Spread"])
    for actor, ends in spread.payoffs.items():
        low, high = map(points, ends)
        shown = [points(one.payoffs[actor]) for _, one in columns]
        table.add_row(theories.case.name(actor), *shown, low if low == high else f"{low} to {high}")
    return table
