"""Where compiled kernels are kept: never where another version's could be taken for ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tertius.rules import compiled

ASK = (
    "from tertius.rules import compiled; print(compiled.kernel_folder(), compiled.can_keep(), compiled.must_compile())"
)


def ask(**environment: str) -> list[str]:
    """What a fresh process says of its folder, whether it can keep kernels, and whether it must compile."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_an_empty_folder_has_to_be_filled(tmp_path: Path) -> None:
    folder, can_keep, must_compile = ask(NUMBA_CACHE_DIR=str(tmp_path))
    assert Path(folder).parent == tmp_path
    assert (can_keep, must_compile) == ("True", "True")


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    _, can_keep, must_compile = ask(NUMBA_CACHE_DIR=str(tmp_path / "file"))
    assert (can_keep, must_compile) == ("False", "True")


def test_the_name_of_the_folder_hangs_on_the_source_of_every_kernel() -> None:
    kernels = {path.name for path in compiled.kernel_sources()}
    assert {"newton.py", "state.py", "renegotiate.py", "kernel.py"} <= kernels
    assert compiled.kernel_folder().name.startswith("kernels-")
