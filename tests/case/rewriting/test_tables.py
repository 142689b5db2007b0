"""Cases in tables keep their face: cells change in their places, in their notation, and all else stays."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tertius
from tertius.case import Case, load, read_text
from tertius.case.actions import Change
from tertius.case.check.changes import apply_changes
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.files.workbook import workbook_of
from tertius.case.paths import with_value
from tertius.case.plain import plain_of
from tertius.case.rewriting import rewrite, whole_tables
from tertius.errors import CaseError
from tests.case.rewriting.edits import edited_cases, set_at
from tests.examples import few

SMALL = (Path(__file__).parents[1] / "small.yaml").read_text("utf-8")


def remove(case: Case, path: str) -> Case:
    return apply_changes(case, [Change.model_validate({"remove": path})])


def written(path: Path, after: Case) -> list[str]:
    """The names of the files that were written, after which the case must be read from them."""
    before = load(path)
    files = rewrite(path, path.read_bytes(), before, after)
    for file, data in files.items():
        file.write_bytes(data)
    assert plain_of(load(path)) == plain_of(after)
    return sorted(file.name for file in files)


@pytest.fixture
def in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_tables, "workbook_of", lambda _: pytest.fail("the workbook was written anew"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "case.xlsx"
    path.write_bytes(workbook_of(read_text(SMALL)))
    return path


def edit_book(path: Path, edit: Callable[[Any], None]) -> None:
    workbook = openpyxl.load_workbook(path)
    edit(workbook)
    workbook.save(path)


def cells_of(path: Path) -> dict[tuple[str, str], Any]:
    workbook = openpyxl.load_workbook(path)
    return {
        (sheet.title, cell.coordinate): (
            cell.value,
            cell.number_format,
            cell.font.b,
            cell.comment and cell.comment.text,
        )
        for sheet in workbook.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
    }


def test_a_number_of_a_workbook_changes_in_its_cell_alone(book: Path, in_place: None) -> None:
    def own(workbook: Any) -> None:
        workbook["links"].column_dimensions["B"].width = 33
        workbook["links"]["A2"].font = openpyxl.styles.Font(bold=True)
        notes = workbook.create_sheet("my notes", 0)
        notes["B2"], notes["B3"] = "only mine", "=1+1"

    edit_book(book, own)
    stood = cells_of(book)
    case = load(book)
    written(book, set_at(case, "links.patron.probability", "15% to 30%"))
    stands = cells_of(book)
    assert {place: cell[0] for place, cell in stands.items() if stood[place] != cell} == {
        ("links", "F2"): "0.15 to 0.3"
    }
    assert openpyxl.load_workbook(book)["links"].column_dimensions["B"].width == 33
    assert openpyxl.load_workbook(book).sheetnames[0] == "my notes"


def test_what_a_workbook_shows_as_percent_stays_percent(book: Path, in_place: None) -> None:
    def percent(workbook: Any) -> None:
        cell = workbook["threats"]["H2"]
        assert workbook["threats"]["H1"].value == "credibility"
        cell.value, cell.number_format = 0.4, "0%"

    edit_book(book, percent)
    written(book, set_at(load(book), "threats.closure.credibility", 0.35))
    assert openpyxl.load_workbook(book)["threats"]["H2"].value == 0.35


def test_rows_of_a_workbook_come_and_go_with_what_belongs_to_them(book: Path, in_place: None) -> None:
    case = load(book)
    with_actor = with_value(case, ("actors", "east"), case.actors["far"].model_copy(update={"name": "Eastland"}))
    written(book, with_actor)
    assert openpyxl.load_workbook(book)["actors"]["A5"].value == "east"
    written(book, remove(load(book), "actors.far"))
    sheet = openpyxl.load_workbook(book)["actors"]
    assert [cell.value for cell in sheet["A"]] == ["id", "north", "south", "east"]
    ties = Case.model_validate({**plain_of(load(book)), "ties": {"old": {"kind": "aid", "between": ["north", "east"]}}})
    written(book, ties)
    assert "ties" in openpyxl.load_workbook(book).sheetnames


def with_formula(path: Path) -> None:
    """A formula with the value that a spreadsheet program has worked out for it, and a picture of our own."""
    edit_book(path, lambda workbook: workbook["threats"].__setitem__("H2", "=0.2*2"))
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            new.writestr(part, re.sub(rb"(<f>0.2\*2</f>)<v ?/?>(?:</v>)?", rb"\1<v>0.4</v>", old.read(part)))
        new.writestr("xl/media/picture.png", b"a picture")
    path.write_bytes(out.getvalue())


def test_formulas_and_pictures_of_a_workbook_stay_while_cells_change_and_rows_come(book: Path, in_place: None) -> None:
    with_formula(book)
    case = load(book)
    assert case.threats["closure"].credibility.low == 0.4
    written(book, set_at(set_at(case, "title", "<Other> & more"), "threats.closure.damage", 12))
    more = load(book)
    written(book, with_value(more, ("sources", "news"), more.sources["gazette-2023"]))
    assert openpyxl.load_workbook(book)["threats"]["H2"].value == "=0.2*2"
    with zipfile.ZipFile(book) as archive:
        assert archive.read("xl/media/picture.png") == b"a picture"
        assert b"fullCalcOnLoad" in archive.read("xl/workbook.xml")


def test_a_number_typed_over_a_formula_takes_its_place(book: Path, in_place: None) -> None:
    with_formula(book)
    written(book, set_at(load(book), "threats.closure.credibility", 0.5))
    assert openpyxl.load_workbook(book)["threats"]["H2"].value == 0.5


def test_rows_are_not_taken_out_where_formulas_would_lose_their_values(book: Path) -> None:
    with_formula(book)
    case = load(book)
    with pytest.raises(tertius.UsageError, match="formulas, whose values would be lost: make this change in the"):
        rewrite(book, book.read_bytes(), case, remove(case, "actors.far"))


def test_names_in_the_cells_of_a_workbook_still_say_which_entry_is_meant(book: Path, in_place: None) -> None:
    def in_words(workbook: Any) -> None:
        for row in workbook["stances"].iter_rows(min_row=2):
            row[0].value = {"north": "Northland", "south": "Southland"}[row[0].value]

    edit_book(book, in_words)
    written(book, set_at(load(book), "stances.south.toll.position", 9))
    assert openpyxl.load_workbook(book)["stances"]["A3"].value == "Southland"


@settings(max_examples=few(4, 12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_edits_of_a_workbook_read_back(data: st.DataObject, book: Path) -> None:
    case = read_text(SMALL)
    book.write_bytes(workbook_of(case))
    after = data.draw(edited_cases(case))
    if is_valid(after):
        written(book, after)


def is_valid(case: Case) -> bool:
    from tertius.case.files.build import case_of
    from tertius.case.parse.origin import Origin

    try:
        case_of(plain_of(case), Origin())
    except CaseError:
        return False
    return True


def folder_of(case: Case, folder: Path) -> Path:
    for name, data in csv_files_of(case).items():
        (folder / name).write_bytes(data)
    return folder / "case.csv"


def test_only_the_file_of_a_folder_that_differs_is_written(tmp_path: Path) -> None:
    path = folder_of(read_text(SMALL), tmp_path)
    links = tmp_path / "links.csv"
    text = links.read_bytes().decode("utf-8-sig").replace(",", ";").replace("patron;", '"patron";') + ";;\r\n"
    links.write_bytes(text.encode())
    assert written(path, set_at(load(path), "links.patron.probability", "0.15 to 0.5")) == ["links.csv"]
    assert links.read_bytes().decode() == text.replace("0.1 to 0.3", "0.15 to 0.5") != text
    after = remove(load(path), "issues.loan")
    assert "issues.csv" in written(path, after)


@settings(max_examples=few(8, 30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_edits_of_a_folder_read_back(data: st.DataObject, tmp_path: Path) -> None:
    for file in tmp_path.iterdir():
        file.unlink()
    case = read_text(SMALL)
    path = folder_of(case, tmp_path)
    after = data.draw(edited_cases(case))
    if is_valid(after):
        written(path, after)


STANCES = (
    "actor;issue;position;salience;why\r\n"
    "north;toll;0;40 to 60, likely 50;\r\n"
    'Southland;Toll per ship;"9,5";35,5;"so; it is"\r\n'
)


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    text = SMALL[: SMALL.index("stances:")] + SMALL[SMALL.index("needs:") :]
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    (tmp_path / "stances.csv").write_bytes(STANCES.encode())
    return tmp_path / "case.yaml"


def test_a_stance_in_a_table_beside_changes_there_and_in_its_notation(beside: Path) -> None:
    table = beside.parent / "stances.csv"
    assert written(beside, set_at(load(beside), "stances.south.toll.salience", 36.5)) == ["stances.csv"]
    assert table.read_bytes().decode() == STANCES.replace("35,5", "36,5")
    assert written(beside, set_at(load(beside), "stances.south.toll.position", 9)) == ["stances.csv"]
    assert table.read_bytes().decode() == STANCES.replace("35,5", "36,5").replace('"9,5"', '"9"')
    assert written(beside, set_at(load(beside), "links.patron.probability", 0.2)) == ["case.yaml"]


def test_stances_come_into_the_table_and_go_with_their_actor(beside: Path) -> None:
    case = load(beside)
    stances = {**case.stances, "far": {"grain": case.stances["north"]["toll"].model_copy(update={"why": "a; b"})}}
    assert written(beside, case.model_copy(update={"stances": stances})) == ["stances.csv"]
    table = beside.parent / "stances.csv"
    assert table.read_bytes().decode() == STANCES + 'far;grain;0;40 to 60, likely 50;"a; b"\r\n'
    assert written(beside, remove(load(beside), "actors.far")) == ["case.yaml", "stances.csv"]
    assert table.read_bytes().decode() == STANCES


def test_new_stances_stand_in_the_case_file_if_it_has_some_of_its_own(beside: Path) -> None:
    beside.write_text(beside.read_text("utf-8") + "stances:\n  far:\n    grain: {position: 1, salience: 2}\n", "utf-8")
    case = load(beside)
    stances = {**case.stances, "far": {**case.stances["far"], "loan": case.stances["north"]["toll"]}}
    assert written(beside, case.model_copy(update={"stances": stances})) == ["case.yaml"]
    assert "    loan:" in beside.read_text("utf-8")


def test_a_workbook_of_stances_beside_is_edited_too(beside: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in (["actor", "issue", "position", "salience"], ["north", "toll", 0, 50], ["south", "toll", 10, 0.4]):
        sheet.append(row)
    sheet["D3"].number_format = "0%"
    out = io.BytesIO()
    workbook.save(out)
    (beside.parent / "stances.csv").unlink()
    (beside.parent / "stances.xlsx").write_bytes(out.getvalue())
    case = load(beside)
    assert case.stances["south"]["toll"].salience.low == 40
    assert written(beside, set_at(case, "stances.south.toll.salience", 45)) == ["stances.xlsx"]
    cell = openpyxl.load_workbook(beside.parent / "stances.xlsx").worksheets[0]["D3"]
    assert (cell.value, cell.number_format) == (0.45, "0%")
