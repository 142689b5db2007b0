"""Pictures of the workbench, taken in a browser: `python docs/pictures/workbench.py [FOLDER]`.

The case of the tutorial is built as its page with the mouse says, so taking the pictures is walking that road.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tertius.errors import UsageError
from tertius.report.brief.pdf import browser_found

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, HIGH = 1280, 820
NARROW = 768
PATIENCE = 120_000
"""Milliseconds that a busy machine may need for a forecast."""


@contextmanager
def opened(folder: Path, *arguments: str) -> Iterator[str]:
    """The address of a workbench that is open in a folder, as `tertius open` prints it."""
    command = [sys.executable, "-m", "tertius", "open", *arguments, "--no-browser"]
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / ".state"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise SystemExit("the workbench did not open")
        yield found[0]
    finally:
        process.terminate()
        process.wait()


class Hand:
    """Somebody at the page: clicks and types what the tutorial says, and takes pictures."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder

    def tab(self, screen: str) -> None:
        """Go to a screen."""
        self.page.click(f"nav[aria-label=Screens] a:text-is('{screen}')")
        self.page.wait_for_load_state()

    def sheet(self, name: str) -> None:
        """Go to a sheet of the Table."""
        if self.page.get_attribute("nav[aria-label=Screens] a[aria-current]", "href").rpartition("/")[2] != "table":  # type: ignore[union-attr]
            self.tab("Table")
        link = self.page.locator(f".sheets a:text-is('{name}')")
        if not link.is_visible():
            self.page.click(".sheets summary")
        link.click()
        self.page.wait_for_selector(f".sheets a[aria-current]:text-is('{name}')")
        self.page.wait_for_load_state()

    def add(self, what: str, *keys: str, ticked: tuple[str, ...] = (), **fields: str) -> None:
        """Add a row with its form, and type what else it needs into the cells that follow."""
        page = self.page
        page.click(f"button[data-add='{what}']")
        page.wait_for_selector("#add[open]")
        for name, text in fields.items():
            field = page.locator(f"#add-{name}")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(label=text)
            else:
                field.fill(text)
        for name in ticked:
            page.get_by_role("checkbox", name=name, exact=True).check()
        page.click("#add button[type=submit]")
        page.wait_for_function("() => document.activeElement.closest('#sheet')")
        for place, text in enumerate(keys):
            page.keyboard.type(text)
            page.keyboard.press("Enter" if place == len(keys) - 1 else "Tab")
        self.settled()

    def type(self, actor: str, issue: str, *texts: str) -> None:
        """Type position and salience of an actor on an issue."""
        self.page.click(f"[id='c/stances/{actor}/{issue}/position']")
        for text in texts:
            self.page.keyboard.type(text)
            self.page.keyboard.press("Tab")
        self.settled()

    def settled(self) -> None:
        """Wait until everything that was typed has been taken."""
        self.page.wait_for_selector("[data-pending]", state="detached")
        self.page.wait_for_selector("#saved:text('Saved')")

    def forecast(self) -> None:
        """Wait until the answer and its forecast are there."""
        self.page.wait_for_timeout(800)
        self.page.wait_for_function(
            "() => { const one = document.querySelector('#answer');"
            " return one && one.innerText.length > 80 && one.getAttribute('aria-busy') !== 'true'"
            " && !one.querySelector('progress') }",
            timeout=PATIENCE,
        )

    def shot(self, name: str) -> None:
        """Take a picture of the window."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.screenshot(path=self.folder / f"{name}.png")


def river(hand: Hand) -> None:
    """The tutorial's case from an empty page, as its page with the mouse tells it."""
    page = hand.page
    form = page.locator("form[data-kind=empty]")
    form.get_by_label("Name").fill("Water from the Orla")
    form.get_by_label("The question that it is to answer").fill("What does Downland pay for water in a dry summer?")
    form.locator("button").click()
    page.wait_for_url("**/table")
    for actor in ("Upland", "Downland"):
        hand.add("actors", name=actor)
    words = "0: the gates stay shut\n30: what reaches Downland in a dry year\n100: the full flow of the river"
    hand.add("issues", name="Summer water", anchors=words, level="30")
    words = "0: nothing\n40: the whole upkeep of the dam"
    scale = {"scale": "0 to 40", "unit": "million crowns"}
    hand.add("issues", name="Payment", **scale, anchors=words, level="0")
    hand.sheet("Talks")
    hand.add("talks", name="The Orla talks", ticked=("Upland", "Downland", "Summer water", "Payment"))
    hand.sheet("Stances")
    hand.type("upland", "summer-water", "20", "30 to 50, likely 40")
    hand.type("upland", "payment", "40", "4o to 60")
    page.wait_for_selector("#mistakes li")
    hand.shot("workbench-mistake")
    hand.type("upland", "payment", "40", "40 to 60")
    hand.type("downland", "payment", "0", "30 to 50")
    hand.sheet("Needs")
    hand.add("needs", name="Water for the fields", actor="Downland", weight="50 to 70")
    hand.sheet("What covers needs")
    hand.add("supplies", need="Water for the fields", issue="Summer water", share="80% to 100%")
    hand.sheet("Stances")
    hand.forecast()
    hand.shot("workbench-river")


