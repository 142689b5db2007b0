"""Imports point down only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.imports import ALLOWED, SOURCE, breaches

FILES = sorted(path for path in SOURCE.rglob("*.py"))


def module_of(path: Path) -> str:
    parts = ("tertius", *path.relative_to(SOURCE).with_suffix("").parts)
    top = ("tertius", "__init__")
    return ".".join(parts if parts == top or parts[-1] != "__init__" else parts[:-1])


def test_the_house_has_its_rooms() -> None:
    rooms = {path.relative_to(SOURCE).parts[0].removesuffix(".py") for path in FILES}
    assert {"errors", "case", "draws", "voting", "rules", "forecast", "brief", "cli"} <= rooms


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_point_down(path: Path) -> None:
    assert breaches(path.read_text("utf-8"), module_of(path), path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("tertius.case.model", "from tertius.rules import settle"),
        ("tertius.case.model", "from tertius.draws import sample"),
        ("tertius.draws.sampling", "from tertius.rules import settle"),
        ("tertius.case.model", "import tertius.cli.app"),
        ("tertius.voting.ballots", "from tertius.rules import settle"),
        ("tertius.case.model", "from tertius import rules"),
        ("tertius.rules.bargaining.network", "def f():\n    from ..brief import write_brief"),
        (
            "tertius.rules.bargaining.network",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import tertius.cli",
        ),
        ("tertius.forecast.forecast", "from tertius.claims import verdict"),
        ("tertius.studies.atop", "from tertius.rules import settle"),
        ("tertius.errors", "from tertius.case import Case"),
        ("tertius.attic.chest", ""),
    ],
)
def test_an_import_that_points_up_is_found(module: str, source: str) -> None:
    assert len(breaches(source, module)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("tertius.case.model", "from tertius.errors import Problem\nimport json\nimport tertiusx.rules"),
        ("tertius.case.model", "from .fields import Id\nfrom tertius import __version__"),
        ("tertius.rules.bargaining.network", "from tertius.voting.ballots import pass_chance"),
        ("tertius.brief.page", "from tertius.rules.settlement import Settlement"),
        ("tertius.cli.run", "import tertius\nfrom tertius.brief import write_brief"),
    ],
)
def test_an_import_that_points_down_passes(module: str, source: str) -> None:
    assert breaches(source, module) == []


def test_relative_imports_of_a_package_are_its_own() -> None:
    assert breaches("from .model import Case", "tertius.case", is_package=True) == []
    assert len(breaches("from ..rules import settle", "tertius.case", is_package=True)) == 1


def test_errors_is_the_ground_floor() -> None:
    assert all("errors" in allowed or room == "__main__" for room, allowed in ALLOWED.items())
