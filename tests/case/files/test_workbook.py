"""A whole case as a workbook, both ways; stances in a table beside a case file; mistakes with their cells."""

from __future__ import annotations

import re
import shutil
import string
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tertius
from tertius.case.files.workbook import read_case_workbook, workbook_of
from tertius.case.files.write import yaml_of
from tertius.case.load import read_text
from tertius.case.parse.characters import MAX_ENTRIES, MAX_ROWS
from tests.case.edit.test_failing import SAID
from tests.case.files.test_write import GROUPS
from tests.cli.examples import LONG_ID, toy_case

HERE = Path(__file__).parents[1]
LETTERS = string.ascii_uppercase


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


def test_groups_and_shapes_have_their_cells(tmp_path: Path, damage: Callable[..., str]) -> None:
    text = damage(("events:\n", GROUPS), ("damage: 10 to 20", "damage: 10 to 20, likely 12, triangular"))
    path = book_of(tmp_path, read_text(text))
    assert tertius.load(path) == read_text(text)
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["groups"][2]][:3] == [
        "resolve",
        "stances.south.toll.salience, talks.alliance.power.far",
        "links.patron.probability",
    ]
    book["groups"]["C3"] = "links.patrol.probability"
    book.save(path)
    with pytest.raises(tertius.CaseError, match=r"sheet groups, cell C3: group 'nerve', against, .* 'patron'"):
        tertius.load(path)


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_comes_back_and_none_becomes_a_formula(tmp_path: Path, text: str) -> None:
    texts = {"title": text, "question": f"={text}", "summary": f"+{text}", "author": f"@{text}"}
    again = read_case_workbook(book_of(tmp_path, toy_case().model_copy(update=texts)))
    assert {field: getattr(again, field) for field in texts} == texts


