"""What is measured, written into the page that tells it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path


def put(page: Path, start: str, end: str, written: str) -> None:
    """Put a table between two marks of a page, in the place of what stands there."""
    head, rest = page.read_text("utf-8").split(start, 1)
    page.write_text(f"{head}{start}\n\n{written}\n\n{end}{rest.split(end, 1)[1]}", "utf-8", newline="\n")


def tell(table: Callable[[int], str], networks: int, start: str, end: str) -> None:
    """Measure on as many networks as the command line says, and write the table into the page if it names one."""
    written = table(int(sys.argv[1]) if len(sys.argv) > 1 else networks)
    if len(sys.argv) < 3:
        print(written)
    else:
        put(Path(sys.argv[2]), start, end, written)
