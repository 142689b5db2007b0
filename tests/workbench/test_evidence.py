"""The Evidence screen: numbers by what hangs on them, what each rests on said through edits, ticks beside the case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import tertius
from tertius.case.edit.numbers import numbers_of
from tertius.case.plain import plain_of
from tertius.errors import UsageError
from tertius.workbench.answers.evidence import entry_of, form_told, key_of, puts_for, rows_told
from tertius.workbench.differences import plain_keys
from tertius.workbench.document import Document
from tertius.workbench.jobs.evidence import evidence
from tertius.workbench.marks import Marks
from tests.workbench.cases import BARE
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def bare(tmp_path: Path) -> Document:
    """A case in which nothing says where its numbers come from."""
    file = tmp_path / "case.yaml"
    file.write_text(BARE, encoding="utf-8")
    return Document(file, tmp_path / "journals")


def said(document: Document, key: str, field: str, to: Any) -> None:
    puts, _ = puts_for(document.case, document.values, key, field, to)
    assert document.edit(puts).refused == {}


def test_every_number_is_listed_with_the_weakest_first_as_long_as_no_influence_is_known() -> None:
    case = tertius.load("two-patrons")
    rows = rows_told(case, {}, {})
    assert sorted(row["path"] for row in rows) == sorted(map(key_of, numbers_of(case)))
    weak = [row["weakness"] for row in rows]
    assert weak == sorted(weak, reverse=True)


def test_influence_times_weakness_ranks_the_numbers_as_the_command_does() -> None:
    case, heard = tertius.case.read_text(BARE, "bare.yaml"), []
    found = evidence(case, {"base": 16}, lambda *told: heard.append(told))
    known = tertius.evidence(case, base=16)
    assert heard
    for gap in known.gaps:
        for number in gap.input.numbers:
            assert found["/".join(map(str, number.path))] == [gap.influence, gap.error]
    first = rows_told(case, {key: (share, error) for key, (share, error) in found.items()}, {})[0]
    assert first["path"] in {"/".join(map(str, number.path)) for number in known.gaps[0].input.numbers}


def test_what_is_said_of_a_number_stands_in_its_entry_and_can_be_undone(bare: Document) -> None:
    said(bare, "stances/a/x/salience", "why", "an expert says so")
    said(bare, "stances/a/x/salience", "method", "elicited")
    stance = bare.case.stances["a"]["x"]
    assert (stance.why, stance.method) == ("an expert says so", "elicited")
    said(bare, "stances/a/x/salience", "why", "")
    assert bare.case.stances["a"]["x"].why is None
    for _ in range(3):
        bare.undo()
    assert bare.case.stances["a"]["x"].method is None


def test_a_bare_value_becomes_a_block_and_keeps_its_number(bare: Document) -> None:
    key = next(key_of(one) for one in numbers_of(bare.case) if "without_agreement" in one.path)
    before = bare.case.talks["deal"].without_agreement["x"].level
    said(bare, key, "why", "where it stood last year")
    stays = bare.case.talks["deal"].without_agreement["x"]
    assert stays.level == before
    assert stays.why == "where it stood last year"


def test_a_new_source_is_named_by_the_number_in_one_step(bare: Document) -> None:
    said(bare, "stances/b/x/position", "new source", {"title": "A paper", "reliability": "high", "url": ""})
    said(bare, "stances/b/x/position", "new source", {"title": "A paper"})
    assert len(bare.case.sources) == 2
    assert bare.case.stances["b"]["x"].source == tuple(bare.case.sources)
    told = form_told(bare.case, bare.values, "stances/b/x/position")
    assert [one["title"] for one in told["chosen"]] == ["A paper", "A paper"]
    bare.undo()
    assert len(bare.case.sources) == 1
    with pytest.raises(UsageError, match="a title"):
        said(bare, "stances/b/x/position", "new source", {"title": " "})
    with pytest.raises(UsageError, match="no such number"):
        said(bare, "stances/b/z/position", "why", "nothing")


@pytest.mark.parametrize("name", ["korea-2019", "nile-dam-2020"])
def test_every_number_of_the_gallery_has_an_entry_that_carries_its_evidence(name: str) -> None:
    case = tertius.load(name)
    values = plain_keys(plain_of(case))
    for number in numbers_of(case):
        entry, _ = entry_of(number)
        assert tuple(map(str, number.path))[: len(entry)] == entry
        assert form_told(case, values, key_of(number))["why"] == (number.why or "")
        break
    assert all(entry_of(number)[0] for number in numbers_of(case) if len(number.path) > 1)


def test_a_tick_is_kept_and_lapses_with_its_number(tmp_path: Path) -> None:
    case = tertius.load("two-patrons")
    number = numbers_of(case)[0]
    marks = Marks(tmp_path / "state", "two-patrons")
    assert marks.read() == {}
    marks.tick(key_of(number), number.words)
    ticked = {row["path"]: row["done"] for row in rows_told(case, {}, marks.read())}
    assert [path for path, done in ticked.items() if done] == [key_of(number)]
    marks.tick(key_of(number), "another number")
    assert not any(row["done"] for row in rows_told(case, {}, marks.read()))
    marks.tick(key_of(number), None)
    assert marks.read() == {}
    marks.file.write_text("nonsense")
    assert marks.read() == {}
    assert json.dumps(marks.read()) == "{}"


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on a case of a few numbers."""
    folder: Path = tmp_path_factory.mktemp("evidence")
    (folder / "bare.yaml").write_text(BARE, encoding="utf-8")
    with served(folder, "bare.yaml") as one:
        yield one


def test_a_number_gets_its_source_and_is_ticked_off_in_the_page(workbench: Served, page: Page) -> None:
    enter(page, workbench)
    page.goto(f"{workbench.base}/evidence")
    page.wait_for_selector("#finer:not([hidden])", timeout=60_000)
    row = page.locator("#rows tr", has_text="Salience of Fare for Anna")
    row.locator("button").click()
    page.wait_for_selector("#form form")
    page.fill("#e-why", "asked in May")
    page.keyboard.press("Tab")
    page.locator("#rows tr", has_text="asked in May").first.wait_for()
    page.click("#new-source summary")
    page.fill("#source-title", "A telephone call")
    page.click("#make-source")
    page.wait_for_selector("#form [data-drop]")
    assert "A telephone call" in page.inner_text("#form .chosen")
    with page.expect_response("**/evidence/tick"):
        row.locator("input").check()
    page.reload()
    page.wait_for_selector("#rows tr[data-done]")
    page.select_option("#filter", "open")
    assert page.locator("#rows tr[data-done]:visible").count() == 0
    written = (workbench.folder / "bare.yaml").read_text("utf-8")
    assert "asked in May" in written
    assert "done" not in written
