"""Several theories of one case, side by side, as `tertius settle --theories` prints them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.cli.console import indented, table_of
from tertius.cli.outcome import NUMBERS
from tertius.cli.words import date, level, points

if TYPE_CHECKING:
    from tertius.rules.theories import Theories

__all__ = ["side_by_side"]

SPREAD = "Spread: from the lowest to the highest of all settlements shown."


def side_by_side(theories: Theories) -> Iterator[RenderableType]:
    """Agreements and levels talk by talk, payoffs actor by actor, a column for every settlement."""
    case = theories.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {NUMBERS}")
    yield Text("\nWhere the talks settle", style="bold")
    yield indented(_levels(theories))
    yield Text("\nPayoff of every actor, in points of its own scale", style="bold")
    yield indented(_payoffs(theories))
    yield Text(f"\n{SPREAD}")
    for name, settlement in theories.settlements.items():
        yield Text(f"{name}: {settlement.status.value}. {settlement.sentence}")


def _levels(theories: Theories) -> RenderableType:
    case, columns, spread = theories.case, theories.columns(), theories.spread
    names = [name for name, _ in columns]
    table = table_of("Talk or issue", *names, "Spread", right=[*names, "Spread"])
    for talk in case.talks:
        words = ["agreement" if one.agreements[talk] else "no agreement" for _, one in columns]
        table.add_row(talk, *words, "" if len(set(words)) == 1 else "differs")
        for issue in case.talks[talk].issues:
            scale = case.issues[issue].scale
            low, high = (level(end, scale) for end in spread.levels[issue])
            shown = [level(one.levels[issue], scale) for _, one in columns]
            table.add_row(f"  {issue}", *shown, low if low == high else f"{low} to {high}")
    return table


def _payoffs(theories: Theories) -> RenderableType:
    columns, spread = theories.columns(), theories.spread
    names = [name for name, _ in columns]
    table = table_of("Actor", *names, "Spread", ids=0, right=[*names, "Spread"])
    for actor, ends in spread.payoffs.items():
        low, high = map(points, ends)
        shown = [points(one.payoffs[actor]) for _, one in columns]
        table.add_row(theories.case.name(actor), *shown, low if low == high else f"{low} to {high}")
    return table
