"""``tertius export``: a case as a workbook, or as a case file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tertius.cli.arguments import CaseArgument
from tertius.cli.console import results_console
from tertius.errors import UsageError

__all__ = ["export"]


def export(
    case: CaseArgument,
    target: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A workbook or a case file: case.xlsx, case.yaml.", show_default=False),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write a case as a workbook with a sheet for each of its parts, or as a case file. Nothing is lost."""
    from tertius.case import load
    from tertius.case.workbook import workbook_of
    from tertius.case.writing import write_new, yaml_of

    loaded = load(case)
    suffix = target.suffix.lower()
    if suffix == ".xlsx":
        data = workbook_of(loaded)
    elif suffix in (".yaml", ".yml"):
        data = yaml_of(loaded).encode()
    else:
        raise UsageError(f"'{target}' ends in '{suffix}': a case is exported to .xlsx or .yaml")
    write_new(target, data, force)
    results_console().print(f"{loaded.case} is in {target}", soft_wrap=True, markup=False)
