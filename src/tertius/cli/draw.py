"""``tertius draw``: one draw of a forecast, looked at: its numbers and its settlement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import (
    AsOf,
    CaseArgument,
    Declared,
    RuleOption,
    SalienceMax,
    ScaleOption,
    SeedOption,
    SolutionOption,
    case_or_table,
)
from tertius.cli.console import indented, print_results, table_of
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.settle import announce_compiling
from tertius.errors import check_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from tertius.case.model import Case

__all__ = ["draw"]

DRAWN = "Every uncertain number stands where it was drawn."


def draw(
    case: CaseArgument,
    index: Annotated[int, typer.Option("--index", metavar="N", help="Which draw, from 0: --index 4711.")] = 0,
    seed: SeedOption = 1,
    rule: RuleOption = None,
    solution: SolutionOption = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print numbers and settlement as JSON: draw korea-2019 --json.")
    ] = False,
) -> None:
    """Look at one draw of a forecast: every number drawn, and where the talks settle with these."""
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    announce_compiling()
    from tertius.cli.outcome import outcome_of
    from tertius.draws import check_index, check_seed, draw_at
    from tertius.forecast import settle_draw
    from tertius.rules import chosen_theory

    check_all(lambda: check_index(index), lambda: check_seed(seed), lambda: chosen_theory(loaded, rule, solution))
    theory = chosen_theory(loaded, rule, solution)
    values = draw_at(loaded, seed, index)
    settlement = settle_draw(loaded, seed, index, theory)
    if as_json:
        numbers = {".".join(map(str, path)): value for path, value in values.items()}
        told = {"seed": seed, "index": index, "numbers": numbers, "settlement": settlement.to_dict()}
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_numbers(loaded, seed, index))
        print_results(outcome_of(settlement, DRAWN))
    if not settlement.status.converged:
        raise typer.Exit(NOT_CONVERGED)


def _numbers(case: Case, seed: int, index: int) -> Iterator[RenderableType]:
    """The numbers drawn, each beside its range."""
    from rich.text import Text

    from tertius.draws import draw_at, uncertain_of

    uncertain = uncertain_of(case)
    values = draw_at(case, seed, index)
    yield Text(f"Draw {index} of seed {seed}: {len(uncertain)} uncertain numbers", style="bold")
    table = table_of("Number", "Range", "Drawn", ids=0, right=["Drawn"])
    for number in uncertain:
        shares = number.unit in ("probability", "share")
        value = f"{100 * values[number.path]:.3g}%" if shares else f"{values[number.path]:.4g}"
        # What is written as a percentage of a scale is drawn on that scale.
        table.add_row(number.label, number.number.words if shares else str(number.quantity), value)
    yield indented(table)
    yield Text("")
