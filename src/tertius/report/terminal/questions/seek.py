"""What it would take, as `tertius seek` prints it: the numbers, the pairs and the moves, then sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import heading_of, section, table_of, words_of
from tertius.report.text.phrases import percent, plain_points
from tertius.report.text.questions.seek import MEASURE, number_words, range_words, seek_sentences, value_words

if TYPE_CHECKING:
    from rich.table import Table

    from tertius.analysis.seek.result import MoveWay, Seek, Way

SHOWN = 8
"""So many ways of each kind are shown; JSON has all."""

_RIGHT = ("Now", "To", "Size")


def seek_of(found: Seek) -> Iterator[RenderableType]:
    """The ways to a goal."""
    how = f"{found.inputs} numbers, {found.settlements:,} settlements under {found.theory}."
    yield from heading_of(found.case, how)
    yield from words_of(seek_sentences(found), "What it would take")
    if found.ways:
        yield from section("One number alone", _numbers(found, found.ways))
    if found.pairs:
        yield from section("Two numbers together", _numbers(found, found.pairs))
    if found.moves:
        yield from section("Moves", _moves(found))
    if found.ways or found.pairs:
        yield Text(f"\n{MEASURE}")
        paths = {step.path: step.label for way in (*found.ways[:SHOWN], *found.pairs) for step in way.steps}
        yield from section("Their paths in the case, for --set", table_of("Path", "Number", rows=paths.items()))


def _numbers(found: Seek, ways: tuple[Way, ...]) -> Table:
    """A row for each number that is changed; what is asked about stands in the last row of a way."""
    rows = []
    for way in ways[:SHOWN]:
        for step in way.steps:
            last = step is way.steps[-1]
            to = number_words(step, step.to)
            ends = (percent(way.share, "%", 1, minus="-"), _then(found, way)) if last else ("", "")
            where = range_words(step) + ("" if step.within or step.low == step.high else ", beyond")
            rows.append((step.label, number_words(step, step.now), to, where, *ends))
    table = table_of("Number", "Now", "To", "Its range", "Size", "Then", rows=rows, ids=0, right=_RIGHT)
    if len(ways) > SHOWN:
        table.add_row(f"and {len(ways) - SHOWN} more (--json)", "", "", "", "", "")
    return table


def _then(found: Seek, way: Way | MoveWay) -> str:
    """What the target comes to, and whether there are other settlements."""
    return value_words(found, way.value) + (" (one of several)" if way.several else "")


def _moves(found: Seek) -> Table:
    rows = [
        (
            " + ".join(move.moves),
            found.case.name(move.actor),
            plain_points(move.cost),
            percent(move.chance, "%", hedged=False),
            _then(found, move),
        )
        for move in found.moves
    ]
    return table_of("Move", "Actor", "Cost", "Succeeds", "Then", rows=rows, right=("Cost", "Succeeds"))
