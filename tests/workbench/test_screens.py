"""The addresses of the screens: which are loaded at first, and which when somebody asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tertius.workbench.bench import Bench
from tertius.workbench.screens import FIRST, SCREENS, Later, routes_of

SCRIPT = """
import json, sys
from pathlib import Path
from tertius.workbench.app import application
application(Path("."), 8000)
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in FIRST])
def test_every_address_of_a_screen_that_is_loaded_later_has_its_name(tmp_path: Path, name: str) -> None:
    routes = Later(Bench(tmp_path), name).routes
    assert routes
    assert [route.path for route in routes if f"/{name}" not in route.path] == []


def test_no_screen_is_left_out(tmp_path: Path) -> None:
    later = {route.name for route in routes_of(Bench(tmp_path)) if isinstance(route, Later)}
    assert later == set(SCREENS) - set(FIRST)


def test_the_first_page_needs_nothing_that_settles_or_draws() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & {"numpy", "numba", "pandas", "scipy", "networkx", "openpyxl", "vl_convert", "ruamel"} == set()
