"""``tertius open``: the workbench, a case in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import Annotated

import typer

import tertius
from tertius.cli import options
from tertius.cli.failures import outlive_closed_connections
from tertius.errors import UsageError, disk_told


def open_case(
    case: Annotated[
        str | None,
        options.argument(
            "[CASE]", "A case, a folder of cases, or one of the gallery, which is copied here. Without it: this folder."
        ),
    ] = None,
    port: Annotated[
        int,
        options.option("--port", metavar="PORT", says="Port to listen at; without it one that is free: --port 8137."),
    ] = 0,
    browser: Annotated[
        bool, options.flag("--browser/--no-browser", "Whether to open the page in the browser: --no-browser.")
    ] = True,
) -> None:
    """Open the workbench: build, change and test a case in the browser, and write its brief.

    It listens on this machine alone; the address has a token. Every change is in the file at once. Ctrl-C ends it.
    """
    from tertius.workbench.serve import serve

    root, address = _place(case)

    def ready(url: str, once: str) -> None:
        typer.echo(f"The workbench is open at {url}\nCtrl-C ends it.")
        if browser:
            webbrowser.open(once)  # whoever lists the processes sees its address

    outlive_closed_connections()
    outlive_closed_connections()
    serve(root, address, port, ready)


@disk_told()
def _place(case: str | None) -> tuple[Path, str]:
    """The folder to open, and the page to begin with."""
    from urllib.parse import quote

    from tertius.workbench.folder import ENDINGS, case_file_of

    here = Path.cwd()
    path = here if case is None else Path(case)
    if case is not None and not (case and path.exists()):
        path = _copied(case)
    file = path if path.is_file() else case_file_of(path)
    if file is None:
        return path, "/"
    if file.suffix.lower() not in ENDINGS:
        raise UsageError(f"{file.as_posix()} is no file of a case: those end in {', '.join(ENDINGS)}")
    root = here if file.resolve().is_relative_to(here) else file.resolve().parent
    return root, f"/case/{quote(file.resolve().relative_to(root).as_posix())}/table"


def _copied(name: str) -> Path:
    """A case of the gallery, copied here, for it is there to be changed."""
    from importlib.resources import files

    from tertius.case.files.write import write_case_file
    from tertius.case.load import gallery_names

    if name not in gallery_names():
        tertius.load(name)  # says what is there, and what may be meant
        raise UsageError(f"there is no file, folder or gallery case '{name}'")
    text = files("tertius").joinpath("gallery", name, "case.yaml").read_text("utf-8")
    file = write_case_file(Path(name), text, force=False)
    said = f"{name} is a case of the gallery: it is copied to {file.as_posix()}, which is yours to change."
    typer.echo(said, err=True)
    return file
