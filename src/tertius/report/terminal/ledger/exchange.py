"""What an import wrote, on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.text.phrases import many

if TYPE_CHECKING:
    from tertius.ledger.importing.write import Written


def imported_of(written: Written) -> Iterator[RenderableType]:
    """What was written, what stood there already, and what was left out and why."""
    counts = (
        many(written.questions, "question"),
        many(written.forecasts, "forecast"),
        many(written.resolutions, "outcome"),
    )
    yield Text(f"{written.platform}: {counts[0]}, {counts[1]} and {counts[2]} written down.", style="bold")
    if written.known:
        yield Text(f"In the ledger already, just so: {written.known}.")
    for reason, count in written.left_out.items():
        yield Text(f"Left out, {reason}: {count}.")
    yield Text(f"Hash of the last entry:\n{written.head}")
