"""Ctrl-C while a cluster works: what is done is kept, the exit code is 130, and no process stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

import tertius
from tertius.case.files.write import yaml_of
from tests.cli.examples import toy_case

pytestmark = pytest.mark.skipif(not hasattr(os, "killpg"), reason="a terminal sends Ctrl-C to a whole group")

CASES = 40


def test_ctrl_c_keeps_the_cases_that_are_done_and_leaves_no_worker_behind(tmp_path: Path) -> None:
    names = [str(tmp_path / f"{number}.yaml") for number in range(CASES)]
    for name in names:
        Path(name).write_text(yaml_of(toy_case(title=name)), encoding="utf-8")
    keep = tmp_path / "done.jsonl"
    settings = ["--draws", "400", "--keep", str(keep), "--json"]
    command = [sys.executable, "-m", "tertius", "batch", *names, *settings, "--workers", "1"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # whoever runs tests may ignore it
    ) as process:
        started = _when_done(process, keep, 2)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"go on with --resume" in said
    assert b"Traceback" not in said
    _, left = psutil.wait_procs(started, timeout=10)
    assert not left
    kept = len(keep.read_bytes().splitlines()) - 1
    assert 2 <= kept < CASES
    gone_on = tertius.batch(names[:kept], 400, keep=keep, resume=True)
    assert gone_on.to_dict() == tertius.batch(names[:kept], 400).to_dict()


def _when_done(process: subprocess.Popen[bytes], keep: Path, cases: int) -> list[psutil.Process]:
    """Wait until so many cases are kept; the processes that are there then."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        if keep.exists() and len(keep.read_bytes().splitlines()) > cases:
            return psutil.Process(process.pid).children(recursive=True)
        time.sleep(0.02)
    ended = process.poll()
    if ended is None:  # nobody waits until all of its cases are done
        os.killpg(process.pid, signal.SIGKILL)
    raise AssertionError(f"no {cases} cases were done: {ended}")
