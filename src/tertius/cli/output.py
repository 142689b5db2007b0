"""What a command says before its result, the result itself, and the exit code that it ends with."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from tertius.cli.failures import NOT_CONVERGED
from tertius.interrupts import INTERRUPTED, say_stopped
from tertius.report.terminal.console import errors_console, print_results, say_problems
from tertius.report.text.phrases import printable

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tertius.case.model import Case
    from tertius.results import Record

STEPS = 10  # of so many parts that are compiled a person is told
UNRESTED = 0.5  # with so large a part of the settlements not at rest the figures say nothing


def warn_of(case: Case) -> None:
    """Says on standard error what a reader must know about the case."""
    from tertius.case.check.check import warn_case

    say_problems("warning", warn_case(case))


def announce_compiling(network: bool = True) -> None:
    """Says on standard error that the first run compiles, when nothing compiled is on disk yet.

    Args:
        network: Whether talks are settled; otherwise the rules of decisions are.
    """
    from tertius.rules.compiled.folder import can_keep, kernel_sources, must_compile

    if must_compile(network):
        once = "this happens once and" if can_keep() else "the cache folder cannot be written, so every run"
        errors_console().print(f"Compiling the solver; {once} takes half a minute.", soft_wrap=True)
        if network and errors_console().is_terminal:
            _tell_parts(sum(source.read_text("utf-8").count("\n@kernel") for source in kernel_sources()))


def _tell_parts(most: int) -> None:
    """Tells a person at a terminal which part of the solver is being compiled, whenever another one is begun."""
    from numba.core import event

    console = errors_console()  # before a spinner takes the place of standard error

    class Parts(event.Listener):  # type: ignore[misc]
        begun = 0

        def on_start(self, event: Any) -> None:
            self.begun += 1
            if self.begun % STEPS == 0:
                console.print(f"Compiling the solver: part {self.begun} of {max(most, self.begun)} ...")

        def on_end(self, event: Any) -> None:
            """Says nothing."""

    event.register("numba:compile", Parts())


def print_json(value: Any) -> None:
    """Prints a value as JSON, which has no nan and no infinity; what commands a terminal is an escape in it."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)
    typer.echo(printable(text))


def print_result(
    result: Record,
    as_json: bool,
    render: Callable[[Any], Iterable[RenderableType]],
    to_dict: Callable[[], dict[str, Any]] | None = None,
) -> None:
    """Prints a result: the documented shape as JSON, or what `render` makes of it for a reader.

    Args:
        result: The result.
        as_json: Whether JSON is asked for.
        render: Tables and sentences of the result.
        to_dict: The documented shape, where the command adds to that of the result.
    """
    if as_json:
        print_json((to_dict or result.to_dict)())
    else:
        print_results(render(result))


def end_unless_settled(unsettled: float, settlements: int) -> None:
    """Ends with 4 if most settlements did not come to rest."""
    if unsettled > UNRESTED * settlements:
        raise typer.Exit(NOT_CONVERGED)


def end_interrupted(said: str) -> NoReturn:
    """Ends with 130 after saying how far the work went."""
    say_stopped(said)
    raise typer.Exit(INTERRUPTED)