def test_the_sheets_help_with_names_notes_and_a_frozen_heading(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(book_of(tmp_path, tertius.load("korea-2019")))
    stances = book["stances"]
    assert [cell.value for cell in stances[1]][:4] == ["actor", "issue", "position", "salience"]
    assert "level the actor wants most" in stances["C1"].comment.text
    assert stances.freeze_panes == "A2"
    formulas = {rule.formula1 for rule in stances.data_validations.dataValidation}
    assert {"=actors!$A$2:$A$1001", "=issues!$A$2:$A$1001", '"observed,derived,elicited,judgement"'} <= formulas
    assert {str(rule.sqref).split(":")[1][1:] for rule in stances.data_validations.dataValidation} == {"10001"}


def test_numbers_stand_in_the_words_of_the_case_file(tmp_path: Path) -> None:
    case = toy_case()
    rows = openpyxl.load_workbook(book_of(tmp_path, case))["stances"].iter_rows(values_only=True)
    assert [row[:4] for row in rows] == [
        ("actor", "issue", "position", "salience"),
        ("usa", "arms", 100, "45 to 75, likely 60"),
        ("dprk", "arms", 10, 60),
        ("dprk", LONG_ID, "100%", 5),
        ("china", LONG_ID, 0, 20),
    ]


def test_drop_downs_reach_as_far_as_a_sheet_may(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(book_of(tmp_path, toy_case()))
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert int(str(rule.sqref).split(":")[1].lstrip(LETTERS)) == MAX_ROWS + 1
            listed = re.fullmatch(r"=(\w+)!\$A\$2:\$A\$(\d+)", rule.formula1)
            assert listed is None or int(listed[2]) == MAX_ENTRIES[listed[1]] + 1


def test_a_text_that_no_cell_holds_is_refused_and_all_are_named(tmp_path: Path) -> None:
    folder = split_case(tmp_path, "actor,issue,position,salience,why\nnorth,toll,2,5," + "x" * 32_768)
    case = tertius.load(folder).model_copy(update={"summary": "y" * 32_767, "question": "🜚" * 16_384})
    with pytest.raises(tertius.CaseError) as caught:
        workbook_of(case)
    assert [str(problem).replace(f"{tmp_path.as_posix()}/", "") for problem in caught.value.problems] == [
        "case.yaml:3: question, it takes 32,768 characters in one cell: shorten it, or export a case file or CSV "
        "files instead (a cell of a workbook holds at most 32,767)",
        "stances.csv:2, column why: stance of north on toll, why, it takes 32,768 characters in one cell: shorten it, "
        "or export a case file or CSV files instead (a cell of a workbook holds at most 32,767)",
    ]


def test_a_formula_without_a_value_hides_no_other_mistake(tmp_path: Path) -> None:
    path = book_of(tmp_path, toy_case())
    book = openpyxl.load_workbook(path)
    stances, talks = book["stances"], book["talks"]
    column = [cell.value for cell in stances[1]].index("position") + 1
    stances.cell(2, column).value = "=1+1"
    stances.cell(3, column).value = "much"
    talks.cell(2, 1).value = "=A3"
    book.save(path)
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load(path)
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 3
    assert sum("a formula without a value" in one for one in said) == 2
    assert any("found 'much'" in one or "much" in one for one in said)


def test_the_longest_text_comes_back_whole(tmp_path: Path) -> None:
    case = toy_case().model_copy(update={"summary": "é" * 32_767, "question": "🜚" * 16_383 + "."})
    assert read_case_workbook(book_of(tmp_path, case)) == case


@pytest.mark.parametrize("text", ["ax005F_b", "_x005F_", "one_x000D_\ntwo"])
def test_what_a_spreadsheet_program_would_take_for_its_own_code_is_refused(text: str) -> None:
    case = toy_case().model_copy(update={"title": text})
    with pytest.raises(tertius.CaseError, match="for a code of its own: export a case file"):
        workbook_of(case)


@pytest.mark.parametrize("text", ["_x000D_", "_x0041_ and _x00E9_", "a_x_b"])
def test_codes_come_back_as_text_even_when_saved_anew(tmp_path: Path, text: str) -> None:
    path = book_of(tmp_path, toy_case().model_copy(update={"title": text}))
    assert tertius.load(path).title == text
    share_texts(path)
    assert tertius.load(path).title == text


def share_texts(path: Path) -> None:
    """Move the texts of the first sheet to the table of shared ones, where spreadsheet programs keep them."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    texts = re.findall(r"<is><t[^>]*>(.*?)</t></is>", sheet, re.DOTALL)
    for place, text in enumerate(texts):
        inline = re.compile(r't="inlineStr"><is><t[^>]*>' + re.escape(text) + "</t></is>")
        sheet = inline.sub(f't="s"><v>{place}</v>', sheet, count=1)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{shared}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    entry = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", entry.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


def test_line_breaks_of_all_systems_are_line_feeds_and_outer_spaces_are_none(tmp_path: Path) -> None:
    path = book_of(tmp_path, toy_case())
    book = openpyxl.load_workbook(path)
    sheet = book["case"]
    row = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "summary")
    for written in ("one\ntwo", "one\r\ntwo", "one_x000D_\ntwo", "  one\rtwo \n"):
        sheet.cell(row, 2).value = written
        book.save(path)
        assert tertius.load(path).summary == "one\ntwo"
    text = yaml_of(toy_case()).replace("Two talks and a threat.", '"  one\\ntwo "')
    assert read_text(text).summary == "one\ntwo"
    assert read_text(text.replace("\n", "\r\n")).summary == "one\ntwo"


def test_a_change_brings_no_control_character_either(tmp_path: Path) -> None:
    path = book_of(tmp_path, toy_case())
    book = openpyxl.load_workbook(path)
    column = [cell.value for cell in book["moves"][1]].index("changes") + 1
    book["moves"].cell(2, column).value = r'[{"set": "issues.trade.name", "to": "a\u001bb"}]'
    book.save(path)
    with pytest.raises(tertius.CaseError, match=r"sheet moves, cell E2: .*found the control character U\+001B"):
        tertius.load(path)


def test_mistakes_name_sheet_and_cell_all_at_once(tmp_path: Path) -> None:
    path = book_of(tmp_path, tertius.load("korea-2019"))
    book = openpyxl.load_workbook(path)
    book["stances"]["D2"] = "much"
    book["actors"]["A1"] = "ident"
    book["talks"]["C2"] = "usa, dprkk"
    book["case"]["A3"] = "titel"
    claims = book["claims"]
    column = [cell.value for cell in claims[1]].index("compare.with") + 1
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


def test_whoever_names_the_file_means_the_case(tmp_path: Path) -> None:
    table = "actor,issue,position,salience\nnorth,toll,2,5\nsouth,toll,9,30\n"
    folder = split_case(tmp_path, table)
    for load in (tertius.load, tertius.read_case):
        assert load(folder / "case.yaml") == load(folder)
        assert load(folder / "case.yaml").stances["south"]["toll"].salience.middle == 30
    shutil.copy(folder / "case.yaml", folder / "variant.yaml")
    assert tertius.load(folder / "variant.yaml").stances == {}


def test_a_stance_in_two_tables_names_both(tmp_path: Path) -> None:
    folder = split_case(tmp_path, "actor,issue,position,salience\nnorth,toll,2,5\nsouth,toll,9,30\n")
    book = openpyxl.Workbook()
    for row in (["actor", "issue", "position", "salience"], ["far", "toll", 1, 1], ["south", "toll", 8, 20]):
        book.worksheets[0].append(row)
    book.save(folder / "stances.xlsx")
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load(folder)
    (problem,) = caught.value.problems
    assert str(problem).endswith(
        "stances.xlsx, sheet Sheet, cell A3: 'south' and 'toll' stands twice, in stances.csv, row 3, and in row 3"
    )
    text = (HERE / "small.yaml").read_text("utf-8")
    (folder / "stances.xlsx").unlink()
    (folder / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(tertius.CaseError, match="stands twice, in the case file and in row 2"):
        tertius.load(folder)


def test_sheets_in_another_order_give_the_same_case(tmp_path: Path) -> None:
    case = tertius.load("korea-2019")
    path = book_of(tmp_path, case)
    book = openpyxl.load_workbook(path)
    book._sheets.reverse()
    book.save(path)
    assert yaml_of(tertius.load(path)) == yaml_of(case)


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


def test_who_ratifies_may_stand_there_by_name(tmp_path: Path, damage: Callable[..., str]) -> None:
    """An actor or a body: the sheet is there because the case uses it."""
    case = read_text(damage(*SAID))
    path = book_of(tmp_path, case)
    book = openpyxl.load_workbook(path)
    sheet = book["ratified by"]
    assert [cell.value for cell in sheet[1]][:3] == ["talk", "party", "by"]
    assert [cell.value for cell in sheet[2]][:3] == ["passage", "north", "guilds"]
    sheet["C2"] = "The Guilds"
    book.save(path)
    assert tertius.load(path) == case
    sheet["C2"] = "gilds"
    book.save(path)
    with pytest.raises(tertius.CaseError, match=r"sheet ratified by, cell A2: .* did you mean 'guilds'"):
        tertius.load(path)
