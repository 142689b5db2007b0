"""How fast `challenge` plays: growth with the number of actors, and draws of a table of twenty; and how fast they pool.

.venv/bin/python benchmarks/decide.py
"""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from tertius.forecast.decision_pool import pool_many
from tertius.rules.challenge import Challenged, Variant, challenge

ACTORS = (20, 40, 80, 160)
ROUNDS = 100
DRAWS = 10_000
POOLED = 1_000
SEED = 1


def table(actors: int, seed: int = SEED) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A random table: positions from 0 to 100, saliences and capabilities from 0.1 to 1."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 100, actors), rng.uniform(0.1, 1, actors), rng.uniform(0.1, 1, actors)


def timed(actors: int, variant: Variant) -> tuple[float, Challenged]:
    """Wall time of the rounds of one table, and the rounds."""
    columns = table(actors)
    start = time.perf_counter()
    played = challenge(*columns, variant=variant, rounds=ROUNDS)
    return time.perf_counter() - start, played


def main() -> None:
    """Prints the table."""
    print(f"compiling, or loading what is compiled: {timed(3, 'code')[0]:.1f} s")
    variants: tuple[Variant, ...] = ("printed", "code")
    for variant in variants:
        for actors in ACTORS:
            seconds, played = timed(actors, variant)
            print(
                f"challenge {variant:<8} {actors:>4} actors  {seconds:>7.3f} s for {len(played.kinds):>3} rounds, "
                f"{1000 * seconds / len(played.kinds):>6.2f} ms each: {played.status.value}"
            )
    start = time.perf_counter()
    for draw in range(DRAWS):
        challenge(*table(20, draw))
    print(f"{DRAWS:,} draws of 20 actors, ten rounds: {time.perf_counter() - start:.1f} s")
    columns = [np.stack(column) for column in zip(*(table(20, draw) for draw in range(POOLED)), strict=True)]
    start = time.perf_counter()
    pool_many(columns[0], 100 * columns[1], columns[2])
    print(f"{POOLED:,} tables of 20 actors, pooled: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
