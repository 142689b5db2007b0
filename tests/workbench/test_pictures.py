"""The pictures of the numbers in the stances: one for a row, so that a key costs a browser little in a large table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tertius.case.load import read_gallery_case
from tertius.case.parse.quantity import read_quantity
from tertius.workbench.grid.cells import Cell, Line, drawn
from tertius.workbench.grid.pictures import picture_of
from tests.workbench.serving import Served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEVEL = drawn(read_quantity("20 to 40, likely 25"), (0, 100), "price")
WEIGHT = drawn(read_quantity("30 to 50"), (0, 100))


def row(*cells: Cell) -> Line:
    return Line(("actors", "a"), (), cells)


def cell(picture: object, field: str) -> Cell:
    return Cell(("stances", "a", "price", field), "", "", drawn=picture)  # type: ignore[arg-type]


def places(path: str) -> list[float]:
    """Where the lines of a path begin and end, from left to right."""
    return [float(number) for number in re.findall(r"[MH](\d+\.?\d*)", path)]


def test_each_number_is_drawn_in_its_own_cell_of_the_row() -> None:
    picture = picture_of(row(cell(LEVEL, "position"), cell(WEIGHT, "salience")), {"price": [0, 50]})
    assert picture.ident == "p/actors/a"
    assert picture.cells == 2
    assert set(picture.paths) == {"axis", "range", "likely", "weight", "span"}
    assert all(0 < place < 100 for name in ("axis", "range", "likely") for place in places(picture.paths[name]))
    assert all(100 < place < 200 for name in ("weight", "span") for place in places(picture.paths[name]))
    low, high, _ = places(picture.paths["range"])
    likely = places(picture.paths["likely"])[0]
    assert low < likely < high
    assert (likely - low) / (high - low) == pytest.approx(0.25, abs=1e-3)
    begin, end, *anchors = places(picture.paths["axis"])
    assert anchors == pytest.approx([begin, (begin + end) / 2], abs=1e-3)


def test_an_empty_cell_and_one_that_is_not_valid_have_no_picture() -> None:
    assert picture_of(row(cell(None, "position"), cell(None, "salience")), {}).paths == {}


def test_a_row_has_one_picture_and_no_cell_of_a_number_cuts_off(page: Page, patrons: Served) -> None:
    from playwright.sync_api import expect

    enter(page, patrons)
    page.wait_for_selector("[role=gridcell]")
    actors = len(read_gallery_case("two-patrons").actors)
    assert page.locator(".body svg").count() == actors
    assert page.locator(".body > [role=row] > svg.pictures[aria-hidden=true]").count() == actors
    number = page.locator("[role=gridcell].number[id$=salience]:has(b:not(:empty))").first
    assert number.evaluate("cell => getComputedStyle(cell).overflow") == "visible"
    row = number.locator("..")
    before = row.locator(".pictures .weight").get_attribute("d")
    number.focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pending", state="detached")
    expect(row.locator(".pictures .weight")).not_to_have_attribute("d", str(before))  # it comes with the outcome
    bar, box = (one.bounding_box() for one in (row.locator(".pictures .weight"), number))
    assert bar is not None
    assert box is not None
    assert box["x"] < bar["x"] < box["x"] + box["width"]
