"""How fast forecasts are: growth with draws and with theories, one thread and two, in one run.

.venv/bin/python benchmarks/forecast.py
"""

from __future__ import annotations

import time
import tracemalloc

import tertius
from tertius.analysis.forecast import find_sensitivity
from tertius.case import Case, load
from tertius.case.entries import PartyDoubt
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


def with_doubt(case: Case, doubt: str) -> Case:
    """The case in which nobody at any table knows more of the others than their ranges; with 0, without any doubt.

    Whatever else it says of why talks fail is taken away.
    """
    nothing: dict[str, dict[str, object]] = {"doubt": {}, "keeps": {}, "firm": {}, "ratified_by": {}}
    talks, pressure = {}, {}
    for ident, talk in case.talks.items():
        private = {party: PartyDoubt(share=doubt) for party in talk.parties} if doubt != "0" else {}
        talks[ident] = talk.model_copy(update=nothing | {"doubt": private})
    for held in ("links", "threats"):
        pressure[held] = {name: one.model_copy(update={"unless": {}}) for name, one in getattr(case, held).items()}
    return case.model_copy(update={"talks": talks, **pressure})


def private_numbers(rounds: int = 3) -> None:
    """Prints what private numbers cost: a forecast without them, and one with them at every table."""
    case = load("korea-2019")
    kinds = {"no doubt": with_doubt(case, "0"), "doubt 100%": with_doubt(case, "100%")}
    taken: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(rounds):  # in turns, so that other work on the machine slows all of them down
        for kind, case in kinds.items():
            start = time.process_time()
            tertius.forecast(case.model_copy(), 10_000, theories="renegotiate", threads=1)
            taken[kind].append(time.process_time() - start)
    first = min(taken["no doubt"])
    print("10,000 draws under renegotiate, seconds of processor time:")
    for kind, seconds_taken in taken.items():
        print(f"{kind:>18} {min(seconds_taken):>8.2f}   {min(seconds_taken) / first:.2f} times")
    start = time.process_time()
    tertius.settle(with_doubt(load("korea-2019"), "100%"))
    print(f"of it types and curves: {time.process_time() - start:.2f} s, once for a case and a theory")


def main() -> None:
    """Prints the tables."""
    private_numbers()
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
