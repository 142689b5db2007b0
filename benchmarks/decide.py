"""How fast the rules for decisions are: growth with the actors, draws of a table of twenty, and how fast they pool.

.venv/bin/python benchmarks/decide.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

import tertius
from tertius.analysis.decide.decide import decide
from tertius.analysis.decide.pool import pool_many
from tertius.case.model import Case
from tertius.rules.decisions.challenge.challenge import challenge
from tertius.rules.decisions.condorcet import condorcet
from tertius.rules.decisions.spatial.spatial import spatial

ACTORS = (20, 40, 80, 160)
ROUNDS = 100
DRAWS = 10_000
POOLED = 1_000
FEWER = {"spatial": 1_000}
"""Rules of which fewer draws tell enough."""
REPEATS = 5
SEED = 1

Columns = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def table(actors: int, seed: int = SEED) -> Columns:
    """A random table: positions from 0 to 100, saliences and capabilities from 0.1 to 1."""
    rng = np.random.default_rng(seed)
    return rng.uniform(0, 100, actors), rng.uniform(0.1, 1, actors), rng.uniform(0.1, 1, actors)


def uncertain_case(actors: int = 20) -> Case:
    """The same table as a case with a reference, each number a tenth up or down of what it is."""
    positions, saliences, capabilities = (column.tolist() for column in table(actors))
    names = [f"a{i}" for i in range(actors)]

    def span(value: float, most: float) -> str:
        return f"{max(0.0, value - most / 10):.3f} to {min(most, value + most / 10):.3f}"

    return tertius.Case.model_validate(
        {
            "case": "twenty",
            "title": "Twenty actors",
            "as_of": "2024-05-01",
            "issues": {"issue": {"scale": [0, 100], "reference": 50}},
            "actors": {name: {"capability": span(c, 1)} for name, c in zip(names, capabilities, strict=True)},
            "stances": {
                name: {"issue": {"position": span(x, 100), "salience": span(100 * s, 100)}}
                for name, x, s in zip(names, positions, saliences, strict=True)
            },
        }
    )


def play_printed(columns: Columns) -> int:
    """The rounds of `challenge` in the variant `printed`, and how many there were."""
    return len(challenge(*columns, variant="printed", rounds=ROUNDS).kinds)


def play_code(columns: Columns) -> int:
    """The rounds of `challenge` in the variant `code`."""
    return len(challenge(*columns, variant="code", rounds=ROUNDS).kinds)


def play_spatial(columns: Columns) -> int:
    """The turns of `spatial`."""
    positions, saliences, capabilities = columns
    return len(spatial(positions[:, None], saliences[:, None], capabilities, turns=ROUNDS).targets)


def hold_condorcet(columns: Columns) -> int:
    """One election."""
    positions, saliences, capabilities = columns
    condorcet(positions, saliences * capabilities)
    return 1


GROWING: dict[str, Callable[[Columns], int]] = {
    "challenge (printed)": play_printed,
    "challenge (code)": play_code,
    "spatial": play_spatial,
    "condorcet": hold_condorcet,
}


def least(play: Callable[[Columns], int], columns: Columns) -> tuple[float, float, int]:
    """Processor and wall time of the quickest of some plays of one table, and its rounds."""
    found = []
    for _ in range(REPEATS):
        wall, used = time.perf_counter(), time.process_time()
        rounds = play(columns)
        found.append((time.process_time() - used, time.perf_counter() - wall, rounds))
    return min(found)


def growth() -> None:
    """Prints the time of a table as the actors grow, whole and by the round, of the processor and on the wall."""
    for name, play in GROWING.items():
        play(table(3))
        for actors in ACTORS:
            used, wall, rounds = least(play, table(actors))
            print(
                f"{name:<20} {actors:>4} actors {rounds:>4} rounds  {used:>8.3f} s of processor, {wall:>8.3f} s, "
                f"{1000 * used / rounds:>8.2f} ms a round"
            )


def draws() -> None:
    """Prints how many draws of a table of twenty every rule settles in a second."""
    case = uncertain_case()
    for key, rule in tertius.RULES.items():
        if rule.talks:
            continue
        many = FEWER.get(key, DRAWS)
        decide(case, [key], draws=2, threads=1)
        wall, used = time.perf_counter(), time.process_time()
        decide(case, [key], draws=many, threads=1)
        wall, used = time.perf_counter() - wall, time.process_time() - used
        print(f"{key:<28} {many:>6,} draws: {used:>7.2f} s of processor, {wall:>7.2f} s, {many / used:>8,.0f} a second")


def pooling() -> None:
    """Prints how fast tables are pooled."""
    columns = [np.stack(column) for column in zip(*(table(20, draw) for draw in range(POOLED)), strict=True)]
    start = time.process_time()
    pool_many(columns[0], 100 * columns[1], columns[2])
    print(f"{POOLED:,} tables of 20 actors, pooled: {time.process_time() - start:.1f} s of processor")


def main() -> None:
    """Prints the tables."""
    growth()
    draws()
    pooling()


if __name__ == "__main__":
    main()
