"""``tertius compare``: two cases or variants side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from tertius.cli.arguments import CaseArgument, SeedOption, TheoriesOption, ThreadsOption
from tertius.cli.what_if import DrawsOption, tell

__all__ = ["compare"]


def compare(
    case: CaseArgument,
    other: Annotated[
        str,
        typer.Argument(
            metavar="OTHER", help="The case or variant that it is held against: my-variant.yaml.", show_default=False
        ),
    ],
    theories: TheoriesOption = "default",
    draws: DrawsOption = 0,
    seed: SeedOption = 1,
    threads: ThreadsOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the result as JSON: compare korea-2019 mine.yaml --json > c.json.")
    ] = False,
) -> None:
    """Hold two cases or variants against each other: what differs in them, and in how they settle.

    Ends with 4 if a search did not converge.
    """
    from tertius.case import load

    tell(load(case), load(other), theories, draws, seed, threads, as_json)
