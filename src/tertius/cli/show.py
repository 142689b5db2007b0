"""``tertius show``: a case in words and tables."""

from __future__ import annotations

from tertius.cli.arguments import AsOf, CaseArgument, Declared, SalienceMax, ScaleOption, case_or_table
from tertius.cli.console import print_results, say_problems

__all__ = ["show"]


def show(
    case: CaseArgument,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
) -> None:
    """Show a case in words and tables: all that it says, and where that comes from."""
    from tertius.cli.parts import parts_of

    loaded = case_or_table(case, Declared(scale, salience_max, as_of))
    say_problems("warning", loaded.origin.notes)
    print_results(parts_of(loaded))
