"""A workbook as people fill it: names for ids, columns in words, notes beside it, dates that were none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import tertius
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.files.layout import lay_out
from tertius.case.files.words import from_words, to_words
from tertius.case.files.workbook import workbook_of
from tertius.case.paths import type_at
from tests.case.files.test_workbook import split_case

Edit = Callable[[Any], None]


@pytest.fixture(scope="module")
def korea() -> bytes:
    return workbook_of(tertius.load("korea-2019"))


def saved(folder: Path, data: bytes, edit: Edit) -> Path:
    path = folder / "case.xlsx"
    path.write_bytes(data)
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)
    return path


def said_of(path: Path) -> list[str]:
    with pytest.raises(tertius.CaseError) as caught:
        tertius.load(path)
    return [str(problem) for problem in caught.value.problems]


def column(sheet: Any, heading: str) -> int:
    return [cell.value for cell in sheet[1]].index(heading) + 1


def test_nothing_of_the_gallery_is_json_in_a_cell() -> None:
    for case in tertius.gallery():
        cells = [str(cell) for sheet in lay_out(case) for _, row in sheet.rows for cell in row]
        assert not [cell for cell in cells if cell[:1] in "[{" and cell]


def test_names_stand_for_ids_in_every_sheet(tmp_path: Path, korea: bytes) -> None:
    case = tertius.load("korea-2019")

    def in_words(book: Any) -> None:
        for sheet in book.worksheets:
            for cells in sheet.iter_cols(min_row=1):
                head, *below = cells
                wanted = {"actor": case.actors, "party": case.actors, "issue": case.issues, "talk": case.talks}
                for cell in below:
                    if head.value in ("parties", "receivers") and cell.value:
                        cell.value = "; ".join(case.name(part) for part in cell.value.split(", "))
                    if head.value in ("if_fails", "then_falls", "back.if_fails", "back.then_falls"):
                        cell.value = cell.value and case.name(cell.value).upper()
                    if head.value in wanted and cell.value in wanted[head.value]:
                        cell.value = wanted[head.value][cell.value].name or cell.value

    assert tertius.load(saved(tmp_path, korea, in_words)) == case


def test_a_name_that_two_entries_have_stands_for_neither(tmp_path: Path) -> None:
    data = workbook_of(tertius.load("two-patrons"))

    def twice(book: Any) -> None:
        book["actors"]["B2"] = book["actors"]["B3"] = "The patron"
        book["stances"]["A2"] = "The patron"

    assert any(
        "sheet stances, cell A2" in one and "'The patron'" in one for one in said_of(saved(tmp_path, data, twice))
    )


def test_a_table_of_stances_beside_a_case_file_may_use_names(tmp_path: Path) -> None:
    table = "Actor,Issue,Position,Salience,ask\nNORTH,Toll,2,5,x\nsouth,toll,9,30,\n"
    case = tertius.load(split_case(tmp_path, table))
    assert case.stances["north"]["toll"].position.middle == 2
    assert any(
        "the column 'ask' is no part of a case, and is not read" in str(note) for note in tertius.warn_case(case)
    )


def test_notes_beside_a_case_are_passed_over_with_a_warning(tmp_path: Path, korea: bytes) -> None:
    def with_notes(book: Any) -> None:
        stances = book["stances"]
        stances.cell(1, stances.max_column + 2).value = "My notes"
        stances.cell(3, stances.max_column).value = "ask Ben"
        stances.cell(stances.max_row + 3, stances.max_column).value = "a remark below"
        book["case"].append(["remarks", "none"])
        scratch = book.create_sheet("Scratch")
        scratch["A1"], scratch["B2"] = "=1/0", 5
        for title, name in (("threats", "Threats"), ("levels without agreement", "Levels Without_Agreement")):
            book[title]._WorkbookChild__title = name  # its own setter would add a 1
        book["talks"]["A1"], book["links"].cell(1, column(book["links"], "if_fails")).value = "ID", "If fails"

    case = tertius.load(saved(tmp_path, korea, with_notes))
    assert case == tertius.load("korea-2019")
    notes = [str(note) for note in case.origin.notes]
    assert len(notes) == 3
    for part in ("the column 'My notes'", "the sheet 'Scratch'", "the field 'remarks'"):
        assert sum(part in note and "is no part of a case, and is not read" in note for note in notes) == 1


def test_a_slip_in_a_heading_or_a_sheet_is_still_a_mistake(tmp_path: Path, korea: bytes) -> None:
    def slips(book: Any) -> None:
        book["stances"].cell(1, column(book["stances"], "capability")).value = "capabilty"
        book.create_sheet("Threat")

    def filled(book: Any) -> None:
        slips(book)
        book["Threat"]["A1"] = "id"

    said = said_of(saved(tmp_path, korea, filled))
    assert any("no column is called 'capabilty' here: did you mean 'capability'?" in one for one in said)
    assert any("the sheet 'Threat' is no part of a case: did you mean 'threats'?" in one for one in said)


def test_other_csv_files_may_lie_in_the_folder(tmp_path: Path) -> None:
    case = tertius.load("two-patrons")
    for name, data in csv_files_of(case).items():
        (tmp_path / name.replace("needs", "Needs")).write_bytes(data)
    (tmp_path / "scratch.csv").write_text("a;b\n1;2\n", "utf-8")
    again = tertius.load(tmp_path)
    assert again == case
    assert ["scratch.csv' is no part of a case, and is not read" in str(note) for note in again.origin.notes] == [True]


def test_cells_are_text_so_that_nothing_becomes_a_date(tmp_path: Path, korea: bytes) -> None:
    book = openpyxl.load_workbook(saved(tmp_path, korea, lambda book: None))
    for sheet in book.worksheets:
        assert {cell.number_format for row in sheet.iter_rows() for cell in row} == {"@"}
        assert sheet.column_dimensions["B"].number_format == "@"


BECAME_A_DATE = [
    (dt.datetime(2024, 10, 5), "did you mean '5 to 10'?"),
    (dt.datetime(1945, 10, 1), "did you mean '1 to 10' or '10 to 45'?"),
    (dt.datetime(2024, 5, 5), "write a range with 'to' ("),
    ("05-Oct", "write a range with 'to' ("),
    ("Okt 45", "write a range with 'to' ("),
    ("5.10.2024", "write a range with 'to' ("),
]


def test_a_number_that_became_a_date_is_told_what_happened(tmp_path: Path, korea: bytes) -> None:
    def with_dates(book: Any) -> None:
        for row, (cell, _) in enumerate(BECAME_A_DATE, 2):
            book["stances"][f"C{row}"] = cell

    told = said_of(saved(tmp_path, korea, with_dates))
    for row, (said, (_, hint)) in enumerate(zip(told, BECAME_A_DATE, strict=True), 2):
        assert f"sheet stances, cell C{row}" in said
        assert "a spreadsheet program makes a date of 5-10: give the cell the format Text" in said
        assert hint in said


def test_an_anchor_or_a_level_of_nothing_is_a_mistake(tmp_path: Path, korea: bytes) -> None:
    def strange(book: Any) -> None:
        book["anchors"].append(["tarrifs", 5, "five"])
        book["levels without agreement"].append(["us-dprkk", "tariffs", 5])
        book["anchors"].append(["tariffs", None, "five"])
        book["moves"].cell(2, column(book["moves"], "changes")).value = "put links to 5"
        book["moves"].cell(3, column(book["moves"], "coordinate.weights")).value = "usa 5"

    said = "\n".join(said_of(saved(tmp_path, korea, strange)))
    assert "there is no issue 'tarrifs'" in said
    assert "there is no talk 'us-dprkk': did you mean 'us-dprk'?" in said
    assert "a row without level" in said
    assert "write `set PATH to VALUE`, `add PATH as {...}` or `remove PATH`" in said
    assert "write NAME: VALUE; NAME: VALUE, or JSON" in said


CHANGES = type_at(("moves", "m", "changes"))
LEVELS = type_at(("moves", "m", "open", "without_agreement"))
MOVES = type_at(("claims", "c", "equilibrium", "moves"))
PARTIES = type_at(("talks", "t", "parties"))


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        (PARTIES, ["usa", "dprk"], "usa, dprk"),
        (LEVELS, {"a": {"level": "20 to 40, likely 30"}, "b": {"level": 0}}, "a: 20 to 40, likely 30; b: 0"),
        (MOVES, {"usa": ["one", "two"], "dprk": []}, "usa: one, two; dprk:"),
        (CHANGES, [{"set": "links.a.probability", "to": "20%"}, {"remove": "talks.b"}],
         "set links.a.probability to 20%\nremove talks.b"),
        (CHANGES, [{"add": "needs.fuel", "value": {"actor": "usa"}}], 'add needs.fuel as {"actor": "usa"}'),
        (CHANGES, [{"set": "actors.usa.name", "to": "Us; set in stone to last"}], None),
        (CHANGES, [{"set": "actors.usa.name", "to": "20"}], 'set actors.usa.name to "20"'),
        (CHANGES, [{"set": "actors.usa.name", "to": "x", "why": "so"}], None),
        (LEVELS, {"a": {"level": 20, "why": "so"}}, None),
    ],
)  # fmt: skip
def test_what_is_deeper_stands_in_words_or_else_as_json_and_reads_back(kind: Any, value: Any, cell: str | None) -> None:
    words = to_words(kind, value)
    assert from_words(kind, words) == value
    assert words[:1] in "[{" if cell is None else words == cell


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (PARTIES, "usa; dprk\nchina", ["usa", "dprk", "china"]),
        (LEVELS, "a: 20 to 40, likely 30, b: 0", {"a": {"level": "20 to 40, likely 30"}, "b": {"level": 0}}),
        (LEVELS, "a: 1\nb: 2;", {"a": {"level": 1}, "b": {"level": 2}}),
        (CHANGES, "set a.b.c to 5; remove d.e", [{"set": "a.b.c", "to": 5}, {"remove": "d.e"}]),
    ],
)
def test_cells_may_be_written_in_several_ways(kind: Any, cell: str, value: Any) -> None:
    assert from_words(kind, cell) == value


def test_a_name_with_a_comma_is_one_item() -> None:
    assert from_words(PARTIES, "Korea, Republic of; usa", lambda name: name == "Korea, Republic of") == [
        "Korea, Republic of",
        "usa",
    ]


def test_workbooks_of_before_with_json_are_read(tmp_path: Path) -> None:
    case = tertius.load("two-patrons")
    data = workbook_of(case)

    def as_before(book: Any) -> None:
        issues = book["issues"]
        issues.cell(1, issues.max_column + 1).value = "anchors"
        issues.cell(2, issues.max_column).value = '{"0": "none", "100": "all"}'
        moves = book["moves"]
        moves.cell(1, moves.max_column + 1).value = "back"
        moves.cell(
            2, moves.max_column
        ).value = '{"party": "client", "if_fails": "with-first", "then_falls": "with-second", "probability": "20%"}'
        for heading, value in (("id", "help"), ("actor", "second")):
            moves.cell(2, column(moves, heading)).value = value

    again = tertius.load(saved(tmp_path, data, as_before))
    assert again.issues["first-supply"].anchors == {0: "none", 100: "all"}
    assert again.moves["help"].back is not None
