"""Tests that need the outside data are skipped without it, and counted at the end of the run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.files import ROOT

TESTS = """
import pytest

@pytest.mark.data
def test_marked():
    assert True

def test_asking(data):
    assert (data / "facts.csv").is_file()

def test_neither():
    assert True
"""


def run_with(data: Path, folder: Path) -> list[str]:
    """The lines of a run of three tests, two of which need the data."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    shutil.copy(ROOT / "pyproject.toml", folder / "pyproject.toml")
    (folder / "test_three.py").write_text(TESTS, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    found = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))  # what the conftest imports
    environment = {**os.environ, "TERTIUS_DATA": str(data), "PYTHONPATH": found}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout
    return done.stdout.rstrip().splitlines()


def test_without_the_data_the_last_lines_count_what_was_skipped(tmp_path: Path) -> None:
    lines = run_with(tmp_path / "nowhere", tmp_path)
    assert "2 tests were skipped: no outside data" in "\n".join(lines[-3:])
    assert "1 passed, 2 skipped" in lines[-1]


def test_with_the_data_everything_runs(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "facts.csv").touch()
    lines = run_with(folder, tmp_path)
    assert "3 passed" in lines[-1]
    assert "skipped" not in "\n".join(lines)
