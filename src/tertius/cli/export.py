"""``tertius export``: a case as a workbook, as CSV files, or as a case file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.cli.arguments import CaseArgument
from tertius.cli.console import results_console
from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case

__all__ = ["export"]


def export(
    case: CaseArgument,
    target: Annotated[
        Path,
        typer.Argument(
            metavar="TARGET",
            help="A workbook, a case file, or with --csv a folder: case.xlsx, case.yaml, case-csv/.",
            show_default=False,
        ),
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="Write a folder with a CSV file for each sheet.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are there already.")] = False,
) -> None:
    """Write a case as a workbook with a sheet for each part, as CSV files, or as a case file. Nothing is lost."""
    from tertius.case import load
    from tertius.case.files.workbook import workbook_of
    from tertius.case.files.write import write_new, yaml_of

    suffix = target.suffix.lower()
    if not as_csv and suffix not in (".xlsx", ".yaml", ".yml"):
        ending = f"ends in '{suffix}'" if suffix else "has no ending"
        raise UsageError(f"'{target}' {ending}: a case is exported to .xlsx or .yaml, or with --csv to a folder")
    loaded = load(case)
    if as_csv:
        _write_csv(loaded, target, force)
    else:
        write_new(target, workbook_of(loaded) if suffix == ".xlsx" else yaml_of(loaded).encode(), force)
    results_console().print(f"{loaded.case} is in {target}", soft_wrap=True, markup=False)


def _write_csv(case: Case, folder: Path, force: bool) -> None:
    from tertius.case.files.csv_folder import csv_files_of
    from tertius.case.files.layout import CASE_FILE
    from tertius.case.files.write import write_new

    if (folder / CASE_FILE).exists():
        raise UsageError(f"{folder} holds {CASE_FILE}, whose stances would be read twice: choose a folder of its own")
    files = csv_files_of(case)
    there = [name for name in files if (folder / name).exists()]
    if there and not force:
        raise UsageError(f"{', '.join(there)} in {folder} are there already: use --force to replace them")
    for name, data in files.items():
        write_new(folder / name, data, force)
