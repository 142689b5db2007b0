"""The page of a brief in a real browser: on a telephone, a tablet and a desk, in the light and in the dark."""

from __future__ import annotations

import copy
import datetime as dt
import html
import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tertius.analysis.whole import Asked, analyse
from tertius.case.model import Case
from tertius.errors import UsageError
from tertius.report.brief.brief import brief_of
from tertius.report.brief.html import html_of
from tertius.report.brief.pdf import _OPTIONS, _as_root, browser_found, pdf_of
from tests.cli.examples import ENTRIES
from tests.report.brief.analyses import found

WIDTHS = 390, 768, 1280
CASES = "toy", "ec-emission-1994", "long"
DAY = dt.date(2024, 6, 2)
LONG = "Interministerial Commission for the Coordination of Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbau"
DARK = "@media screen and (prefers-color-scheme: dark)"


def there() -> bool:
    try:
        browser_found()
    except UsageError:
        return False
    return True


pytestmark = pytest.mark.skipif(not there(), reason="no browser that prints is installed")


def long_names() -> Case:
    """The toy case with names that no line holds."""
    entries = copy.deepcopy(ENTRIES)
    entries["title"] = f"A title for the {LONG}"
    entries["actors"] = {"usa": f"{LONG}, Abroad", "dprk": f"The {LONG}", "china": f"Second {LONG}"}
    entries["issues"]["arms"] |= {"name": f"Disarmament of the {LONG}", "anchors": {0: LONG, 100: f"{LONG} gone"}}
    entries["talks"]["us-dprk"]["name"] = f"Summit of the {LONG}"
    return Case.model_validate(entries)


@cache
def page(name: str, open_: bool) -> str:
    made = analyse(long_names(), Asked(draws=16)) if name == "long" else found(name)
    return html_of(brief_of(made, written=DAY).document, open_)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """What the browser found, page by page; it is started once."""
    pages: dict[str, tuple[str, int]] = {}
    for name in CASES:
        assert DARK in page(name, True)
        pages |= {f"{name} {width}": (page(name, True), width) for width in WIDTHS}
        pages[f"{name} dark"] = (page(name, True).replace(DARK, "@media screen"), 768)
        pages[f"{name} folded"] = (page(name, False), 390)
    return in_browser(pages, tmp_path_factory.mktemp("browser"))


def in_browser(pages: dict[str, tuple[str, int]], folder: Path) -> dict[str, Any]:
    """What `looking.js` finds on the pages, each in a frame of its width."""
    script = Path(__file__).with_name("looking.js").read_text(encoding="utf-8")
    for name, (text, _) in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    widths = json.dumps({name: width for name, (_, width) in pages.items()})
    harness = f"<!DOCTYPE html><meta charset=utf-8><body><script>const PAGES = {widths};\n{script}</script>"
    (folder / "harness.html").write_text(harness, encoding="utf-8")
    options = [*_OPTIONS, *_as_root(), f"--user-data-dir={folder / 'profile'}", "--window-size=1400,1000"]
    options += ["--allow-file-access-from-files", "--virtual-time-budget=600000", "--dump-dom"]
    command = [str(browser_found()), *options, (folder / "harness.html").as_uri()]
    ended = subprocess.run(command, capture_output=True, timeout=120, check=True, stdin=subprocess.DEVNULL)
    said = re.search(r'<pre id="found">(.*?)</pre>', ended.stdout.decode(), re.DOTALL)
    assert said is not None, ended.stderr.decode()[-500:]
    result: dict[str, Any] = json.loads(html.unescape(said[1]))
    assert "error" not in result, result["error"]
    return result


def wrong(looked: dict[str, dict[str, list[str]]], what: str) -> dict[str, list[str]]:
    """What is wrong, by page; fails where nothing was looked at."""
    there = {name: one[what] for name, one in looked.items() if what in one}
    assert len(there) >= len(CASES)
    return {name: listed for name, listed in there.items() if listed}


def test_every_page_was_looked_at(looked: dict[str, dict[str, list[str]]]) -> None:
    assert all(int(one["texts"][0]) > 100 for one in looked.values() if "texts" in one)
    assert len(looked) == len(CASES) * 5


def test_nothing_is_wider_than_the_screen(looked: dict[str, dict[str, list[str]]]) -> None:
    assert wrong(looked, "wide") == {}


def letters_are_wide() -> bool:
    """Whether the system has no letters of Arial's measure, for which pictures are laid out."""
    matcher = shutil.which("fc-match")
    found = subprocess.run([matcher, "Arial"], capture_output=True, text=True, check=False).stdout if matcher else ""
    return "DejaVu" in found


@pytest.mark.skipif(letters_are_wide(), reason="no font of Arial's measure: install Debian's package fonts-liberation")
def test_no_text_is_cut_off(looked: dict[str, dict[str, list[str]]]) -> None:
    assert wrong(looked, "cut") == {}


def test_every_text_stands_out_in_the_light_and_in_the_dark(looked: dict[str, dict[str, list[str]]]) -> None:
    assert wrong(looked, "faint") == {}


def test_headings_are_in_order_and_pictures_have_words(looked: dict[str, dict[str, list[str]]]) -> None:
    assert wrong(looked, "outline") == {}


def test_folds_open_by_their_heading_and_where_a_link_leads(looked: dict[str, dict[str, list[str]]]) -> None:
    assert wrong(looked, "folds") == {}


def test_what_the_keyboard_reaches_is_seen(looked: dict[str, dict[str, list[str]]]) -> None:
    assert wrong(looked, "unseen") == {}


def test_the_looking_finds_what_is_wrong(tmp_path: Path) -> None:
    picture = (
        '<svg viewBox="0 0 10 10" width="10"><rect width="10" height="10" fill="#000"/><text y="5">dark</text></svg>'
    )
    bad = f'<body><h1>A</h1><h3>B</h3><p style="width:500px;color:#aaa">faint</p>{picture}'
    fold = "<style>:focus{outline:0}</style><details open><summary>a</summary><p id=x></p></details><a href=#y>b</a>"
    seen = in_browser({"bad": (bad, 390), "bad folded": (fold, 390)}, tmp_path)
    assert all(seen["bad"][what] for what in ("wide", "faint", "outline", "cut"))
    assert "leads nowhere: #y" in seen["bad folded"]["folds"]
    assert "b" in seen["bad folded"]["unseen"]


def test_a_folded_page_prints_all_of_it() -> None:
    sheets = [len(re.findall(rb"/Type\s*/Page\b", pdf_of(page("toy", open_)))) for open_ in (False, True)]
    assert sheets[0] == sheets[1] >= 3
