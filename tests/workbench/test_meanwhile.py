"""What somebody else does to the file while a case is open in the browser: it is seen, told, and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tertius.case.load import load
from tests.workbench.serving import served
from tests.workbench.steps import enter
from tests.workbench.test_document import CASE

if TYPE_CHECKING:
    from playwright.sync_api import Page

SALIENCE = "stances/client/first-price/salience"


def test_a_file_that_breaks_is_told_and_ours_can_take_its_place(tmp_path: Path, page: Page) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE)
    with served(tmp_path, "case.yaml") as server:
        enter(page, server)
        file.write_text(CASE.replace("title: Two patrons and a client", "title: Somebody else"))
        undo = page.get_by_role("button", name="Undo")
        page.locator("#undo[title*='somebody else']").wait_for()
        undo.click()
        page.locator("#undo:disabled").wait_for()
        page.locator("#saved", has_text="Saved").wait_for()
        assert load(file).title == "Two patrons and a client"

        file.write_text("nonsense")
        page.get_by_role("link", name="Mend the file").wait_for()
        body = json.dumps({"puts": [{"path": SALIENCE, "to": "21"}]}).encode()
        assert server.ask("/case/case.yaml/edit", body)[0] == 200
        assert file.read_text() == "nonsense"
        page.get_by_role("button", name="Put mine in its place").click()
        page.locator("#notices:empty").wait_for(state="attached")
        page.locator("#saved", has_text="Saved").wait_for()
        assert load(file).stances["client"]["first-price"].salience.middle == 21
        assert (tmp_path / "case.yaml.theirs-1").read_text() == "nonsense"

        file.unlink()
        page.get_by_text("is not there any more").wait_for()
        assert page.get_by_role("link", name="Mend the file").count() == 0
        page.get_by_role("button", name="Put mine in its place").click()
        page.locator("#notices:empty").wait_for(state="attached")
        assert load(file).stances["client"]["first-price"].salience.middle == 21
