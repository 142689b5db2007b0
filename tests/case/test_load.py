"""From disk to a case: files, folders, the gallery, encodings."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tertius.case import Case, gallery, gallery_names, load, read_case, read_text
from tertius.errors import CaseError, Problem, UsageError

SAVE = "save it as UTF-8 (in most editors: Save as, Encoding)"
HEAVY = ("networkx", "numpy", "pandas", "ruamel")


def message(path: Path) -> str:
    with pytest.raises(CaseError) as caught:
        read_case(path)
    return str(caught.value).replace(path.as_posix(), "FILE")


def test_a_file_and_a_folder_give_the_same_case(tmp_path: Path, small: str) -> None:
    (tmp_path / "case.yaml").write_text(small, encoding="utf-8")
    from_folder, from_file = read_case(tmp_path), read_case(tmp_path / "case.yaml")
    assert from_folder == from_file
    assert from_folder.origin.file == (tmp_path / "case.yaml").as_posix()
    assert from_folder.origin.place(("stances", "south", "toll", "position")).line == 44
    assert from_folder.origin.place(("stances", "south", "toll", "why")).line == 43


def test_where_a_case_was_read_from_does_not_make_it_another(small: str) -> None:
    assert read_text(small, "a.yaml") == read_text(f"# a remark\n{small}", "b.yaml")


def test_nothing_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file or folder"):
        read_case(tmp_path / "none.yaml")


def test_a_folder_without_a_case(tmp_path: Path) -> None:
    assert message(tmp_path) == "FILE: the folder has no case.yaml"
    (tmp_path / "korea.yaml").touch()
    assert message(tmp_path) == "FILE: the folder has no case.yaml: name the file itself: FILE/korea.yaml"


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "case.docx").touch()
    assert message(tmp_path / "case.docx") == (
        "FILE: found a file that ends in '.docx': a case is a YAML file (.yaml) or a folder with case.yaml"
    )


def test_a_folder_called_case_yaml_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").mkdir()
    with pytest.raises(CaseError, match="the file cannot be read: is a directory"):
        read_case(tmp_path)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b"case: a\ntitle: Caf\xe9\n",
            f"FILE:2: the byte 0xe9 is not UTF-8: if that is 'é', the file was saved as Windows-1252: {SAVE} "
            "(a case file is text in UTF-8)",
        ),
        (
            b"case: a\ntitle: \x9d\n",
            f"FILE:2: the byte 0x9d is not UTF-8: {SAVE} (a case file is text in UTF-8)",
        ),
        ("case: a\n".encode("utf-16"), f"FILE: the file is written in UTF-16: {SAVE}"),
        (
            b"case: a\r\ntitle: \x00\r\n",
            "FILE:2: found the invisible character U+0000: delete it (a case file is plain text)",
        ),
        (
            "a: b\u2028c\n".encode(),
            "FILE:1: found the invisible character U+2028: delete it (a case file is plain text)",
        ),
        (
            b"#" * 2_000_001,
            "FILE: the file has over 2 million bytes: a case file has at most 2 million",
        ),
        (b"", "FILE: the file is empty: a case starts with `case:`, `title:` and `as_of:`"),
    ],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes, expected: str) -> None:
    file = tmp_path / "k.yaml"
    file.write_bytes(data)
    assert message(file) == expected


@pytest.mark.parametrize("encode", [
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: b"%YAML 1.1\n---\n" + text.encode() + b"...\n",
])  # fmt: skip
def test_marks_and_line_ends_of_other_systems_are_read(
    tmp_path: Path, small: str, encode: Callable[[str], bytes]
) -> None:
    file = tmp_path / "k.yml"
    file.write_bytes(encode(small))
    assert read_case(file) == read_text(small)


def test_load_prefers_a_folder_to_the_gallery(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = gallery_names()[0]
    assert load(name).case == name
    (tmp_path / name).mkdir()
    (tmp_path / name / "case.yaml").write_text(small, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert load(name).case == "strait"


def test_load_names_what_is_near() -> None:
    name = gallery_names()[0]
    with pytest.raises(UsageError) as caught:
        load(name[:-1])
    assert f"there is no file, folder or gallery case '{name[:-1]}': did you mean '{name}'?" in str(caught.value)
    with pytest.raises(UsageError, match="the gallery has"):
        load("")


def test_every_case_of_the_gallery_is_valid() -> None:
    cases = gallery()
    assert [case.case for case in cases] == gallery_names()
    assert all(isinstance(case, Case) and case.origin.place(("actors",)).line > 1 for case in cases)


def test_a_problem_says_first_what_to_do_then_what_is_legal() -> None:
    what, todo = "unknown field 'capabilty'", "did you mean 'capability'?"
    assert str(Problem("korea.yaml", 16, "actor 'india'", what, "", todo)) == (
        "korea.yaml:16: actor 'india', unknown field 'capabilty': did you mean 'capability'?"
    )
    assert str(Problem("", 0, "", what, "legal here: name", todo)) == f"{what}: {todo} (legal here: name)"
    assert str(Problem(found="nothing")) == "nothing"
    assert str(Problem(file="k.yaml", found="it is empty", legal="write a case")) == (
        "k.yaml: it is empty: write a case"
    )


def test_importing_the_case_room_is_light() -> None:
    code = f"import sys, tertius.case; print([m for m in {HEAVY} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_number_too_large_to_be_kept_as_one_is_told_as_it_is_written() -> None:
    bodies = "bodies:\n  b:\n    members: [north]\n    quota: -1000000000000000.0\n"
    with pytest.raises(CaseError, match=r"quota -1000000000000000\.0 is not over 0"):
        read_text("case: k\ntitle: k\nas_of: 2024-01-01\nactors:\n  north: N\n" + bodies)
