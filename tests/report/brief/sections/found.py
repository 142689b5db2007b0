"""An analysis of a small case of which only some parts were worked out, and what a section says in it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tertius
from tertius.analysis.whole import Analysis, Asked
from tertius.case.model import Case
from tertius.report.brief.compose import marks_of
from tertius.report.brief.document import Cite, Figure, Listing, Paragraph, Ref, Section, Table, plain_text, walk
from tertius.rules import settle_theories


class Notes:
    """Notes that number every path of the case that is asked for."""

    def __init__(self) -> None:
        self.paths: list[tuple[str, ...]] = []

    def refs(self, *path: str) -> tuple[Ref, ...]:
        self.paths.append(path)
        return (Ref(len(self.paths)),)

    def cites(self, sources: Iterable[str]) -> tuple[Cite, ...]:
        return tuple(Cite(1) for _ in sources)


def found(case: Case, **parts: Any) -> Analysis:
    """What was found out about a case; parts that are not given were not asked for."""
    settlement, breakdowns = tertius.settle_all(case)
    return Analysis(case, Asked(), settlement, breakdowns, settle_theories(case), (), **parts)


def lines(case: Case, section: Section | None) -> list[str]:
    """Every text of a section; a row of a table with bars between its cells."""
    assert section is not None
    said: list[str] = []
    marks = marks_of(case)
    for block in walk((section,)):
        match block:
            case Section(title=title):
                said.append(title)
            case Paragraph(words=words):
                said.append(plain_text(words, marks))
            case Listing(items=items):
                said += [plain_text(words, marks) for words in items]
            case Table(rows=rows):
                said += [" | ".join(plain_text(cell, marks) for cell in row) for row in rows]
            case Figure(caption=caption):
                said.append(caption)
    return said
