"""``tertius backtest``: meetings whose outcome is known, forecast from cases that were frozen before it."""

from __future__ import annotations

from typing import Annotated

from tertius.cli import options
from tertius.cli.many.clusters import client_of
from tertius.cli.output import announce_compiling, print_result
from tertius.report.terminal.console import progress_of


def backtest(
    frames: Annotated[
        list[str] | None,
        options.argument("[FRAME...]", "Series of meetings: opec-plus. Without any: all of them."),
    ] = None,
    draws: options.Draws = 1_000,
    seed: options.Seed = 1,
    threads: options.Threads = None,
    workers: options.Workers = None,
    cluster: options.ClusterAddress = None,
    as_json: Annotated[bool, options.as_json("backtest --json > backtest.json")] = False,
) -> None:
    """Forecast every meeting of a series from its frozen case, and score model, curve, base rate and pool."""
    from tertius.report.terminal.scores.backtest import backtest_of
    from tertius.studies.backtest.backtest import backtest as worked_out

    announce_compiling()
    with client_of(workers, cluster) as client, progress_of("Meetings") as progress:
        found = worked_out(frames or (), draws, seed, threads, progress, client)
    print_result(found, as_json, backtest_of)
