"""``tertius new``: a case to start from."""

from __future__ import annotations

import datetime as dt
import shlex
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from tertius.cli.arguments import OPTIONS, AsOf, Declared, SalienceMax, ScaleOption, case_or_table
from tertius.cli.console import results_console, say_problems
from tertius.errors import UsageError

__all__ = ["new"]


def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the case: my-case.", show_default=False)],
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="CASE", help="Start from a case or a table: --from table.xlsx.", show_default=False
        ),
    ] = None,
    scale: ScaleOption = None,
    salience_max: SalienceMax = None,
    as_of: AsOf = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="Write a workbook, case.xlsx, instead of case.yaml.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
) -> None:
    """Write a case to start from: commented, and valid as it stands."""
    from tertius.case.files.workbook import workbook_of
    from tertius.case.files.write import write_case_file, write_new, yaml_of
    from tertius.case.load import read_text
    from tertius.case.parse.naming import slug

    declared = Declared(scale, salience_max, as_of)
    ident = slug(folder.resolve().name, "case")
    if source is None:
        if declared:
            raise UsageError(f"{OPTIONS} go with --from TABLE")
        text = starter(ident)
        case = read_text(text)
    else:
        loaded = case_or_table(source, declared)
        say_problems("warning", loaded.origin.notes)
        case = loaded.model_copy(update={"case": ident})
        text = yaml_of(case)
    if sheet:
        path = target = folder / "case.xlsx"
        write_new(path, workbook_of(case), force)
    else:
        path, target = write_case_file(folder, text, force), folder
    results_console().print(f"A case is in {path.as_posix()}. Next:", soft_wrap=True, markup=False)
    for command in ("check", "settle", "run"):
        results_console().print(f"  tertius {command} {shlex.quote(target.as_posix())}", soft_wrap=True, markup=False)


def starter(ident: str) -> str:
    """The commented case that `new` writes, under an id and today's date."""
    text = files("tertius.case").joinpath("starter.yaml").read_text("utf-8")
    return text.replace("case: CASE", f"case: {ident}").replace("as_of: AS_OF", f"as_of: {dt.date.today().isoformat()}")
