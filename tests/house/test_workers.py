"""Threads, processes that are spawned or forked, and asyncio: the same answers, and nothing waits for ever."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from typing import Any

import pytest

import tertius
from tertius.report.charts.drawing import svg_of

SECONDS = 240  # so long a busy machine may need to start processes and to read compiled kernels
SPEC = {"width": 10, "height": 10, "data": {"values": [{"x": 1}]}, "mark": "point", "encoding": {"x": {"field": "x"}}}
forks = pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs processes that fork")


def levels_of(name: str) -> dict[str, float]:
    return dict(tertius.settle(tertius.load(name)).levels)


def drawn(_: Any = None) -> str:
    return svg_of(SPEC, "a point")


def test_threads_settle_alike() -> None:
    alone = levels_of("two-patrons")
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(levels_of, ["two-patrons"] * 8)) == [alone] * 8


def test_asyncio_settles_beside_other_work() -> None:
    async def both() -> Any:
        return await asyncio.gather(
            asyncio.to_thread(levels_of, "two-patrons"), asyncio.sleep(0, "other work"), asyncio.to_thread(drawn)
        )

    with ThreadPoolExecutor(1) as apart:  # a browser of another test keeps the loop of this thread
        found, other, picture = apart.submit(asyncio.run, both()).result(SECONDS)
    assert (found, other) == (levels_of("two-patrons"), "other work")
    assert "<svg" in picture


def in_process(method: str, function: Any, *arguments: Any) -> Any:
    """What a function gives in a process of its own."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(method))
    work: Future[Any] = pool.submit(function, *arguments)
    try:
        return work.result(timeout=SECONDS)
    finally:
        for process in list(pool._processes.values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def test_spawned_processes_settle_and_draw_whatever_was_done_before() -> None:
    drawn()
    assert in_process("spawn", levels_of, "two-patrons") == levels_of("two-patrons")
    assert "<svg" in in_process("spawn", drawn)


@forks
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_settles_and_says_that_it_cannot_draw() -> None:
    drawn()
    assert in_process("fork", levels_of, "two-patrons") == levels_of("two-patrons")
    with pytest.raises(tertius.UsageError, match=r"get_context\('spawn'\)"):
        in_process("fork", drawn)
