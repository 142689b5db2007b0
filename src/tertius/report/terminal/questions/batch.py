"""Many cases, as `tertius batch` prints them: a row for each talk and each issue, then what is not valid."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from tertius.report.terminal.console import table_of
from tertius.report.text.phrases import printable

if TYPE_CHECKING:
    from tertius.analysis.batch.result import Batch, BatchRow

SHOWN = 100
"""So many rows are shown; the table of ``-o`` has all."""


def batch_of(result: Batch) -> Iterator[RenderableType]:
    """The table of many cases."""
    count = Counter(case.case for case in result.cases)
    twice = {name for name, cases in count.items() if cases > 1}  # the files tell them apart
    rows = [
        (printable(name), row.id, row.verdict, _number(row.probability), _levels(row))
        for name, case in ((case.name if case.case in twice else case.case, case) for case in result.cases)
        for row in case.rows
    ]
    headings = ("Case", "Talk or issue", "At the middles", "P(agreement)", "10%, 50%, 90%")
    yield table_of(*headings, rows=rows[:SHOWN], ids=2, right=headings[3:])
    if len(rows) > SHOWN:
        yield Text(f"and {len(rows) - SHOWN:,} more rows: -o table.csv has all")
    yield Text(" ".join(result.ending()))


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"


def _levels(row: BatchRow) -> str:
    return "" if math.isnan(row.middle) else f"{row.low:.4g}, {row.middle:.4g}, {row.high:.4g}"
