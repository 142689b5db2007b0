"""The page: complete, self-contained, valid, safe against what a case may contain."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tertius.errors import Problem, UsageError
from tertius.report.page.page import render_brief, write_brief
from tertius.rules.settlement import Settlement, Shortfall, Status
from tests.report.toy import KOREA, LEVELS, korea, settlement_of, toy_case

DAY = dt.date(2019, 1, 12)
VOID = {"meta", "br", "hr", "img", "input", "link"}


class Reader(HTMLParser):
    """Checks that tags nest, and collects tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def read(settlement: Settlement, breakdowns: dict[str, Settlement]) -> tuple[str, Reader]:
    html = render_brief(settlement, breakdowns, DAY)
    return html, Reader(html)


def variants() -> dict[str, tuple[Settlement, dict[str, Settlement]]]:
    settlement, breakdowns = korea()
    failed = settlement_of(
        toy_case(), LEVELS, failed=("us-dprk",), shortfalls={"us-dprk": Shortfall("usa", 7.0)},
        walk_away={talk: dict.fromkeys(toy_case().talks[talk].parties, 40.0) for talk in toy_case().talks},
    )  # fmt: skip
    bare = toy_case(talks={}, stances={}, needs={}, links={}, threats={}, events={}, claims={}, sources={}, bodies={})
    return {
        "settled": (settlement, breakdowns),
        "a talk fails": (failed, {}),
        "several": (
            replace(settlement, status=Status.SEVERAL, alternatives=(failed, settlement)),
            breakdowns,
        ),
        "cycling": (replace(settlement, status=Status.CYCLING, residual=0.2), breakdowns),
        "warned": (replace(settlement, warnings=(Problem(found="two talks have the same parties"),)), {}),
        "bare": (settlement_of(bare, {}), {}),
    }


@pytest.mark.parametrize("name", list(variants()))
def test_the_page_is_sound_and_needs_nothing_from_outside(name: str) -> None:
    html, page = read(*variants()[name])
    assert html.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert html == render_brief(*variants()[name], DAY)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    assert not re.search(r"@import|url\(|@font-face", html)
    for tag, attribute, value in page.attributes:
        assert not attribute.startswith("on")
        assert attribute not in ("src", "srcset", "action", "style", "xlink:href")
        if attribute == "href":
            assert tag == "a"
            assert value.startswith(("#", "https://", "http://"))
        if "//" in value:
            assert (tag, attribute) in {("a", "href"), ("svg", "xmlns")}


@pytest.mark.parametrize("name", list(variants()))
def test_every_link_inside_the_page_leads_somewhere(name: str) -> None:
    _, page = read(*variants()[name])
    ids = Counter(value for _, attribute, value in page.attributes if attribute == "id")
    assert max(ids.values()) == 1
    targets = [v[1:] for _, a, v in page.attributes if a == "href" and v.startswith("#")]
    targets += [v for _, a, v in page.attributes if a == "aria-labelledby"]
    assert set(targets) <= set(ids)


def test_links_out_carry_no_referrer() -> None:
    html, page = read(*korea())
    assert '<a class="out" href="https://example.org/kotra" rel="noreferrer">' in html
    assert ("meta", "content", "no-referrer") in page.attributes


def test_the_reader_finds_everything_on_the_page() -> None:
    _, page = read(*korea())
    text = " ".join(page.text.split())
    for words in (
        "A small Korea", "as of 10 January 2019", "Case by the test suite", "written on 12 January 2019",
        "Does closer support from China help", "All three talks end in agreement.",
        "Denuclearisation: 57 of 100, between “declared sites closed” and “full inventory”; 25 without a deal.",
        "North Korea has the upper hand: it gains ",
        "China would lose 3.2 points by carrying it out.",
        "Salience of Denuclearisation for United States: 60 points (range 45 to 75). Stated aim. "
        "Method: a judgement.",
        "Probability of the link 'Beijing stands by Pyongyang': 25% (range 10% to 40%).",
        "No source or reason given.", "Kim Jong Un visits Beijing.", "Claims, not yet tested",
        "Chinese backing helps North Korea", "North Korea’s foreign trade in 2018. KOTRA. 2019.",
        "tertius run toy-korea", "Nash, J. F. (1950)", "Stole, L. A., and Zwiebel, J. (1996)",
        "de Fontenay, C. C., and Gans, J. S. (2014)", "square of the distance",
    ):  # fmt: skip
        assert words in text, words
    for word in ("Level", "Points", "Walk-away value", "Upper hand", "Concession"):
        assert page.text.index(f"{word}") < page.text.index("Where the talks settle")


