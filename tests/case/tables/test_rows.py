"""Rows that are no actors: totals, averages, notes, headings that come again; merged cells; slips in names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.case.tables.reading import load, load_sheets, mean, mistakes, numbers, warnings

HEAD = "actor,position,salience,capability\n"
ROWS = "Harbour,40,80,30\nFishers,90,60,50\nTown,70,40,20\n"
RIGHT = pytest.approx(68.0645, abs=1e-3)


@pytest.mark.parametrize(
    "row",
    [
        "Total,67,60,100",
        "TOTAL:,,,100",
        "Total (n=3),66.7,60,100",
        "Sum,200,180,100",
        "Average,66.67,60,33.3",
        "Mean,67,60,33",
        "Grand total,,,100",
        "Total weight,,,100",
        "All,67,60,100",
        "All actors,67,60,33.33",
        "Summe,,,100",
        "Durchschnitt,67,60,33",
        "Gesamt,67,60,100",
        "Moyenne,67,60,33",
        "Promedio,67,60,33",
        "Port total,67,60,100",
        "Total,,,",
        "Median,70,60,30",
    ],
)
def test_a_row_of_totals_or_averages_is_left_out_with_a_warning(tmp_path: Path, row: str) -> None:
    case = load(tmp_path, HEAD + ROWS + row + "\n")
    assert mean(case) == RIGHT
    [said] = warnings(case)
    assert said.startswith("t.csv:5, column actor: the row '")
    assert "was left out: its numbers are totals or averages of the others" in said


def test_a_total_that_stands_first_and_one_of_each_block_is_left_out_too(tmp_path: Path) -> None:
    assert mean(load(tmp_path, HEAD + "Total,67,60,100\n" + ROWS)) == RIGHT
    blocks = HEAD + "A,10,50,1\nB,20,50,3\nTotal,15,50,4\nC,90,50,5\nD,80,50,2\nTotal,85,50,7\nGrand total,50,50,11\n"
    assert [name for name, _ in numbers(load(tmp_path, blocks))] == ["A", "B", "C", "D"]
    issues = (
        "actor,issue,position,salience,power\nA,x,1,50,5\nB,x,90,50,6\nTotal,x,45.5,50,11\nA,y,5,50,5\nB,y,7,40,6\n"
    )
    assert len(numbers(load(tmp_path, issues + "Average,y,6,45,5.5\n"))) == 4
    assert len(numbers(load(tmp_path, issues + ",Total,,,22\n"))) == 4


def test_a_row_called_total_whose_numbers_are_no_totals_is_asked_about(tmp_path: Path) -> None:
    [said] = mistakes(tmp_path, HEAD + ROWS + "Total,10,90,45\n")
    assert said.startswith("t.csv:5, column actor: the row 'Total' looks like a total or an average")
    assert "'Total (actor)'" in said
    assert len(numbers(load(tmp_path, HEAD + ROWS + "Total (actor),10,90,45\n"))) == 4


@pytest.mark.parametrize("name", ["Total Energies", "Max", "Min. of Finance", "Sumner", "Meanwhile", "Allied states"])
def test_actors_whose_names_begin_like_a_total_stay(tmp_path: Path, name: str) -> None:
    assert (name, "Position") in numbers(load(tmp_path, HEAD + ROWS + f"{name},10,90,45\n"))


@pytest.mark.parametrize(
    "note",
    [
        "* estimated",
        "Source: interviews of May 2024, Brussels",
        "Note: own coding",
        "# drawn from the survey",
        "1) preliminary",
        "Quelle: eigene Erhebung",
        "Numbers are those of the second round of the survey.",
        "see https://example.org",
        ",,,,checked twice",
    ],
)
def test_notes_below_a_table_are_left_out_with_a_warning(tmp_path: Path, note: str) -> None:
    case = load(tmp_path, HEAD + ROWS + "\n" + note + "\n")
    assert mean(case) == RIGHT
    assert any("is a note and was left out" in said for said in warnings(case))


def test_a_name_without_any_number_is_one_mistake_also_where_numbers_are_imputed(tmp_path: Path) -> None:
    text = HEAD + "EU members,,,\n" + ROWS
    for impute in (None, "median"):
        [said] = mistakes(tmp_path, text, impute=impute)
        assert said.startswith("t.csv:2, column actor: the row of 'EU members' has no numbers: write them, or NA")
    case = load(tmp_path, HEAD + ROWS + "Unknown,NA,NA,NA\n", impute="median")
    assert numbers(case)["Unknown", "Position"] == (70, 60, 30)


def test_headings_that_come_again_are_left_out(tmp_path: Path) -> None:
    assert mean(load(tmp_path, HEAD + "Harbour,40,80,30\n" + HEAD + "Fishers,90,60,50\nTown,70,40,20\n")) == RIGHT


def test_merged_cells_hold_for_the_rows_below_them(tmp_path: Path) -> None:
    head = ["issue", "actor", "position", "salience", "power"]
    rows = [head, ["fee", "A", 1, 50, 5], [None, "B", 90, 50, 6], ["route", "A", 3, 50, 5], [None, "B", 70, 50, 6]]
    case = load_sheets(tmp_path, rows)
    assert list(numbers(case)) == [("A", "fee"), ("A", "route"), ("B", "fee"), ("B", "route")]
    assert any("empty cells were taken for merged ones, row 3 for the issue 'fee'" in said for said in warnings(case))
    turned = "actor,issue,position,salience,power\nA,fee,1,50,5\n,route,3,50,5\nB,fee,90,50,6\n,route,70,50,6\n"
    assert numbers(load(tmp_path, turned)) == numbers(case)
    [said] = mistakes(tmp_path, "actor,issue,position,salience,power\nA,fee,1,50,5\nB,fee,2,50,5\nC,,3,50,5\n")
    assert "the row of 'C' names no issue" in said


def test_a_slip_in_a_name_is_warned_of_where_each_spelling_stands_on_issues_of_its_own(tmp_path: Path) -> None:
    head = "actor,issue,position,salience,power\nHarbour,fee,0,80,30\nHarbour,route,0,80,30\n"
    slip = load(tmp_path, head + "Township,fee,90,60,20\nTonwship,route,90,60,20\n")
    assert any("'Township' stands on fee alone, and 'Tonwship' on route: if they are one" in w for w in warnings(slip))
    for other in ("Parish", "Townsfolk of the north"):
        case = load(tmp_path, head + f"Township,fee,90,60,20\n{other},route,90,60,20\n")
        assert not any("alone" in said for said in warnings(case))
    both = load(tmp_path, head + "Region 1,fee,90,60,20\nRegion 2,route,90,60,20\n")
    assert not any("alone" in said for said in warnings(both))
