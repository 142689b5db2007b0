"""The first page: which cases there are, what they answered last, how one begins; and how a broken one is mended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from tertius.case.load import load
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter
from tests.workbench.test_document import CASE

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABLE = "actor;position;salience;capability\nNorth;10;80;30\nSouth;45,5;60;50\nWest;90;20;20\n"
BROKEN = CASE.replace("salience: 20", "salience: much", 1).replace("title:", "tilte:", 1)
FOLDER = "stuff/a b & c"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a folder with a case, a broken one, and a table without its scale."""
    folder: Path = tmp_path_factory.mktemp("home")
    (folder / FOLDER).mkdir(parents=True)
    (folder / FOLDER / "case.yaml").write_text(CASE)
    (folder / "broken.yaml").write_text("\ufeff" + BROKEN, encoding="utf-8", newline="\r\n")
    (folder / "table.csv").write_text(TABLE)
    with served(folder) as server:
        yield server


def new(server: Served, **fields: str) -> tuple[int, Any]:
    status, _, data = server.ask("/new", json.dumps(fields).encode())
    return status, json.loads(data)


def test_the_cases_of_the_folder_are_listed_with_title_day_mistakes_and_the_last_answer(home: Served) -> None:
    page = home.ask("/")[2].decode()
    assert "Two patrons and a client" in page
    assert "Not asked yet" in page
    assert "2 mistakes" in page
    assert "Make a case of it" in page
    base = f"/case/{quote(FOLDER)}/case.yaml"
    assert home.ask(f"{base}/answer/now")[0] == 200
    while "Not asked yet" in (page := home.ask("/")[2].decode()):  # it is noted behind the answer
        pass
    assert "of an earlier version" not in page
    body = {"puts": [{"path": "stances/client/first-price/salience", "to": "21"}]}
    assert home.ask(f"{base}/edit", json.dumps(body).encode())[0] == 200
    while json.loads(home.ask(f"{base}/pulse")[2])["state"]["saved"] is False:
        pass
    assert "of an earlier version" in home.ask("/")[2].decode()


@pytest.mark.parametrize(("kind", "more"), [("empty", {}), ("example", {}), ("gallery", {"of": "two-patrons"})])
def test_a_case_begins_and_nothing_is_written_over(home: Served, kind: str, more: dict[str, str]) -> None:
    name = f"Water: the {kind} 'river' # 1"
    status, made = new(home, kind=kind, name=name, question="Who: what?", **more)
    assert status == 201, made
    assert made["base"] == f"/case/water-the-{kind}-river-1/case.yaml"
    case = load(home.folder / f"water-the-{kind}-river-1")
    if kind != "gallery":
        assert (case.title, case.question) == (name, "Who: what?")
    file = home.folder / f"water-the-{kind}-river-1" / "case.yaml"
    before = file.read_bytes()
    status, told = new(home, kind=kind, name=name, **more)
    assert status == 422
    assert f"water-the-{kind}-river-1-1" in told["failed"]
    assert file.read_bytes() == before
    assert home.ask(f"{made['base']}/table")[0] == 200


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "empty", "name": " "}, "needs a name"),
        ({"kind": "gallery", "name": "x", "of": "../two-patrons"}, "the gallery"),
        ({"kind": "nonsense", "name": "x"}, "a kind of beginning"),
        ({"kind": "table", "of": "../x.csv"}, "out of the folder"),
        ({"kind": "table", "of": "table.csv"}, "scale"),
        ({"kind": "table", "of": "table.csv", "low": "0"}, "two ends"),
        ({"kind": "table", "of": "table.csv", "low": "zero", "high": "1"}, "where a number belongs"),
    ],
)
def test_what_cannot_begin_is_told(home: Served, fields: dict[str, str], said: str) -> None:
    there = sorted(home.folder.iterdir())
    status, told = new(home, **fields)
    assert status == 422
    assert said in told["failed"]
    assert sorted(home.folder.iterdir()) == there


def test_a_table_that_is_sent_becomes_a_case(home: Served) -> None:
    status, _, data = home.ask("/new/table?file=C%3A%5Cx%5Cmine.csv&low=0&high=100&salience_max=100", TABLE.encode())
    assert status == 201, data
    (made,) = [one for one in home.folder.iterdir() if one.name.endswith("mine")]
    assert load(made).actors["south"].name == "South"
    status, _, data = home.ask("/new/table?file=other.csv", TABLE.encode())
    assert status == 422
    assert b"/tmp" not in data
    assert home.ask("/new/table?file=other.pdf", TABLE.encode())[0] == 422


def test_a_text_is_saved_over_what_was_shown_and_over_nothing_else(home: Served) -> None:
    file = home.folder / "careful.yaml"
    file.write_text(CASE)
    ask = {"file": "careful.yaml", "text": CASE + "# mine\n", "digest": "0" * 64}
    status, _, data = home.ask("/case/careful.yaml/text", json.dumps(ask).encode())
    assert status == 422
    assert b"somebody else" in data
    assert file.read_text() == CASE
    for other in ("../careful.yaml", "nothing.yaml", "/etc/passwd", ".state"):
        status, _, _ = home.ask("/case/careful.yaml/text", json.dumps({**ask, "file": other}).encode())
        assert status == 422


def test_a_broken_case_is_mended_on_the_page(home: Served, page: Page) -> None:
    enter(page, home)
    page.get_by_role("link", name="broken.yaml", exact=True).click()
    page.wait_for_selector("#gutter mark")
    assert "2 mistakes" in page.locator("#problems").inner_text()
    assert Axe().run(page).violations_count == 0
    text = page.locator("#text")
    text.fill(text.input_value().replace("tilte:", "title:"))
    page.keyboard.press("Control+s")
    page.get_by_text("Saved, with mistakes").wait_for()
    assert "1 mistake" in page.locator("#problems").inner_text()
    page.get_by_role("button", name="broken.yaml:").click()
    assert "much" in page.evaluate("getSelection().toString()")
    text.fill(text.input_value().replace("much", "20"))
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/table")
    assert (home.folder / "broken.yaml").read_bytes().decode() == "\ufeff" + CASE.replace("\n", "\r\n")


@pytest.mark.parametrize("width", [1280, 768])
def test_a_case_begins_in_the_browser(home: Served, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, home)
    page.get_by_role("heading", name="A new case").wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    form = page.get_by_role("form", name="From a table")
    form.get_by_label("Or one in this folder").select_option("table.csv")
    form.get_by_label("Name").fill(f"Mine at {width}")
    form.locator("button").click()
    page.get_by_text("scale").last.wait_for()
    page.seen.clear()  # type: ignore[attr-defined]  (the browser tells of the refusal)
    for label, value in (("Lowest position", "0"), ("Highest", "100"), ("Highest salience", "100")):
        form.get_by_label(label, exact=True).fill(value)
    form.locator("button").click()
    page.wait_for_url("**/table")
    assert set(load(home.folder / f"mine-at-{width}").actors) == {"north", "south", "west"}
