"""A brief can be read: short sentences, each of them once, a first page of at most 250 words that can be told on."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tertius.report.brief.brief import brief_of
from tertius.report.brief.compose import OPTIONAL, SECTIONS
from tertius.report.brief.document import plain_text
from tertius.report.brief.notes import Notes
from tests.report.brief.analyses import NAMES, found
from tests.report.brief.sections.found import lines

LONGEST, MEAN = 45, 25
"""Words of a sentence."""

FRONT = 250
"""Words of the first page."""

QUOTED = re.compile(r"“[^”]*”")
"""The texts of a case, which nobody here can shorten."""


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_is_short_sentences_each_of_them_once(name: str) -> None:
    document = brief_of(found(name)).document
    front = document.front
    told = [plain_text(part, document.actors) for part in (front.verdict, *front.bullets, front.argument)]
    told += [f"Do not use this {plain_text(caution, document.actors)}" for caution in front.cautions]
    assert sum(len(part.split()) for part in told) <= FRONT
    sentences = [QUOTED.sub("X", sentence) for part in told for sentence in re.split(r"(?<=[.!?])\s+(?=[A-Z“])", part)]
    counts = [len(sentence.split()) for sentence in sentences if sentence]
    assert max(counts) <= LONGEST
    assert sum(counts) / len(counts) < MEAN
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_has_no_names_of_the_file(name: str) -> None:
    document = brief_of(found(name)).document
    case, front = found(name).case, document.front
    told = [plain_text(part, document.actors) for part in (front.verdict, front.argument, *front.cautions)]
    idents = [*case.groups, *case.claims]
    assert [ident for ident in idents if "-" in ident and any(ident in part for part in told)] == []


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
