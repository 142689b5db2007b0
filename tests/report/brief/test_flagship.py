"""The brief of the flagship stays within its words: an aide reads the first page, a desk the rest."""

from __future__ import annotations

import re

import pytest

import tertius
from tertius.analysis.whole import Asked
from tertius.report.brief.brief import brief_of
from tertius.report.brief.document import Document, Figure, Listing, Paragraph, Table, Words, plain_text, walk

MOST = 6000


def words_of(document: Document) -> int:
    """How many words there are in all, notes and sources counted, letters in pictures and figures not."""
    front, parts = document.front, list[Words]()
    parts += [document.title, document.line, document.question, front.verdict, *front.bullets, *front.cautions]
    parts += [front.argument, *(note.words for note in document.notes), *(one.text for one in document.sources)]
    for block in (block for section in document.sections for block in walk((section,))):
        match block:
            case Paragraph(words):
                parts.append(words)
            case Listing(items):
                parts += items
            case Table(heads, rows, caption):
                parts += [caption, *(head.text for head in heads), *(cell for row in rows for cell in row)]
            case Figure(caption=caption):
                parts.append(caption)
            case _:
                parts.append(block.title)
    told = (plain_text(part, document.actors).split() for part in parts)
    return sum(1 for words in told for word in words if re.search("[A-Za-z]", word))


@pytest.mark.long
def test_the_flagship_takes_at_most_6000_words() -> None:
    found = tertius.analyse(tertius.load("korea-2019"), Asked(draws=64))
    assert 3000 < words_of(brief_of(found).document) <= MOST