def test_every_ending_is_on_the_page() -> None:
    pages = {name: " ".join(read(*made)[1].text.split()) for name, made in variants().items()}
    assert "the United States would still be 7 points worse off than by walking away" in pages["a talk fails"]
    assert "“US–North Korea summit” fails. Chinese economic" not in pages["several"]
    assert "Alternative 2 The same to the precision shown here." in pages["several"]
    assert "Do not rely on these numbers." in pages["cycling"][: pages["cycling"].index("Seven terms")]
    assert "Two talks have the same parties." in pages["warned"]
    assert "there is nothing to settle" in pages["bare"]


@pytest.mark.parametrize(("curvature", "words"), [(1, "in proportion to the distance;"), (3, "raised to the power 3;")])
def test_the_method_names_the_curvature(curvature: float, words: str) -> None:
    assert words in read(*korea(curvature=curvature))[1].text


HOSTILE = "<script>alert(\"x\")</script> & 'q' {{ 7 * 7 }} </style></svg>"


def hostile(value: object) -> object:
    """The case with every name and sentence replaced by something hostile."""
    if isinstance(value, dict):
        return {
            key: HOSTILE
            if key in ("name", "title", "question", "summary", "author", "why", "what", "says", "publisher", "unit")
            or isinstance(key, int)
            else hostile(part)
            for key, part in value.items()
        }
    return value


def test_a_hostile_case_stays_text() -> None:
    texts = hostile(KOREA)
    assert isinstance(texts, dict)
    texts["actors"] = dict.fromkeys(KOREA["actors"], HOSTILE)
    settlement, breakdowns = korea(**texts)
    warned = replace(settlement, warnings=(Problem(found=HOSTILE),), settings={"draw": HOSTILE})
    html, page = read(warned, breakdowns)
    assert "script" not in page.tags
    assert "<script" not in html
    assert page.tags["style"] == 1
    assert "49" not in re.findall(r"'q' (\S+)", page.text)
    assert page.text.count("<script>alert") > 30


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "http://[",
        "file:///etc",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    _, page = read(*korea(sources={"kotra-2018": {"title": "T", "url": url}, "un-2397": "U", "kcna": "K"}))
    assert [v for t, a, v in page.attributes if a == "href" and not v.startswith("#")] == []
    assert url.strip() in page.text


def test_notes_are_referred_to_and_lead_back() -> None:
    html, page = read(*korea())
    number = re.search(r'<li value="\d+" id="note-(\d+)"><strong>Position of United States on Denuclearisation', html)
    assert number
    assert f'href="#note-{number[1]}"' in html
    assert f'href="#ref-{number[1]}-1"' in html
    assert sum(1 for _, a, v in page.attributes if a == "href" and v.startswith("#note-")) >= 20


def test_the_page_is_small() -> None:
    assert len(render_brief(*korea(), DAY).encode()) < 100_000


def test_writing_refuses_to_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "new" / "brief.html"
    assert write_brief("<p>“one”</p>\n", path) == path
    with pytest.raises(UsageError, match="exists already"):
        write_brief("<p>two</p>", path)
    assert path.read_bytes() == "<p>“one”</p>\n".encode()
    write_brief("<p>two</p>", path, overwrite=True)
    assert path.read_text("utf-8") == "<p>two</p>"
    with pytest.raises(UsageError, match="is a file, not a folder"):
        write_brief("x", tmp_path / "new" / "brief.html" / "inside.html")
