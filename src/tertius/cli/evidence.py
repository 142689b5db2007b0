"""``tertius evidence``: which numbers to find out next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import (
    AsOf,
    BaseOption,
    CaseArgument,
    Declared,
    OfOption,
    RuleOption,
    SalienceMax,
    ScaleOption,
    SeedOption,
    SolutionOption,
    ThreadsOption,
    case_or_table,
)
from tertius.cli.console import indented, print_results, table_of
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.progress import progress_of
from tertius.cli.sensitivity import UNRESTED
from tertius.cli.settle import announce_compiling
from tertius.cli.words import date, percent
from tertius.errors import check_all

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tertius.forecast.evidence import EvidenceGap, Gap

__all__ = ["evidence"]

ROWS = 15  # inputs in the table
SENTENCES = 5
NOTHING = 0.005  # an influence that rounds to 0%
NONE = "–"


def evidence(
    case: CaseArgument,
    of: OfOption = None,
    base: BaseOption = 256,
    rule: RuleOption = None,
    solution: SolutionOption = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: evidence korea-2019 --json > evidence.json.")
    ] = False,
) -> None:
    """Rank the numbers by what hangs on them and how weak their evidence is: what to find out next.

    Ends with 4 if most settlements did not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    announce_compiling()
    from tertius.forecast import evidence_gap
    from tertius.forecast import sensitivity as find_sensitivity
    from tertius.forecast.sensitivity import check_sensitivity
    from tertius.rules import chosen_theory
    from tertius.scenarios.outputs import outputs_for

    check_all(
        lambda: outputs_for(loaded, of),
        lambda: check_sensitivity(loaded, base, seed, threads),
        lambda: chosen_theory(loaded, rule, solution),
    )
    outputs = None if of is None else outputs_for(loaded, of)
    theory = chosen_theory(loaded, rule, solution)
    with progress_of("Settling") as progress:
        found = find_sensitivity(loaded, theory, base, seed, threads, progress)
    told = evidence_gap(loaded, found, outputs)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(_ranking(told))
    if found.unsettled > UNRESTED * found.settlements:
        raise typer.Exit(NOT_CONVERGED)


def _ranking(told: EvidenceGap) -> Iterator[RenderableType]:
    from rich.text import Text

    case = told.case
    yield Text(case.title, style="bold")
    yield Text(f"{case.case}, as of {date(case.as_of)}. {len(told.gaps)} inputs, under {told.theory}.\n")
    gaps = [gap for gap in told.gaps if gap.influence >= NOTHING]
    if not gaps:
        yield Text("What is asked about is the same in every draw, or no number has any influence on it alone.")
        return
    table = table_of("Input", *_HEADINGS, ids=0, right=_RIGHT)
    for gap in gaps[:ROWS]:
        table.add_row(gap.input.label, *_cells(gap))
    yield indented(table)
    rest = len(told.gaps) - table.row_count
    if rest:
        yield Text(f"  and {rest} further input{'s' if rest > 1 else ''}")
    yield Text("")
    yield from (Text(sentence) for sentence in told.sentences[:SENTENCES])
    if not all(gap.certain for gap in gaps[:SENTENCES]):
        yield Text(
            "An influence that is not above its error has no sentence; a larger --base makes the errors smaller."
        )


def _cells(gap: Gap) -> tuple[str, ...]:
    weak = gap.weakness
    age = NONE if weak.age is None else f"{weak.age:.1f}"
    influence = f"{percent(gap.influence)} ± {100 * gap.error:.0f}"
    return influence, f"{weak.value:.2f}", weak.method or NONE, age, f"{gap.product:.3f}"


_HEADINGS = ["Influence", "Weakness", "Method", "Age", "Product"]
_RIGHT = ["Influence", "Weakness", "Age", "Product"]
