"""Experts: a blind sheet goes out, filled sheets come back, differ, and are pooled into the case."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import tertius
from tertius.case.layouts.blind_sheet import blind_sheet, without_empty_rows
from tertius.case.model import Case
from tertius.case.parse.quantity import Quantity
from tertius.errors import CaseError, UsageError
from tertius.workbench.document import Document
from tertius.workbench.experts.filled import add, pooled, read, sheets_of, take_out
from tertius.workbench.experts.views import differences_told, puts_of
from tests.workbench.serving import Served, served
from tests.workbench.steps import enter

if TYPE_CHECKING:
    from playwright.sync_api import Page

Answers = Mapping[tuple[str, str], tuple[Any, ...]]
"""Issue and actor, by name: position low, likely, high; salience low, likely, high; reason."""

ANNA: Answers = {
    ("Price asked by the first patron", "The client"): (None, 5, None, 20, 30, 40, "seen it"),
    ("Price asked by the first patron", "The first patron"): (80, 90, 100, None, 50, None, None),
}
BEN: Answers = {
    ("Price asked by the first patron", "The client"): (10, 20, 30, None, 60, None, "told so"),
    ("Price asked by the first patron", "The first patron"): (None, 90, None, None, 50, None, None),
    ("Price asked by the second patron", "The client"): (None, 0, None, None, 10, None, None),
}


@pytest.fixture(scope="module")
def patrons() -> Case:
    return tertius.load("two-patrons")


def filled(case: Case, answers: Answers) -> bytes:
    """The sheet of a case, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(blind_sheet(case)))
    sheet = book["answers"]
    for row in sheet.iter_rows(min_row=2):
        given = answers.get((row[0].value, row[1].value))
        if given is not None:
            for cell, value in zip((*row[2:8], row[9]), given, strict=True):
                cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def beside(tmp_path: Path) -> Path:
    """The file of a case of its own."""
    from tertius.case.files.write import yaml_of

    file = tmp_path / "case.yaml"
    file.write_text(yaml_of(tertius.load("two-patrons")), encoding="utf-8")
    return file


