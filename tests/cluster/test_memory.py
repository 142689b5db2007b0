"""Memory does not grow with the draws: of a draw nothing is kept but counts, here and from a cluster."""

from __future__ import annotations

import gc
import importlib
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case.model import Case
from tests.cli.examples import ENTRIES
from tests.cluster.shuffled import Shuffled

BYTES_A_DRAW = 200
"""A fraction of the answer to a draw, and more than how many are in flight makes for from time to time."""

DRAWS = 800

OURS = [tracemalloc.Filter(True, f"{Path(str(one.__file__)).parent}/*") for one in (tertius, np)]
"""What is allocated by Tertius and its arrays: the cluster of another test keeps its own records meanwhile."""


@pytest.mark.parametrize("client", [None, Shuffled(1)], ids=["here", "cluster"])
def test_a_draw_takes_no_memory(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("tertius.analysis.forecast.forecast")
    monkeypatch.setattr(module, "TASK", 10)
    monkeypatch.setattr(module, "BATCH", 10)
    held: list[int] = []

    def look(done: int, whole: int) -> None:
        if not tracemalloc.is_tracing() and done >= whole / 4:
            tracemalloc.start()  # what is made once is there by then
        if (done >= whole / 2 and not held) or done == whole:
            gc.collect()
            ours = tracemalloc.take_snapshot().filter_traces(OURS)
            held.append(sum(one.size for one in ours.traces))
        if done == whole:
            tracemalloc.stop()

    tertius.forecast(Case.model_validate(ENTRIES), DRAWS, threads=1, hands=False, client=client, progress=look)
    half, whole = held
    assert whole - half < BYTES_A_DRAW * DRAWS / 2
