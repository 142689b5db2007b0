"""Several processes at one ledger, and one that is killed: what was acknowledged is there, and the chain is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tertius.ledger.ledger import Ledger

WRITER = """
import sys
from datetime import UTC, date, datetime
from tertius.ledger.entries import Forecasted, Question
from tertius.ledger.ledger import Ledger

ledger, name, count = Ledger(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
n = 0
while n < count or count == 0:
    ident = f"{name}-{n}"
    asked = Question(ident, "?", "!", date(2099, 1, 1))
    ledger.record([asked], [Forecasted(0, ident, datetime.now(UTC), name, 0.5)])
    print(ident, flush=True)
    n += 1
"""


def started(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """A process that waits for a line, then writes so many questions; without end if that is 0."""
    command = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_all_that_several_processes_wrote_at_once_is_there(tmp_path: Path) -> None:
    """None of them finds a ledger: they make it, too."""
    path = tmp_path / "ledger.sqlite"
    processes = [started(path, name, 15) for name in ("anna", "ben", "cleo")]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [name for process in processes for name in process.communicate(timeout=120)[0].split()]
    assert [process.returncode for process in processes] == [0, 0, 0]
    tracks = Ledger(path).tracks()
    assert sorted(said) == sorted(track.question.id for track in tracks)
    assert all(len(track.forecasts) == 1 for track in tracks)
    found = Ledger(path).verify()
    assert (found.whole, found.entries) == (True, 90)


def test_a_killed_process_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    process = started(path, "anna", 0)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    said = [process.stdout.readline().strip() for _ in range(7)]
    process.kill()
    said += process.communicate(timeout=60)[0].split("\n")[:-1]
    tracks = Ledger(path).tracks()
    there = [track.question.id for track in tracks]
    assert there[: len(said)] == said
    assert len(there) <= len(said) + 1  # one may have been written and not yet acknowledged
    assert all(len(track.forecasts) == 1 for track in tracks)
    assert Ledger(path).verify().whole
    Ledger(path).resolve("anna-0", True, "seen")
