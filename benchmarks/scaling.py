"""How settling grows: with talks (1 to 10), actors (2 to 12) and issues a talk (1 to 6), in one run.

.venv/bin/python benchmarks/scaling.py

For every size: draws a second on one thread and on two, draws a second of processor time (which other work on the
machine does not change), how many of them came to rest, the time to the first answer from every start, and the most
memory so far.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.settle import jittered, seconds
from tests.reference.networks import make_network

from tertius.rules.arrays import Network
from tertius.rules.bargaining.kernels.layout import CYCLING, LIMIT
from tertius.rules.bargaining.renegotiate import renegotiate, renegotiate_draws

LEAST = 0.5  # seconds that a measurement takes at least
TALKS, ACTORS, ISSUES = 4, 5, 2  # what stays while one of them grows
LOOKED_INTO, OF_MANY = 64, 8  # draws of which it is said how many came to rest; of more than seven talks fewer
HEADS = ("grows", "talks", "actors", "issues a talk", "draws/s, 1 thread", "2 threads", "per s of processor",
         "came to rest", "first, ms", "MB")  # fmt: skip


def grown(talks: int, actors: int, issues: int, seed: int = 1) -> Network:
    """Talks between neighbours on a ring of actors, then between those two seats apart, and so on: no two between the
    same pair before all pairs have one. A third actor has a stance on each issue, one party needs what the talk can
    give, and every talk is linked to the next."""
    rng = np.random.default_rng(seed)
    names = [f"actor-{i}" for i in range(actors)]
    table: dict[str, dict[str, Any]] = {}
    stances: dict[str, dict[str, tuple[float, float]]] = {name: {} for name in names}
    needs: dict[str, dict[str, Any]] = {}
    for t in range(talks):
        apart = 1 + t // actors % max(1, actors // 2)
        one, other, third = (names[(t + seats) % actors] for seats in (0, apart, apart + 1))
        levels = {f"issue-{t}-{k}": float(rng.uniform(0.3, 0.7)) for k in range(issues)}
        table[f"talk-{t}"] = {"parties": [one, other], "without_agreement": levels}
        for k, issue in enumerate(levels):
            for name, wants in ((one, float(k % 2)), (other, float(1 - k % 2))):
                stances[name][issue] = (wants, float(rng.uniform(10, 50)))
            stances[third].setdefault(issue, (float(rng.random()), float(rng.uniform(5, 20))))
        needs[f"need-{t}"] = {"actor": one, "weight": 20.0, "covered_by": {next(iter(levels)): 0.5}}
    links = [(f"talk-{t}", f"talk-{t + 1}", 0.2) for t in range(talks - 1)]
    return make_network(names, table, stances, needs=needs, links=links)


def rate(network: Network, threads: int, clock: Callable[[], float]) -> float:
    """Draws a second by a clock."""
    draws = 1
    while True:
        batch = jittered(network, draws)
        start = clock()
        renegotiate_draws(network.structure, batch, threads)
        took = clock() - start
        if took > LEAST or draws >= 20_000:
            return draws / took
        draws = int(min(20_000, draws * max(2.0, 1.2 * LEAST / max(took, 1e-3))))


def memory() -> str:
    """The most memory that this process has held so far."""
    try:
        import resource
    except ImportError:  # not on Windows
        return "?"
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f}"


def sizes() -> Iterator[tuple[str, tuple[int, int, int]]]:
    """What is measured: one number grows at a time."""
    for talks in range(1, 11):
        yield "talks", (talks, ACTORS, ISSUES)
    for actors in range(2, 13, 2):
        yield "actors", (TALKS, actors, ISSUES)
    for issues in range(1, 7):
        yield "issues", (TALKS, ACTORS, issues)


def main() -> None:
    """Prints the table, in the form in which docs/benchmarks.md shows it."""
    renegotiate(grown(2, 2, 1))
    renegotiate_draws(grown(2, 2, 1).structure, jittered(grown(2, 2, 1), 2))
    print(f"| {' | '.join(HEADS)} |")
    print("|---" * len(HEADS) + "|")
    for what, (talks, actors, issues) in sizes():
        network = grown(talks, actors, issues)
        first = seconds(renegotiate, network)
        rates = [rate(network, 1, time.perf_counter), rate(network, 2, time.perf_counter)]
        rates.append(rate(network, 1, time.process_time))
        draws = LOOKED_INTO if talks <= 7 else OF_MANY
        flags = renegotiate_draws(network.structure, jittered(network, draws)).flags
        rest = (flags & (CYCLING | LIMIT) == 0).mean()
        told = " | ".join(f"{each:,.0f}" if each >= 10 else f"{each:.1f}" for each in rates)
        print(
            f"| {what} | {talks} | {actors} | {issues} | {told} | {rest:.0%} | {first * 1000:,.1f} | {memory()} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
