"""Every warning has its line on the page of the warnings: what it says, what it means, what to do."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

from tertius.case import load, load_table, warn_case
from tertius.case.check.warning_texts import IDLE, SHAPES, WarningKind
from tertius.case.files.csv_folder import csv_files_of
from tertius.case.model import Case
from tertius.rules import settle
from tests.house.files import ROOT

PAGE = (ROOT / "docs" / "reference" / "warnings.md").read_text("utf-8")
SOURCE = ROOT / "src" / "tertius" / "case"
WARN = ("check/warnings.py", "check/hollow.py", "check/unused.py")
ALSO = ("check/talks/tables.py", "check/talks/promises.py")
"""Files with checks and warnings."""


def on_page(caution: WarningKind) -> str:
    """What a warning says, with the names of the case in capitals as the page has them."""
    return re.sub(r"\{(\w+)\}", lambda found: found[1].upper(), caution.says)


def rows_of(part: str) -> list[list[str]]:
    """The cells of the table between two markers, without its heading."""
    table = PAGE.split(f"<!-- warnings {part} -->")[1].split("<!-- end -->")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[1:]]


@pytest.mark.parametrize(("part", "cautions"), [("SHAPES", SHAPES), ("IDLE", IDLE)])
def test_the_page_has_every_warning_in_order(part: str, cautions: dict[str, WarningKind]) -> None:
    rows = rows_of(part)
    assert [cells[0] for cells in rows] == [on_page(caution) for caution in cautions.values()]
    assert all(len(cells) == 3 and all(len(cell) > 10 for cell in cells) for cells in rows)


@pytest.mark.parametrize("name", WARN)
def test_a_warning_comes_from_the_table_that_the_page_is_held_against(name: str) -> None:
    text = (SOURCE / name).read_text("utf-8")
    assert "Finding(" not in text
    assert "Problem(" not in text
    assert re.search(r'(SHAPES|IDLE)\["', text)


@pytest.mark.parametrize("key", [*SHAPES, *IDLE])
def test_every_warning_is_given_somewhere(key: str) -> None:
    text = "".join((SOURCE / name).read_text("utf-8") for name in (*WARN, *ALSO))
    assert f'["{key}"]' in text


def read_as(table: Path, data: bytes, as_of: str = "1994-05-01") -> list[str]:
    """What reading a plain table noted."""
    table.write_bytes(data)
    return [note.found for note in load_table(table, (0, 100), "", 100, as_of).origin.notes]


def variant_of_korea(folder: Path) -> list[str]:
    """What reading a variant noted that takes away what a move of its base needs, with a table beside it."""
    (folder / "case.yaml").write_text("base: korea-2019\nchanges:\n  - remove: threats.more-sanctions\n")
    (folder / "stances.csv").write_text("actor,issue,position,salience\n")
    found = [note.found for note in load(folder).origin.notes]
    return [next(one for one in found if said in one) for said in ("left out", "beside a variant")]


def twice_in_a_folder(folder: Path) -> list[str]:
    """The notes on a workbook with a scratch sheet, beside which lies the same case in another file."""
    folder.mkdir()
    for name, data in csv_files_of(load("two-patrons")).items():
        (folder / name).write_bytes(data)
    (folder / "case.xlsx").write_bytes(b"")
    (folder / "scratch.csv").write_text("a\n", "utf-8")
    return [note.found for note in load(folder).origin.notes]


SURVEY = """Survey of the harbour
actor;issue;position;salience;capability
Harbour;fee;5;50;1.200
Fishers;;2;50;950
Townsfolk;;3;50;5
Harbour;route;10;50;1.200
Fishers;;90;50;950
Townsfolks;;40;50;5
Total;;150;300;4.310
* estimated
"""


def test_what_reading_took_for_granted_is_on_the_page(tmp_path: Path) -> None:
    table = tmp_path / "old.csv"
    notes = read_as(table, "actor,position,salience,capability\nTürkei,10,50,1\nSüden,90,50,1\n".encode("cp1252"), "")
    notes += read_as(table, b"actor,position,salience,capability,colour\na,10,50,1,red\nb,90,50,1,blue\n")
    notes += read_as(table, b"T,D,3,1\nActor,Description,Power,Pstn1,Sal1,Colour\nA,F,10,30,24,red\nB,S,5,60,24,blue\n")
    notes += read_as(table, SURVEY.encode())
    notes += read_as(table, b"actor,position (0-10),salience,capability\na,10,0.5,1\nb,90,0.6,1\n")
    book = tmp_path / "book.xlsx"
    sheets = openpyxl.Workbook()
    sheets.worksheets[0].append(["Read me"])
    for row in (["actor", "position", "salience", "capability"], ["a", 10, 50, 1], ["b", 90, 50, 1]):
        (sheets.worksheets[1] if len(sheets.worksheets) > 1 else sheets.create_sheet("Data")).append(row)
    sheets.save(book)
    notes += [note.found for note in load_table(book, (0, 100), "", 100, "2024-01-01").origin.notes]
    notes += variant_of_korea(tmp_path)
    notes += twice_in_a_folder(tmp_path / "twice")
    lines = PAGE.split("## What reading took for granted")[1].split("## ")[0].splitlines()
    told = [line.strip("| ").split(" | ")[0] for line in lines if line.startswith("| ")][1:]
    patterns = [re.sub(r"\b[A-Z]{3,}\b(?!-)", ".+", said) for said in told]  # names in capitals, but not UTF-8
    assert [sum(bool(re.fullmatch(pattern, note)) for pattern in patterns) for note in notes] == [1] * 19
    assert all(any(re.fullmatch(pattern, note) for note in notes) for pattern in patterns)


def test_what_settling_found_is_on_the_page() -> None:
    case = Case.model_validate(
        {
            "case": "two-sources",
            "title": "A need with two sources on one table",
            "as_of": "2024-01-01",
            "actors": {"a": "A", "b": "B"},
            "issues": {"oil": "Oil", "gas": "Gas", "price": "Price"},
            "talks": {"t": {"parties": ["a", "b"], "without_agreement": {"oil": 0, "gas": 0, "price": 0}}},
            "stances": {
                "a": {"price": {"position": 0, "salience": 20}},
                "b": {
                    "oil": {"position": 0, "salience": 10},
                    "gas": {"position": 0, "salience": 10},
                    "price": {"position": 100, "salience": 60},
                },
            },
            "needs": {"fuel": {"actor": "a", "weight": 90, "covered_by": {"oil": "100%", "gas": "100%"}}},
        }
    )
    (shape,), (tie,) = warn_case(case), settle(case).warnings
    assert "cover this need" in shape.found
    assert f"| {tie.found} |" in PAGE
