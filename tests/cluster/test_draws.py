"""Draws settled on a cluster are those of one core, to the bit: whatever is done first, dies or comes late."""

from __future__ import annotations

import importlib
import os
import signal
from typing import Any

import numpy as np
import pytest

import tertius
from tertius.case.model import Case
from tests.cli.examples import ENTRIES
from tests.cluster.shuffled import Shuffled

DRAWS = 300
MODULE = importlib.import_module("tertius.analysis.forecast.forecast")
"""The function of the same name hides it in its package."""


def case() -> Case:
    return Case.model_validate(ENTRIES)


def told(found: Any) -> dict[str, Any]:
    """All that a forecast says, but for how long it took."""
    return {name: value for name, value in found.to_dict().items() if name != "seconds"}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many tasks of few draws."""
    monkeypatch.setattr(MODULE, "TASK", 20)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("task", [7, 64, 1000])
def test_neither_the_size_of_tasks_nor_who_is_done_first_changes_a_bit(
    seed: int, task: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MODULE, "TASK", task)
    asked = {"draws": 100, "seed": seed}
    here = tertius.forecast(case(), **asked, threads=1)
    there = tertius.forecast(case(), **asked, client=Shuffled(seed))
    assert told(there) == told(here)


def test_two_workers_settle_what_one_core_settles(two: Any, small: None) -> None:
    assert told(tertius.forecast(case(), DRAWS, client=two)) == told(tertius.forecast(case(), DRAWS, threads=1))


def test_a_worker_that_is_killed_in_the_midst_changes_nothing(two: Any, small: None) -> None:
    pids = two.run(os.getpid)
    killed = []

    def kill(done: int, whole: int) -> None:
        if done > whole / 4 and not killed:
            killed.append(next(iter(pids.values())))
            os.kill(killed[0], getattr(signal, "SIGKILL", signal.SIGTERM))

    found = tertius.forecast(case(), DRAWS, progress=kill, client=two)
    assert killed
    assert told(found) == told(tertius.forecast(case(), DRAWS, threads=1))


def test_a_worker_that_joins_late_changes_nothing(two: Any, small: None) -> None:
    joined = []

    def join(done: int, whole: int) -> None:
        if done > whole / 4 and not joined:
            joined.append(two.cluster.scale(3))

    found = tertius.forecast(case(), DRAWS, progress=join, client=two)
    assert joined
    assert told(found) == told(tertius.forecast(case(), DRAWS, threads=1))


def test_a_keeper_has_every_draw_in_its_order(two: Any, small: None) -> None:
    class Keeper:
        def __init__(self) -> None:
            self.rows: list[Any] = []

        def keep(self, first: int, values: Any, settled: Any) -> None:
            assert first == sum(map(len, self.rows))
            self.rows.append(values)

    here, there = Keeper(), Keeper()
    tertius.forecast(case(), DRAWS, keeper=here, threads=1)
    tertius.forecast(case(), DRAWS, keeper=there, client=two)
    assert np.array_equal(np.concatenate(here.rows), np.concatenate(there.rows))
