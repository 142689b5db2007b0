"""The appendices can be read: short sentences, each of them once."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tertius.report.brief.compose import OPTIONAL, SECTIONS
from tertius.report.brief.notes import Notes
from tests.report.brief.analyses import NAMES, found
from tests.report.brief.sections.found import lines

LONGEST, MEAN = 45, 25
"""Words of a sentence."""


@pytest.mark.parametrize("name", NAMES)
def test_sentences_of_the_appendices_are_short_and_stand_once(name: str) -> None:
    made = found(name)
    notes, said = Notes(made.case), Counter[str]()
    for key in (key for key in SECTIONS if key not in OPTIONAL):
        section = SECTIONS[key](made, notes)
        for line in lines(made.case, section) if section is not None else ():
            parts = [] if "|" in line else re.split(r"(?<=[.!?])\s+(?=[A-Z“])", line)
            said.update(part for part in parts if len(part.split()) > 5)
    counts = [len(sentence.split()) for sentence in said]
    assert max(counts) <= LONGEST
    assert sum(counts) / len(counts) < MEAN
    assert [sentence for sentence, times in said.items() if times > 1] == []
