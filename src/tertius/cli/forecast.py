"""How sure one can be: ``tertius forecast`` settles many draws under each theory.

``tertius sensitivity`` finds which inputs the answer hangs on, ``tertius evidence`` which numbers to find out next.
"""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import tertius
from tertius.cli import options
from tertius.cli.many.clusters import client_of
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import (
    announce_compiling,
    end_interrupted,
    end_unless_settled,
    print_json,
    print_result,
    warn_of,
)
from tertius.errors import Problem, UsageError
from tertius.report.terminal.console import errors_console, print_results, progress_of, say_problems


def forecast(
    case: options.Case,
    draws: options.Draws = 10_000,
    seed: options.Seed = 1,
    theories: options.Theories = "default",
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    keep: Annotated[
        Path | None,
        options.option("--keep", metavar="FILE", says="Write every draw to a CSV file: --keep draws.csv."),
    ] = None,
    force: Annotated[bool, options.flag("--force", "Replace the file of --keep: --keep draws.csv --force.")] = False,
    resume: Annotated[
        bool, options.flag("--resume", "Go on where the file of --keep ends: --keep draws.csv --resume.")
    ] = False,
    base_rate: Annotated[
        str | None,
        options.option(
            "--base-rate",
            metavar="KIND",
            says="Pool every probability of agreement with the published base rate of this kind of talk: --base-rate "
            "crisis --weight 0.3. tertius base-rates lists them.",
        ),
    ] = None,
    weight: options.Weight = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[bool, options.as_json("forecast korea-2019 --json > forecast.json")] = False,
) -> None:
    """Forecast: settle many draws of every uncertain number under each theory. Ctrl-C reports what was done.

    Ends with 4 if most draws did not come to rest, and with 130 if it was interrupted.
    """
    if force and keep is None:
        raise UsageError("--force replaces the file of --keep, but there is no --keep")
    if resume and (keep is None or force):
        why = "there is no --keep" if keep is None else "--force would begin it anew"
        raise UsageError(f"--resume goes on where the file of --keep ends, but {why}")
    if keep is not None:
        from tertius.case.load import check_apart

        check_apart("--keep", keep, case)
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    uncertain = tertius.uncertain_of(loaded)
    warn_of(loaded)
    if not uncertain:
        found = f"no number of {loaded.case} is uncertain, so every draw is the same"
        say_problems("warning", [Problem(found=found, suggestion="give ranges, such as '45 to 75, likely 60'")])
    announce_compiling()
    from tertius.analysis.forecast.draw_writer import DrawWriter
    from tertius.analysis.forecast.forecast import check_forecast
    from tertius.report.terminal.forecast import forecast_of
    from tertius.rules import theories_named

    check_forecast(loaded, draws, seed, theories, threads, base_rate, weight)  # before the file of --keep is begun
    with ExitStack() as stack:
        keeper = None if keep is None else stack.enter_context(DrawWriter(loaded, uncertain, keep, force, resume))
        names = [theory.name for theory in theories_named([loaded], theories)]
        earlier = keeper.earlier(names, seed, draws) if keeper is not None and resume else ()
        client = stack.enter_context(client_of(workers, cluster))
        progress = stack.enter_context(progress_of("Settling draws"))
        result = tertius.forecast(
            *(loaded, draws, seed, theories, threads, progress, keeper, True, earlier, base_rate, weight),
            client=client,
        )
    rate = len(result.theories) * result.draws / result.seconds if result.seconds else 0.0
    under = "1 theory" if len(result.theories) == 1 else f"{len(result.theories)} theories"
    errors_console().print(
        f"{result.draws:,} draws under {under} in {result.seconds:.1f} s, {rate:,.0f} settlements a second",
        soft_wrap=True,
    )
    print_result(result, as_json, forecast_of)
    if keeper is not None and keeper.full:
        raise UsageError(
            f"{keep} holds the draws that there was room for, and no others: {keeper.full}; make room, and go on with "
            f"--resume"
        )
    if result.interrupted:
        end_interrupted(f"Stopped after {result.draws:,} of {result.asked:,} draws.")
    end_unless_settled(result.pooled.unsettled, result.pooled.draws)


def base_rates(as_json: Annotated[bool, options.as_json("base-rates --json > rates.json")] = False) -> None:
    """List published base rates: how often talks of a kind ended in agreement. A talk names its own by `kind`."""
    if as_json:
        print_json(tertius.base_rates().to_dict())
        return
    from tertius.report.terminal.forecast import base_rates_of

    print_results(base_rates_of(tertius.base_rates()))


def evidence(
    case: options.Case,
    of: options.Of = None,
    base: options.Base = 256,
    rule: options.Rule = None,
    solution: options.Solution = None,
    seed: options.Seed = 1,
    threads: options.Threads = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[bool, options.as_json("evidence korea-2019 --json > evidence.json")] = False,
) -> None:
    """Rank the numbers by what hangs on them and how weak their evidence is: what to find out next.

    Ends with 4 if most settlements did not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    of = None if of is None else options.target_of(loaded, of)
    announce_compiling()
    from tertius.report.terminal.sensitivity import evidence_of
    from tertius.report.text.evidence import evidence_sentences

    with progress_of("Settling") as progress:
        gap = tertius.evidence(loaded, of, base, rule, solution, seed, threads, progress)
    print_result(gap, as_json, evidence_of, lambda: gap.to_dict() | {"sentences": evidence_sentences(gap)})
    end_unless_settled(gap.sensitivity.unsettled, gap.sensitivity.settlements)


def sensitivity(
    case: options.Case,
    of: options.Of = None,
    base: options.Base = 256,
    quick: Annotated[
        bool, options.flag("--quick", "Tornado and thresholds only, one input at a time: korea-2019 --quick.")
    ] = False,
    rule: options.Rule = None,
    solution: options.Solution = None,
    seed: options.Seed = 1,
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    scale: options.Scale = None,
    salience_max: options.SalienceMax = None,
    as_of: options.AsOf = None,
    as_json: Annotated[bool, options.as_json("sensitivity korea-2019 --json > s.json")] = False,
) -> None:
    """Find the inputs that the answer hangs on, and where an agreement appears or disappears.

    Ends with 4 if most settlements did not come to rest.
    """
    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    of = None if of is None else options.target_of(loaded, of)
    announce_compiling()
    from tertius.report.terminal.sensitivity import sensitivity_of

    with client_of(workers, cluster) as client, progress_of("Settling") as progress:
        hinges = tertius.sensitivity(loaded, of, base, quick, rule, solution, seed, threads, progress, client=client)
    print_result(hinges, as_json, sensitivity_of)
    if hinges.sensitivity is not None:
        end_unless_settled(hinges.sensitivity.unsettled, hinges.sensitivity.settlements)
