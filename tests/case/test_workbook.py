"""A whole case as a workbook, both ways; stances in a table beside a case file; mistakes with their cells."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.workbook import read_case_workbook, workbook_of
from tests.cli.examples import toy_case

HERE = Path(__file__).parent


def book_of(folder: Path, case: tertius.Case) -> Path:
    path = folder / "case.xlsx"
    path.write_bytes(workbook_of(case))
    return path


@pytest.mark.parametrize("name", ["korea-2019", "ec-emission-1994", str(HERE / "small.yaml")])
def test_a_workbook_gives_back_the_very_same_case(tmp_path: Path, name: str) -> None:
    case = tertius.load(name)
    again = tertius.load(book_of(tmp_path, case))
    assert again == case
    assert len(tertius.check_evidence(again)) == len(tertius.check_evidence(case))


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_back_and_none_becomes_a_formula(tmp_path: Path, text: str) -> None:
    for title in (text, f"={text}", f"+{text}", f"@{text}"):
        case = toy_case().model_copy(update={"title": title})
        assert read_case_workbook(book_of(tmp_path, case)).title == title


def test_the_sheets_help_with_names_notes_and_a_frozen_heading(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(book_of(tmp_path, tertius.load("korea-2019")))
    stances = book["stances"]
    assert [cell.value for cell in stances[1]][:4] == ["actor", "issue", "position", "salience"]
    assert "level the actor wants most" in stances["C1"].comment.text
    assert stances.freeze_panes == "A2"
    formulas = {rule.formula1 for rule in stances.data_validations.dataValidation}
    assert {"=actors!$A$2:$A$1000", "=issues!$A$2:$A$1000", '"observed,derived,elicited,judgement"'} <= formulas
    assert "45 to 75, likely 60" in [cell.value for row in stances.iter_rows() for cell in row] or stances.max_row > 5


def test_mistakes_name_sheet_and_cell_all_at_once(tmp_path: Path) -> None:
    path = book_of(tmp_path, tertius.load("korea-2019"))
    book = openpyxl.load_workbook(path)
    book["stances"]["D2"] = "much"
    book["actors"]["A1"] = "ident"
    book["talks"]["C2"] = "usa, dprkk"
    book["case"]["A3"] = "titel"
    claims = book["claims"]
    column = [cell.value for cell in claims[1]].index("sweep") + 1
    claims.cell(2, column, "{broken")
    book.create_sheet("threads").append(["id"])
    book.save(path)
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load(path)
    said = "\n".join(map(str, caught.value.problems))
    for part in (
        "case.xlsx, sheet stances, cell D2: stance of",
        "found 'much' where a number belongs",
        "case.xlsx, sheet actors, cell A1: no column is called 'ident' here",
        "sheet actors, cell A1: the column id is missing",
        "case.xlsx, sheet case, cell A3: the case has no field 'titel': did you mean 'title'?",
        f"sheet claims, cell {claims.cell(2, column).coordinate}: the cell begins like JSON and is none",
        "sheet threads, row 1: the sheet 'threads' is no part of a case: did you mean 'threats'?",
    ):
        assert part in said


def split_case(folder: Path, table: str) -> Path:
    """The small case with its stances in a table beside it."""
    text = (HERE / "small.yaml").read_text("utf-8")
    head, _, rest = text.partition("stances:\n")
    lines = rest.splitlines(keepends=True)
    after = next(i for i, line in enumerate(lines) if line[:1].isalpha())
    (folder / "case.yaml").write_text(head + "".join(lines[after:]), "utf-8")
    (folder / "stances.csv").write_text(table, "utf-8")
    return folder


def test_stances_may_lie_in_a_table_beside_the_case_file(tmp_path: Path) -> None:
    table = "actor;issue;position;salience;why\nnorth;toll;2,5;40 to 60, likely 50;says so\nsouth;toll;9;30;\n"
    case = tertius.load(split_case(tmp_path, table))
    assert case.stances["north"]["toll"].salience.likely == 50
    assert case.stances["north"]["toll"].position.middle == 2.5
    assert case.stances["north"]["toll"].why == "says so"


def test_mistakes_in_that_table_name_its_row_and_column(tmp_path: Path) -> None:
    table = "actor,issue,position,salience\nnorth,toll,2,500\nnorht,toll,2,5\nnorth,toll,3,4\nsouth,toll,,5\n"
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load(split_case(tmp_path, table))
    said = "\n".join(map(str, caught.value.problems))
    assert "stances.csv:2, column salience: stance of north on toll" in said
    assert "stances.csv:3, column actor" in said
    assert "did you mean 'north'?" in said
    assert "stances.csv:4, column actor: 'north' and 'toll' stands twice, in row 2 and in row 4" in said
    assert "stances.csv:5, column actor" in said


def test_loading_changes_no_file(tmp_path: Path) -> None:
    path = book_of(tmp_path, toy_case())
    before = path.read_bytes()
    shutil.copy(path, tmp_path / "other.xlsx")
    tertius.load(path)
    assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.xlsx", "other.xlsx"]
