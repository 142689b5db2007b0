"""``tertius import``: a workbook, a folder of CSV files or a plain table as a case of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tertius.cli.arguments import AsOf, Declared, ImputeOption, SalienceMax, ScaleOption, case_or_table
from tertius.cli.console import results_console, say_problems

__all__ = ["import_case"]


def import_case(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A workbook, a folder of CSV files or a plain table: case.xlsx, case-csv/, table.csv.",
            show_default=False,
        ),
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for case.yaml: my-case/.", show_default=False)],
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    impute: ImputeOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a case.yaml that is there already.")] = False,
) -> None:
    """Read a case from a workbook, CSV files or a plain table, check it, write it as DIR/case.yaml. Nothing is lost."""
    from tertius.case.files.write import write_case_file, yaml_of

    case = case_or_table(source, Declared(scale, salience_max, as_of, impute))
    say_problems("warning", case.origin.notes)
    path = write_case_file(folder, yaml_of(case), force)
    results_console().print(f"{case.case} is in {path.as_posix()}", soft_wrap=True, markup=False)
