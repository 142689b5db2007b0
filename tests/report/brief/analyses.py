"""Whole analyses that tests of the brief share, each made once a process."""

from __future__ import annotations

from functools import cache

import tertius
from tertius.analysis.whole import Analysis, Asked, analyse
from tertius.case.model import Case
from tests.analysis.claims.dam import dam
from tests.cli.examples import ENTRIES, toy_case

NAMES = ("dam", "toy", "two-patrons", "ec-emission-1994", "bare")


@cache
def found(name: str) -> Analysis:
    """What is found out about a case; of ``bare`` there is next to nothing."""
    if name == "bare":
        return analyse(Case.model_validate({part: ENTRIES[part] for part in ("case", "title", "as_of", "actors")}))
    case = {"dam": dam, "toy": toy_case}.get(name, lambda: tertius.load(name))()
    return analyse(case, Asked(draws=32))
