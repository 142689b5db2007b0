"""How fast forecasts are: growth with draws and with theories, one thread and two, in one run.

.venv/bin/python benchmarks/forecast.py
"""

from __future__ import annotations

import time
import tracemalloc

import tertius
from tertius.analysis.forecast import find_sensitivity
from tertius.case import load
from tertius.draws import sample, uncertain_of
from tertius.rules import theories_for, theory_named


def seconds(draws: int, theories: str, threads: int) -> float:
    """Wall time of one forecast, all default outputs included."""
    start = time.perf_counter()
    tertius.forecast(load("korea-2019"), draws, theories=theories, threads=threads)
    return time.perf_counter() - start


def peak(draws: int) -> float:
    """Most memory that a forecast holds in Python's own arrays, in megabytes."""
    tracemalloc.start()
    tertius.forecast(load("korea-2019"), draws, theories="hold", hands=False)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Prints the tables."""
    case = load("korea-2019")
    for theory in theories_for(case):
        seconds(16, theory.name, 1)
    print("renegotiate, draws:      one thread   two threads")
    for draws in (1_000, 10_000):
        one, two = seconds(draws, "renegotiate", 1), seconds(draws, "renegotiate", 2)
        print(f"{draws:>18,} {one:>14.2f} s {two:>11.2f} s   {one / two:.2f} times as fast")
    print("1,000 draws on two threads, by theory:")
    first = seconds(1_000, "renegotiate", 2)
    for theory in theories_for(case):
        took = seconds(1_000, theory.name, 2)
        print(f"{theory.name:>32} {took:>8.2f} s   {took / first:.1f} times renegotiate")
    uncertain = uncertain_of(case)
    start = time.perf_counter()
    sample(uncertain, 0, 10_000, 1)
    print(f"10,000 draws of {len(uncertain)} numbers, not settled: {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    find_sensitivity(case, theory_named("renegotiate"), base=64)
    print(f"Sobol' indices from base 64: {time.perf_counter() - start:.1f} s")
    print(f"memory: {peak(1_000):.0f} MB for 1,000 draws, {peak(20_000):.0f} MB for 20,000")


if __name__ == "__main__":
    main()
