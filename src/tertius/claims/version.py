"""The version of a case that a claim speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from tertius.case.edit.changes import bare_case, made, steps_of
from tertius.case.model import Case, Change

__all__ = ["version_of"]


def version_of(case: Case, changes: Sequence[Change]) -> Case:
    """The case after changes that were checked with it, without moves and claims: no settlement rests on these."""
    return made(bare_case(case), steps_of(("changes",), changes)).case
