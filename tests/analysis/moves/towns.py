"""The case of the page on moves, as the tests of moves use it."""

from __future__ import annotations

from tertius.case import Case, read_text
from tests.acceptance.blocks import blocks_of
from tests.house.files import ROOT

__all__ = ["PAGE", "towns"]

PAGE = "docs/how-to/moves.md"


def towns(*changes: tuple[str, str]) -> Case:
    """The case of the page, with pieces of its text replaced."""
    page = (ROOT / PAGE).read_text("utf-8")
    text = next(block.text for block in blocks_of(page) if block.marks.get("file") == "pass/case.yaml")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return read_text(text, "pass.yaml")
