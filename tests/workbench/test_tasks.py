"""What people come to do, each from its beginning to its end in a real browser, with nothing but what the page shows.

Of the ten tasks that the workbench is held to, those that a test of their screen carries out are there: a block
pasted from Excel, a mistake mended and two windows on one case in `test_table.py`, a slider moved and a variant kept in
`test_what_if.py`, a claim from the form with its verdict in `test_claims.py`. The others, which go through several
screens or hold the file to the letter, are here.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import tertius
from tertius.case.load import load
from tests.workbench.serving import served
from tests.workbench.steps import LONG, Person

if TYPE_CHECKING:
    from playwright.sync_api import Page

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"

WATER, PAYMENT = "Water released in summer", "Yearly payment for the dam"
FIELDS = "Water for the fields"
FLOWS = "0: the gates stay shut\n30: what reaches Downland in a dry year\n100: the full flow of the river"
CLAIM = "The more the fields need, the more Downland pays."


def river(folder: Path) -> Path:
    """The case of the second section of the tutorial, its mistake mended."""
    text = TUTORIAL.read_text("utf-8")
    blocks = re.findall(r"<!-- (?:file|append): river/case\.yaml -->\n```yaml\n(.*?)```", text, re.DOTALL)
    file = folder / "tutorial.yaml"
    file.write_text("".join(blocks[:2]).replace("saliance", "salience"), encoding="utf-8")
    return file


def answered(file: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Where the issues of a case settle and what its actors get, by name."""
    case = load(file)
    found = tertius.settle(case)
    levels = {case.name(issue): level for issue, level in found.levels.items()}
    return levels, {case.name(actor): payoff for actor, payoff in found.payoffs.items()}


def begins(me: Person) -> None:
    """An empty case, with actors, issues that have a scale and words for it, and a talk at which they are settled."""
    form = me.page.get_by_role("form", name="From nothing")
    form.get_by_label("Name").fill("Water from the Orla")
    form.get_by_label("The question").fill("What does Downland pay for water in a dry summer?")
    form.get_by_role("button", name="Begin").click()
    me.page.wait_for_url("**/table")
    me.page.wait_for_load_state()
    me.reads("Name the actors")
    me.adds("actor", Name="Upland")
    me.adds("actor", Name="Downland")
    me.adds("issue", Name=WATER, Words_of_the_scale=FLOWS, Level_without_an_agreement="30")
    me.adds(
        "issue",
        Name=PAYMENT,
        Scale="0 to 40",
        Unit="million crowns",
        Words_of_the_scale="0: nothing\n40: the whole upkeep of the dam",
        Level_without_an_agreement="0",
    )
    me.adds("talk", Name="The Orla talks", Parties=["Upland", "Downland"], Settles=[WATER, PAYMENT])


def says_what_all_want(me: Person) -> None:
    """The stances, one with a mistake that the page tells and that is mended."""
    me.types("20", "Upland", WATER, "position")
    me.types("140", "Upland", WATER, "salience")
    me.page.locator("#mistakes").get_by_text("salience 140 is over 100").wait_for()
    me.types("30–50, likely 40", "Upland", WATER, "salience")
    me.sees("30 to 50, likely 40", "Upland", WATER, "salience")
    me.page.locator("#mistakes li").first.wait_for(state="detached")
    me.types("40", "Upland", PAYMENT, "position")
    me.types("40–60", "Upland", PAYMENT, "salience")
    me.types("0", "Downland", PAYMENT, "position")
    me.types("30 to 50", "Downland", PAYMENT, "salience")
    me.reads("No deal")


def says_what_is_needed(me: Person) -> None:
    """A need and what covers it, and of which day all this is."""
    me.turns_to("Needs")
    me.adds("need", Name=FIELDS, Actor="Downland", Weight="50–70")
    me.types("a third of its people live from farming", FIELDS, "Reason")
    me.turns_to("What covers needs")
    me.adds("cover of a need", Need=FIELDS, Issue=WATER, Share="80–100%")
    me.reads("21.9 million crowns")
    me.turns_to("The case")
    me.types("2024-05-01", "as of", "What it says")
    me.sees("2024-05-01", "as of", "What it says")


def claims_that_need_is_paid_for(me: Person) -> None:
    """A claim from the form, until it has its verdict."""
    me.goes_to("Claims")
    me.page.get_by_role("button", name="New claim").click()
    form = me.page.get_by_role("dialog")
    form.get_by_label("A claim that").select_option("something moves with a number")
    form.get_by_label("Number that moves").fill(f"weight of the need '{FIELDS}'")
    form.get_by_label("goes over").fill("40 to 80")
    form.locator("fieldset:visible").get_by_label("What the claim is about").fill(f"level of {PAYMENT}")
    form.get_by_label("In your own words").fill(CLAIM)
    form.get_by_role("button", name="Keep the claim").click()
    made = me.page.locator(".claim", has_text=CLAIM)
    made.get_by_text(re.compile("^(holds|fails|depends)", re.IGNORECASE)).first.wait_for(timeout=LONG)


