"""How a column writes its numbers: decimal commas and points, marks between thousands, and what cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.case.tables.reading import column, load, load_sheets, mean, mistakes, warnings

HEAD = "actor;position;salience;capability\n"
SHAPES = {";": HEAD, "\t": HEAD.replace(";", "\t"), "|": HEAD.replace(";", "|"), ",": HEAD.replace(";", ",")}


def table(cells: list[str], sign: str = ";") -> str:
    quote = '"' if sign == "," else ""
    rows = (f"A{n}{sign}{10 + n}{sign}50{sign}{quote}{cell}{quote}\n" for n, cell in enumerate(cells))
    return SHAPES[sign] + "".join(rows)


def test_a_point_between_thousands_is_no_decimal_point(tmp_path: Path) -> None:
    case = load(tmp_path, HEAD + "Harbour;20;50;1.200\nFishers;60;20;950\nTown;40;30;2.500\n")
    assert mean(case) == pytest.approx(5_340_000 / 154_000)
    assert any("marks between thousands were taken out: '1.200' was read as 1200" in said for said in warnings(case))


@pytest.mark.parametrize("sign", [";", "\t", "|"])
@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["1,200", "120,000", "950"], [1200, 120_000, 950]),
        (["1.200", "950", "2.500"], [1200, 950, 2500]),
        (["1,200,000", "5", "3"], [1_200_000, 5, 3]),
        (["1.200.000", "5", "1.250"], [1_200_000, 5, 1250]),
        (["1.200,50", "1.250", "3"], [1200.5, 1250, 3]),
        (["1,200.50", "1,250", "3"], [1200.5, 1250, 3]),
        (["1 200", "950", "12 000"], [1200, 950, 12_000]),
        (["1\u00a0200", "950", "1\u202f500"], [1200, 950, 1500]),
        (["1'200", "1\u2019500", "3,5"], [1200, 1500, 3.5]),
        (["12,00,000", "3", "2"], [1_200_000, 3, 2]),
        (["0,125", "0,5", "1,200"], [0.125, 0.5, 1.2]),
        (["0.125", "0.5", "1.200"], [0.125, 0.5, 1.2]),
        (["2,5", "1,200", "3"], [2.5, 1.2, 3]),
        (["1.200 to 1.500", "950", "2"], [1350, 950, 2]),
        (["1234,5", "1.200", "2"], [1234.5, 1200, 2]),
        (["1.200", "1500", "2"], [1.2, 1500, 2]),
    ],
)
def test_a_column_decides_as_a_whole(tmp_path: Path, sign: str, cells: list[str], wanted: list[float]) -> None:
    assert column(load(tmp_path, table(cells, sign)), "capability") == wanted


def test_a_single_decimal_comma_is_read(tmp_path: Path) -> None:
    assert column(load(tmp_path, table(["0,125", "2", "3"])), "capability") == [0.125, 2, 3]


@pytest.mark.parametrize(
    "cells", [["1,200", "2,500", "3,000"], ["1.200", "5", "2.500"], ["1.200", "950", "1500"], ["1,200", "1.500", "950"]]
)
def test_what_can_be_read_in_two_ways_is_one_mistake_that_names_cells_and_readings(
    tmp_path: Path, cells: list[str]
) -> None:
    [said] = mistakes(tmp_path, table(cells))
    assert said.startswith("t.csv:2, column capability: ")
    assert f"'{cells[0]}' in row 2" in said
    assert "can be read in two ways: as 1" in said
    assert "write 1.200 or 1200" in said or "write 1200 or 1.200" in said


def test_where_commas_cut_the_cells_a_point_is_a_decimal_point_unless_numbers_beside_it_contradict(
    tmp_path: Path,
) -> None:
    assert column(load(tmp_path, table(["1,200", "950"], ",")), "capability") == [1200, 950]
    assert column(load(tmp_path, table(["1.125", "2.375"], ",")), "capability") == [1.125, 2.375]
    assert "as 1.200, or as 1200" in mistakes(tmp_path, table(["1.200", "950"], ","))[0]
    [said] = mistakes(tmp_path, table(["2,5", "950"], ","))
    assert "did you mean 2.5?" in said


def test_the_other_columns_of_a_table_tell_its_decimal_sign(tmp_path: Path) -> None:
    german = HEAD + "A;2,5;50;1.200\nB;60;20;5\n"
    assert column(load(tmp_path, german), "capability") == [1200, 5]
    english = HEAD + "A;2.5;50;1,200\nB;60;20;5\n"
    assert column(load(tmp_path, english), "capability") == [1200, 5]
    assert "can be read in two ways" in mistakes(tmp_path, HEAD + "A;2,5;50;1,200\nB;60;20;950\n")[0]


def test_a_reading_that_leaves_the_scale_is_none(tmp_path: Path) -> None:
    assert column(load(tmp_path, HEAD + "A;1.250;50.125;1\nB;2.500;20;5\n"), "position") == [1.25, 2.5]
    wide = load(tmp_path, HEAD + "A;1.250;50;1\nB;2.500;20;5\n", scale=(1000, 3000))
    assert column(wide, "position") == [1250, 2500]
    assert "two ways" in mistakes(tmp_path, HEAD + "A;1.250;50;1\nB;2.500;20;5\n", scale=(0, 3000))[0]


def test_commas_and_points_that_contradict_each_other_are_one_mistake(tmp_path: Path) -> None:
    said = mistakes(tmp_path, HEAD + "A;2.5;50;3\nB;60;20,5;5\n")
    assert said == [
        "t.csv:3: decimal commas and decimal points are mixed in one table: '20,5' in row 3, '2.5' in row 2: "
        "write all numbers in one way"
    ]


def test_cells_of_a_workbook_that_are_texts_are_read_in_the_same_way(tmp_path: Path) -> None:
    head = ["actor", "position", "salience", "capability"]
    rows = [head, ["A", 20, 50, "1.200"], ["B", 60, 20, 950]]
    assert column(load_sheets(tmp_path, rows), "capability") == [1200, 950]
    assert column(load_sheets(tmp_path, [head, ["A", 20, 50, "1,5"], ["B", 60, 20, 950]]), "capability") == [1.5, 950]
    with pytest.raises(Exception, match=r"cell D2: '1\.200' in row 2 can be read in two ways"):
        load_sheets(tmp_path, [head, ["A", 20, 50, "1.200"], ["B", 60, 20, 5]])
