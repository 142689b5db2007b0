"""``tertius show``: a case in words and tables."""

from __future__ import annotations

from tertius.cli.arguments import CaseArgument
from tertius.cli.console import print_results

__all__ = ["show"]


def show(
    case: CaseArgument,
) -> None:
    """Show a case in words and tables: all that it says, and where that comes from."""
    from tertius.case import load
    from tertius.cli.parts import parts_of

    print_results(parts_of(load(case)))
