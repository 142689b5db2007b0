"""``tertius help``: the pages that come with Tertius, and which of them the package takes along."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tertius import pages as at
from tests.cli.conftest import Call
from tests.house.files import ROOT

DOCS = ROOT / "docs"
PAGES = [page for page in sorted(DOCS.rglob("*.md")) if page.name != "README.md"]


def test_without_a_name_every_page_is_listed_with_its_title(call: Call) -> None:
    result = call("help")
    assert result.exit_code == 0
    lines = dict(re.split(r"  +", line, maxsplit=1) for line in result.stdout.splitlines())
    assert lines["claims"] == "From an opinion piece to claims"
    titles = [page.read_text("utf-8").splitlines()[0].removeprefix("# ") for page in PAGES]
    assert sorted(lines.values()) == sorted(titles)


@pytest.mark.parametrize(
    "name", ["upper-hand", "upper_hand", "leverage/upper_hand.md", "docs/leverage/upper_hand.md", "Upper hand"]
)
def test_a_page_is_shown_however_it_is_named(call: Call, name: str) -> None:
    result = call("help", name)
    assert result.exit_code == 0
    assert result.stdout == (DOCS / "leverage" / "upper_hand.md").read_text("utf-8").rstrip() + "\n"


def test_a_page_that_is_none_ends_with_2_and_what_may_be_meant(call: Call) -> None:
    result = call("help", "claim")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there is no page 'claim': did you mean 'claims'?" in result.stderr
    assert "tertius help lists them all" in call("help", "zzzz").stderr


def test_the_package_takes_every_page_along() -> None:
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]
    taken = hatch["build"]["targets"]["wheel"]["force-include"]
    assert all(goal == f"tertius/{source}" for source, goal in taken.items())
    places = [page.relative_to(ROOT) for page in PAGES]
    assert [p for p in places if p.as_posix() not in taken and p.parent.as_posix() not in taken] == []


def test_the_pages_of_an_installed_package_go_first(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "own.md").write_text("# Only here\n", "utf-8")
    monkeypatch.setattr(at, "FOLDERS", (tmp_path, DOCS))
    assert call("help").stdout == "own  Only here\n"


def test_pages_that_messages_point_to_are_there() -> None:
    source = "".join(file.read_text("utf-8") for file in (ROOT / "src").rglob("*.py"))
    named = set(re.findall(r"tertius help ([a-z-]+) says", source))
    assert named
    assert named <= set(at.pages())
