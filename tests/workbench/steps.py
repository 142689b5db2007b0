"""What a person does at a page of the workbench, in the words of a person: names that are seen, and never an id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.workbench.serving import Served

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

LONG = 60_000
"""Milliseconds that a busy machine may need for what the page does in the background."""


def enter(page: Page, server: Served) -> None:
    """Open the address that the command printed, and wait until the page that it leads to hears the keyboard.

    Its first page gives the cookie and leads on to the same address without the token: what is typed before that one
    has loaded is typed into nothing.
    """
    page.goto(server.url)
    page.wait_for_url(lambda address: "token=" not in address)


def comes_to_rest(page: Page, forecast: bool = True) -> None:
    """Wait until the page shows what it asks for by itself.

    The ticks of sliders are sought one after the other, for far longer than a look at the page has to wait. To wait for
    a network that is idle alone would wait for all of them, and for a forecast that may take a minute.

    Args:
        page: The page.
        forecast: Whether to wait for the end of the forecast in the background too, and not just for its first draws.
    """
    page.wait_for_load_state()
    page.locator("[aria-busy=true]").first.wait_for(state="detached", timeout=LONG)
    if page.locator(".slider").count():
        return
    if forecast:
        page.locator("[data-running]").first.wait_for(state="detached", timeout=LONG)
    if not page.locator("[data-running]").count():
        page.wait_for_load_state("networkidle", timeout=LONG)


@dataclass
class Person:
    """Somebody who sits before a page, and knows nothing but what it shows.

    Attributes:
        page: The page.
    """

    page: Page

    def comes_to(self, server: Served) -> None:
        """Open the address that the command printed."""
        enter(self.page, server)

    def leaves(self) -> None:
        """Close the page, so that it asks nobody any more."""
        self.page.goto("about:blank")

    def goes_to(self, tab: str) -> None:
        """Choose a tab of the case."""
        self.page.get_by_role("navigation", name="Screens").get_by_role("link", name=tab, exact=True).click()
        self.page.locator(f"[aria-current=page]:has-text('{tab}')").first.wait_for()
        self.page.wait_for_load_state()

    def turns_to(self, sheet: str) -> None:
        """Choose a sheet of the table."""
        sheets = self.page.get_by_role("navigation", name="Sheets")
        link = sheets.get_by_role("link", name=sheet, exact=True, include_hidden=True)
        if not link.is_visible():
            self.page.get_by_text("More sheets").click()
        link.click()
        self.page.locator(f".sheets [aria-current=page]:has-text('{sheet}')").wait_for()
        self.page.wait_for_load_state()

    def adds(self, noun: str, **fields: str | list[str]) -> None:
        """Fill in the form for something new, and add it; a label has `_` for a space, a list is what is ticked."""
        self.page.get_by_role("button", name=f"Add {noun}", exact=True).click()
        form = self.page.get_by_role("dialog")
        for label, text in fields.items():
            if isinstance(text, list):
                group = form.get_by_role("group", name=label)
                for name in text:
                    group.get_by_label(name, exact=True).check()
                continue
            field = form.get_by_label(re.compile(f"^{label.replace('_', ' ')}( \\*)?$"))
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(text)
            else:
                field.fill(text)
        form.get_by_role("button", name="Add", exact=True).click()
        form.wait_for(state="hidden")

    def cell(self, row: str, column: str, part: str = "") -> Locator:
        """The cell of a sheet where a row and a column meet; below an issue the first sheet has two parts."""
        found = self.page.evaluate(_PLACE, [row, column, part])
        assert found, f"the sheet shows no cell of {row} below {column} {part}"
        return self.page.locator(f"[id='{found}']")

    def types(self, text: str, row: str, column: str, part: str = "") -> None:
        """Type into a cell, and go on; what the page then shows there is a matter of `sees`."""
        self.cell(row, column, part).focus()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def sees(self, text: str, row: str, column: str, part: str = "") -> None:
        """Wait until a cell holds a text, and the server has taken it."""
        ident = self.cell(row, column, part).get_attribute("id")
        self.page.locator(f"[id='{ident}'][data-v='{text}']:not([data-pending])").wait_for()

    def reads(self, text: str) -> None:
        """Wait until the Answer beside the table says something."""
        answer = self.page.get_by_role("complementary", name="Answer")
        answer.get_by_text(text, exact=True).first.wait_for(timeout=LONG)

    def steps(self, button: str) -> None:
        """Press Undo or Redo until there is nothing left of it."""
        undo = self.page.get_by_role("button", name=button, exact=True)
        while undo.is_enabled():
            version = self.page.get_attribute("html", "data-version")
            undo.click()
            self.page.locator(f"html:not([data-version='{version}'])").wait_for()

    def waits_until_saved(self) -> None:
        """Wait until the page says that the file has it all."""
        self.page.locator("#saved", has_text="Saved").wait_for()


_PLACE = """([row, column, part]) => {
  const words = (cell) => (cell.querySelector('b')?.textContent ?? cell.textContent).replace('*', '').trim();
  const heads = [...document.querySelectorAll('.heads [role=row]')];
  const wide = (line) => [...line.children].flatMap((one) => Array(Number(one.ariaColSpan ?? 1)).fill(words(one)));
  const [tops, parts] = part ? heads.slice(-2).map(wide) : [wide(heads.at(-1)), null];
  const place = tops.findIndex((top, at) => top === column && (!part || parts[at] === part));
  const line = [...document.querySelectorAll('.body [role=row]')].find((one) =>
    [...one.querySelectorAll('[role=rowheader]')].map(words).join(', ') === row);
  return line?.children[place]?.id ?? '';
}"""
