"""How long commands take to start: processor seconds of whole processes, beside those of Python and numba alone.

.venv/bin/python benchmarks/start.py [FOLDER]

All are run in turn, round after round, and medians are shown. FOLDER is another checkout, run in the same rounds.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROUNDS = 5
SOURCE = Path(__file__).parent.parent / "src"

ALONE = {"python -c pass": "pass", "python -c 'import numpy, numba'": "import numpy, numba"}
COMMANDS = ("--help", "--version", "check korea-2019", "show korea-2019", "settle two-patrons", "settle korea-2019")


def processor_seconds(command: list[str], source: Path) -> float:
    """What a process and its children take of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(source)}
    subprocess.run(command, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Run everything in turn, once to warm up, and print the medians."""
    jobs = {name: ([sys.executable, "-c", code], SOURCE) for name, code in ALONE.items()}
    for folder in (Path(__file__).parent.parent, *map(Path, sys.argv[1:])):
        for arguments in COMMANDS:
            name = f"tertius {arguments}" + ("" if folder == SOURCE.parent else f"  ({folder.name})")
            jobs[name] = ([sys.executable, "-m", "tertius", *arguments.split()], folder / "src")
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(ROUNDS + 1):
        for name, (command, source) in jobs.items():
            seconds = processor_seconds(command, source)
            if number:
                taken[name].append(seconds)
    numba = statistics.median(taken["python -c 'import numpy, numba'"])
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:<48} {median:6.3f} s of processor time, {median / numba:5.2f} of numba alone")


if __name__ == "__main__":
    main()
