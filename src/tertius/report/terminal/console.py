"""Where output goes: results to standard output, everything else to standard error.

Colours are off unless a terminal reads them, and with NO_COLOR. Case texts are printed as they are: square
brackets and colons in them are text, not markup.

Progress of long work on standard error: how much is done, how fast, and how long it will still take.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

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


def table_of(*headings: str, ids: int = 1, right: Iterable[str] = ()) -> Table:
    """An empty table; its first `ids` columns are never cut, the columns in `right` hold numbers."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    numbers = set(right)
    for place, heading in enumerate(headings):
        table.add_column(
            heading,
            no_wrap=place < ids,
            overflow="fold",
            justify="right" if heading in numbers else "left",
        )
    return table


def indented(part: RenderableType) -> RenderableType:
    """The part, two columns to the right."""
    from rich.padding import Padding

    return Padding(part, (0, 0, 0, 2), expand=False)


def print_results(parts: Iterable[RenderableType]) -> None:
    """Prints results one below the other; without a terminal, without spaces at line ends."""
    console = results_console()
    for part in parts:
        if console.is_terminal:
            console.print(part)
        else:
            with console.capture() as captured:
                console.print(part)
            sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    width = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else PIPED_WIDTH
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


@contextmanager
def progress_of(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, and nothing elsewhere; yields what is to be told how much is done, and of how much."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f} of {task.total:,.0f}, {task.fields[rate]:,.0f} a second"),
        TimeRemainingColumn(),
    )
    console = errors_console()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, visible=False, rate=0.0)

        def tell(done: int, whole: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(task, completed=done, total=whole, visible=True, rate=done / elapsed if elapsed else 0.0)

        yield tell
