"""Arguments that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["CaseArgument"]

CaseArgument = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="A case of the gallery, a case file, or a folder with case.yaml: korea-2019, my-case/.",
        show_default=False,
    ),
]
