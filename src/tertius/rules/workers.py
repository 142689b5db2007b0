"""Where compiled kernels are called: in threads beside the main one, which no interrupt can reach.

Python gives an interrupt to the main thread alone. If that is just making the result of a kernel, the process dies.
So the main thread waits here, and hears an interrupt at once; the kernel ends its call unheard, in its own thread.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

HEARING = 0.05  # seconds: not everywhere does an interrupt end a wait
STACK = 64 * 2**20  # bytes: some systems give threads too little to compile in

Part = tuple[int, Callable[..., Any], Sequence[Any], "SimpleQueue[Answer]"]
Answer = tuple[int, Any, BaseException | None]


class _Worker:
    """A thread that calls what it is given, one after the other, and dies with the process."""

    def __init__(self) -> None:
        self.asked: SimpleQueue[Part] = SimpleQueue()
        before = threading.stack_size(STACK)
        try:
            threading.Thread(target=self._work, name="tertius-kernel", daemon=True).start()
        finally:
            threading.stack_size(before)

    def _work(self) -> None:
        while True:
            place, function, arguments, answers = self.asked.get()
            answer: Answer
            try:
                answer = place, function(*arguments), None
            except BaseException as error:
                answer = place, None, error
            _idle.append(self)  # before the answer is heard, so that the next call finds this thread
            answers.put(answer)
            del function, arguments, answers, answer  # while it waits it keeps no arrays


_idle: list[_Worker] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # threads do not survive a fork


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a compiled kernel gives. An interrupt ends the wait for it, not the kernel."""
    if threading.current_thread() is not threading.main_thread():
        return function(*arguments)
    return call_each(function, [arguments])[0]


def call_each(function: Callable[..., Any], parts: Iterable[Sequence[Any]], threads: int = 1) -> list[Any]:
    """What a compiled kernel gives for each list of arguments, in their order, so many of them at a time.

    After an interrupt, or an error, no further call begins.
    """
    answers: SimpleQueue[Answer] = SimpleQueue()
    given: dict[int, Any] = {}
    running = 0
    for place, arguments in enumerate(parts):
        if running >= max(1, threads):
            _note(given, answers)
            running -= 1
        worker = _idle.pop() if _idle else _Worker()
        worker.asked.put((place, function, arguments, answers))
        running += 1
    for _ in range(running):
        _note(given, answers)
    return [given[place] for place in range(len(given))]


def _note(given: dict[int, Any], answers: SimpleQueue[Answer]) -> None:
    """Wait for the next answer, in short slices, and keep it."""
    while True:
        try:
            place, value, error = answers.get(timeout=HEARING)
            break
        except Empty:
            continue
    if error is not None:
        raise error
    given[place] = value
