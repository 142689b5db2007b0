"""Imports point down only, and go round in no circle; no room holds more than can be taken in at a glance."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.house.imports import FILES, FLOORS, SOURCE, breaches, by_file, circles, graph, module_of

MOST_FILES = 13


def test_the_house_has_its_floors() -> None:
    for package, floors in FLOORS.items():
        folder = SOURCE.joinpath(*package.split(".")[1:])
        there = {path.name.removesuffix(".py") for path in folder.iterdir()}
        assert set(floors) - {"", "workbench"} <= there, f"{package} has not all of its floors"


def test_imports_point_down() -> None:
    assert by_file(lambda path: breaches(path.read_text("utf-8"), module_of(path))) == {}


def test_no_imports_go_round_in_a_circle() -> None:
    assert circles(graph()) == []


def test_a_rule_settles_without_checking_the_case() -> None:
    """A settlement is a function of the case: what to warn of is for `check`, for loading and for the commands.

    The face of the rules is a door: a case that comes from Python and not from a file is checked there, once.
    """
    reached = {(module, name) for module, names in graph().items() if "tertius.rules" in module for name in names}
    reached -= {("tertius.rules", "tertius.case.check.check")}
    assert [pair for pair in reached if pair[1].startswith("tertius.case.check")] == []


def test_no_folder_is_crowded() -> None:
    """No more than thirteen files, the face of the package not counted."""
    held = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {str(folder.relative_to(SOURCE)): n for folder, n in held.items() if n > MOST_FILES} == {}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("tertius.case.model", "from tertius.rules import settle"),
        ("tertius.case.model", "from tertius.draws import sample"),
        ("tertius.case.model", "from tertius.case.check.check import check_case"),
        ("tertius.case.parse.tree", "from tertius.case.model import Case"),
        ("tertius.draws.sampling", "from tertius.rules import settle"),
        ("tertius.case.model", "import tertius.cli.app"),
        ("tertius.voting.ballots", "from tertius.rules import settle"),
        ("tertius.case.model", "from tertius import rules"),
        ("tertius.rules.arrays", "def f():\n    from tertius.report.brief.brief import brief"),
        ("tertius.rules.decisions.mean", "from tertius.rules.bargaining.network import network_of"),
        ("tertius.rules.bargaining.network", "from tertius.rules import RULES"),
        ("tertius.report.text.phrases", "from tertius.report.brief.brief import brief"),
        (
            "tertius.rules.arrays",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import tertius.cli",
        ),
        ("tertius.analysis.forecast.forecast", "from tertius.analysis.claims import verdict"),
        ("tertius.analysis.claims.result", "from tertius.report.text.claims import claim_sentences"),
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
        ("tertius.case.model", "from tertius.case.fields import Id\nfrom tertius import __version__"),
        ("tertius.rules.bargaining.network", "from tertius.voting.ballots import pass_chance"),
        ("tertius.report.brief.brief", "from tertius.rules.settlement import Settlement"),
        ("tertius.cli.run", "import tertius\nfrom tertius.report.brief.brief import brief"),
    ],
)
def test_an_import_that_points_down_passes(module: str, source: str) -> None:
    assert breaches(source, module) == []


def test_imports_are_written_in_full() -> None:
    with pytest.raises(ValueError, match="written in full"):
        breaches("from .model import Case", "tertius.case.check.check")


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
