"""What is loaded for what: a question of modules, not of time."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from tertius import Ledger
from tests.house.imports import SOURCE

HEAVY = {
    "jinja2", "networkx", "numba", "numpy", "openpyxl", "pandas", "pydantic", "ruamel", "scipy.linalg", "scipy.special",
    "scipy.stats", "vl_convert",
}  # fmt: skip

SCRIPT = """
import json, sys
from tertius.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
finally:
    print("\\n" + json.dumps(sorted(sys.modules)))
"""


def loaded_by(script: str, *arguments: str, folder: Path | None = None) -> set[str]:
    """The modules that a fresh interpreter has after a script."""
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, cwd=folder)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_by(SCRIPT, *arguments) & HEAVY == set()


@pytest.mark.parametrize("arguments", [["settle", "--help"], ["run", "--help"], ["ledger", "add", "--help"]])
def test_help_of_a_command_loads_only_what_the_parser_of_arguments_loads(arguments: list[str]) -> None:
    assert loaded_by(SCRIPT, *arguments) & HEAVY <= {"pydantic"}


def test_importing_tertius_loads_nothing_heavy() -> None:
    script = "import json, sys, tertius; dir(tertius); print(json.dumps(sorted(sys.modules)))"
    assert loaded_by(script) & (HEAVY | {"typer", "rich"}) == set()


ROOMS = ("analysis", "case", "report", "rules")

READS = "case case.check case.edit case.files case.parse"
TELLS = "report report.terminal report.text"
SETTLES = f"{READS} {TELLS} draws results rules rules.bargaining rules.compiled rules.decisions voting"
TALKS = f"{SETTLES} rules.measured"

LOADED = {
    "cases": ("pydantic", f"{READS} {TELLS} results"),
    "check two-patrons": ("pydantic", f"{READS} {TELLS} results"),
    "schema": ("pydantic", f"{READS} {TELLS} results"),
    "help claims": ("pydantic", f"{READS} {TELLS} results pages"),
    "show two-patrons": ("pydantic numpy", f"{READS} {TELLS} results draws scenarios"),
    "new mine": ("pydantic", f"{READS} {TELLS} results"),
    "export two-patrons out.xlsx": ("pydantic numpy openpyxl", f"{READS} {TELLS} results"),
    "settle two-patrons": ("pydantic numpy", TALKS),
    "draw korea-2019": (
        "pydantic numpy scipy.special",
        f"{TALKS} scenarios analysis analysis.decide analysis.forecast",
    ),
    "decide ec-emission-1994": (
        "pydantic numpy numba scipy.linalg scipy.special",
        f"{SETTLES} analysis analysis.decide case.tables",
    ),
    "leverage two-patrons": ("pydantic numpy networkx", f"{TALKS} scenarios analysis analysis.leverage"),
    "patrons two-patrons": (
        "pydantic numpy",
        f"{TALKS} scenarios analysis analysis.leverage analysis.patrons rules.worths",
    ),
    "power korea-2019 --body security-council": (
        "pydantic numpy",
        f"{READS} {TELLS} results voting case.layouts case.tables",
    ),
    "batch two-patrons --draws 16": (
        "pydantic numpy",
        f"{TALKS} scenarios analysis analysis.batch analysis.decide analysis.forecast",
    ),
    "ledger list": ("pydantic", f"{READS} {TELLS} results ledger"),
    "ledger export --json out.json": ("pydantic", f"{READS} {TELLS} results ledger"),
    "ledger score": ("pydantic numpy", f"{READS} {TELLS} results ledger scores"),
    "ledger report -o out.html": (
        "pydantic numpy jinja2",
        f"{READS} {TELLS} results ledger scores report.charts report.ledger",
    ),
    "run two-patrons --draws 16": (
        "pydantic numpy networkx jinja2 vl_convert",
        f"{TALKS} case.tables scenarios analysis analysis.claims analysis.decide analysis.forecast analysis.leverage "
        "analysis.moves analysis.patrons rules.worths report.charts report.brief",
    ),
}
"""For each of these commands: the heavy packages and the rooms of the house that it loads, and no others.

`moves`, `game`, `claims`, `what-if`, `compare`, `sensitivity` and `evidence` are parts of what `run` does.
"""


@pytest.mark.parametrize("command", LOADED)
def test_a_command_loads_what_it_needs(command: str, tmp_path: Path) -> None:
    if command.startswith("ledger"):
        Ledger(tmp_path / "ledger.sqlite").add(
            None, "q", by=date(2099, 1, 1), resolves="it is", text="Is it?", probability=0.3
        )
    modules = loaded_by(SCRIPT, *command.split(), folder=tmp_path)
    parts = {tuple(name.split(".")[1:3]) for name in modules if name.startswith("tertius.")}
    inner = {name.rpartition(".")[0] for name in modules}  # what has something in it is a room
    rooms = {head for head, *_ in parts} | {".".join(part) for part in parts if part[0] in ROOMS}
    rooms = {room for room in rooms if f"tertius.{room}" in inner or room in ("results", "pages")}
    packages, expected = LOADED[command]
    assert modules & HEAVY == set(packages.split())
    assert rooms - {"cli"} == set(expected.split())


def test_the_statistics_of_scipy_are_loaded_nowhere() -> None:
    """They take most of a second, and the rest of SciPy does without."""
    for path in SOURCE.rglob("*.py"):
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)) if "scipy" in source else ():
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            base = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            assert not any(f"{base}.{name}".lstrip(".").startswith("scipy.stats") for name in names), path


def test_what_is_spared_is_there_for_those_who_want_it() -> None:
    script = """
from tertius.spared import load_help
load_help()
import json, sys
assert not {"rich.markdown", "rich.traceback"} & set(sys.modules)
import rich.markdown, rich.traceback
assert rich.markdown.Markdown("*a*").parsed and rich.traceback.Traceback
print(json.dumps([]))
"""
    assert loaded_by(script) == set()