def lakeland(hand: Hand) -> None:
    """The second source of water: a third actor, and talks of its own."""
    hand.add("actors", name="Lakeland")
    hand.sheet("Talks")
    hand.add("talks", name="The pipeline talks", ticked=("Downland", "Lakeland"))
    hand.sheet("Stances")
    words = "0: no pipeline\n100: all that the pipeline can carry"
    hand.add("issues", name="Lake water", anchors=words, talk="The pipeline talks", level="0")
    words = "0: closed to Lakeland\n100: open, without duties"
    hand.add("issues", name="Fish market", anchors=words, talk="The pipeline talks", level="20")
    hand.type("downland", "fish-market", "10", "10 to 30")
    hand.type("lakeland", "lake-water", "10", "20 to 30")
    hand.type("lakeland", "fish-market", "100", "40 to 60")
    hand.sheet("What covers needs")
    hand.add("supplies", need="Water for the fields", issue="Lake water", share="40% to 60%")
    hand.tab("Answer")
    hand.forecast()
    hand.shot("workbench-answer")


def tied(hand: Hand) -> None:
    """A link and a threat."""
    hand.sheet("Links")
    hand.add(
        "links",
        name="The pipeline crosses the hills of Upland",
        holder="Upland",
        if_fails="The Orla talks",
        then_falls="The pipeline talks",
        probability="20% to 60%, likely 40%",
    )
    hand.sheet("Threats")
    hand.add(
        "threats",
        name="Downland closes the road to the sea",
        holder="Downland",
        target="Upland",
        if_fails="The Orla talks",
        damage="6 to 14",
    )
    for column, text in (("cost", "3 to 5"), ("credibility", "30% to 70%")):
        hand.page.click(f"[id$='/{column}'][role=gridcell]")
        hand.page.keyboard.type(text)
        hand.page.keyboard.press("Enter")
        hand.settled()
    hand.tab("Network")
    hand.page.locator(".thing.good").first.wait_for(timeout=PATIENCE)
    hand.page.wait_for_timeout(1000)
    hand.shot("workbench-network")


def tried(hand: Hand) -> None:
    """What if some water came from the lake already? Tried, and put into the case."""
    page = hand.page
    hand.tab("What if")
    page.wait_for_selector(".slider:last-child[data-ticked]", timeout=PATIENCE)
    page.fill("#number", "Level of Lake water without an agreement in The pipeline talks")
    page.click("#find [type=submit]")
    slider = page.locator(".slider", has_text="Lake water without").first
    slider.locator("input[type=number]").fill("40")
    slider.locator("input[type=number]").press("Enter")
    page.wait_for_selector("#result .summary", timeout=PATIENCE)
    page.wait_for_selector("#drawing", state="hidden", timeout=PATIENCE)
    hand.shot("workbench-what-if")
    page.click("#put")
    page.wait_for_selector("#kept-said:has-text('in the case now')")


def argued(hand: Hand) -> None:
    """A claim, made in words."""
    page = hand.page
    hand.tab("Claims")
    page.click("#new-claim")
    row = page.locator("[data-side=with] .change")
    row.locator("[data-name=do]").select_option("remove")
    row.locator("[data-name=what]").fill("talk The pipeline talks")
    form = page.locator("[data-form=compare]")
    form.locator("[data-field=quantity]").fill("level of Payment")
    form.locator("[data-field=direction]").select_option("higher")
    page.wait_for_selector("button[value=keep]:not([disabled])")
    page.click("button[value=keep]")
    page.locator(".claim .chip.good, .claim .chip.bad, .claim .chip.open").first.wait_for(timeout=PATIENCE)
    hand.settled()
    hand.shot("workbench-claims")


def written(hand: Hand) -> None:
    """The brief, quick."""
    page = hand.page
    hand.tab("Brief")
    page.check("#brief-form input[value='128']")
    page.fill("#headline", "Downland pays for its water, and the pipeline lowers the price")
    page.click("#make")
    page.frame_locator("#sheet iframe").locator("h1").wait_for(timeout=PATIENCE)
    page.wait_for_timeout(1000)
    hand.shot("workbench-brief")


def flagship(page: Page, folder: Path) -> None:
    """The first picture of the README: the Table with the Answer beside it, wide and narrow."""
    hand = Hand(page, folder)
    page.wait_for_selector("#sheet [role=gridcell]")
    hand.forecast()
    page.click("[id='c/stances/usa/denuclearisation/salience']")
    page.screenshot(path=folder / "workbench-table.png")
    page.set_viewport_size({"width": NARROW, "height": HIGH})
    hand.tab("Answer")
    hand.forecast()
    hand.shot("workbench-narrow")


RIVER: tuple[Callable[[Hand], None], ...] = (river, lakeland, tied, tried, argued, written)


def taken(browser: Browser, folder: Path) -> None:
    """All pictures, of cases in folders of their own that are thrown away."""
    for arguments in (("korea-2019",), ()):
        with tempfile.TemporaryDirectory() as apart, opened(Path(apart), *arguments) as address:
            page = browser.new_page(viewport={"width": WIDE, "height": HIGH})
            page.set_default_timeout(20_000)
            page.goto(address)
            if arguments:
                flagship(page, folder)
            else:
                for walk in RIVER:
                    walk(Hand(page, folder))
            page.close()


def main() -> None:
    """Take the pictures; nothing without a browser."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    try:
        path = browser_found()
    except UsageError as error:
        print(f"the pictures of the workbench stay as they are: {error}", file=sys.stderr)
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        taken(browser, folder)
        browser.close()


if __name__ == "__main__":
    main()
