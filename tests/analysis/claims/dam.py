"""The case of the page on claims, as the tests of claims use it."""

from __future__ import annotations

from functools import cache

from tertius.case import Case, read_text
from tests.acceptance.blocks import blocks_of
from tests.house.files import ROOT

__all__ = ["PAGE", "dam"]

PAGE = "docs/how-to/claims.md"


@cache
def dam() -> Case:
    """The case of the page."""
    page = (ROOT / PAGE).read_text("utf-8")
    text = next(block.text for block in blocks_of(page) if block.marks.get("file") == "dam/case.yaml")
    return read_text(text, "dam.yaml")
