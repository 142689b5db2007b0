"""Docs are tests: every block of README and docs is run, unless it is marked, in the order of its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.runner import Reader
from tests.house.files import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_blocks_of_the_page_do_what_it_says(page: Path, tmp_path: Path) -> None:
    Reader(tmp_path).read(page.read_text("utf-8"))


@pytest.mark.parametrize("name", ["README.md", "docs/tutorial.md"])
def test_the_pages_for_newcomers_show_commands(name: str) -> None:
    page = (ROOT / name).read_text("utf-8")
    assert "tertius settle" in page
    assert "```console" in page or "```sh" in page
