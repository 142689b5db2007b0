"""Tasks on the processes of a cluster, whose answers come in the order of the tasks, whichever is done first."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from functools import lru_cache, partial
from importlib.metadata import PackageNotFoundError, version
from logging import CRITICAL
from pathlib import Path
from types import TracebackType
from typing import Any

import tertius
from tertius.cluster.local import local_cluster
from tertius.errors import UsageError

AHEAD = 3
"""Tasks in flight for every thread of a worker: enough that none waits, few enough that memory stays flat."""

RECOUNT = 1.0
"""Seconds after which the workers are counted anew: to ask the scheduler takes as long as to give it a task."""

PATIENCE = 10
"""Seconds after which a scheduler that has not answered is called unreachable."""


class Cluster:
    """A scheduler with its workers, to be used in a `with` block.

    Attributes:
        address: Where the scheduler listens; without one, `workers` processes are started on this machine alone.
        workers: How many processes to start.
        client: A client of `distributed` that is there already; it stays open.
    """

    def __init__(self, address: str | None = None, workers: int | None = None, client: Any = None) -> None:
        if sum(one is not None for one in (address, workers, client)) != 1:
            raise UsageError("a cluster is named by exactly one of: an address, a number of workers, a client")
        if workers is not None and workers < 1:
            raise UsageError(f"{workers} workers settle nothing: ask for 1 or more")
        self.address = address
        self.workers = workers
        self.client = client
        self._open = ExitStack()
        self._threads, self._recount, self._known = 1, 0.0, False

    def __enter__(self) -> Cluster:
        if self.client is None:
            try:
                import distributed
                from distributed.utils import silence_logging_cmgr
            except ImportError as error:
                raise UsageError('a cluster needs the extra of that name: pip install "tertius[cluster]"') from error
            where: Any = self.address
            if self.workers is not None:
                where = self._open.enter_context(local_cluster(self.workers))
            try:
                # What goes wrong is told once, and not by every part that notices it.
                self._open.enter_context(silence_logging_cmgr(CRITICAL))
                made = distributed.Client(where, timeout=PATIENCE)  # type: ignore[no-untyped-call]
                self.client = self._open.enter_context(made)
            except (OSError, ValueError) as error:
                self._open.close()
                raise UsageError(f"no scheduler answers at {self.address}: start one, or name another") from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    @property
    def threads(self) -> int:
        """How many tasks its workers work out at a time; 1 as long as it has none. It may be as old as `RECOUNT`."""
        if time.monotonic() >= self._recount:
            threads: dict[str, int] = self.client.nthreads()
            self._threads, self._recount = max(1, sum(threads.values())), time.monotonic() + RECOUNT
        return self._threads

    def hold(self, value: Any) -> Any:
        """A value that the workers hold and pass on to each other: name it in tasks instead of sending it with each.

        It is what a task of its own answers, so the scheduler makes it anew if the worker that held it dies.
        """
        return self.client.submit(_same, value, pure=False)

    def answers(self, function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """What the function answers to each task, in the order of the tasks.

        Raises:
            UsageError: A worker has other sources of Tertius than this process, the scheduler hangs up, or a task ends
                one worker after the other.
        """
        own = sources()
        self._know_workers()
        waiting: deque[Any] = deque()
        with self._at_work(waiting):
            for task in tasks:
                waiting.append(self.client.submit(_answer, own, function, *task, pure=False))
                while len(waiting) >= AHEAD * self.threads:
                    yield _checked(waiting.popleft().result(), own)
            while waiting:
                yield _checked(waiting.popleft().result(), own)

    def arrivals(self, function: Callable[..., Any], tasks: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, Any]]:
        """The number of each task, from 0, and what the function answers to it, whichever is done first.

        Raises:
            UsageError: As for `answers`.
        """
        from distributed import as_completed

        own = sources()
        self._know_workers()
        running: dict[Any, int] = {}
        coming = as_completed(loop=self.client.loop)  # type: ignore[no-untyped-call]
        with self._at_work(running):
            for number, task in enumerate(tasks):
                future = self.client.submit(_answer, own, function, *task, pure=False)
                running[future] = number
                coming.add(future)  # type: ignore[no-untyped-call]
                while len(running) >= AHEAD * self.threads:
                    done = next(coming)
                    yield running.pop(done), _checked(done.result(), own)
            for done in coming:
                yield running.pop(done), _checked(done.result(), own)

    @contextmanager
    def _at_work(self, futures: Iterable[Any]) -> Iterator[None]:
        """Cancel the futures that are left in the end; if scheduler or workers fail, say it in words."""
        try:
            yield
        except Exception as error:
            from distributed import KilledWorker
            from distributed.comm.core import CommClosedError

            if isinstance(error, CancelledError | CommClosedError):
                raise UsageError("the scheduler hung up in the middle of the work: start it anew") from error
            if isinstance(error, KilledWorker):
                says = "a task ended one worker after the other, as when memory runs out"
                raise UsageError(f"{says}: give workers more of it, or ask for fewer draws") from error
            self._refuse_others()  # one that joined late may not even know what it was asked
            raise
        finally:
            with suppress(OSError):  # there may be nobody any more who could
                self.client.cancel(list(futures))

    def _know_workers(self) -> None:
        """Wait for a worker; what all of them have is asked once: a rule asks often, and a task tells where it was."""
        self._wait_for_a_worker()
        if not self._known:
            self._refuse_others()
            self._known = True

    def share(self, draws: int, fewest: int, most: int) -> int:
        """Draws of a task: two tasks for each thread, so that none waits long for the last, if that is within bounds.

        Args:
            draws: How many there are in all.
            fewest: Draws of the shortest task.
            most: Draws of the longest.
        """
        return min(most, max(fewest, -(-draws // (2 * self.threads))))

    def _refuse_others(self) -> None:
        """Refuse workers with another Tertius, or with none.

        They are asked what is installed in words of the standard library, which they know whatever they have, and only
        then for their sources.
        """
        for asked, own in ((partial(version, "tertius"), _installed()), (sources, sources())):
            for found in self.client.run(asked, on_error="return").values():
                if isinstance(found, OSError):  # it left
                    continue
                _checked(("that cannot be found" if isinstance(found, Exception) else found, None), own)

    def _wait_for_a_worker(self) -> None:
        """Wait a little for the first worker: a scheduler without any keeps tasks for ever, and says nothing."""
        if self.client.nthreads():
            return
        try:
            self.client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise UsageError(f"the scheduler at {self.client.scheduler.address} has no worker: start one") from None


@lru_cache(maxsize=1)
def sources() -> str:
    """The version of Tertius, and a hash of its sources."""
    root = Path(tertius.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda one: one.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{tertius.__version__} ({digest.hexdigest()[:12]})"


def _installed() -> str:
    """What a worker with the same Tertius says of it."""
    try:
        return version("tertius")
    except PackageNotFoundError:
        return "that cannot be found"


def _same(value: Any) -> Any:
    return value


def _answer(wanted: str, function: Callable[..., Any], *task: Any) -> tuple[str, Any]:
    """What a worker answers, and the sources it has; with other sources it works nothing out."""
    found = sources()
    return found, function(*task) if found == wanted else None


def _checked(answer: tuple[str, Any], own: str) -> Any:
    found, value = answer
    if found != own:
        raise UsageError(f"a worker has Tertius {found}, and this is {own}: install the same on both")
    return value
