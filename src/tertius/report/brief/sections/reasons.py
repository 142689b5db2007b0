"""The reason for every number of the case, in full; a section that a brief has only if it is asked for."""

from __future__ import annotations

from tertius.analysis.whole import Analysis
from tertius.report.brief.document import Listing, Section
from tertius.report.brief.notes import Notes


def reasons_section(found: Analysis, notes: Notes) -> Section | None:
    """Why each number is what it is, in the words of the case; None where it gives no reasons."""
    items = notes.reasons()
    return Section("reasons", "Why each number is what it is", (Listing(items),)) if items else None
