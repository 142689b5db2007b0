"""``tertius sensitivity``: which inputs the answer hangs on, and where agreements appear or disappear."""

from __future__ import annotations

import json
from typing import Annotated

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
from tertius.cli.console import print_results
from tertius.cli.failures import NOT_CONVERGED
from tertius.cli.progress import progress_of
from tertius.cli.settle import announce_compiling
from tertius.errors import check_all

__all__ = ["UNRESTED", "sensitivity"]

UNRESTED = 0.5  # with so large a part not at rest there is no answer


def sensitivity(
    case: CaseArgument,
    of: OfOption = None,
    base: BaseOption = 256,
    quick: Annotated[
        bool, typer.Option("--quick", help="Tornado and thresholds only, one input at a time: korea-2019 --quick.")
    ] = False,
    rule: RuleOption = None,
    solution: SolutionOption = None,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: sensitivity korea-2019 --json > s.json.")
    ] = False,
) -> None:
    """Find the inputs that the answer hangs on, and where an agreement appears or disappears.

    Ends with 4 if most settlements did not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    announce_compiling()
    from tertius.cli.hinges import hinges_of
    from tertius.forecast import what_matters
    from tertius.forecast.sensitivity import check_sensitivity
    from tertius.rules import chosen_theory
    from tertius.scenarios.outputs import outputs_for

    check_all(
        lambda: outputs_for(loaded, of),
        lambda: check_sensitivity(loaded, base, seed, threads),
        lambda: chosen_theory(loaded, rule, solution),
    )
    theory = chosen_theory(loaded, rule, solution)
    with progress_of("Settling") as progress:
        told = what_matters(loaded, theory, of, base, seed, threads, quick, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(hinges_of(told))
    found = told.sensitivity
    if found is not None and found.unsettled > UNRESTED * found.settlements:
        raise typer.Exit(NOT_CONVERGED)
