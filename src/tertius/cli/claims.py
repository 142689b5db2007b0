"""``tertius claims``: every claim of a case put to the test: it holds, it fails, or it depends, and on what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.console import errors_console, indented, print_results, say_problems, table_of
from tertius.cli.failures import INTERRUPTED
from tertius.cli.progress import progress_of
from tertius.cli.settle import announce_compiling
from tertius.cli.words import NOTHING, percent, signed

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from tertius.claims.result import ClaimResult, Claims

__all__ = ["claims"]

READING = (
    "True: in which share of draws and theories; 95% and more holds, 5% and less fails. Median, 10% and 90%: of the "
    "difference that the claim is about, in points, on the scale of the level, or as a share; of an equilibrium, what "
    "the most tempted would gain by leaving it."
)


def claims(
    case: CaseArgument,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            "--claim",
            metavar="ID",
            help="A claim to test, once for each: --claim only-key. Without it all.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws: --draws 1000.")] = 1000,
    seed: SeedOption = 1,
    theories: TheoriesOption = "default",
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: claims korea-2019 --json > c.json.")
    ] = False,
) -> None:
    """Put every claim of a case to the test over draws and theories. Ctrl-C reports what was done.

    Ends with 130 if it was interrupted.
    """
    from tertius.case import load
    from tertius.case.check.check import warn_case
    from tertius.claims.testing import claims as test_claims

    loaded = load(case)
    say_problems("warning", warn_case(loaded))
    announce_compiling()
    with progress_of("Testing claims") as progress:
        told = test_claims(loaded, claim or (), draws, seed, theories, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_lines(told))
    if told.interrupted:
        errors_console().print(f"Stopped after {len(told.results)} of {told.asked} claims.", soft_wrap=True)
        raise typer.Exit(INTERRUPTED)


def _lines(told: Claims) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text(told.case.title, style="bold")
    yield Text(
        f"{told.case.case}: the argument put to the test. {told.draws:,} draws under {', '.join(told.theories)}."
    )
    if told.few:
        yield Text(told.warning)
    yield Text("")
    yield indented(_table(told))
    yield Text("\n" + READING)
    for result, sentence in zip(told.results, told.sentences(), strict=True):
        yield Text(f"\n{result.claim.says}", style="bold")
        yield Text(f"– {sentence}")


def _table(told: Claims) -> Table:
    heads = ("True", "Median", "10%", "90%")
    table = table_of("Claim", "Verdict", *heads, ids=2, right=heads)
    for result in told.results:
        table.add_row(result.ident, result.verdict.value, *_cells(result))
    return table


def _cells(result: ClaimResult) -> tuple[str, ...]:
    """The share, and the effect; of a test of events its p-value."""
    if result.clustering is not None:
        return (f"p = {result.clustering.p:.3f}", NOTHING, NOTHING, NOTHING)
    if result.share != result.share:
        return (NOTHING,) * 4
    effect = result.effect
    decimals = 3 if result.quantity.split(".")[0] in ("upper_hand", "net_leverage") else 2
    return (
        percent(result.share),
        *(signed(value, decimals) if value == value else NOTHING for value in (effect.median, effect.low, effect.high)),
    )
