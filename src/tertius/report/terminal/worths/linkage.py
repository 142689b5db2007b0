"""Linkage as `tertius linkage` prints it: the matrix of gains, and what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import cell, heading_of, section, table_of, words_of
from tertius.report.terminal.settlement import AT_MIDDLE
from tertius.report.text.phrases import plain_percent, signed
from tertius.report.text.worths.linkage import linkage_sentences

if TYPE_CHECKING:
    from tertius.analysis.linkage.linkage import Linkage

READING = (
    "Each figure: the actor's payoff with these talks as one, less its payoff with every talk for itself, in its own "
    "points; in brackets of actors that do not sit there. A joined talk has the parties and issues of all, and all "
    "parties must agree to all of it. Preferred: whether no party loses and one gains."
)


def linkage_of(found: Linkage) -> Iterator[RenderableType]:
    """A row for each table that could be made of several."""
    yield from heading_of(found.case, f"Theory: {found.scenario.theory.name}.")
    yield Text(f"{found.draws:,} draws, seed {found.scenario.seed}; medians." if found.draws else AT_MIDDLE)
    actors = list(found.case.actors)
    heads = (*actors, "Agreed", "Preferred")
    table = table_of("Talks as one", *heads, ids=0, right=heads)
    for one in found.tables:
        cells = []
        for actor in actors:
            gain = cell(one.gains[actor].middle, signed)
            cells.append(gain if actor in one.parties else f"({gain})")
        preferred = {0.0: "no", 1.0: "yes"}.get(one.preferred) or f"in {plain_percent(one.preferred)}"
        table.add_row(" + ".join(one.talks), *cells, plain_percent(one.agreement), preferred)
    if found.tables:
        yield from section("Who would gain by joining talks", table)
        yield Text(f"\n{READING}")
    yield from words_of(linkage_sentences(found))
