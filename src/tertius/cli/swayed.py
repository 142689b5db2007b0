"""Leverage on a decision as `tertius leverage` prints it: issue by issue, a table of the actors, then words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from tertius.brief.phrases import joined
from tertius.cli.console import indented, table_of
from tertius.cli.outcome import words_of
from tertius.cli.words import NOTHING, date, level, percent, signed

if TYPE_CHECKING:
    from rich.table import Table as RichTable

    from tertius.leverage.decision.concessions import Concessions
    from tertius.leverage.decision.leverage import DecisionLeverage, IssueLeverage

__all__ = ["swayed_of"]

_SHOWN = 3
"""So many coalitions are told in words; the JSON has all."""


def swayed_of(told: DecisionLeverage) -> Iterator[RenderableType]:
    """The whole of it."""
    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. Rule: {told.rule}. Every number is taken at its middle.")
    for issue, one in told.issues.items():
        unit = f" {case.issues[issue].unit}" if case.issues[issue].unit else ""
        falls = level(one.table.outcome, one.table.scale)
        yield Text(f"\n{case.name(issue)}: the decision falls at {falls}{unit}", style="bold")
        yield indented(_actors(told, one))
        yield from words_of(_words(told, one))


def _actors(told: DecisionLeverage, one: IssueLeverage) -> RichTable:
    """Where the decision would fall if one actor alone were different."""
    low, high = (f"{end:g}" for end in one.table.scale)
    numbers = ("Weight", f"At {low}", f"At {high}", "Without", "Salience 100", "Pivotal")
    table = table_of("Actor", *numbers, ids=0, right=numbers)
    total = float(one.table.weights.sum()) or 1.0
    order = sorted(range(len(one.sways)), key=lambda k: -_reach(one, k))
    for k in order:
        sway = one.sways[k]
        levels = (sway.at_low, sway.at_high, sway.without, sway.caring)
        cells = [NOTHING if math.isnan(value) else level(value, one.table.scale) for value in levels]
        weight = percent(float(one.table.weights[k]) / total)
        table.add_row(told.case.name(sway.actor), weight, *cells, percent(one.pivotal[k]))
    return table


def _reach(one: IssueLeverage, place: int) -> float:
    reach = one.sways[place].reach
    return -1.0 if math.isnan(reach) else reach


def _words(told: DecisionLeverage, one: IssueLeverage) -> Iterator[str]:
    """Who has the longest reach, the coalitions, the concessions."""
    case, scale = told.case, one.table.scale
    longest = max(range(len(one.sways)), key=lambda k: _reach(one, k))
    first = one.sways[longest]
    if _reach(one, longest) > 0:
        yield (
            f"{case.name(first.actor)} can move it most: from {level(min(first.at_low, first.at_high), scale)} to "
            f"{level(max(first.at_low, first.at_high), scale)}, by where it stands."
        )
    yield from _coalitions(told, one)
    for name, way in one.concessions.items():
        yield _concessions(told, one, name, way)


def _coalitions(told: DecisionLeverage, one: IssueLeverage) -> Iterator[str]:
    """Whose wish is met as it is, and the smallest coalitions of others."""
    margin = f"{told.by:g} percent of the scale"
    home = [
        told.case.name(coalition.actor) for coalition in one.coalitions if coalition.found and not coalition.members
    ]
    if home:
        wants = "wants" if len(home) == 1 else "want"
        yield f"As it is the decision falls within {margin} of what {joined(home)} {wants}."
    if not one.coalitions:
        yield "Under this rule nobody looks for coalitions among so many actors."
    partnered = [coalition for coalition in one.coalitions if coalition.found and coalition.members]
    for coalition in sorted(partnered, key=lambda c: len(c.members))[:_SHOWN]:
        name, falls = told.case.name(coalition.actor), level(coalition.outcome, one.table.scale)
        partners = joined([told.case.name(member) for member in coalition.members])
        smallest = "" if coalition.exact else " (a smaller one may exist)"
        yield f"With {partners} at its side {name} brings it within {margin} of what it wants, to {falls}{smallest}."


def _concessions(told: DecisionLeverage, one: IssueLeverage, name: str, way: Concessions) -> str:
    margin = level(told.by / 100 * one.table.width, one.table.scale)
    if not way.enough:
        most = level(way.most, one.table.scale)
        return f"No concessions move it {name} by {margin}: if everybody concedes all it moves by {most}."
    decimals = len(margin.partition(".")[2])
    steps = [
        f"{told.case.name(one.table.actors[k])} {signed(float(way.steps[k]), decimals)}"
        for k in np.flatnonzero(way.steps)
    ]
    return f"The cheapest concessions that move it {name} by {margin}: {joined(steps)}; cost {way.cost:.1f} points."
