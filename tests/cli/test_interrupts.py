"""Ctrl-C at any moment of any command: "Stopped.", 130, and the process lives to say so."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs the signals of POSIX")

COMMANDS = [
    "settle CHAIN",
    "settle CHAIN --rule hold",
    "settle CHAIN --theories all",
    "run CHAIN --draws 0 -o out --force",
    "forecast CHAIN --draws 100000 --keep kept.csv --force",
    "forecast CHAIN --draws 100000",
    "draw CHAIN",
    "sensitivity CHAIN --base 4",
    "evidence CHAIN --base 4",
    "leverage CHAIN",
    "what-if CHAIN --set issues.i0.name=Road",
    "compare CHAIN CHAIN",
    "moves korea-2019 --for dprk",
    "game korea-2019",
    "claims korea-2019 --draws 20",
    "power korea-2019",
    "decide ec-emission-1994",
    "settle ec-emission-1994 --rule spatial",
    "show CHAIN",
    "check CHAIN",
    "export CHAIN out.xlsx --force",
    "new out2 --force",
    "cases",
    "rules",
    "schema",
]

# The command is interrupted at one moment after the other; each time a process of its own that has loaded all.
DRIVER = """
import os, signal, sys, time
import tertius.cli, tertius.rules, tertius.analysis, tertius.report.brief.brief
import tertius.case.files.workbook, tertius.analysis.forecast.forecast
signal.signal(signal.SIGINT, signal.default_int_handler)
from tertius.interrupts import obey_interrupts
begun, ready = os.pipe()
words, moments = sys.argv[1].split(), [float(moment) for moment in sys.argv[2].split()]
for moment in moments:
    sys.stdout.flush()
    child = os.fork()
    if not child:
        errors = os.open("errors", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(errors, 2)
        obey_interrupts(lambda: (os.write(ready, b"."), tertius.cli.main(words)))
    os.read(begun, 1)
    time.sleep(moment)
    os.kill(child, signal.SIGINT)
    start = time.perf_counter()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    said = open("errors").read().rstrip().replace(chr(10), " | ")
    print(moment, code, round(time.perf_counter() - start, 3), said, sep=chr(9))
"""


def chain(talks: int) -> str:
    """Talks in a row, each linked to the next: the longer, the slower."""
    actors = [f"a{i}" for i in range(talks + 1)]
    lines = ["case: chain", "title: A chain", "as_of: 2024-01-01"]
    lines += ["actors:", *(f"  {actor}: {actor}" for actor in actors)]
    lines += ["issues:", *(f"  i{t}: Issue {t}" for t in range(talks)), "talks:"]
    for t in range(talks):
        lines += [f"  t{t}:", f"    parties: [a{t}, a{t + 1}]", f"    without_agreement: {{i{t}: {30 + 3 * t}}}"]
    lines.append("stances:")
    for k, actor in enumerate(actors):
        lines.append(f"  {actor}:")
        lines += [f'    i{k}: {{position: 100, salience: "40 to 60"}}'] if k < talks else []
        lines += [f"    i{k - 1}: {{position: 0, salience: {20 + k}}}"] if k else []
    lines += ["needs:", *(f"  n{t}: {{actor: a{t}, weight: 30, covered_by: {{i{t}: 50%}}}}" for t in range(talks))]
    fields = "holder: a{0}, if_fails: t{0}, then_falls: t{1}, probability: 20%"
    lines += ["links:", *(f"  l{t}: {{{fields.format(t, t + 1)}}}" for t in range(talks - 1))]
    return "\n".join(lines) + "\n"


def interrupted(folder: Path, command: str, moments: list[float]) -> list[list[str]]:
    """Moment, exit code, how long until it ended, and what was said, for each moment."""
    (folder / "chain.yaml").write_text(chain(7), "utf-8")
    words = [sys.executable, "-c", DRIVER, command.replace("CHAIN", "chain.yaml"), " ".join(map(str, moments))]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return [line.split("\t") for line in done.stdout.splitlines()]


def check(folder: Path, command: str, moments: list[float]) -> None:
    told = interrupted(folder, command, moments)
    assert len(told) == len(moments)
    for moment, code, waited, said in told:
        where = f"{command} after {moment} s: {said}"
        if code == "0":  # the command was done before
            assert "Stopped" not in said, where
            continue
        assert code == "130", where
        assert "Stopped" in said.split(" | ")[-1], where
        assert "Traceback" not in said, where
        assert float(waited) < 10, where
    left = [path.name for path in folder.rglob(".*")]
    assert left == [], f"{command} left {left} behind"


@pytest.mark.parametrize("command", COMMANDS[:6])
def test_the_commands_that_settle_stop_when_they_are_told_to(tmp_path: Path, command: str) -> None:
    check(tmp_path, command, [0.02, 0.3, 0.7])


@pytest.mark.long
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stops_at_any_of_twenty_moments(tmp_path: Path, command: str) -> None:
    rng = random.Random(command)
    check(tmp_path, command, sorted(round(rng.uniform(0.001, 1.5) ** 2, 4) for _ in range(20)))


@pytest.mark.parametrize("pause", [0.001, 0.01, 0.05])
def test_two_interrupts_while_starting_end_as_one_does(pause: float) -> None:
    script = "import sys\nfrom tertius.__main__ import main\nprint('go', flush=True)\nmain()"
    for wait in (0.0, 0.05, 0.2):
        process = subprocess.Popen(
            [sys.executable, "-c", script, "cases"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        time.sleep(0.02 + wait)
        process.send_signal(signal.SIGINT)
        time.sleep(pause)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        if process.returncode:  # else it was done before
            assert (process.returncode, errors.splitlines()[-1:]) == (130, ["Stopped."]), errors
            assert errors.count("Stopped.") == 1


def test_a_case_with_many_talks_stops_within_seconds_and_keeps_what_was_done(tmp_path: Path) -> None:
    (tmp_path / "long.yaml").write_text(chain(10), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "tertius", "forecast", "long.yaml", "--theories", "renegotiate", "--keep", "kept.csv"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    kept, since = tmp_path / "kept.csv", time.perf_counter()
    while not kept.exists() or kept.read_text().count("\n") < 3:
        assert process.poll() is None, process.communicate()
        assert time.perf_counter() - since < 300
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    since = time.perf_counter()
    _, errors = process.communicate(timeout=60)
    assert time.perf_counter() - since < 20  # a second or two on an idle machine
    assert process.returncode == 130
    assert "of 10,000 draws" in errors.splitlines()[-1]
    lines = kept.read_text().splitlines()
    assert len({line.count(",") for line in lines}) == 1
    assert len(lines) > 2
