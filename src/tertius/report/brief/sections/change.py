"""What would change the answer: where agreements tip, which inputs it hangs on, and how weak their evidence is."""

from __future__ import annotations

from dataclasses import replace

from tertius.analysis.forecast.evidence import EvidenceGap
from tertius.analysis.forecast.sensitivity_report import WhatMatters
from tertius.analysis.whole import Analysis
from tertius.report.brief.document import Block, Figure, Head, Listing, Paragraph, Section, Table, Words
from tertius.report.brief.notes import Notes
from tertius.report.charts.sensitivity import tornado_chart
from tertius.report.text.appendix.change import (
    evidence_words,
    find_words,
    input_words,
    most_in_doubt,
    swing_sentence,
    tipping_sentences,
)
from tertius.report.text.sensitivity import share_sentence, share_words

MOST = 8
"""So many inputs are listed."""


def change_section(found: Analysis, notes: Notes) -> Section | None:
    """What would change the answer; None if it was not looked for, or nothing is uncertain."""
    if found.sensitivity is None:
        return None
    blocks: list[Block] = []
    if tips := tipping_sentences(found.sensitivity):
        blocks.append(Listing(tuple(tips)))
    if found.gap is not None:
        blocks += _inputs(found.gap, notes)
        blocks += _picture(found.sensitivity, found.gap)
    return Section("change", "What would change it", tuple(blocks)) if blocks else None


def _inputs(gap: EvidenceGap, notes: Notes) -> list[Block]:
    """The inputs on which most hangs, in one table with their evidence."""
    order = sorted((one for one in gap.gaps if one.certain), key=lambda one: -one.influence)[:MOST]
    if not order:
        return [Paragraph("No input has a share of the doubt that is larger than its error.")]
    finds = [find_words(one.weakness) for one in order]
    alike = len(set(finds)) == 1
    heads = [Head("Input"), Head("Share of the doubt", True), Head("Evidence"), *([] if alike else [Head("Find out")])]
    rows: list[tuple[Words, ...]] = []
    for one, find in zip(order, finds, strict=True):
        refs = dict.fromkeys(ref for number in one.input.numbers for ref in notes.refs(*number.path))
        name: Words = (input_words(gap.case, one.input), *refs)
        row = (name, share_words(one.influence, one.error), evidence_words(one.weakness))
        rows.append(row if alike else (*row, find))
    helps = [Paragraph(f"What would help with each of these: {finds[0]}.")] if alike else []
    return [Table(tuple(heads), tuple(rows)), *helps, Paragraph(share_sentence(gap.outputs, gap.theory), "small")]


def _picture(matters: WhatMatters, gap: EvidenceGap) -> list[Block]:
    """How far each input alone moves the level that is most in doubt."""
    output = most_in_doubt(gap)
    if not output:
        return []
    label = swing_sentence(matters, output)
    if not label:
        return []
    return [Figure(tornado_chart(replace(matters, thresholds=()), [output]), label, label)]
