"""The brief of whole cases: sound pages, notes that lead to sources, hostile texts, files that are not replaced."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.analysis.whole import Asked, analyse
from tertius.case.model import Case
from tertius.errors import Problem, UsageError
from tertius.report.brief.brief import Brief, brief_of
from tertius.report.brief.compose import OPTIONAL, SECTIONS, command_of
from tertius.report.brief.document import plain_text
from tertius.rules.settlement import Status
from tests.cli.examples import ENTRIES, toy_case
from tests.report.brief.analyses import NAMES, found
from tests.report.brief.test_html import Outline

DAY = dt.date(2019, 1, 12)
WORDS = 250
"""On the first page."""


def read(brief: Brief) -> tuple[str, Outline]:
    page, outline = brief.to_html(), Outline()
    outline.feed(page)
    return page, outline


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_sound_and_needs_nothing_from_outside(name: str) -> None:
    brief = brief_of(found(name), written=DAY)
    page, outline = read(brief)
    assert page == brief_of(found(name), written=DAY).to_html()
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in outline.tags}
    assert not re.search(r"@import|url\(|@font-face", page)
    for tag, attributes in outline.tags:
        assert not any(name.startswith("on") or name in ("src", "srcset", "action", "style") for name in attributes)
        assert tag == "a" or "href" not in attributes
        assert (attributes.get("href") or "#").startswith(("#", "https://", "http://"))
    ids = Counter(attributes["id"] for _, attributes in outline.tags if attributes.get("id"))
    assert max(ids.values()) == 1
    jumps = {(attributes.get("href") or "")[1:] for tag, attributes in outline.tags if tag == "a"}
    assert {jump for jump in jumps if "://" not in jump} <= set(ids)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_page_answers_in_at_most_250_words_and_says_what_it_is_not_for(name: str) -> None:
    document = brief_of(found(name), written=DAY).document
    front = document.front
    told = [front.verdict, *front.bullets, front.argument, *front.cautions]
    words = sum(len(plain_text(part, document.actors).split()) for part in told)
    assert 10 < words <= WORDS
    assert len(front.bullets) <= 3
    assert front.cautions


def test_every_number_that_is_referred_to_has_its_note_and_every_note_its_source() -> None:
    document = brief_of(found("toy"), written=DAY).document
    page, _ = read(brief_of(found("toy"), written=DAY))
    referred = {int(number) for number in re.findall(r'href="#note-(\d+)"', page)}
    assert referred == {note.number for note in document.notes}
    cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
    assert cited == {source.number for source in document.sources} != set()


def hostile(value: object, text: str) -> Any:
    """The case with every name and sentence replaced by something hostile."""
    if isinstance(value, dict):
        named = ("name", "title", "question", "summary", "author", "why", "what", "says", "publisher", "unit")
        return {k: text if k in named or isinstance(k, int) else hostile(part, text) for k, part in value.items()}
    return value


def test_a_hostile_case_stays_text() -> None:
    text = "<script>alert(\"x\")</script> & 'q' {{ 7 * 7 }} </style></svg></details>"
    entries = hostile(ENTRIES, text)
    entries["actors"] = dict.fromkeys(ENTRIES["actors"], text)
    made = analyse(Case.model_validate(entries), Asked(draws=8, sensitivity=False))
    made = replace(made, settlement=replace(made.settlement, warnings=(Problem(found=text),)))
    page, outline = read(brief_of(made, written=DAY, title=text, headline=text))
    tags = Counter(tag for tag, _ in outline.tags)
    assert tags["script"] == 0
    assert tags["style"] == 1
    assert "<script" not in page
    assert "{{ 7 * 7 }}" in page
    assert page.count("&lt;script&gt;alert") > 30


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//evil.example", "http://[", "file:///e"],
)
def test_only_web_addresses_become_links(url: str) -> None:
    case = toy_case(sources={"speech": {"title": "T", "url": url}})
    page, outline = read(brief_of(replace(found("toy"), case=case), written=DAY))
    assert all((attributes.get("href") or "#").startswith("#") for _, attributes in outline.tags)
    assert url.strip() in page.replace("&#39;", "'")


def test_every_ending_is_told_first() -> None:
    made = found("toy")
    cycling = replace(made, settlement=replace(made.settlement, status=Status.CYCLING))
    assert "at all before this is mended" in brief_of(cycling).document.front.cautions[0]
    several = replace(made.settlement, status=Status.SEVERAL, alternatives=(made.settlement,))
    assert "they can settle in two ways" in brief_of(replace(made, settlement=several)).document.front.cautions[0]


def test_title_headline_and_sections_can_be_chosen_and_a_section_that_is_none_is_named() -> None:
    made = brief_of(found("toy"), ["method", "talks"], "Mine", "So it is.", DAY)
    assert [section.key for section in made.document.sections] == ["method", "talks"]
    assert (made.document.title, made.document.front.verdict) == ("Mine", "So it is.")
    assert plain_text(made.document.front.bullets[0], {}).startswith("By the model: ")
    with pytest.raises(UsageError, match=r"no section 'talk': did you mean 'talks'\?"):
        brief_of(found("toy"), ["talk"])
    assert not {section.key for section in brief_of(found("dam")).document.sections} & set(OPTIONAL)
    assert set(OPTIONAL) < set(SECTIONS)


def test_a_title_is_one_line_without_control_characters_and_a_section_stands_once(tmp_path: Path) -> None:
    made = brief_of(found("bare"), ["method", "method"], "A\n\x1b[31m  b", written=DAY)
    assert made.document.title == r"A \u001b[31m b"
    assert [section.key for section in made.document.sections] == ["method"]
    made = brief_of(found("bare"), headline="half \ud800 a pair")  # bytes of a command line that are no text
    assert "half ? a pair" in made.write(tmp_path / "b.html").read_text(encoding="utf-8")


def test_the_command_makes_the_same_brief_again() -> None:
    made = found("toy")
    assert command_of(made, "toy.yaml") == "tertius run toy.yaml --draws 32 --seed 1"
    asked = Asked(0, 1, sensitivity=False, moves=False, theories="hold")
    assert (
        command_of(replace(made, asked=asked, forecast=None), "t")
        == "tertius run t --theories hold --draws 0 --no-moves"
    )
    assert command_of(found("two-patrons"), "two-patrons") == "tertius run two-patrons"


def test_writing_refuses_to_overwrite_and_names_the_endings_it_knows(tmp_path: Path) -> None:
    brief, path = brief_of(found("bare")), tmp_path / "new" / "brief.html"
    assert brief.write(path) == path
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="exists already"):
        brief.write(path)
    assert path.read_text("utf-8") == "mine"
    brief.write(path, overwrite=True)
    assert path.read_text("utf-8") == brief.to_html()
    with pytest.raises(UsageError, match=r"a brief ends in \.html"):
        brief.write(tmp_path / "brief.odt")


def test_in_a_notebook_it_stands_in_a_frame_of_its_own() -> None:
    brief = tertius.brief(toy_case(), draws=0, moves=False)
    assert brief._repr_html_().startswith('<iframe title="A toy [with brackets] ')
    assert 'srcdoc="&lt;!DOCTYPE html&gt;' in brief._repr_html_()
    assert "sandbox" in brief._repr_html_()
    assert repr(brief).startswith("<Brief toy: A toy [with brackets]")
