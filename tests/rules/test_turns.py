"""Processes that start cold at once compile each kernel once between them, and none waits for one that has died."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tertius.rules.compiled import turns
from tertius.rules.compiled.turns import our_turn

COLD = """
import sys, time
from pathlib import Path

import numpy as np

import tertius.rules.compiled.decorators
import toy
from tertius.rules.compiled.machine_code import MachineCode

here, processes = Path(__file__).parent, int(sys.argv[2])
(here / f"{sys.argv[1]}.started").touch()
while len(list(here.glob("*.started"))) < processes:
    time.sleep(0.01)
calls = []
whole = toy.total.machine_code
toy.total.machine_code = lambda: calls.append(1) or whole()
assert MachineCode("toy", "total", "Pq")(np.array([20, 22]), 2) == 42
assert toy.double(21) == 42
print(len(calls), sum(toy.double.stats.cache_misses.values()))
"""

TOY = """
from __future__ import annotations

from tertius.rules.arrays import Ints
from tertius.rules.compiled.decorators import entry, outside


@entry
def double(number):
    return 2 * number


@outside
def total(v: Ints, size: int) -> int:
    found = 0
    for place in range(size):
        found += v[place]
    return found
"""

HOLD = """
import sys, time
from pathlib import Path
from tertius.rules.compiled.turns import our_turn
with our_turn(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_processes_that_start_cold_at_once_compile_each_kernel_once(tmp_path: Path) -> None:
    (tmp_path / "toy.py").write_text(TOY, encoding="utf-8")
    (tmp_path / "cold.py").write_text(COLD, encoding="utf-8")
    environment, processes = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path / "cache")}, 3
    started = [
        subprocess.Popen(
            [sys.executable, str(tmp_path / "cold.py"), str(number), str(processes)],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(processes)
    ]
    told = [one.communicate()[0].split() for one in started]
    assert [one.returncode for one in started] == [0] * processes
    assert [sum(int(words[kind]) for words in told) for kind in (0, 1)] == [1, 1]


def test_nobody_waits_for_a_process_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "turn")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert is_taken(tmp_path / "turn")
        holder.kill()
    with our_turn(tmp_path / "turn"):
        assert is_taken(tmp_path / "turn")
    assert not is_taken(tmp_path / "turn")


def is_taken(turn: Path) -> bool:
    """Whether somebody has the turn now."""
    one = sqlite3.connect(turn, timeout=0, isolation_level=None)
    try:
        one.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return True
    finally:
        one.close()
    return False


def test_who_has_waited_long_enough_compiles_for_himself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "PATIENCE", 0.1)
    with our_turn(tmp_path / "turn"), our_turn(tmp_path / "turn"):
        assert is_taken(tmp_path / "turn")


def test_where_no_turn_can_be_had_nobody_waits(tmp_path: Path) -> None:
    with our_turn(tmp_path / "nowhere" / "turn"):
        assert not (tmp_path / "nowhere").exists()
