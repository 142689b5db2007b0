"""A chain of reasons as `tertius why` prints it: a tree, and below it what each input rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from rich.tree import Tree

from tertius.report.terminal.console import heading_of, section, table_of, words_of
from tertius.report.text.questions.why import figure_words, founded_words, titles_of, why_sentences

if TYPE_CHECKING:
    from tertius.analysis.why.result import Reason, Why

LEVELS = 3
"""So far down a tree goes."""


def chain_of(why: Why) -> Iterator[RenderableType]:
    """The sentences, the tree, and a table of the numbers that it leads to."""
    yield from heading_of(why.case, f"Theory: {why.theory}; {why.of}.")
    yield from words_of(why_sentences(why))
    yield Text()
    yield _tree(why.root, LEVELS)
    shown = {row.path for depth, row in why.root.rows() if depth <= LEVELS and row.path}
    table = table_of("Input", "Says", "Rests on", ids=0)
    for path, number in why.inputs.items():
        if path in shown:
            table.add_row(f"{number.label}\n{path}", number.words, founded_words(number, titles_of(why, number)))
    if table.row_count:
        yield from section("What the inputs rest on", table)


def _tree(reason: Reason, levels: int) -> Tree:
    tree = Tree(Text(_line(reason)), guide_style="dim")
    for child in reason.children if levels else ():
        tree.add(_tree(child, levels - 1))
    return tree


def _line(reason: Reason) -> str:
    words = figure_words(reason)
    return f"{reason.label}{f': {words}' if words else ''}"