def takes_the_brief_along(me: Person) -> str:
    """The text of a brief in Word, made quick and downloaded."""
    me.goes_to("Brief")
    me.page.get_by_role("button", name="Make the brief").click()
    with me.page.expect_download(timeout=LONG) as word:
        me.page.locator(".take").get_by_role("link", name="Word").click(timeout=LONG)
    with zipfile.ZipFile(Path(word.value.path())) as document:
        return re.sub(r"<[^>]+>", "", document.read("word/document.xml").decode())


def test_a_case_is_typed_from_nothing_to_a_brief_and_settles_as_that_of_the_tutorial(
    tmp_path: Path, page: Page
) -> None:
    me = Person(page)
    with served(tmp_path) as server:
        me.comes_to(server)
        begins(me)
        says_what_all_want(me)
        says_what_is_needed(me)
        claims_that_need_is_paid_for(me)
        brief = takes_the_brief_along(me)
        assert "Water from the Orla" in brief
        assert CLAIM in brief
        me.waits_until_saved()
        file = tmp_path / "water-from-the-orla" / "case.yaml"
        assert answered(file) == answered(river(tmp_path))
        me.leaves()


def test_all_is_taken_back_and_made_again_to_the_letter(tmp_path: Path, page: Page) -> None:
    me = Person(page)
    with served(tmp_path, "two-patrons") as server:
        file = tmp_path / "two-patrons" / "case.yaml"
        before = file.read_bytes()
        me.comes_to(server)
        page.wait_for_url("**/table")
        page.wait_for_load_state()
        case = load(file)
        actor, issue = case.name("client"), case.name("first-price")
        me.types("45,5", actor, issue, "position")
        me.sees("45.5", actor, issue, "position")
        me.adds("actor", Name="Observer")
        me.types("20", "Observer", issue, "position")
        me.types("10–30", "Observer", issue, "salience")
        me.sees("10 to 30", "Observer", issue, "salience")
        me.cell(actor, issue, "salience").focus()
        page.get_by_role("button", name=f"Remove {actor}").click()
        page.locator("#told", has_text="Undo brings it back").wait_for()
        me.waits_until_saved()
        after = file.read_bytes()
        assert after != before
        me.steps("Undo")
        me.waits_until_saved()
        assert file.read_bytes() == before
        me.steps("Redo")
        me.waits_until_saved()
        assert file.read_bytes() == after
        me.leaves()


def test_what_a_colleague_writes_into_the_file_meanwhile_is_shown_and_keeps_its_comment_and_order(
    tmp_path: Path, page: Page
) -> None:
    me = Person(page)
    with served(tmp_path, "two-patrons") as server:
        file = tmp_path / "two-patrons" / "case.yaml"
        case = load(file)
        actor, issue = case.name("client"), case.name("first-price")
        me.comes_to(server)
        page.wait_for_url("**/table")
        page.wait_for_load_state()
        text = file.read_text("utf-8")
        theirs = text.replace("title: ", "# asked in the ministry\ntitle: Their ", 1)
        assert theirs != text
        file.write_text(theirs, "utf-8")
        page.get_by_role("heading", name="Their", level=1).wait_for()
        me.types("33", actor, issue, "salience")
        me.sees("33", actor, issue, "salience")
        me.waits_until_saved()
        ours = file.read_text("utf-8").splitlines()
        changed = [(old, new) for old, new in zip(theirs.splitlines(), ours, strict=True) if old != new]
        assert len(changed) == 1
        assert "33" in changed[0][1]
        me.leaves()


def test_a_server_that_is_killed_in_the_midst_is_started_again_and_the_page_goes_on(tmp_path: Path, page: Page) -> None:
    me = Person(page)
    with served(tmp_path, "two-patrons") as server:
        file = tmp_path / "two-patrons" / "case.yaml"
        before, case = file.read_bytes(), load(file)
        actor, issue = case.name("client"), case.name("first-price")
        me.comes_to(server)
        page.wait_for_url("**/table")
        page.wait_for_load_state()
        me.types("31", actor, issue, "salience")
        me.sees("31", actor, issue, "salience")
        me.types("much", actor, issue, "position")
        page.locator("#mistakes li").wait_for()
        server.process.kill()
        server.process.wait(30)
        me.types("32", actor, issue, "salience")
        page.locator("#notices:not(:empty)").wait_for(timeout=LONG)
    with served(tmp_path, "two-patrons") as server:
        me.comes_to(server)
        page.wait_for_url("**/table")
        page.wait_for_load_state()
        page.seen.clear()  # type: ignore[attr-defined]  # the browser told that nobody answered
        me.sees("31", actor, issue, "salience")
        me.sees("much", actor, issue, "position")
        me.waits_until_saved()
        assert load(file).stances["client"]["first-price"].salience.middle == 31
        page.get_by_role("button", name="Back to").first.click()
        page.locator("#mistakes li").wait_for(state="detached")
        me.steps("Undo")
        me.waits_until_saved()
        assert file.read_bytes() == before
        me.leaves()
