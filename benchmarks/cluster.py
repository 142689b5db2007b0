"""What a cluster costs: of a task, of draws beside threads, in memory, and a plan on paper for 1,000 cores, in one run.

.venv/bin/python benchmarks/cluster.py

Threads and workers take turns, so that other work on the machine slows both of them down; medians are printed.
Processor time is that of this process, in which the scheduler runs too, and of the workers.
"""

from __future__ import annotations

import pickle
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import tertius
from tertius.analysis.forecast.accumulator import accumulator_of
from tertius.analysis.forecast.forecast import TASK, settle_task
from tertius.case import load
from tertius.cluster.cluster import Cluster
from tertius.cluster.held import HeldCase
from tertius.rules import theories_named

CASE = "korea-2019"
DRAWS, ROUNDS, TASKS = 2_000, 3, 300
CORES = 1_000


def nothing(number: int) -> int:
    """A task that does nothing."""
    return number


def spent(client: Any) -> float:
    """Seconds of processor time of this process and of all workers so far."""
    return time.process_time() + sum(client.run(time.process_time).values())


def timed(work: Callable[[], object], clock: Callable[[], float]) -> tuple[float, float]:
    """Seconds on the wall, and by another clock."""
    wall, other = time.perf_counter(), clock()
    work()
    return time.perf_counter() - wall, clock() - other


def start_up(workers: int) -> None:
    """Prints how long it takes until workers are there, and until each has settled something."""
    start = time.perf_counter()
    with Cluster(workers=workers) as cluster:
        there = time.perf_counter() - start
        tertius.forecast(load("two-patrons"), 64, client=cluster.client)
        print(f"{workers} workers: there after {there:.1f} s, first draws after {time.perf_counter() - start:.1f} s")


def each_task(cluster: Cluster) -> float:
    """Prints what a task costs that does nothing; seconds of processor time of this process."""
    list(cluster.answers(nothing, ((n,) for n in range(20))))
    tasks = ((n,) for n in range(TASKS))
    wall, here = timed(lambda: list(cluster.answers(nothing, tasks)), time.process_time)
    print(f"a task that does nothing: {wall / TASKS * 1e3:.1f} ms; of processor time here {here / TASKS * 1e3:.1f} ms")
    return here / TASKS


def each_draw() -> tuple[float, float, float]:
    """Seconds of processor time of a draw: on a worker, in this process; and the bytes of its answer."""
    case = load(CASE)
    held, theories = HeldCase(case), tuple(theory.name for theory in theories_named([case], "default"))
    answer = settle_task(held, theories, 0, TASK, 1, True)
    there = median(timed(lambda: settle_task(held, theories, 0, TASK, 1, True), time.process_time)[1] for _ in range(5))
    sent = pickle.dumps(answer, 5)
    counters = {name: accumulator_of(case) for name in theories}

    def take() -> None:
        for name, many in pickle.loads(sent)[1].items():
            counters[name].add(many, 0)

    take()  # counters are given memory when they are first touched
    here = median(timed(take, time.process_time)[1] for _ in range(5))
    print(f"a case: {len(pickle.dumps(held, 5)) / 1e3:.0f} kB, once a worker; a draw: {len(sent) / TASK:,.0f} bytes")
    return there / TASK, here / TASK, len(sent) / TASK


def beside_threads(number: int, cluster: Cluster) -> None:
    """Prints draws a second with so many threads, and with so many workers."""
    taken: dict[str, list[tuple[float, float]]] = {"threads": [], "workers": []}
    for _ in range(ROUNDS):
        for kind, client in (("threads", None), ("workers", cluster.client)):
            case = load(CASE)  # a new one: nothing is known of it

            def work(case: Any = case, client: Any = client) -> None:
                tertius.forecast(case, DRAWS, threads=number, client=client)

            taken[kind].append(timed(work, lambda: spent(cluster.client)))
    wall, processor = ({kind: median(each[clock] for each in all_) for kind, all_ in taken.items()} for clock in (0, 1))
    print(
        f"{number} {'thread ' if number == 1 else 'threads'} {DRAWS / wall['threads']:>8,.0f} draws/s, workers "
        f"{DRAWS / wall['workers']:>8,.0f}: {wall['threads'] / wall['workers']:.2f} of the threads; by processor time "
        f"{processor['threads'] / processor['workers']:.2f}",
        flush=True,
    )


def plan(task: float, there: float, here: float, moved: float) -> None:
    """Prints what the measured constants come to with many cores."""
    rate = CORES / there
    print(f"a draw: {there * 1e3:.2f} ms of a worker, {here * 1e6:.0f} us of the process that asks")
    print(
        f"{CORES:,} cores settle {rate:,.0f} draws/s: {rate / TASK:,.0f} tasks/s, {rate * moved / 1e6:,.0f} MB/s back"
    )
    print(
        f"  scheduler and client need {task * rate / TASK:.1f} cores and have one: {there * TASK / task:,.0f} are fed"
    )
    print(f"  to feed all, a task would have to take {task * CORES:,.1f} s, {task * rate:,.0f} draws")
    print(f"  counting needs {here * rate:.1f} cores and has one: {there / here:,.0f} are counted")


def memory() -> str:
    """The most memory that this process has held so far."""
    try:
        import resource
    except ImportError:  # not on Windows
        return "?"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != 'darwin' else 2**20):,.0f}"


def main() -> None:
    """Prints all of it."""
    tertius.forecast(load(CASE), 64)
    for workers in (1, 2):
        start_up(workers)
    constants = each_draw()
    with Cluster(workers=2) as cluster:
        plan(each_task(cluster), *constants)
    for number in (1, 2):
        with Cluster(workers=number) as cluster:
            tertius.forecast(load("two-patrons"), 64 * number, client=cluster.client)  # workers are warm
            beside_threads(number, cluster)
            print(f"memory of this process so far: {memory()} MB")


if __name__ == "__main__":
    main()
