"""Where the table stands in a file: titles above it, other sheets, signs that cut its cells, rows of headings."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tests.case.tables.reading import load, load_sheets, mistakes, numbers, warnings

HEAD = ["Actor", "Position", "Salience", "Influence"]
BODY = [["Harbour", 40, 80, 30], ["Fishers", 90, 60, 50]]
WANTED = {("Harbour", "Position"): (40, 80, 30), ("Fishers", "Position"): (90, 60, 50)}
LINES = "\n".join(",".join(map(str, row)) for row in [HEAD, *BODY])


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + LINES.replace(",", ";"),
        '"sep=,"\n' + LINES,
        LINES.replace(",", "|"),
        "| " + LINES.replace(",", " | ").replace("\n", " |\n| ") + " |",
        "| Actor | Position | Salience | Influence |\n|:---|---:|---:|---|\n| Harbour | 40 | 80 | 30 |\n"
        "| Fishers | 90 | 60 | 50 |",
        "Actor     Position  Salience  Influence\nHarbour         40        80         30\n"
        "Fishers         90        60         50",
        "Actor Position Salience Influence\nHarbour 40 80 30\nFishers 90 60 50",
        "Harbour survey, May 2024\n\n" + LINES,
        "Harbour survey, May 2024\n\n" + LINES.replace(",", ";"),
        "Table 1: positions on the fee\n" + LINES.replace(",", "\t"),
        "# a survey\n# of the harbour, in May\n" + LINES,
        "Survey,,,\n,,,\n" + LINES,
        LINES.replace("\n", "\r\n"),
        "\ufeff" + LINES.replace(",", ";"),
    ],
)
def test_a_table_is_found_and_cut_as_a_person_would(tmp_path: Path, text: str) -> None:
    assert numbers(load(tmp_path, text)) == WANTED


def test_what_stands_above_the_headings_is_said_not_to_be_read(tmp_path: Path) -> None:
    case = load_sheets(tmp_path, [["Harbour survey, May 2024"], [], HEAD, *BODY])
    assert numbers(case) == WANTED
    assert any("sheet A, row 3: the headings were found in row 3" in said for said in warnings(case))


def test_a_table_on_another_sheet_is_found_and_named(tmp_path: Path) -> None:
    case = load_sheets(tmp_path, [["sheet", "Read me"], ["This is a survey"]], [["sheet", "Data"], HEAD, *BODY])
    assert numbers(case) == WANTED
    assert any("the table was found on the sheet 'Data'; 'Read me' is not read" in said for said in warnings(case))


def test_mistakes_name_the_rows_of_the_file(tmp_path: Path) -> None:
    [said] = mistakes(tmp_path, "Survey\n\n" + LINES.replace("90", "much"))
    assert said.startswith("t.csv:5, column Position: position, found 'much'")
    [said] = mistakes(tmp_path, "sep=;\n" + LINES.replace(",", ";").replace("90", "much"))
    assert said.startswith("t.csv:4, column Position: position, found 'much'")


def test_a_table_without_any_headings_is_one_mistake(tmp_path: Path) -> None:
    [said] = mistakes(tmp_path, "Harbour,40,80,30\nFishers,90,60,50\n")
    assert said.startswith(
        "t.csv:1, column 1: no row looks like the headings of a table of actors; row 1 has Harbour, 40"
    )
    [said] = mistakes(tmp_path, "id,ref,out,pa,pb\n1,0,70,0,80\n")
    assert "no row looks like the headings" in said
    [said] = mistakes(tmp_path, ",Harbour,Fishers\nposition,40,90\nsalience,80,60\ncapability,30,50\n")
    assert "rows and columns seem to have changed places: transpose the table" in said
    [said] = mistakes(tmp_path, "Stakholder,Positon,Saliance,Capabilty\nHarbour,40,80,30\n")
    assert "did you mean 'Stakholder' for actor, 'Positon' for position" in said


def test_a_row_that_looks_like_headings_and_lacks_some_is_the_one_that_is_named(tmp_path: Path) -> None:
    said = mistakes(tmp_path, "Survey,,,\n\nActor,Position,Salience,Xyz\nHarbour,40,80,30\n")
    assert len(said) == 1
    assert said[0].startswith("t.csv:3, column 1: no column is named capability")


def test_aligned_columns_with_a_hole_are_a_mistake_for_nobody_sees_which_cell_is_empty(tmp_path: Path) -> None:
    text = "Actor     Position  Salience  Influence\nHarbour         40                  30\nFishers   90  60  50\n"
    [said] = mistakes(tmp_path, text)
    assert said.startswith("t.csv:2: the row has 3 cells, and there are 4 headings: write NA")


def test_a_title_above_the_headings_of_ktab_is_no_ktab_file(tmp_path: Path) -> None:
    text = "Survey of the harbour\nActor,Description,Power,Position,Salience\nA,First,1,20,50\nB,Second,3,60,50\n"
    case = load(tmp_path, text)
    assert tertius.settle(case, rule="weighted-mean").levels == {"issue": pytest.approx(50)}
