"""``tertius show``: a case in words and tables."""

from __future__ import annotations

from typing import Annotated

import typer

from tertius.cli.console import print_results

__all__ = ["show"]


def show(
    case: Annotated[
        str,
        typer.Argument(
            metavar="CASE",
            help="A case of the gallery, a case file, or a folder with case.yaml: korea-2019, my-case/.",
            show_default=False,
        ),
    ],
) -> None:
    """Show a case in words and tables: all that it says, and where that comes from."""
    from tertius.case import load
    from tertius.cli.parts import parts_of

    print_results(parts_of(load(case)))
