"""The brief on its screen: made in the background, the same bytes as from the command, taken away as files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tertius.case.load import load
from tertius.errors import UsageError
from tertius.report.brief import compose
from tertius.workbench.jobs.brief import brief
from tertius.workbench.screens.brief import (
    DECISION_SECTIONS,
    OPTIONAL,
    SECTIONS,
    file_name,
    sections_listed,
    sections_of,
    settings_of,
)
from tertius.workbench.worker import Cancelled
from tests.workbench.serving import Served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEADLINE = 'Yes, but "only" with <b>fuel</b> & more.'


def ran(folder: Path, *options: str) -> Path:
    """The folder of the brief that the command writes."""
    command = [sys.executable, "-m", "tertius", "run", "two-patrons/case.yaml", "-o", "ran", *options]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={**os.environ, "COLUMNS": "200"})
    return folder / "ran"


def test_a_brief_made_quick_and_downloaded_has_the_bytes_of_the_command(patrons: Served, page: Page) -> None:
    enter(page, patrons)
    page.goto(f"{patrons.base}/brief")
    page.fill("#headline", HEADLINE)
    page.uncheck("#sections input[value=events]")
    page.click("#sections li[data-key=claims] button[data-move=up]")
    page.click("#make")
    frame = page.frame_locator("#sheet iframe")
    frame.locator("h1").wait_for(timeout=60_000)
    assert page.evaluate("document.activeElement.id") == "make"  # the keyboard goes on from where it was
    assert frame.get_by_text(HEADLINE, exact=True).count() == 1
    with page.expect_download() as word:
        page.click(".take a:has-text('Word')")
    with page.expect_download() as html:
        page.click(".take a:has-text('HTML')")
    with page.expect_download() as picture:
        page.click(".pictures summary")
        page.click(".pictures a:has-text('PNG') >> nth=0")
    names = [one.value.suggested_filename for one in (word, html, picture)]
    assert names == ["two-patrons-brief.docx", "two-patrons-brief.html", "two-patrons-brief-1.png"]
    sections = "talks,sure,change,reliance,claims,moves,method"
    written = ran(patrons.folder, "--draws", "128", "--headline", HEADLINE, "--sections", sections, "--docx")
    assert Path(html.value.path()).read_bytes() == (written / "brief.html").read_bytes()
    assert Path(word.value.path()).read_bytes() == (written / "brief.docx").read_bytes()
    assert Path(picture.value.path()).read_bytes().startswith(b"\x89PNG")
    page.click("button[data-width=phone]")
    assert page.locator("#sheet iframe").bounding_box()["width"] <= 390  # type: ignore[index]
    page.evaluate("import('/static/api.js').then((api) => api.edit([{path: 'title', to: 'Another'}], 'title'))")
    page.wait_for_selector("#brief-status.old")
    assert "older version" in page.inner_text("#brief-status")
    page.click("#undo")
    page.wait_for_selector("#brief-status:not(.old)")


def test_what_is_no_file_of_a_brief_is_not_found(patrons: Served) -> None:
    for name in ("file.exe", "picture-0.png", "picture-999.png", "picture-1.exe", "file.."):
        status, _, _ = patrons.ask(f"/case/two-patrons/case.yaml/brief/{name}")
        assert status in (404, 422)


def test_the_preview_runs_no_script_and_a_file_is_kept_not_shown(patrons: Served) -> None:
    status, headers, _ = patrons.ask("/case/two-patrons/case.yaml/brief/preview")
    assert status == 200
    assert "script-src" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    _, headers, _ = patrons.ask("/case/two-patrons/case.yaml/brief/file.html")
    assert headers["content-disposition"].startswith('attachment; filename="two-patrons-brief.html"')


def test_the_sections_of_the_screen_are_those_of_the_brief() -> None:
    assert list(SECTIONS) == list(compose.SECTIONS)
    assert list(DECISION_SECTIONS) == list(compose.DECISION_SECTIONS)
    assert OPTIONAL == compose.OPTIONAL
    for name in ("two-patrons", "ec-emission-1994"):
        case = load(name)
        assert list(sections_of(case)) == list(compose.sections_of(case))


def test_the_sections_are_called_as_in_the_brief() -> None:
    case = load("two-patrons")
    asked = {"draws": 16, "seed": 1, "title": "", "headline": "", "written": "2024-01-01", "name": "x"}
    found = brief(case, {**asked, "sections": list(SECTIONS)}, lambda *told: None)
    made = set(re.findall(r"<h2[^>]*>(?:<[^>]*>)*([^<]+)", found["html"]))
    told = {title for title in SECTIONS.values() if title in found["html"]}
    assert {"Where each talk ends", "Method", "The argument, claim by claim"} <= told, made


def test_sections_that_are_chosen_stand_first_in_their_order() -> None:
    listed = sections_listed(load("two-patrons"), ["claims", "talks"])
    assert [key for key, _, ticked in listed if ticked] == ["claims", "talks"]
    assert [key for key, _, _ in listed][:2] == ["claims", "talks"]
    assert len(listed) == len(SECTIONS)


@pytest.mark.parametrize("asked", [{"sections": []}, {"sections": ["no"], "draws": 128}, {"sections": ["talks"]}])
def test_settings_that_are_none_are_refused(asked: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        settings_of(load("two-patrons"), "two-patrons", asked)


def test_a_brief_that_nobody_waits_for_stops() -> None:
    def told(done: object, whole: object, what: str) -> None:
        raise Cancelled

    asked = {"draws": 16, "seed": 2, "title": "", "headline": "", "written": "2024-01-01", "name": "x", "sections": []}
    with pytest.raises(Cancelled):
        brief(load("two-patrons"), asked, told)


def test_another_headline_takes_no_new_analysis() -> None:
    heard: list[str] = []
    asked = {"draws": 16, "seed": 3, "title": "", "headline": "", "written": "2024-01-01", "name": "x", "sections": []}
    case = load("two-patrons")
    brief(case, asked, lambda done, whole, what: heard.append(what))
    assert len(set(heard)) > 3
    heard.clear()
    found = brief(case, {**asked, "headline": "Other words"}, lambda done, whole, what: heard.append(what))
    assert set(heard) == {"Writing the page"}
    assert "Other words" in found["html"]
    assert found["pictures"][0] == "First page"


def test_files_are_called_by_the_case() -> None:
    assert file_name(load("korea-2019"), ".docx") == "korea-2019-brief.docx"
