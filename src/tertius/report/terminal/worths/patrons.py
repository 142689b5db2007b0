"""Rival patrons as `tertius patrons` prints them, and exchange networks as `tertius balanced` does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.analysis.patrons.concepts import PATRON_CONCEPTS
from tertius.report.terminal.console import heading_of, section, table_of, words_of
from tertius.report.terminal.settlement import AT_MIDDLE
from tertius.report.text.phrases import plain_points
from tertius.report.text.worths.balanced import balanced_sentences
from tertius.report.text.worths.patrons import concept_lines, patrons_sentences

if TYPE_CHECKING:
    from tertius.analysis.leverage.walk_away import Band
    from tertius.analysis.patrons.patrons import Patrons
    from tertius.rules.worths.balanced import Balanced

READING = (
    "W: what the client and these patrons have together if the others have walked away from it; a patron's part is "
    "its payoff less what it has without the client. Of each concept: what its patrons bring the client, and what each "
    "patron has from the deal."
)

BANDS = "Figures are the middle of the draws; in brackets what one draw in ten and nine in ten stay under."

DECIMALS = 3
"""So many digits has a share of a network at the most."""


def patrons_of(found: Patrons) -> Iterator[RenderableType]:
    """W of every set of patrons, the five concepts side by side, and what they mean."""
    scenario = found.scenario
    if scenario is None:
        yield Text(f"{found.client} and {', '.join(found.names)}: worths as given.", style="bold")
    else:
        yield from heading_of(scenario.case, f"Theory: {scenario.theory.name}.")
        yield Text(f"{found.draws:,} draws, seed {scenario.seed}." if found.draws else AT_MIDDLE)
    table = table_of("Patrons", "W", "Added", right=("W", "Added"))
    nobody = found.worths[()].middle
    for names, band in found.worths.items():
        table.add_row(", ".join(names) or "none", _cell(found, band), plain_points(band.middle - nobody))
    yield from section(f"What {found.client} and its patrons have together", table)
    heads = (found.client, *found.names)
    table = table_of("Concept", *heads, right=heads)
    for key, divided in found.concepts.items():
        bands = (divided.client, *divided.patrons.values())
        table.add_row(PATRON_CONCEPTS[key].title, *(_cell(found, band) for band in bands))
    yield from section("Who has what of that, concept by concept", table)
    yield Text(f"\n{READING}" + (f" {BANDS}" if found.draws else ""))
    yield from words_of(patrons_sentences(found))
    yield from words_of(concept_lines(), "What each concept supposes")


def _cell(found: Patrons, band: Band) -> str:
    if not found.draws:
        return plain_points(band.middle)
    return f"{plain_points(band.middle)} ({plain_points(band.low)} to {plain_points(band.high)})"


def balanced_of(found: Balanced) -> Iterator[RenderableType]:
    """What every node has, and what it could have elsewhere; then the deals."""
    heads = ("Has", "Elsewhere", "Least", "Most")
    table = table_of("Node", *heads, right=heads)
    for node, share in found.shares.items():
        ends = (share, found.elsewhere[node], found.low[node], found.high[node])
        table.add_row(node, *(f"{round(value, DECIMALS) + 0.0:.{DECIMALS}f}" for value in ends))
    if found.shares:
        yield table
        yield Text(
            "\nHas: its part of its deals. Elsewhere: what it could have with others. Least, most: in stable outcomes."
        )
    yield from words_of(balanced_sentences(found))
