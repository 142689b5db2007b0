"""What is loaded for what: a question of modules, not of time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = {"jinja2", "networkx", "numba", "numpy", "pandas", "pydantic", "ruamel", "scipy", "vl_convert"}

SCRIPT = """
import json, sys
from tertius.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
finally:
    print("\\n" + json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


def loaded_by(script: str, *arguments: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a script."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(SCRIPT, *arguments) & HEAVY == set()


@pytest.mark.parametrize("arguments", [["settle", "--help"], ["run", "--help"]])
def test_help_of_a_command_loads_only_what_the_parser_of_arguments_loads(arguments: list[str]) -> None:
    assert loaded_by(SCRIPT, *arguments) & HEAVY <= {"pydantic"}


def test_importing_tertius_loads_nothing_heavy() -> None:
    script = "import json, sys, tertius; dir(tertius); print(json.dumps(sorted(sys.modules)))"
    assert loaded_by(script) & (HEAVY | {"typer", "rich"}) == set()


@pytest.mark.parametrize("arguments", [["cases"], ["show", "korea-2019"], ["check", "korea-2019"], ["schema"]])
def test_reading_a_case_needs_no_solver(arguments: list[str]) -> None:
    loaded = loaded_by(SCRIPT, *arguments)
    assert "pydantic" in loaded  # the list is real: what reads a case is on it
    assert loaded & {"numba", "pandas", "vl_convert", "jinja2"} == set()
