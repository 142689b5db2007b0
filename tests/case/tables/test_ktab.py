"""KTAB's tables: what their first row says, and what they hold."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import tertius

HEADS = "Actor,Description,Power,Pstn1,Sal1,Pos2,Sal2\n"
ROWS = "A,First one,10,30,24,20,48\nB,Second,5,60,24,0,0\n"


def read(folder: Path, first: str, rest: str) -> tertius.Case:
    (folder / "t.csv").write_text(first + rest, "utf-8")
    return tertius.load_table(folder / "t.csv", as_of="1994-05-01")


def notes(case: tertius.Case) -> list[str]:
    return [str(note).split("/")[-1] for note in case.origin.notes]


def mistakes(folder: Path, first: str, rest: str) -> list[str]:
    with pytest.raises(tertius.CaseError) as caught:
        read(folder, first, rest)
    return [str(problem).split("/")[-1] for problem in caught.value.problems]


def test_a_description_that_several_actors_have_does_not_replace_their_names(tmp_path: Path) -> None:
    case = read(tmp_path, "T,D,3,2\n", HEADS + ROWS + "C,Second,5,60,24,0,0\n")
    assert [actor.name for actor in case.actors.values()] == ["First one", "B (Second)", "C (Second)"]
    assert notes(case) == []


def test_columns_beyond_the_dimensions_that_are_declared_are_named(tmp_path: Path) -> None:
    case = read(tmp_path, "T,D,2,1\n", HEADS + ROWS)
    assert list(case.issues) == ["dimension-1"]
    assert notes(case)[0].startswith(
        "t.csv:1, column 4: 1 dimension is declared, and the columns Pos2, Sal2 are not used"
    )


@pytest.mark.parametrize("told", [1, 3])
def test_another_number_of_actors_than_declared_is_a_warning(tmp_path: Path, told: int) -> None:
    said = notes(read(tmp_path, f"T,D,{told},2\n", HEADS + ROWS))
    assert len(said) == 1
    assert f"the number of actors is given as {told}, and there are 2 rows of actors" in said[0]


def test_only_whole_words_are_taken_off_a_heading(tmp_path: Path) -> None:
    heads = "Actor,Description,Power,Postal Position,Sal1,Possible Pos,Sal2\n"
    case = read(tmp_path, "T,D,2,2\n", heads + ROWS)
    assert [issue.name for issue in case.issues.values()] == ["Postal", "Possible"]
    assert [issue.name for issue in read(tmp_path, "T,D,2,2\n", HEADS + ROWS).issues.values()] == [
        "Dimension 1",
        "Dimension 2",
    ]


def test_mistakes_name_the_columns_of_the_file(tmp_path: Path) -> None:
    rest = HEADS + ROWS.replace("0,48", "0,much")
    assert mistakes(tmp_path, "T,D,2,2\n", rest)[0].startswith("t.csv:3, column Sal2: salience, found 'much'")
    book = openpyxl.Workbook()
    for line in ("T,D,2,2\n" + rest).splitlines():
        book.worksheets[0].append(line.split(","))
    book.save(tmp_path / "t.xlsx")
    with pytest.raises(tertius.CaseError, match="cell G3: salience, found 'much'"):
        tertius.load_table(tmp_path / "t.xlsx", as_of="1994-05-01")


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("T,D,2,3\n", ["t.csv:1, column 4: 3 dimensions are declared, and row 2 has headings for 2"]),
        ("T,D,1000,2\n", ["t.csv:1, column 3: found '1000' where the number of actors belongs, from 1 to 999"]),
        ("T,D,many,3\n", ["t.csv:1, column 3: found 'many'", "t.csv:1, column 4: 3 dimensions are declared"]),
        ("T,D\n", ["t.csv:1, column 3: found nothing", "t.csv:1, column 4: found nothing where the number of dim"]),
    ],
)
def test_a_first_row_that_does_not_fit_is_told(tmp_path: Path, first: str, said: list[str]) -> None:
    found = mistakes(tmp_path, first, HEADS + ROWS)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))
