"""The first page of a brief on the terminal, in 40 lines, and where the rest is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.table import Table as Grid
from rich.text import Text

from tertius.report.brief.document import Document, Jump, Table, Words, plain_text, spans
from tertius.report.terminal.console import indented, table_of

if TYPE_CHECKING:
    from rich.console import RenderableType


def first_page_of(document: Document, rest: Sequence[str] = ()) -> Iterator[RenderableType]:
    """The first page as lines; `rest` says where the rest is."""

    def plain(words: Words) -> str:
        return plain_text(words, document.actors)

    front = document.front
    yield Text(document.title, style="bold")
    yield Text(document.line)
    if document.question:
        yield Text(f"\n{document.question}", style="italic")
    yield Text(f"\n{plain(front.verdict)}", style="bold")
    yield Text("")
    yield Text("Do not use this", style="bold")
    yield _dashed([plain(caution) for caution in front.cautions])
    yield Text("")
    yield _dashed([plain(bullet) for bullet in front.bullets])
    if front.figure is not None and front.figure.table is not None:
        yield Text("")
        yield indented(_table(front.figure.table, document))
        if front.figure.table.caption:
            yield indented(Text(front.figure.table.caption))
    if front.argument:
        here = tuple(span for span in spans(front.argument) if not isinstance(span, Jump))
        yield Text(f"\n{plain(here).rstrip()}")
    if rest:
        yield Text("")
        yield from (Text(line) for line in rest)


def _dashed(lines: Sequence[str]) -> Grid:
    grid = Grid.grid(padding=(0, 1))
    for line in lines:
        grid.add_row("–", line)
    return grid


def _table(table: Table, document: Document) -> RenderableType:
    heads = [head.text for head in table.heads]
    rows = [[plain_text(cell, document.actors) for cell in row] for row in table.rows]
    return table_of(*heads, rows=rows, ids=0, right=[head.text for head in table.heads if head.number])
