"""The worker as the pages see it: questions asked, progress heard, what nobody waits for any more cancelled.

Of the questions of one slot only the newest counts. A worker that does not heed a cancelled question within `PATIENCE`
is ended, and a new one is asked what others still wait for: no case, however long it takes, holds the page up.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tertius.workbench.worker import LONGEST

PATIENCE = 2.0
"""Seconds until a worker that does not stop is ended."""

ROOM = 2**16
"""Bytes of an answer beside what was found."""

WORKER = (sys.executable, "-m", "tertius.workbench.worker")
"""How the worker is started."""


class Stopped(Exception):  # noqa: N818  (no error)
    """The question was cancelled: somebody asked something newer, or stopped it."""


class Failed(Exception):  # noqa: N818
    """What was asked cannot be found out.

    Attributes:
        ours: Whether that is our fault.
    """

    def __init__(self, said: str, ours: bool = True) -> None:
        super().__init__(said)
        self.ours = ours


@dataclass
class Question:
    """What somebody waits for.

    Attributes:
        ident: Its number.
        slot: Of the questions of a slot only the newest counts; empty if it counts beside others.
        line: What the worker is told.
        answer: What comes of it.
        told: How far it is: done, whole, and what is known so far.
        heard: Signs that a worker was lost over it.
        patience: Seconds until a worker is ended that does not stop when this is cancelled.
    """

    ident: int
    slot: str
    line: bytes
    answer: asyncio.Future[Any]
    told: tuple[Any, Any, Any] = (0, 0, "")
    heard: list[Any] = field(default_factory=list)
    patience: float = PATIENCE

    @property
    def error(self) -> BaseException | None:
        """Why nothing came of it; None while it is worked on, and if something did."""
        return self.answer.exception() if self.answer.done() and not self.answer.cancelled() else None

    @property
    def found(self) -> Any:
        """What came of it; None while it is worked on, and if nothing did."""
        return self.answer.result() if self.answer.done() and self.error is None else None


class Solver:
    """One worker, and what it was asked."""

    def __init__(self, command: Sequence[str] = WORKER) -> None:
        """A worker that is started with the first question.

        Args:
            command: How it is started: one that knows other jobs beside, in tests.
        """
        self.command = command
        self.numbers = itertools.count(1)
        self.questions: dict[int, Question] = {}
        self.process: asyncio.subprocess.Process | None = None
        self.starting = asyncio.Lock()
        self.reader: asyncio.Task[None] | None = None
        self.resting: asyncio.TimerHandle | None = None
        self.closed = False

    async def ask(
        self, job: str, case: Any, asked: dict[str, Any] | None = None, slot: str = "", patience: float = PATIENCE
    ) -> Question:
        """Ask something; `wait` gives what comes of it.

        Args:
            job: Its name in `JOBS`.
            case: Plain values of a valid case.
            asked: What is asked.
            slot: An earlier question of this slot is cancelled.
            patience: Seconds until a worker is ended that does not stop when this is cancelled.
        """
        if self.closed:
            raise Failed("the workbench is being closed", ours=False)
        if slot:
            self.cancel(slot)
        ident = next(self.numbers)
        line = json.dumps({"id": ident, "job": job, "case": case, "asked": asked or {}}, ensure_ascii=False)
        answer = asyncio.get_running_loop().create_future()
        answer.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody need wait for it
        question = Question(ident, slot, line.encode() + b"\n", answer, patience=patience)
        self.questions[ident] = question
        await self._send(question.line)
        return question

    async def find(
        self, job: str, case: Any, asked: dict[str, Any] | None = None, slot: str = "", patience: float = PATIENCE
    ) -> Any:
        """Ask something and wait for it.

        Raises:
            Stopped: Something newer was asked in its slot, or it was stopped.
            Failed: It cannot be found out.
        """
        question = await self.ask(job, case, asked, slot, patience)
        return await asyncio.shield(question.answer)

    def cancel(self, slot: str) -> None:
        """Nobody waits for the questions of a slot any more."""
        for question in [one for one in self.questions.values() if one.slot == slot]:
            if not question.answer.done():
                question.answer.set_exception(Stopped())
                asyncio.ensure_future(self._cancel(question))  # noqa: RUF006  (it ends by itself)

    async def _cancel(self, question: Question) -> None:
        """Tell the worker, and end it if it does not heed that."""
        await self._send(json.dumps({"cancel": question.ident}).encode() + b"\n")
        await asyncio.sleep(question.patience)
        if question.ident in self.questions:
            self._end()

    def _end(self) -> None:
        """End the worker; the next one is asked what others still wait for."""
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.kill()

    def rest_later(self, seconds: float) -> None:
        """End the worker if nobody asks anything for a while: it holds much room, and the next one is soon there."""
        if self.resting is not None:
            self.resting.cancel()
        self.resting = asyncio.get_running_loop().call_later(seconds, self.rest)

    def rest(self) -> None:
        """End a worker that nobody has asked anything; the next question starts another."""
        if not self.questions:
            self._end()

    async def _send(self, line: bytes) -> None:
        if self.closed:
            return
        process = await self._worker()
        with suppress(ConnectionError):
            assert process.stdin is not None  # noqa: S101  (it was asked for)
            process.stdin.write(line)
            await process.stdin.drain()

    async def _worker(self) -> asyncio.subprocess.Process:
        async with self.starting:
            if self.process is None or self.process.returncode is not None:
                self.process = await asyncio.create_subprocess_exec(
                    *self.command,
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    limit=LONGEST + ROOM,
                    env={**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"},
                    start_new_session=os.name == "posix",  # Ctrl-C is for the server, which ends the worker
                )
                self.reader = asyncio.create_task(self._read(self.process))
            return self.process

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        """Hear a worker until it ends; what it was still asked goes to the next one."""
        assert process.stdout is not None  # noqa: S101
        async for line in process.stdout:
            answer = json.loads(line)
            question = self.questions.get(answer["id"])
            if question is None:
                continue
            if "told" in answer:
                question.told = tuple(answer["told"])
                continue
            del self.questions[question.ident]
            if question.answer.done():
                continue
            if "found" in answer:
                question.answer.set_result(answer["found"])
            elif "failed" in answer:
                question.answer.set_exception(Failed(answer["failed"], answer["ours"]))
            else:
                question.answer.set_exception(Stopped())
        await process.wait()
        await self._hand_on()

    async def _hand_on(self) -> None:
        """Ask the next worker what the last one, which is gone, was asked; each question at most twice."""
        waiting = [one for one in self.questions.values() if not one.answer.done()]
        self.questions = {one.ident: one for one in waiting if not one.heard}
        for question in waiting:
            if self.closed or question.heard:
                said = "the process that works things out ended in the midst of it"
                question.answer.set_exception(Failed(said, True))
                continue
            question.heard.append("lost")
            await self._send(question.line)

    async def close(self) -> None:
        """End the worker; whoever still waits for it need not."""
        self.closed = True
        for question in self.questions.values():
            if not question.answer.done():
                question.answer.set_exception(Stopped())
        self._end()
        if self.reader is not None:
            with suppress(asyncio.CancelledError, TimeoutError):
                await asyncio.wait_for(self.reader, PATIENCE)
