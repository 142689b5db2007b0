"""How fast claims are: those of the flagship, every move of every actor made alone, and both on the same scenarios.

.venv/bin/python benchmarks/claims.py
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import tertius
from tertius.analysis.moves import Scenarios

DRAWS = 1000


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Wall time and processor time of a run."""
    wall, used = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - used


def main() -> None:
    """Prints the times, once everything is compiled."""
    case = tertius.load("korea-2019")
    movers = [actor for actor in case.actors if any(move.actor == actor for move in case.moves.values())]

    def moves(draws: int, scenarios: Scenarios | None = None) -> None:
        for actor in movers:
            tertius.moves(case, actor, draws=draws, scenarios=scenarios)

    def both() -> None:
        scenarios = Scenarios(case, draws=DRAWS)
        tertius.claims(case, scenarios=scenarios)
        moves(DRAWS, scenarios)

    tertius.claims(case, draws=8)
    moves(8)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {DRAWS:,} draws under two theories")
    for name, run in (
        (f"{len(case.claims)} claims", lambda: tertius.claims(case, draws=DRAWS)),
        (f"{len(case.moves)} single moves", lambda: moves(DRAWS)),
        ("both on the same scenarios", both),
    ):
        wall, used = timed(run)
        print(f"{name:28} {wall:6.1f} s, {used:6.1f} s of processor time")


if __name__ == "__main__":
    main()
