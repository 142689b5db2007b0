"""How the answer was found: what it assumes, its words, the works it rests on."""

from __future__ import annotations

from tertius.analysis.whole import Analysis
from tertius.report.brief.document import Block, Listing, Paragraph, Section
from tertius.report.brief.notes import Notes
from tertius.report.text.appendix.method import (
    CHANCES,
    SENSES,
    SENSES_OF_TALKS,
    assumptions,
    references,
    settings_sentence,
    theory_lines,
)


def method_section(found: Analysis, notes: Notes) -> Section | None:
    """What the answer assumes, in short; every brief says it. The command that makes it again stands at its foot."""
    settlement, drawn = found.settlement, found.forecast is not None
    blocks: list[Block] = [Listing(tuple(assumptions(settlement, drawn)))]
    asked = found.asked.theories.split(",") if found.asked.theories else []
    if settings := settings_sentence(settlement, asked):
        blocks.append(Paragraph(settings))
    senses = (
        *SENSES,
        *(SENSES_OF_TALKS if found.case.talks else ()),
        *([CHANCES] if drawn else []),
        *theory_lines(found.theories, settlement),
    )
    blocks.append(Section("method-words", "Words in a fixed sense", (Listing(senses),)))
    if works := references(settlement, drawn, found.sensitivity is not None):
        blocks.append(Section("method-references", "References", (Listing(tuple(works)),)))
    return Section("method", "Method", tuple(blocks))
