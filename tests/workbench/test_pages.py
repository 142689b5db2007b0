"""Every screen of a case in a real browser: it shows, nothing is asked elsewhere, and all can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tertius.workbench.screens import SCREENS
from tests.workbench.serving import Served
from tests.workbench.steps import comes_to_rest, enter

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_breaks_no_rule_of_accessibility(korea: Served, page: Page, screen: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    enter(page, korea)
    page.goto(f"{korea.base}/{screen}")
    comes_to_rest(page)
    for width in (1280, 768):
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{screen} is {wide} pixels wide"
        hidden = page.locator(".top nav ul").evaluate("tabs => tabs.scrollWidth - tabs.clientWidth")
        assert hidden == 0, f"{hidden} pixels of the tabs are out of sight"
