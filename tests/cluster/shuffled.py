"""A cluster without processes, whose workers are done in any order."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

import numpy as np


class Shuffled:
    """A client that works tasks out when they are asked for, and answers some of them late: no process is started."""

    def __init__(self, seed: int) -> None:
        self.rng, self.waiting = np.random.default_rng(seed), list[tuple[Future[Any], Any]]()

    def nthreads(self) -> dict[str, int]:
        return {"one": 1, "other": 1}

    def run(self, *_: Any, **__: Any) -> dict[str, Any]:
        return {}

    def cancel(self, futures: Any) -> None:
        self.waiting.clear()

    def submit(self, function: Any, *arguments: Any, pure: bool) -> Any:
        future: Future[Any] = Future()
        self.waiting.append((future, lambda: function(*(_value(one) for one in arguments))))
        while self.waiting and (len(self.waiting) > 4 or self.rng.random() < 0.5 or function.__name__ == "_same"):
            done, work = self.waiting.pop(int(self.rng.integers(len(self.waiting))))
            done.set_result(work())
        return _Asked(future, self.waiting)


class _Asked:
    """What `submit` gives: asked for its result it works out others first, until its own is there."""

    def __init__(self, future: Future[Any], rest: list[tuple[Future[Any], Any]]) -> None:
        self.future, self.rest = future, rest

    def result(self) -> Any:
        while not self.future.done():
            done, work = self.rest.pop()
            done.set_result(work())
        return self.future.result()


def _value(one: Any) -> Any:
    return one.result() if hasattr(one, "result") else one
