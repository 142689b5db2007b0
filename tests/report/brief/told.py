"""The text of a brief, all of it, to see what it says of a case."""

from __future__ import annotations

import datetime as dt
import re

from tertius.case.model import Case
from tertius.report.brief.brief import brief


def page_of(case: Case) -> str:
    """The page of a brief on a case with every number at its middle, without moves."""
    return brief(case, draws=0, moves=False, written=dt.date(2024, 6, 2)).to_html()


def text_of(case: Case) -> str:
    """The words of that page."""
    page = re.sub(r"<style>.*?</style>", " ", page_of(case), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", page).split())
