"""Reading tables: delimiters, decimal commas, encodings, workbooks; and what cannot be read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tertius.case.files.spreadsheets import read_workbook
from tertius.case.files.textual import read_text_grid
from tertius.case.parse.characters import MAX_ROWS
from tertius.case.parse.quantity import SHAPES

_NUMBER = st.tuples(
    st.sampled_from(["", "-", "+"]),
    # With three digits behind it a mark may also stand between thousands, unless a zero or nothing is before it.
    st.from_regex(r"[0-9]{0,3}\.[0-9]{1,2}|0?\.[0-9]{3}|[0-9]{1,3}", fullmatch=True),
    st.sampled_from(["", "e2", "E-3"]),
    st.sampled_from(["", " "]),
).map("".join)
_GAP = st.sampled_from([", ", ",", " "])
WANTED = (("actor", "level"), ("Ål", "4.5"), ("b", "1.5 to 2.5"))


def cells(path: Path) -> tuple[tuple[object, ...], ...]:
    grid, problems = read_text_grid(path)
    assert problems == []
    assert grid is not None
    return tuple(row.cells for row in grid.rows)


@pytest.mark.parametrize(
    "text",
    [
        "actor,level\nÅl,4.5\nb,1.5 to 2.5\n",
        "actor;level\r\nÅl;4,5\r\n\r\nb;1,5 to 2,5\r\n",
        "actor\tlevel\nÅl\t4,5\nb\t1,5 to 2,5",
        'actor,level\n"Ål",4.5\n" b ",1.5 to 2.5,,\n',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_text_tables_of_all_kinds_say_the_same(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(text.encode(encoding))
    assert cells(path) == WANTED


def test_windows_1252_is_read_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes("actor;level\nÅl;4,5\nb;1,5 to 2,5".encode("cp1252"))
    assert cells(path) == WANTED
    grid, _ = read_text_grid(path)
    assert grid is not None
    assert "read as Windows-1252" in str(grid.notes[0])


def test_a_likely_value_is_no_decimal_comma(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("actor;level\na;45 to 75, likely 60\nb;4.5", "utf-8")
    assert cells(path)[1:] == (("a", "45 to 75, likely 60"), ("b", "4.5"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"actor;level\na;4,5\nb;4.5", "t.csv:2: decimal commas and decimal points are mixed"),
        (b"", "t.csv: the table is empty"),
        ("actor,level".encode("utf-16"), "t.csv: the file is written in UTF-16"),
        (b"a,b\n\x00,1", "invisible character U+0000"),
        (b"a\n" * (MAX_ROWS + 2), "the table is too large"),
        (b"a," * 2_000_000, "over 2 million bytes"),
        (b'a,b\n"' + b"x" * 200_000, "field larger than field limit"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    _, problems = read_text_grid(path)
    assert any(says in str(problem) for problem in problems)


@given(st.binary(max_size=300))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_bytes_are_a_table_or_problems(tmp_path: Path, data: bytes) -> None:
    for name in ("t.csv", "t.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        _, problems = read_text_grid(path) if name == "t.csv" else read_workbook(path)
        assert all(problem.file for problem in problems)
        assert path.read_bytes() == data


@given(st.integers(0, 10**6), st.integers(0, 255))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_damaged_workbooks_are_read_or_refused(tmp_path: Path, place: int, byte: int) -> None:
    data = bytearray(workbook_bytes(tmp_path))
    data[place % len(data)] = byte
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(data)
    grids, problems = read_workbook(path)
    assert grids or problems


def workbook_bytes(folder: Path) -> bytes:
    path = folder / "whole.xlsx"
    if not path.exists():
        write_book(path, [["actor", "level"], ["a", 4], ["b", 0.5]])
    return path.read_bytes()


def write_book(path: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)


def test_a_workbook_gives_values_as_they_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_book(path, [["actor", "share", "n"], [" a ", 0.25, 3.0], [None, None, None], ["b", 0.5, True]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["B2"].number_format = "0%"
    book.save(path)
    grids, problems = read_workbook(path)
    assert problems == []
    assert [(row.line, row.cells) for row in grids["Sheet"].rows] == [
        (1, ("actor", "share", "n")),
        (2, ("a", "25%", 3)),
        (4, ("b", 0.5, True)),
    ]


def test_formulas_without_values_and_errors_name_their_cell(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_book(path, [["actor", "level"], ["a", "=1+1"], ["#REF!", 2]])
    _, problems = read_workbook(path)
    said = [str(problem).split("/")[-1] for problem in problems]
    assert said[0].startswith("t.xlsx, sheet Sheet, cell B2: a formula without a value")
    assert said[1].startswith("t.xlsx, sheet Sheet, cell A3: the cell shows the error #REF!")


DOCTYPE = '<!DOCTYPE x [<!ENTITY a "expanded">]>'


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 70_000 + " -->"])
def test_no_part_declares_entities_in_any_encoding(tmp_path: Path, encoding: str, mark: str, before: str) -> None:
    path, typed = tmp_path / "t.xlsx", tmp_path / "typed.xlsx"
    write_book(path, [["actor", "level"], ["a", 4]])
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    text = parts["xl/worksheets/sheet1.xml"].decode().replace("<t>a</t>", "<t>&a;</t>")
    head = f'{mark}<?xml version="1.0" encoding="{encoding[:6].removesuffix("-")}"?>'
    parts["xl/worksheets/sheet1.xml"] = (head + before + DOCTYPE + text).encode(encoding)
    with zipfile.ZipFile(typed, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    # Nothing but our own check stands between such a file and its entities.
    assert openpyxl.load_workbook(typed).worksheets[0]["A2"].value == "expanded"
    grids, problems = read_workbook(typed)
    assert grids == {}
    assert "declares a document type" in str(problems[0])


def test_a_type_is_found_whatever_the_part_is_called_and_pictures_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_book(path, [["actor", "level"], ["a", 4]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/picture.png", b"\x89PNG\r\n<!DOCTYPE x>")
    assert read_workbook(path)[1] == []
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sheet.bin", f"{DOCTYPE}<x/>".encode("utf-16"))
    assert "declares a document type" in str(read_workbook(path)[1][0])


def test_bombs_and_foreign_workbooks_are_refused(tmp_path: Path) -> None:
    bomb, typed, old = tmp_path / "bomb.xlsx", tmp_path / "typed.xlsx", tmp_path / "old.xls"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_001)
    with zipfile.ZipFile(typed, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>')
    old.write_bytes(b"\xd0\xcf\x11\xe0")
    for path, says in ((bomb, "far larger unpacked"), (typed, "document type"), (old, "ends in '.xls'")):
        _, problems = read_workbook(path)
        assert says in str(problems[0])


@st.composite
def _number_words(draw: st.DrawFn) -> str:
    """A number, a range or a range with a likely value or a shape, with decimal points."""
    percent = draw(st.sampled_from(["", "%"]))
    words = draw(_NUMBER) + percent
    if draw(st.booleans()):
        words += f" to {draw(_NUMBER)}{percent}"
        if draw(st.booleans()):
            words += f"{draw(_GAP)}likely {draw(_NUMBER)}{percent}"
        if draw(st.booleans()):
            words += f"{draw(_GAP)}{draw(st.sampled_from(SHAPES))}"
    return words.strip()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(_number_words())
def test_number_words_mean_the_same_with_decimal_commas_and_with_points(tmp_path: Path, words: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"actor;level\na;{words}\n", "utf-8")
    wanted = cells(path)
    assert wanted[1][1] == words
    path.write_text(f"actor;level\na;{words.replace('.', ',')}\n", "utf-8")
    assert cells(path) == wanted


@pytest.mark.parametrize("words", ["4,5 to 6,5, likely 5", "4 to 6,5, likely 5", "4,5 to 6,5, normal", "4 to 6,5,pert"])
def test_a_comma_behind_a_decimal_comma_is_left_as_it_is(tmp_path: Path, words: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(f"actor;level\na;{words}\n", "utf-8")
    assert [row[1] for row in cells(path)[1:]] == [words.replace(",5", ".5")]
    path.write_text(f"actor;level\na;{words}\nb;1,000,000\n", "utf-8")
    [problem] = read_text_grid(path)[1]
    assert f"are mixed in one table: '{words}' in row 2, '1,000,000' in row 3" in str(problem)
