"""A whole case as a folder of CSV files: how it lies there, and mistakes with file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import tertius
from tertius.case.files.cells import to_csv
from tertius.case.files.csv_folder import csv_files_of, read_case_folder
from tertius.case.files.write import yaml_of
from tertius.case.load import read_text
from tests.cli.examples import toy_case


def write_case(folder: Path, case: tertius.Case) -> Path:
    folder.mkdir(exist_ok=True)
    for name, data in csv_files_of(case).items():
        (folder / name).write_bytes(data)
    return folder


def said_of(folder: Path) -> list[str]:
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load(folder)
    return [str(problem).replace(f"{folder.as_posix()}/", "") for problem in caught.value.problems]


@pytest.mark.parametrize("name", ["korea-2019", "ec-emission-1994", "two-patrons"])
def test_the_gallerys_cases_come_back_in_the_same_order(tmp_path: Path, name: str) -> None:
    case = tertius.load(name)
    again = tertius.load(write_case(tmp_path, case))
    assert again == case
    assert yaml_of(again) == yaml_of(case)


def test_a_file_is_a_sheet_with_its_headings(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "k", toy_case())
    with (folder / "levels-without-agreement.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[:3] for row in rows][:2] == [["talk", "issue", "level"], ["us-dprk", "arms", "25"]]
    assert (folder / "actors.csv").read_bytes().startswith(b"\xef\xbb\xbfid,name,country")


def test_a_spreadsheet_program_may_have_saved_them_anew(tmp_path: Path) -> None:
    case = toy_case().model_copy(update={"summary": "2,5 parts\nand 1.5 more; or so"})
    folder = write_case(tmp_path / "k", case)
    for file in folder.iterdir():
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([*rows, [], [""] * len(rows[0])])
        file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert tertius.load(folder) == case


def test_empty_files_may_be_left_out_and_other_files_lie_beside(tmp_path: Path) -> None:
    case = tertius.load("ec-emission-1994")
    folder = write_case(tmp_path / "k", case)
    (folder / "talks.csv").unlink()
    (folder / "notes.txt").write_text("anything", "utf-8")
    assert tertius.load(folder) == case


def test_mistakes_name_file_line_and_column_all_at_once(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "k", toy_case())
    stances = (folder / "stances.csv").read_text("utf-8-sig")
    (folder / "stances.csv").write_text(stances.replace("usa,arms,100,", "usa,arms,much,"), "utf-8")
    (folder / "talk.csv").write_text("id\n", "utf-8")
    links = (folder / "links.csv").read_text("utf-8-sig")
    (folder / "links.csv").write_text(links.replace("probability", "probabillity"), "utf-8")
    said = said_of(folder)
    assert any(one.startswith("stances.csv:2, column position: stance of usa on arms, position, found") for one in said)
    assert any(
        one.startswith("talk.csv: the file 'talk.csv' is no part of a case: did you mean 'talks.csv'?") for one in said
    )
    assert any("links.csv:1, column probabillity: no column is called 'probabillity' here" in one for one in said)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "k", toy_case())
    (folder / "case.csv").write_bytes("field,value".encode("utf-16"))
    assert any(one.startswith("case.csv: the file is written in UTF-16") for one in said_of(folder))


def test_a_file_that_cannot_be_read_hides_no_mistake_of_the_others(tmp_path: Path) -> None:
    folder = write_case(tmp_path / "k", toy_case())
    (folder / "links.csv").write_bytes("id,holder".encode("utf-16"))
    stances = (folder / "stances.csv").read_text("utf-8-sig")
    (folder / "stances.csv").write_text(stances.replace("usa,arms,100,", "usa,arms,much,"), "utf-8")
    said = said_of(folder)
    assert [one.partition(":")[0] for one in said] == ["links.csv", "stances.csv"]
    assert "UTF-16" in said[0]
    assert "found the text 'much'" in said[1] or "position" in said[1]


def test_a_text_that_no_cell_holds_is_refused_and_named() -> None:
    long = toy_case().model_copy(update={"summary": "x" * 131_073, "question": "y" * 131_072})
    with pytest.raises(
        tertius.CaseError, match="summary, it takes 131,073 characters in one cell: shorten it"
    ) as caught:
        csv_files_of(long)
    assert len(caught.value.problems) == 1


def test_the_longest_text_comes_back_whole(tmp_path: Path) -> None:
    case = toy_case().model_copy(update={"summary": "é" * 131_072})
    assert tertius.load(write_case(tmp_path / "k", case)) == case


def test_a_table_called_case_is_still_a_table(tmp_path: Path) -> None:
    (tmp_path / "case.csv").write_text("actor,position,salience,power\na,4,50,1\nb,10,50,1\n", "utf-8")
    with pytest.raises(tertius.CaseError, match="the scale of the positions is not declared"):
        tertius.load(tmp_path / "case.csv")
    with pytest.raises(tertius.CaseError, match=r"the folder has no case\.yaml"):
        tertius.load(tmp_path)


def test_beside_a_case_file_they_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(yaml_of(toy_case()), "utf-8")
    (tmp_path / "case.csv").write_text("field,value\ncase,other\n", "utf-8")
    case = tertius.load(tmp_path)
    assert case.case == "toy"
    assert any("case.csv beside it is not read" in str(warning) for warning in tertius.warn_case(case))


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5 people", "@sum", "'=x", "''-x", "'tis", "=cmd|'/c calc'!A0", "-"])
def test_a_text_that_a_spreadsheet_would_work_out_is_quoted_and_reads_back_equal(tmp_path: Path, text: str) -> None:
    case = toy_case().model_copy(update={"summary": text, "title": f"{text} and more"})
    write_case(tmp_path, case)
    for file in tmp_path.glob("*.csv"):
        for row in csv.reader(file.read_text("utf-8-sig").splitlines()):
            assert not [cell for cell in row if cell[:1] in ("=", "+", "@")]
    assert tertius.load(tmp_path) == case


def test_a_negative_number_stays_a_number(tmp_path: Path) -> None:
    assert [to_csv(value) for value in ("-5", "-2.5%", -5, None, "-5 to 10")] == ["-5", "-2.5%", -5, None, "'-5 to 10"]
    table = tmp_path / "t.csv"
    table.write_text("actor,position,salience,capability\n'=a,'-5 to 10,50,1\nb,-10,50,1\n")
    case = tertius.load_table(table, (-10, 10), "", 100, "2024-01-01")
    assert case.actors["a"].name == "=a"
    assert str(next(iter(case.stances["a"].values())).position) == "-5 to 10"


FAILING = (
    (
        "      far: 1 to 2\n",
        "      far: 1 to 2\n    keeps: {north: {probability: 60% to 80%, why: so it did}}\n    firm: {north: 10%}\n",
    ),
    ("    damage: 10 to 20\n", "    damage: 10 to 20\n    unless: {toll: 9}\n"),
)


def test_what_few_cases_need_has_files_only_where_it_is_used(
    damage: Callable[..., str], small: str, tmp_path: Path
) -> None:
    """Six empty files would only be in the way of those who use none of them."""
    plain, failing = csv_files_of(read_text(small)), csv_files_of(read_text(damage(*FAILING)))
    assert set(failing) - set(plain) == {"keeps.csv", "firm.csv", "threat-demands.csv"}
    for name, data in failing.items():
        (tmp_path / name).write_bytes(data)
    assert read_case_folder(tmp_path) == read_text(damage(*FAILING))


def test_what_an_earlier_export_left_is_replaced_by_headings(
    damage: Callable[..., str], small: str, tmp_path: Path
) -> None:
    failing, plain = read_text(damage(*FAILING)), read_text(small)
    for case in (failing, plain):
        there = [file.name for file in tmp_path.iterdir()]
        for name, data in csv_files_of(case, there).items():
            (tmp_path / name).write_bytes(data)
    assert read_case_folder(tmp_path) == plain
