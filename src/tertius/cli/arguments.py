"""Arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tertius.errors import UsageError

if TYPE_CHECKING:
    from tertius.case.model import Case

__all__ = ["CaseArgument", "SalienceMax", "ScaleOption", "SolutionOption", "case_or_table"]

CaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A case of the gallery, a case file, or a folder with case.yaml: korea-2019, my-case/.",
        show_default=False,
    ),
]

SolutionOption = Annotated[
    str | None,
    typer.Option(
        "--solution",
        metavar="SOLUTION",
        help="At which point of its zone a talk settles that does not say so itself: --solution kalai-smorodinsky.",
        show_default=False,
    ),
]

ScaleOption = Annotated[
    tuple[float, float, str] | None,
    typer.Option(
        "--scale",
        metavar="LOW HIGH UNIT",
        help="Of a plain table: lowest and highest position, and what they count: --scale 4 10 years.",
    ),
]

SalienceMax = Annotated[
    float | None,
    typer.Option("--salience-max", help="Of a plain table: the highest salience there is: --salience-max 100."),
]


def case_or_table(name: str, scale: tuple[float, float, str] | None, salience_max: float | None) -> Case:
    """The case of that name, or the plain table of that name as a case."""
    if scale is None and salience_max is None:
        from tertius.case import load

        return load(name)
    from tertius.case.grids import TEXT_TABLES, WORKBOOKS
    from tertius.case.plain import load_table

    if Path(name).suffix.lower() not in (*TEXT_TABLES, *WORKBOOKS):
        raise UsageError("--scale and --salience-max declare what a plain table does not say; a case says it itself")
    return load_table(name, scale and scale[:2], scale[2] if scale else "", salience_max)
