"""Where compiled kernels are kept: never where another version's could be taken for ours."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tertius.rules.compiled import folder

ASK = (
    "from tertius.rules.compiled import folder; print(folder.kernel_folder(), folder.can_keep(), folder.must_compile())"
)


def ask(**environment: str) -> list[str]:
    """What a fresh process says of its folder, whether it can keep kernels, and whether it must compile."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_an_empty_folder_has_to_be_filled(tmp_path: Path) -> None:
    kept_in, can_keep, must_compile = ask(NUMBA_CACHE_DIR=str(tmp_path))
    assert Path(kept_in).parent == tmp_path
    assert (can_keep, must_compile) == ("True", "True")


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _, can_keep, must_compile = ask(NUMBA_CACHE_DIR=str(tmp_path / "file"))
    assert (can_keep, must_compile) == ("False", "True")


def test_the_name_of_the_folder_hangs_on_the_source_of_every_kernel() -> None:
    kernels = {path.name for path in folder.kernel_sources()}
    assert {"newton.py", "state.py", "sets.py", "kernel.py"} <= kernels
    assert folder.kernel_folder().name.startswith("kernels-")


TOY = """
import sys
from tertius.rules.compiled.decorators import entry

@entry
def double(number):
    return 2 * number

assert double(21) == 42
print(sum(double.stats.cache_hits.values()), *double.stats.cache_path.rpartition("kernels-")[1:])
"""


def run(script: Path, cache: Path) -> list[str]:
    """The words that a script prints in a process of its own, which keeps its kernels in a folder."""
    done = subprocess.run(
        [sys.executable, str(script)],
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def run_toy(folder: Path, cache: Path) -> int:
    """How many compiled kernels the toy in a folder of its own has found on disk."""
    folder.mkdir(exist_ok=True)
    (folder / "toy.py").write_text(TOY, encoding="utf-8")
    return int(run(folder / "toy.py", cache)[0])


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_a_copy_of_the_same_source_shares_what_is_compiled_and_torn_files_are_made_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert run_toy(tmp_path / "one", cache) == 0
    assert run_toy(tmp_path / "two", cache) == 1
    for torn in cache.rglob("*.nb?"):
        torn.write_bytes(torn.read_bytes()[:40])
    assert run_toy(tmp_path / "one", cache) == 0
    for torn in cache.rglob("*.nbc"):
        assert torn.stat().st_size > 40
        torn.write_bytes(b"")
    assert run_toy(tmp_path / "one", cache) == 0
    assert run_toy(tmp_path / "one", cache) == 1


OUTSIDE = """
from __future__ import annotations

from tertius.rules.arrays import Ints
from tertius.rules.compiled.decorators import kernel, outside


@kernel
def plus(one, other):
    return one + other


@outside
def total(v: Ints, size: int) -> int:
    found = 0
    for place in range(size):
        found = plus(found, v[place])
    return found
"""

CALL = """
import sys

import numpy as np

from tertius.rules.compiled.folder import must_compile
from tertius.rules.compiled.machine_code import MachineCode

assert MachineCode("toy", "total", "Pq")(np.array([20, 22]), 2) == 42
print("numba" in sys.modules, not must_compile())
"""


def call_outside(folder: Path, cache: Path) -> list[str]:
    """Whether a process that calls a kernel from outside had to compile it, and whether it is kept then."""
    (folder / "toy.py").write_text(OUTSIDE, encoding="utf-8")
    (folder / "call.py").write_text(CALL, encoding="utf-8")
    return run(folder / "call.py", cache)


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_machine_code_on_disk_is_loaded_without_numba_and_made_anew_if_it_is_torn(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    assert call_outside(tmp_path, cache) == ["True", "True"]
    assert call_outside(tmp_path, cache) == ["False", "True"]
    [kept] = cache.rglob(f"*{folder.MACHINE_CODE}")
    whole = kept.read_bytes()
    for torn in (b"", whole[:40], whole[:-1] + bytes([whole[-1] ^ 1])):
        kept.write_bytes(torn)
        assert call_outside(tmp_path, cache) == ["True", "True"]
        assert kept.read_bytes() == whole


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_machine_code_that_cannot_be_kept_is_compiled_by_every_process(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert call_outside(tmp_path, tmp_path / "file") == ["True", "False"]


def test_run_by_its_name_the_compiling_of_all_calls_itself_by_that_name(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(folder, "must_compile", lambda: True)
    monkeypatch.setattr(folder, "can_keep", lambda: True)
    monkeypatch.setattr(subprocess, "run", lambda command, check: asked.append(command))
    monkeypatch.setattr(sys, "argv", ["compiling"])
    monkeypatch.delitem(sys.modules, "tests.compiling", raising=False)  # else runpy warns
    runpy.run_module("tests.compiling", run_name="__main__", alter_sys=True)
    assert sorted(command[1:3] for command in asked) == [["-m", "tests.compiling"]] * 2