def test_a_blind_sheet_names_everything_and_tells_no_number() -> None:
    korea = tertius.load("korea-2019")
    book = openpyxl.load_workbook(io.BytesIO(blind_sheet(korea, "Anna")))
    assert book.sheetnames == ["answers", "issues"]
    rows = list(book["answers"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(korea.actors) * len(korea.issues)
    assert {row[0] for row in rows} == {issue.name for issue in korea.issues.values()}
    assert {value for row in rows for value in (*row[2:8], row[9])} == {None}
    assert {row[8] for row in rows} == {1}
    assert book["answers"].column_dimensions["I"].hidden
    scales = {row[0]: row for row in book["issues"].iter_rows(min_row=2, values_only=True)}
    assert scales["Relief from sanctions"][1:3] == (0, 100)
    assert "50: ordinary trade and fuel allowed again" in scales["Relief from sanctions"][4]


def test_a_filled_sheet_is_a_plain_table_of_the_command(tmp_path: Path, patrons: Case) -> None:
    whole = {
        (issue.name, actor.name): (None, 50, None, 10, 20, 30, None)
        for issue in patrons.issues.values()
        for actor in patrons.actors.values()
    }
    paths = []
    for name in ("anna", "ben"):
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(filled(patrons, whole))
    panel = tertius.pool_tables(paths, salience_max=100, as_of="2020-01-01")
    assert [issue.scale for issue in panel.case.issues.values()] == [issue.scale for issue in patrons.issues.values()]
    assert {str(one.pooled) for one in panel.differences if one.number == "salience"} == {"10 to 30, likely 20"}


def test_rows_without_an_answer_are_left_out_and_zero_is_an_answer(tmp_path: Path, patrons: Case) -> None:
    path = tmp_path / "ben.xlsx"
    path.write_bytes(filled(patrons, BEN))
    assert without_empty_rows(path)[1] == 3
    assert read(patrons, path).rows == 3


def test_sheets_are_put_beside_the_case_pooled_and_become_its_ranges(tmp_path: Path, patrons: Case) -> None:
    file = beside(tmp_path)
    for name, answers in (("Anna.xlsx", ANNA), ("Ben.xlsx", BEN)):
        add(patrons, file, name, filled(patrons, answers))
    assert [path.name for path in sheets_of(file)] == ["anna.xlsx", "ben.xlsx"]
    panel = pooled(patrons, sheets_of(file))
    told = differences_told(patrons, panel)
    assert told[0]["label"] == "Salience of Price asked by the first patron for The client"
    assert (told[0]["apart"], told[0]["pooled"]) == ("30 points", "20 to 60, likely 45")
    assert told[0]["answers"] == ["20 to 40, likely 30", "60"]
    document = Document(file, tmp_path / "journals")
    document.edit(puts_of(document.case, panel), "pool of 2 experts")
    stance = document.case.stances["client"]["first-price"]
    assert stance.position == Quantity(5, 30, 12.5)
    assert stance.salience == Quantity(20, 60, 45)
    assert stance.method == "elicited"
    assert stance.why == (
        "Pooled from 2 experts. anna: position 5, salience 20 to 40, likely 30 (seen it); "
        "ben: position 10 to 30, likely 20, salience 60 (told so)"
    )
    assert document.case.stances["client"]["second-price"].salience == Quantity(10, 10)
    document.undo()
    assert document.case.stances == patrons.stances


def test_a_sheet_is_never_written_over_and_what_is_wrong_names_its_cell(tmp_path: Path, patrons: Case) -> None:
    file = beside(tmp_path)
    first = add(patrons, file, "anna.xlsx", filled(patrons, ANNA))
    before = first.read_bytes()
    with pytest.raises(UsageError, match="there already"):
        add(patrons, file, "Anna.xlsx", filled(patrons, BEN))
    assert first.read_bytes() == before
    wrong = {("Price asked by the first patron", "The client"): (None, 500, None, None, "much", None, None)}
    with pytest.raises((UsageError, CaseError), match="much"):
        add(patrons, file, "carl.xlsx", filled(patrons, {**ANNA, **wrong}))
    with pytest.raises(UsageError, match="no row has an answer"):
        add(patrons, file, "dora.xlsx", blind_sheet(patrons))
    for name, data in (("emil.xlsx", b"no workbook"), ("../up.csv", b"a,b")):
        with pytest.raises((UsageError, CaseError)):
            add(patrons, file, name, data)
    assert sheets_of(file) == [first]
    with pytest.raises(UsageError, match="two experts"):
        pooled(patrons, sheets_of(file))
    with pytest.raises(UsageError, match="no sheet"):
        take_out(file, "../case")
    take_out(file, "anna")
    assert sheets_of(file) == []


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The workbench on the two patrons."""
    with served(tmp_path_factory.mktemp("patrons"), "two-patrons") as one:
        yield one


def test_a_sheet_goes_out_comes_back_filled_and_is_pooled(workbench: Served, page: Page, patrons: Case) -> None:
    enter(page, workbench)
    page.goto(f"{workbench.base}/experts")
    page.fill("#expert", "Anna Ö")
    with page.expect_download() as sent:
        page.click("#send button")
    assert sent.value.suggested_filename == "Anna Ö.xlsx"
    sheets = []
    for name, answers in (("anna", ANNA), ("ben", BEN)):
        sheets.append(
            {"name": f"{name}.xlsx", "mimeType": "application/octet-stream", "buffer": filled(patrons, answers)}
        )
    page.set_input_files("#files", sheets)
    page.wait_for_selector(".differences")
    assert page.locator(".differences tbody tr").first.inner_text().startswith("Salience of Price asked by the first")
    page.click("#pool")
    page.wait_for_selector("#pool-said:has-text('in the case now')")
    page.fill("#case-name", "Panel of March")
    page.click("#as-case button")
    page.wait_for_selector("#pool-said:has-text('panel-of-march.yaml')")
    written = tertius.load(next(workbench.folder.rglob("panel-of-march.yaml")))
    assert written.stances["client"]["first-price"].salience == Quantity(20, 60, 45)
    page.wait_for_selector("#undo:not([disabled])")
    page.click("#undo")
    page.wait_for_selector("#undo[disabled]")
