"""The Table in a real browser: typed with the keyboard, pasted, mended, taken back, and shared with another window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tertius.case.load import read_case
from tertius.case.plain import plain_of
from tests.workbench.serving import Served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FIRST = "stances/usa/denuclearisation/position"
WEIGHT = "stances/usa/denuclearisation/salience"
NEW = "stances/rok/tariff-relief/position"


@pytest.fixture
def table(korea: Served, page: Page) -> Page:
    """The page of the table; whatever was done before is taken back."""
    enter(page, korea)
    page.wait_for_selector("[role=gridcell][tabindex='0']")
    take_back(page)
    return page


def take_back(page: Page) -> None:
    """Undo everything, and drop what is not valid."""
    while page.locator("#mistakes li").count():
        left = page.locator("#mistakes li").count()
        page.locator("#mistakes li [data-do=drop]").first.click()
        page.wait_for_selector(f"#mistakes li >> nth={left - 1}", state="detached")
    while page.is_enabled("#undo"):
        version = page.get_attribute("html", "data-version")
        page.click("#undo")
        page.wait_for_selector(f"html:not([data-version='{version}'])")
    page.wait_for_selector("#saved:text('Saved')")


def cell(page: Page, path: str) -> Locator:
    """A cell of the sheet."""
    return page.locator(f"[id='c/{path}']")


def shows(page: Page, path: str, text: str) -> None:
    """Wait until a cell has a text, and the server has taken it."""
    page.wait_for_selector(f"[id='c/{path}'][data-v='{text}']:not([data-pending])", state="attached")


def focused(page: Page) -> str:
    """The path of the cell in focus."""
    return str(page.evaluate("document.activeElement.id")).removeprefix("c/")


def paste(page: Page, text: str) -> None:
    """Paste a text into what has the focus, as the browser does."""
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text);"
        "document.activeElement.dispatchEvent(new ClipboardEvent('paste',"
        " { clipboardData: data, bubbles: true, cancelable: true })) }",
        text,
    )


def test_numbers_are_typed_with_tab_and_arrows_alone(table: Page) -> None:
    cell(table, FIRST).focus()
    table.keyboard.type("45,5")
    table.keyboard.press("Tab")
    assert focused(table) == WEIGHT
    table.keyboard.type("30–50")
    table.keyboard.press("ArrowDown")
    shows(table, FIRST, "45.5")
    shows(table, WEIGHT, "30 to 50")
    assert focused(table) == "stances/dprk/denuclearisation/salience"
    table.keyboard.press("Control+Home")
    assert focused(table) == "actors/usa/name"
    table.keyboard.press("ArrowRight")
    table.keyboard.press("F2")
    table.keyboard.press("Backspace")
    table.keyboard.press("Escape")
    assert focused(table) == FIRST
    shows(table, FIRST, "45.5")
    table.keyboard.press("Control+z")
    shows(table, WEIGHT, "45 to 75, likely 60")


def test_a_block_with_decimal_commas_is_pasted_and_all_of_it_taken_back_to_the_letter(
    table: Page, korea: Served
) -> None:
    file = korea.folder / "korea-2019" / "case.yaml"
    before = file.read_bytes()
    cell(table, FIRST).focus()
    paste(table, "45,5\t12 %\r\n45–60\t20,5\r\n80\t3\r\n")
    shows(table, FIRST, "45.5")
    shows(table, "stances/dprk/denuclearisation/position", "45 to 60")
    shows(table, "stances/china/denuclearisation/salience", "3")
    table.wait_for_selector("#saved:text('Saved')")
    assert file.read_bytes() != before
    table.keyboard.press("Control+z")
    shows(table, FIRST, "70 to 100, likely 100")
    table.wait_for_selector("#saved:text('Saved')")
    assert file.read_bytes() == before


def test_a_mistake_stands_in_its_cell_until_it_is_mended(table: Page) -> None:
    cell(table, WEIGHT).focus()
    table.keyboard.type("120")
    table.keyboard.press("Enter")
    table.wait_for_selector(f"[id='c/{WEIGHT}'][aria-invalid=true]")
    assert "over 100" in table.inner_text("#mistakes")
    cell(table, FIRST).focus()
    table.keyboard.type("50")
    table.keyboard.press("Enter")
    shows(table, FIRST, "50")
    table.reload()
    table.wait_for_selector(f"[id='c/{WEIGHT}'][aria-invalid=true]")
    cell(table, WEIGHT).focus()
    assert "over 100" in table.inner_text("#bubble")
    described = table.get_attribute(f"[id='c/{WEIGHT}']", "aria-describedby")
    assert "over 100" in table.inner_text(f"[id='{described}']")
    table.keyboard.type("12")
    table.keyboard.press("Enter")
    shows(table, WEIGHT, "12")
    table.wait_for_selector("#mistakes li", state="detached")


def test_a_new_stance_says_what_it_lacks_and_comes_with_its_second_number(table: Page) -> None:
    cell(table, NEW).focus()
    table.keyboard.type("30")
    table.keyboard.press("Tab")
    table.wait_for_selector(f"[id='c/{NEW}'][aria-invalid=true]")
    assert "salience" in table.inner_text("#mistakes")
    table.keyboard.type("20")
    table.keyboard.press("Enter")
    table.wait_for_selector("#mistakes li", state="detached")
    shows(table, NEW, "30")


def test_what_another_window_changed_is_not_written_over(table: Page, korea: Served) -> None:
    other = table.context.new_page()
    other.goto(korea.url)
    other.wait_for_url("**/table")
    other.wait_for_selector("[role=gridcell][tabindex='0']")
    cell(table, FIRST).focus()
    table.keyboard.type("6")
    cell(other, FIRST).focus()
    other.keyboard.type("55")
    other.keyboard.press("Enter")
    shows(other, FIRST, "55")
    shows(table, FIRST, "55")
    assert focused(table) == "editor"
    table.keyboard.type("5")
    table.keyboard.press("Enter")
    table.wait_for_selector("#conflicts li")
    assert "55; you typed 65" in table.inner_text("#conflicts")
    table.click("#conflicts [data-do=mine]")
    shows(table, FIRST, "65")
    shows(other, FIRST, "65")
    other.close()


def test_what_is_being_typed_when_the_page_is_left_is_kept(table: Page) -> None:
    cell(table, FIRST).focus()
    table.keyboard.type("37")
    table.reload()
    shows(table, FIRST, "37")


def test_an_actor_and_an_issue_are_made_from_nothing_and_removed_again(table: Page, korea: Served) -> None:
    table.click("[data-add=actors]")
    table.fill("#add-name", "Japan")
    table.evaluate("for (const time of [1, 2]) document.querySelector('#add form').requestSubmit()")  # a double click
    table.wait_for_selector("[id='c/stances/japan/denuclearisation/position']:focus")
    table.click("[data-add=issues]")
    table.fill("#add-name", "Soy beans")
    table.fill("#add-scale", "50 to 0")
    table.select_option("#add-talk", "United States and China, trade")
    table.fill("#add-level", "5")
    table.keyboard.press("Enter")
    table.wait_for_selector("#add-scale[aria-invalid=true]")
    assert "low end" in table.inner_text("#wrong-scale")
    table.fill("#add-scale", "0 to 50")
    table.keyboard.press("Enter")
    table.wait_for_selector("[id='c/issues/soy-beans/name']:focus")
    table.wait_for_selector("#saved:text('Saved')")
    case = plain_of(read_case(korea.folder / "korea-2019" / "case.yaml"))
    assert case["actors"]["japan"] == {"name": "Japan"}
    assert "japan-2" not in case["actors"]
    assert case["talks"]["us-china"]["without_agreement"]["soy-beans"] == {"level": 5}
    cell(table, "actors/japan/name").focus()
    table.click("#remove-row")
    table.wait_for_selector("[id='c/actors/japan/name']", state="detached")
    assert "Japan is removed" in table.inner_text("#told")


def test_another_sheet_takes_names_and_makes_a_row_whole_field_by_field(table: Page, korea: Served) -> None:
    table.goto(f"{korea.base}/table?sheet=needs")
    table.click("[data-add=needs]")
    table.fill("#add-name", "Recognition")
    table.keyboard.press("Enter")
    table.wait_for_selector("[id='c/needs/recognition/actor']:focus")
    table.keyboard.type("South Korea")
    table.keyboard.press("Tab")
    table.keyboard.type("20–30")
    table.keyboard.press("Tab")
    table.wait_for_selector("#mistakes li", state="detached")
    shows(table, "needs/recognition/actor", "South Korea")
    shows(table, "needs/recognition/weight", "20 to 30")


@pytest.mark.parametrize("sheet", ["needs", "moves", "levels without agreement", "case"])
def test_every_kind_of_sheet_is_usable_by_all(table: Page, korea: Served, sheet: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    table.set_viewport_size({"width": 768, "height": 900})
    table.goto(f"{korea.base}/table?sheet={sheet}")
    table.wait_for_selector("[role=grid]")
    found = Axe().run(table)
    assert found.violations_count == 0, found.generate_report()
    assert table.evaluate("document.documentElement.scrollWidth") <= 768
