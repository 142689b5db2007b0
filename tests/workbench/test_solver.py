"""The process that works things out: what takes too long is ended, others are answered, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tertius.case.load import load
from tertius.case.plain import plain_of
from tertius.workbench.differences import plain_keys
from tertius.workbench.solver import Failed, Solver, Stopped
from tests.workbench.apart import run_apart
from tests.workbench.serving import served

JOBS = '''
"""Jobs that misbehave, for tests."""
import os, time

def hang(case, asked, told):
    while True:
        time.sleep(0.01)

def heed(case, asked, told):
    while True:
        time.sleep(0.01)
        told(1, 2, "on")

def die(case, asked, told):
    os._exit(3)

def large(case, asked, told):
    return "x" * asked["size"]

def noise(case, asked, told):
    print("what a library prints")
    return float("nan") if asked.get("nan") else "told"

def wrong(case, asked, told):
    raise ValueError("a mistake of ours")
'''

STARTED_WITH = """
import sys
sys.path.insert(0, {folder!r})
from tertius.workbench import jobs
jobs.JOBS.update(dict.fromkeys("hang heed die large noise wrong".split(), "misbehaving"))
import tertius.workbench.jobs as package
package.__path__.append({folder!r})
from tertius.workbench.worker import main
main()
"""


@pytest.fixture
def command(tmp_path: Path) -> tuple[str, ...]:
    """How a worker is started that knows these jobs too."""
    (tmp_path / "misbehaving.py").write_text(JOBS)
    return sys.executable, "-c", STARTED_WITH.format(folder=str(tmp_path))


def tried(command: tuple[str, ...], trial: Callable[[Solver], Awaitable[None]]) -> None:
    """Run a trial with a solver, and see that its worker is gone afterwards."""

    async def run() -> None:
        solver = Solver(command)
        try:
            await asyncio.wait_for(trial(solver), 60)
        finally:
            await solver.close()
        assert solver.process is None or solver.process.returncode is not None

    run_apart(run())


def test_a_job_that_hangs_is_ended_and_the_others_are_answered(command: tuple[str, ...]) -> None:
    async def trial(solver: Solver) -> None:
        hanging = await solver.ask("hang", None, slot="it")
        assert await solver.find("noise", None) == "told"  # it holds nobody up
        process = solver.process
        newer = await solver.ask("noise", None, slot="it")
        with pytest.raises(Stopped):
            await hanging.answer
        assert await newer.answer == "told"
        assert process is not None
        await asyncio.wait_for(process.wait(), 30)
        assert await solver.find("noise", None) == "told"
        assert solver.process is not process

    tried(command, trial)


def test_a_job_that_heeds_is_stopped_and_the_worker_lives(command: tuple[str, ...]) -> None:
    async def trial(solver: Solver) -> None:
        question = await solver.ask("heed", None, slot="it")
        while question.told[0] == 0:
            await asyncio.sleep(0.01)
        process = solver.process
        solver.cancel("it")
        with pytest.raises(Stopped):
            await question.answer
        while question.ident in solver.questions:
            await asyncio.sleep(0.01)
        assert await solver.find("noise", None) == "told"
        assert solver.process is process

    tried(command, trial)


def test_a_worker_that_dies_is_replaced_and_its_question_asked_once_more(command: tuple[str, ...]) -> None:
    async def trial(solver: Solver) -> None:
        with pytest.raises(Failed) as caught:
            await solver.find("die", None)
        assert caught.value.ours
        assert await solver.find("noise", None) == "told"

        hanging = await solver.ask("hang", None)
        assert solver.process is not None
        await solver.find("noise", None)
        solver.process.kill()
        assert await solver.find("noise", None) == "told"
        assert not hanging.answer.done()

    tried(command, trial)


@pytest.mark.parametrize("size", [3_000_000, 70_000_000])
def test_an_answer_may_be_large_but_not_without_end(command: tuple[str, ...], size: int) -> None:
    async def trial(solver: Solver) -> None:
        if size < 10_000_000:
            assert len(await solver.find("large", None, {"size": size})) == size
        else:
            with pytest.raises(Failed, match="larger"):
                await solver.find("large", None, {"size": size})
        assert await solver.find("noise", None) == "told"

    tried(command, trial)


def test_mistakes_are_told_and_what_is_no_json_is_one(command: tuple[str, ...]) -> None:
    async def trial(solver: Solver) -> None:
        for job, asked in (("wrong", {}), ("noise", {"nan": True}), ("unknown", {})):
            with pytest.raises(Failed) as caught:
                await solver.find(job, None, asked)
            assert caught.value.ours

    tried(command, trial)


def alive(process: int) -> bool:
    """Whether a process is there, and not just waiting to be buried."""
    try:
        return " Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are not listed here")
@pytest.mark.parametrize("end", ["kill", "terminate", "interrupt"])
def test_no_process_outlives_the_server(tmp_path: Path, end: str) -> None:
    with served(tmp_path, "two-patrons") as server:
        ours = children(server.process.pid)
        assert ours
        if end == "interrupt":
            os.kill(server.process.pid, 2)
        else:
            getattr(server.process, end)()
        code = server.process.wait(30)
        deadline = time.monotonic() + 20
        while any(map(alive, ours)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not any(map(alive, ours))
        if end == "interrupt":
            assert code == 130
            assert server.process.stderr is not None
            assert "Traceback" not in server.process.stderr.read()


def test_who_still_waits_when_the_workbench_ends_hears_that_nothing_comes(command: tuple[str, ...]) -> None:
    async def trial(solver: Solver) -> None:
        hanging = await solver.ask("hang", None)
        await solver.close()
        with pytest.raises(Stopped):
            await asyncio.wait_for(hanging.answer, 5)

    tried(command, trial)


SLOW = "\n".join(
    [
        "case: slow\ntitle: Slow\nas_of: 2024-01-01\nactors:",
        *(f"  a{actor}: {{capability: {actor + 1}}}" for actor in range(100)),
        "issues: {" + ", ".join(f"i{issue}: {{}}" for issue in range(20)) + "}\nstances:",
        *(
            f"  a{actor}: {{"
            + ", ".join(f"i{issue}: {{position: {(actor * issue) % 101}, salience: 50}}" for issue in range(20))
            + "}"
            for actor in range(100)
        ),
    ]
)
"""A decision by so many that its answer takes a while."""


def test_ctrl_c_in_the_midst_of_a_long_answer_ends_at_once_and_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text(SLOW + "\n")
    with served(tmp_path) as server, ThreadPoolExecutor(1) as pool:
        assert server.ask("/case/slow.yaml/pulse")[0] == 200
        asked = pool.submit(server.ask, "/case/slow.yaml/answer/now?whole=1")
        with pytest.raises(TimeoutError):
            asked.result(timeout=1)
        os.kill(server.process.pid, signal.SIGINT)
        assert server.process.wait(30) == 130
        assert asked.result()[::2] == (200, b'{"stopped":true}')
        assert server.process.stderr is not None
        assert server.process.stderr.read().strip() == "Stopped."


def test_a_worker_that_nobody_asks_any_more_ends() -> None:
    command = [sys.executable, "-m", "tertius.workbench.worker"]
    assert subprocess.run(command, stdin=subprocess.DEVNULL, check=False, timeout=60).returncode == 0


def test_a_case_with_every_number_goes_to_the_worker_and_comes_back(tmp_path: Path, command: tuple[str, ...]) -> None:
    values: Any = plain_keys(plain_of(load("two-patrons")))

    async def trial(solver: Solver) -> None:
        found = await solver.find("answer", values, {})
        assert [talk["word"] for talk in found["talks"]] == ["Deal", "Deal"]

    tried(command, trial)
