"""How fast the network settles: draws a second on one and two threads, against the slow reference, in one run.

.venv/bin/python benchmarks/settle.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.reference.networks import random_network
from tests.reference.slow import settle_slowly

from tertius.case import load
from tertius.rules.arrays import Network, Numbers
from tertius.rules.bargaining.network import network_of
from tertius.rules.bargaining.renegotiate import renegotiate, renegotiate_draws

DRAWS = 4000
UNIT_INTERVAL = ("reference", "position", "cover", "link", "strike")


def jittered(network: Network, draws: int, seed: int = 1) -> Numbers:
    """A batch around a network: every number between 0.8 and 1.2 of its value, fractions kept at most 1."""
    rng = np.random.default_rng(seed)
    batch = {}
    for name, values in network.numbers._asdict().items():
        factors = np.ones((draws, *values.shape)) if name == "range" else rng.uniform(0.8, 1.2, (draws, *values.shape))
        batch[name] = np.minimum(values * factors, 1.0) if name in UNIT_INTERVAL else values * factors
    return Numbers(**batch)


def seconds(work: object, *arguments: object) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work(*arguments)  # type: ignore[operator]
    return time.perf_counter() - start


def report(name: str, network: Network) -> None:
    """One network: draws a second, and how many times faster than the reference."""
    batch = jittered(network, DRAWS)
    renegotiate_draws(network.structure, jittered(network, 2))
    rates = {n: DRAWS / min(seconds(renegotiate_draws, network.structure, batch, n) for _ in range(3)) for n in (1, 2)}
    slow = seconds(settle_slowly, network)
    print(
        f"{name:<28} {rates[1]:>9,.0f} draws/s on 1 thread {rates[2]:>9,.0f} on 2   "
        f"slow reference {slow * 1000:>8,.0f} ms a draw, {slow * rates[1]:>8,.0f} times slower than one thread"
    )


def process(*arguments: str) -> float:
    """Wall time of a command, the best of three."""
    command = [sys.executable, "-m", "tertius", *arguments]
    return min(seconds(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(3))


def main() -> None:
    """Prints the table."""
    korea = network_of(load("korea-2019"))
    print(f"compiling, or loading what is compiled: {seconds(renegotiate, korea):.1f} s")
    report("korea-2019 (4 talks)", korea)
    for talks in (1, 2, 3, 4):
        report(f"random network, {talks} talks", random_network(np.random.default_rng(talks), talks=talks))
    print(f"tertius --help               {process('--help'):.2f} s")
    print(f"tertius settle korea-2019    {process('settle', 'korea-2019'):.2f} s")


if __name__ == "__main__":
    main()
