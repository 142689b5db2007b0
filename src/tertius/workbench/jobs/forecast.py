"""The forecast in the background: what the draws come to so far is told after every batch of them."""

from __future__ import annotations

import os
from typing import Any

from tertius.analysis.forecast.forecast import forecast as make_forecast
from tertius.analysis.forecast.result import Forecast
from tertius.case.model import Case
from tertius.workbench.answers.outlook import outlook_told
from tertius.workbench.jobs.answer import settled


def forecast(case: Case, asked: dict[str, Any], told: Any) -> dict[str, Any]:
    """The forecast that ``tertius forecast CASE --draws N`` makes, with one core left to whoever types.

    Args:
        case: The case.
        asked: ``draws``, how many.
        told: Told how many settlements are done, of how many, and what the draws come to so far.
    """
    middle = settled(case, whole=True)
    so_far: list[dict[str, Any]] = []

    def partial(found: Forecast) -> None:
        so_far[:] = [outlook_told(found, middle)]
        told(found.draws, found.asked, so_far[0])

    def progress(done: int, whole: int) -> None:
        told(done * asked["draws"] // whole, asked["draws"], so_far[0] if so_far else None)

    told(0, asked["draws"], None)
    threads = max(1, (os.cpu_count() or 1) - 1)
    found = make_forecast(case, asked["draws"], threads=threads, progress=progress, hands=False, partial=partial)
    return outlook_told(found, middle)
