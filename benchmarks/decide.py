"""How fast decisions are: growth with the actors, draws of a table of twenty, and plain references beside in one run.

.venv/bin/python benchmarks/decide.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

import tertius
from tertius.analysis.decide.answers import chosen_rules
from tertius.analysis.decide.decide import decide
from tertius.analysis.decide.pool import pool_many
from tertius.case.model import Case
from tertius.draws import sample, uncertain_of
from tertius.draws.distribution import quantile
from tertius.rules.bargaining.batch import batch_of
from tertius.rules.bargaining.network import network_of
from tertius.rules.decision_rule import model_of
from tertius.rules.decisions.challenge.challenge import challenge
from tertius.rules.decisions.condorcet import condorcet
from tertius.rules.decisions.spatial.spatial import spatial
from tertius.rules.decisions.stances import many_stances

ACTORS = (20, 40, 80, 160)
CROWDS = (160, 320, 640)
MOST_ACTORS = 400
ROUNDS = 100
DRAWS = 10_000
POOLED = 1_000
FEWER = {"spatial": 1_000}
"""Rules of which fewer draws tell enough."""
ALONE = 200
"""So many draws are decided one by one, to tell what is gained together."""
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
        one = one_by_one(case, key) if key in ("challenge", "spatial") else 0.0
        told = f", {one * many / used:.1f} times as fast as draw by draw" if one else ""
        print(
            f"{key:<28} {many:>6,} draws: {used:>7.2f} s of processor, {wall:>7.2f} s, {many / used:>8,.0f} a second"
            f"{told}"
        )


def one_by_one(case: Case, key: str) -> float:
    """Processor time of a draw that is decided by itself, in every version of the rule."""
    uncertain = uncertain_of(case)
    paths, values = [number.path for number in uncertain], sample(uncertain, 0, ALONE, SEED)
    network = network_of(case)
    tables = list(many_stances(case, network, paths, values, batch_of(case, network, paths, values)))
    models = [model for rule in chosen_rules(case, [key]) if (model := model_of(rule)) is not None]
    used = time.process_time()
    for model in models:
        for stances in tables:
            model.decide_all(stances)
    return (time.process_time() - used) / ALONE


def pooling() -> None:
    """Prints how fast tables are pooled."""
    columns = [np.stack(column) for column in zip(*(table(20, draw) for draw in range(POOLED)), strict=True)]
    start = time.process_time()
    pool_many(columns[0], 100 * columns[1], columns[2])
    print(f"{POOLED:,} tables of 20 actors, pooled: {time.process_time() - start:.1f} s of processor")


def used_by(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Processor time of the quickest of some repetitions."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def ranges() -> None:
    """Prints how fast the ranges of korea-2019 are drawn, beside SciPy's inverse worked out for every value."""
    uncertain = uncertain_of(tertius.load("korea-2019"))
    numbers = [number.quantity for number in uncertain if number.quantity.distribution == "pert"]
    sample(uncertain, 0, 1, SEED)
    for draws in (1, 100, DRAWS):
        u = np.random.default_rng(SEED).random((len(numbers), draws))
        likely = [(number.middle - number.low) / (number.high - number.low) for number in numbers]

        def plainly(u: NDArray[np.float64] = u, likely: list[float] = likely) -> None:
            for m, own, number in zip(likely, u, numbers, strict=True):
                _ = number.low + (number.high - number.low) * betaincinv(1 + 4 * m, 5 - 4 * m, own)

        def by_table(u: NDArray[np.float64] = u) -> None:
            for number, own in zip(numbers, u, strict=True):
                quantile(number, own)

        plain, table = used_by(plainly), used_by(by_table)
        whole = used_by(lambda draws=draws: sample(uncertain, 0, draws, SEED))
        print(
            f"{len(numbers)} PERT ranges, {draws:>6,} draws: {1000 * table:>8.2f} ms, plainly {1000 * plain:>8.2f} ms, "
            f"{plain / table:>5.1f} times; with Sobol's points {1000 * whole:>8.2f} ms"
        )


def plain_votes(columns: Columns, exponents: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N, N) the votes of `challenge`, actor by actor: the cube of the actors."""
    x, s, c = columns
    votes = np.zeros((len(x), len(x)))
    for k, weight in enumerate(s * c):
        loss = weight * (np.abs(x - x[k]) / np.ptp(x)) ** exponents[k]
        votes += np.maximum(loss - loss[:, None], 0)
    return votes


def crowds() -> None:
    """Prints a round of `challenge` among many, beside nothing but its votes counted plainly."""
    for actors in CROWDS:
        columns = table(actors)
        start = time.process_time()
        for exponents in (np.ones(actors), np.random.default_rng(SEED).uniform(0.5, 2, actors)):
            plain_votes(columns, exponents)
        plain = time.process_time() - start
        for name, play in (("printed", play_printed), ("code", play_code)):
            used, _, rounds = least(play, columns)
            each = used / rounds
            print(
                f"challenge ({name:<7}) {actors:>4} actors {1000 * each:>8.2f} ms a round, its votes plainly "
                f"{1000 * plain:>8.1f} ms, {plain / each:>6.1f} times"
            )


def largest() -> None:
    """Prints how long a table of four hundred takes under every rule."""
    case = uncertain_case(MOST_ACTORS)
    decide(uncertain_case(3), draws=0)
    start = time.process_time()
    for key, rule in tertius.RULES.items():
        if not rule.talks:
            used = used_by(lambda key=key: decide(case, [key], draws=0), 1)
            print(f"{key:<28} {MOST_ACTORS} actors: {used:>7.2f} s of processor")
    print(f"all rules: {time.process_time() - start:.1f} s of processor")


def main() -> None:
    """Prints the tables."""
    ranges()
    crowds()
    largest()
    growth()
    draws()
    pooling()


if __name__ == "__main__":
    main()
