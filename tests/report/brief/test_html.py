"""The page of a brief: its texts are data, its parts are landmarks, and a number's source is two steps away."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tertius.report.brief.document import Head, Paragraph, Section, Strong, Table
from tertius.report.brief.html import html_of
from tests.report.brief.documents import document

VOID = {"meta", "link", "br", "img", "hr", "input"}


class Outline(HTMLParser):
    """Tags with their attributes, in order, and the text of the headings."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.headings: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and re.fullmatch("h[1-6]", self.open[-1]):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)


@pytest.fixture(scope="module")
def page() -> str:
    return html_of(document())


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    read = Outline()
    read.feed(page)
    assert read.open == []
    return read


def test_every_text_is_data(page: str) -> None:
    assert "<script" not in page
    assert "alert(1)" in page
    assert "\u202e" not in page
    assert "Alta &lt;b&gt;" in page


def test_the_page_loads_nothing_and_runs_nothing(page: str) -> None:
    assert not re.search(r"""(?:src|href)=["'](?!#|https://example\.org)""", page)
    assert not re.search(r"@import|url\(", page)
    assert not re.search(r"\son\w+=", page)


def test_headings_go_down_one_level_at_a_time_and_are_what_they_say(outline: Outline) -> None:
    levels = [level for level, _ in outline.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert (4, "Inside") not in outline.headings
    assert (3, "Inside") in outline.headings


def test_there_are_landmarks_and_pictures_say_what_they_show(outline: Outline) -> None:
    names = [tag for tag, _ in outline.tags]
    assert all(names.count(landmark) == 1 for landmark in ("main", "header", "footer", "nav"))
    pictures = [attributes for tag, attributes in outline.tags if tag == "svg"]
    assert len(pictures) == 2
    assert all(one["role"] == "img" and (one["aria-label"] or "").startswith("A bar.") for one in pictures)
    assert all(attributes.get("scope") in ("col", "row") for tag, attributes in outline.tags if tag == "th")


def test_every_id_is_there_once_and_every_jump_leads_to_one(outline: Outline) -> None:
    ids = [attributes["id"] for _, attributes in outline.tags if attributes.get("id")]
    assert len(ids) == len(set(ids))
    jumps = {(attributes.get("href") or "")[1:] for tag, attributes in outline.tags if tag == "a"}
    labels = {attributes["aria-labelledby"] for _, attributes in outline.tags if "aria-labelledby" in attributes}
    assert {jump for jump in jumps if not jump.startswith("ttps")} | labels <= set(ids)


def test_the_source_of_a_number_is_two_steps_away(page: str) -> None:
    assert '<a id="ref-1" href="#note-1">1</a>' in page
    note = page[page.index('id="note-1"') :]
    assert '<a href="#source-1">S1</a>' in note
    assert 'id="source-1">[S1] <a class="out" href="https://example.org/?a=1&amp;b=2"' in page


def test_a_word_that_no_column_holds_may_be_broken() -> None:
    long = "Donaudampfschifffahrtselektrizität"
    table = Table((Head("Who"), Head("What")), ((long, (Strong(f"{long}<b>"),)),))
    told = html_of(replace(document(), sections=(Section("long", "Long", (table, Paragraph("Ordinary words."))),)))
    assert told.count("Donaudampfsc<wbr>hifffahrtsel<wbr>ektrizität") == 2
    assert "<wbr>ektrizität&lt;b&gt;</strong>" in told
    assert told.count("<wbr>") == 4


def test_the_cautions_stand_before_what_they_spoil(page: str) -> None:
    order = ["Yes.", "Do not use this", "It is <strong>3</strong>", "<figure>", "Of 2 claims"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)


def test_appendices_are_folded_unless_they_are_to_be_printed(page: str) -> None:
    assert page.count("<details>") == 3
    assert "<details open>" not in page
    assert html_of(document(), open_=True).count("<details open>") == 3


def test_the_same_document_gives_the_same_page(page: str) -> None:
    assert html_of(document()) == page
