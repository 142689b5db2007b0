"""Limits hold before memory and time do: small files that would unfold to something huge are refused, or read."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

import tertius
from tertius.case.files.spreadsheets import read_workbook, unsafe_workbook
from tertius.case.load import read_text

resource = pytest.importorskip("resource")
SECONDS = 20  # of processor time: far more than it takes, far less than without the limit
HEADINGS = ["actor", "position", "salience", "capability"]


@pytest.fixture
def quick() -> Iterator[None]:
    """The test takes seconds of processor time at most."""
    before = time.process_time()
    yield
    assert time.process_time() - before < SECONDS


def book_of(path: Path, change: Callable[[str], str]) -> Path:
    """A workbook of two actors, the XML of whose sheet is changed."""
    book = openpyxl.Workbook()
    for row in (HEADINGS, ["a", 0, 50, 1], ["b", 100, 50, 1]):
        book.worksheets[0].append(row)
    plain = path.with_name("plain.xlsx")
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part).decode()
            new.writestr(part.filename, change(data) if part.filename.startswith("xl/worksheets/") else data)
    return path


def empty_cells(rows: int, columns: int) -> Callable[[str], str]:
    """Rows of cells that hold nothing, below what is filled in."""
    row = "".join(f'<c s="0" t="n" r="{openpyxl.utils.get_column_letter(k)}ROW"/>' for k in range(1, columns + 1))
    below = "".join(f'<row r="{n}">{row.replace("ROW", str(n))}</row>' for n in range(10, 10 + rows))
    return lambda xml: xml.replace("</sheetData>", f"{below}</sheetData>")


READ = {
    "empty cells": empty_cells(1_500, 50),
    "a row at the very end": lambda xml: xml.replace("</sheetData>", '<row r="1048576"/></sheetData>'),
    "a cell at the very right": lambda xml: xml.replace("</sheetData>", '<row r="9"><c r="XFD9"/></row></sheetData>'),
    "a wide merged range": lambda xml: xml.replace(
        "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="A10:XFD1048576"/></mergeCells>'
    ),
    "a size that is not so": lambda xml: xml.replace("A1:D3", "A1:XFD1048576"),
    "a size that is too small": lambda xml: xml.replace("A1:D3", "A1"),
}


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("name", READ)
def test_what_is_empty_costs_nothing(tmp_path: Path, name: str) -> None:
    path = book_of(tmp_path / "t.xlsx", READ[name])
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    case = tertius.load_table(path, (0, 100), "", 100, "2024-01-01")
    assert list(case.actors) == ["a", "b"]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kilobytes


@pytest.mark.usefixtures("quick")
def test_a_sheet_of_a_million_empty_cells_is_refused_before_it_is_built(tmp_path: Path) -> None:
    path = book_of(tmp_path / "t.xlsx", empty_cells(21_000, 50))
    assert path.stat().st_size < 10_000_000
    refused = unsafe_workbook(path)
    assert refused is not None
    assert "over 1,000,000 cells, empty ones counted" in refused[0]
    with pytest.raises(tertius.CaseError, match="over 1,000,000 cells"):
        tertius.load(path)


@pytest.mark.usefixtures("quick")
def test_many_rows_that_reach_to_the_right_edge_are_too_large(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(10, 3_000))
    path = book_of(tmp_path / "t.xlsx", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))
    grids, [problem] = read_workbook(path)
    assert grids == {}
    assert "the table is too large" in str(problem)


@pytest.mark.parametrize(("row", "column"), [(5, 501), (5, 16_384), (10_003, 1)])
def test_a_filled_cell_beyond_the_limits_is_never_dropped(tmp_path: Path, row: int, column: int) -> None:
    letter = openpyxl.utils.get_column_letter(column)
    rows = "".join(f'<row r="{n}"><c r="{letter}{n}"><v>1</v></c></row>' for n in range(5, row + 1))
    path = book_of(tmp_path / "t.xlsx", lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"))
    _, problems = read_workbook(path)
    assert any("the table is too large" in str(problem) for problem in problems)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("tag", ["!", "!<tag:", "!!", "!e!", "- !", "[!"])
def test_a_very_long_tag_is_refused_at_once(tag: str) -> None:
    with pytest.raises(tertius.CaseError, match="1: found a tag of over 1,000 characters") as caught:
        read_text(f"case: {tag}{'a' * 1_500_000}\ntitle: k\n", "case.yaml")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("text", ["https://a.org/" + "x" * 600 + "!" + "y" * 1200, "'!" + "a" * 1_100 + "'", "a !b"])
def test_a_text_with_an_exclamation_mark_is_no_long_tag(text: str) -> None:
    case = read_text(f"case: k\ntitle: {text}\nas_of: 2024-01-01\nactors: {{a: A}}\n", "case.yaml")
    assert case.title == text.strip("'")


@pytest.mark.usefixtures("quick")
def test_a_variant_of_a_huge_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(2_000_000_000)
    variant = tmp_path / "v.yaml"
    variant.write_text("base: huge.yaml\nchanges:\n  - set: actors.a.name\n    to: B\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(tertius.CaseError, match="over 2 million bytes"):
        tertius.load(variant)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000
