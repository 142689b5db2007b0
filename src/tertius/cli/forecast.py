"""``tertius forecast``: draws times theories, and how sure one can be.

``tertius evidence``: which numbers to find out next.

``tertius sensitivity``: which inputs the answer hangs on, and where agreements appear or disappear.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import tertius
from tertius.cli.failures import INTERRUPTED, NOT_CONVERGED
from tertius.cli.options import (
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
    TheoriesOption,
    ThreadsOption,
    case_or_table,
)
from tertius.cli.settle import announce_compiling
from tertius.errors import Problem, UsageError
from tertius.report.terminal.console import errors_console, print_results, progress_of, say_problems

if TYPE_CHECKING:
    from tertius.analysis.forecast.result import Forecast
    from tertius.case.model import Case


UNRESTED = 0.5  # with so large a part not at rest there is no answer


def forecast(
    case: CaseArgument,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many draws: --draws 1000.")] = 10_000,
    seed: SeedOption = 1,
    theories: TheoriesOption = "default",
    threads: ThreadsOption = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep", metavar="FILE", help="Write every draw to a CSV file: --keep draws.csv.", show_default=False
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace the file of --keep: --keep draws.csv --force.")
    ] = False,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: forecast korea-2019 --json > forecast.json.")
    ] = False,
) -> None:
    """Forecast: settle many draws of every uncertain number under each theory. Ctrl-C reports what was done.

    Ends with 4 if most draws did not come to rest, and with 130 if it was interrupted.
    """
    if force and keep is None:
        raise UsageError("--force replaces the file of --keep, but there is no --keep")
    if keep is not None and keep.exists() and Path(case).exists() and keep.samefile(case):
        raise UsageError(f"--keep {keep}: that is the case itself; give the draws a file of their own")
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    from tertius.case.check.check import warn_case

    say_problems("warning", [*warn_case(loaded), *_nothing_uncertain(loaded)])
    announce_compiling()
    told = _forecast(loaded, draws, seed, theories, threads, keep, force)
    rate = len(told.theories) * told.draws / told.seconds if told.seconds else 0.0
    theories_told = "1 theory" if len(told.theories) == 1 else f"{len(told.theories)} theories"
    errors_console().print(
        f"{told.draws:,} draws under {theories_told} in {told.seconds:.1f} s, {rate:,.0f} settlements a second",
        soft_wrap=True,
    )
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        from tertius.report.terminal.forecast import forecast_of

        print_results(forecast_of(told))
    if told.interrupted:
        errors_console().print(f"Stopped after {told.draws:,} of {told.asked:,} draws.", soft_wrap=True)
        raise typer.Exit(INTERRUPTED)
    if told.pooled.unsettled > UNRESTED * told.pooled.draws:
        raise typer.Exit(NOT_CONVERGED)


def _nothing_uncertain(case: Case) -> list[Problem]:
    """A warning if every draw of the case is the same."""
    from tertius.draws import uncertain_of

    if uncertain_of(case):
        return []
    found = f"no number of {case.case} is uncertain, so every draw is the same"
    return [Problem(found=found, suggestion="give ranges, such as '45 to 75, likely 60'")]


def _forecast(
    case: Case, draws: int, seed: int, theories: str, threads: int | None, keep: Path | None, force: bool
) -> Forecast:
    from tertius.analysis.forecast.draw_writer import DrawWriter
    from tertius.analysis.forecast.forecast import check_forecast
    from tertius.draws import uncertain_of

    check_forecast(case, draws, seed, theories, threads)  # before the file of --keep is begun
    with ExitStack() as stack:
        keeper = None
        if keep is not None:
            keeper = stack.enter_context(DrawWriter(case, uncertain_of(case), keep, force))
        progress = stack.enter_context(progress_of("Settling draws"))
        return tertius.forecast(case, draws, seed, theories, threads, progress, keeper)


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
    from tertius.report.terminal.sensitivity import evidence_of
    from tertius.report.text.evidence import evidence_sentences

    with progress_of("Settling") as progress:
        told = tertius.evidence(loaded, of, base, rule, solution, seed, threads, progress)
    if as_json:
        shown = told.to_dict() | {"sentences": evidence_sentences(told)}
        typer.echo(json.dumps(shown, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(evidence_of(told))
    if told.sensitivity.unsettled > UNRESTED * told.sensitivity.settlements:
        raise typer.Exit(NOT_CONVERGED)


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
    from tertius.report.terminal.sensitivity import sensitivity_of

    with progress_of("Settling") as progress:
        told = tertius.sensitivity(loaded, of, base, quick, rule, solution, seed, threads, progress)
    if as_json:
        typer.echo(json.dumps(told.to_dict(), indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print_results(sensitivity_of(told))
    found = told.sensitivity
    if found is not None and found.unsettled > UNRESTED * found.settlements:
        raise typer.Exit(NOT_CONVERGED)
