"""Where output goes, results to standard output and all else to standard error, and the shapes that all results share.

Colours are off unless a terminal reads them, and with NO_COLOR. Case texts are printed as they are: square
brackets and colons in them are text, not markup. Rich is imported where it is used, so that a command starts quickly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TextIO

from tertius.report.text.phrases import NOTHING, date, printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from tertius.case.model import Case
    from tertius.errors import Problem

PIPED_WIDTH = 100
"""Columns when nobody's terminal sets the width (unless COLUMNS does)."""


def results_console() -> Console:
    """The console for results: standard output."""
    return _console(sys.stdout)


def errors_console() -> Console:
    """The console for messages, progress and warnings: standard error."""
    return _console(sys.stderr)


def say_problems(kind: str, problems: Iterable[Problem]) -> None:
    """Prints problems to standard error, one per line, each with its kind in front."""
    console = errors_console()
    for problem in problems:
        console.print(f"{kind}: {problem}", soft_wrap=True)


def heading_of(case: Case, words: str) -> Iterator[RenderableType]:
    """The title of a case, and on the next line its name, its date and `words` on how the result was found."""
    from rich.text import Text

    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {words}")


def section(title: str, *parts: RenderableType) -> Iterator[RenderableType]:
    """A title in bold after an empty line, and the parts below it, two columns to the right."""
    from rich.text import Text

    yield Text(f"\n{title}", style="bold")
    yield from map(indented, parts)


def words_of(sentences: Iterable[str], title: str = "In words") -> Iterator[RenderableType]:
    """A section of sentences, one below the other, each with a dash in front."""
    from rich.table import Table

    lines = Table.grid(padding=(0, 1))
    for sentence in sentences:
        lines.add_row("–", sentence)
    return section(title, lines)


def table_of(*headings: str, rows: Iterable[Sequence[str]] = (), ids: int = 1, right: Iterable[str] = ()) -> Table:
    """A table of these rows; its first `ids` columns are never cut, the columns headed as in `right` hold numbers."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    numbers = set(right)
    for place, heading in enumerate(headings):
        table.add_column(
            heading, no_wrap=place < ids, overflow="fold", justify="right" if heading in numbers else "left"
        )
    for row in rows:
        table.add_row(*row)
    return table


def cell(value: float | None, write: Callable[..., str], *how: Any) -> str:
    """``write(value, *how)``, and a dash for a value that is missing or not a number."""
    return NOTHING if value is None or value != value else write(value, *how)


def indented(part: RenderableType) -> RenderableType:
    """The part, two columns to the right."""
    from rich.padding import Padding

    return Padding(part, (0, 0, 0, 2), expand=False)


def print_results(parts: Iterable[RenderableType]) -> None:
    """Prints results one below the other, at once; without a terminal, without spaces at line ends."""
    console = results_console()
    for part in parts:
        if console.is_terminal:
            console.print(part)
        else:
            with console.capture() as captured:
                console.print(part)
            sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
    sys.stdout.flush()


def _console(stream: TextIO) -> Console:
    width = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else PIPED_WIDTH
    return _console_kind()(file=stream, width=width, markup=False, highlight=False, emoji=False)


@cache
def _console_kind() -> type[Console]:
    """The console of Rich, on which no text of an input commands the terminal: the one place that sees to it."""
    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

    class PrintableConsole(Console):
        def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
            for segment in super().render(renderable, options):
                yield segment if segment.control else Segment(printable(segment.text), segment.style)

    return PrintableConsole


@contextmanager
def progress_of(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, and nothing elsewhere; yields what is to be told how much is done, and of how much."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[far]}"),
        TimeRemainingColumn(),
    )
    console = errors_console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, far="")

        def tell(done: int, whole: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = done / elapsed if elapsed else 0.0
            bar.update(task, completed=done, total=whole, far=f"{done:,} of {whole:,}, {rate:,.0f} a second")

        yield tell
