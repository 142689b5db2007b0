"""``tertius linkage``: who gains if talks are joined, pair by pair and all at once."""

from __future__ import annotations

from typing import Annotated

import tertius
from tertius.cli import options
from tertius.cli.options import Declared, case_or_table
from tertius.cli.output import announce_compiling, end_unless_settled, print_result, warn_of
from tertius.report.terminal.console import errors_console


def linkage(
    case: options.Case,
    draws: Annotated[
        int, options.number("--draws", "Draws of the uncertain numbers; none with 0: --draws 200.", least=0)
    ] = 0,
    seed: options.Seed = 1,
    rule: options.Rule = None,
    solution: options.Solution = None,
    threads: options.Threads = None,
    as_json: Annotated[bool, options.as_json("linkage korea-2019 --json > linkage.json")] = False,
) -> None:
    """Join talks pair by pair and all at once, and say who gains and which table all parties would prefer.

    Ends with 4 if most settlements did not come to rest.
    """
    from tertius.report.terminal.worths.linkage import linkage_of

    loaded = case_or_table(case, Declared())
    announce_compiling()
    with errors_console().status("Settling the case with talks joined ..."):
        found = tertius.linkage(loaded, draws, seed, rule, solution, threads)
    warn_of(loaded)
    print_result(found, as_json, linkage_of)
    end_unless_settled(found.unsettled, found.scenario.draws * (1 + len(found.tables)))
