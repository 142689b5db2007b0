"""Workers of this machine alone, started for one piece of work and ended with it."""

from __future__ import annotations

import signal
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

LOOPBACK = "127.0.0.1"
"""Where processes of this machine alone listen."""

ONLY_WORK = {"distributed.worker.profile.enabled": False, "distributed.admin.tick.interval": "1s"}
"""What else workers would do beside tasks: look a hundred times a second where each thread is, for a page not shown."""

HEARING = 0.05  # seconds: not everywhere does an interrupt end a wait


def local_cluster(workers: int) -> Any:
    """A scheduler in this process, and so many processes with one thread each.

    A terminal sends Ctrl-C to every process of a command. These leave it to the one that asks, which ends them: they
    are started from a thread that holds the signal back, and what a thread starts inherits that. Ctrl-C during the
    start is heard at once, and what was begun is ended when it is there.
    """
    with_one = ThreadPoolExecutor(1, initializer=_leave_interrupts)
    starting = with_one.submit(_started, workers)
    with_one.shutdown(wait=False)
    try:
        while not wait([starting], HEARING).done:
            continue
    except KeyboardInterrupt:
        starting.add_done_callback(_end)
        raise
    return starting.result()


def _leave_interrupts() -> None:
    """Hold Ctrl-C back in this thread, as far as the system can."""
    if hasattr(signal, "pthread_sigmask"):
        _start_tracker()  # else it lets the signal in when it starts
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _start_tracker() -> None:
    """Start the process that clears semaphores away; what an interrupt leaves to it needs no warning."""
    from multiprocessing import resource_tracker

    quiet = "ignore:resource_tracker"
    sys.warnoptions.append(quiet)
    try:
        resource_tracker.ensure_running()
    finally:
        sys.warnoptions.remove(quiet)


def _started(workers: int) -> Any:
    import dask
    import distributed

    with dask.config.set(ONLY_WORK):
        return distributed.LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0",  # None would be a page on a known port, open to all
            worker_dashboard_address=f"{LOOPBACK}:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=50,
        )


def _end(starting: Future[Any]) -> None:
    if starting.exception() is None:
        starting.result().close()
