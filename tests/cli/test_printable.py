"""Nothing that an input holds commands the terminal, and nothing turns the letters beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import tertius
from tertius.report.text.phrases import printable
from tests.cli.conftest import Call
from tests.report.brief.told import page_of

COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
CASE = """
case: towns
title: Two towns
as_of: 2024-01-01
actors: {north: "No\u202erth", south: South}
issues: {toll: {name: "to\u2066ll", scale: [0, 100]}}
talks: {deal: {parties: [north, south], without_agreement: {toll: 0}}}
stances:
  north: {toll: {position: 100, salience: 50}}
  south: {toll: {position: 0, salience: 10}}
"""


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u2066"])
def test_what_commands_is_written_out(character: str) -> None:
    assert printable(f"a{character}b\n\tc") == f"a\\u{ord(character):04x}b\n\tc"


def test_what_people_write_stays_as_it_is() -> None:
    said = "Türkiye – עברית \u200e\u200f العربية «x» 日本 🕊️\t\n"
    assert printable(said) == said


@pytest.mark.parametrize(
    "text",
    [
        "case: !<tag:%1B[31mred%1B[0m> k\ntitle: k\nas_of: 2024-01-01\nactors: {a: A}\n",
        'case: "k\\x9b"\ntitle: "\\e[31m"\nas_of: 2024-01-01\nactors: {a: A}\n',
        '"\\e]0;title\\a": 1\n',
        "case: k\ntitle: k\nas_of: 2024-01-01\nactors: {'\u202ea': A}\n",
    ],
    ids=["tag", "text", "field", "id"],
)
def test_a_message_about_a_file_commands_nothing(call: Call, tmp_path: Path, text: str) -> None:
    file = tmp_path / "\x1b[31mred\x9b.yaml"
    try:
        file.write_text(text, "utf-8")
    except OSError:
        pytest.skip("a file cannot have such a name here")
    result = call("check", str(file))
    assert result.exit_code == 3
    assert "\\u001b[31mred" in result.stderr
    assert not COMMANDING.search(result.output)


def test_the_sheets_of_a_workbook_command_nothing(call: Call, tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "book.xlsx"
    assert call("export", "two-patrons", str(file)).exit_code == 0
    book = openpyxl.load_workbook(file)
    book.create_sheet("x\x9b31m\u202ey").append(["a", "b"])
    book.save(file)
    result = call("check", str(file))
    assert result.exit_code == 0
    assert "x\\u009b31m\\u202ey" in result.output
    assert not COMMANDING.search(result.output)


@pytest.mark.parametrize(
    "arguments",
    [["no\x1bcommand"], ["--no\x1boption"], ["settle", "two-patrons", "--no\x1boption"], ["show", "x\x1by"],
     ["settle", "two-patrons", "--rule", "\x9bhold"], ["draw", "two-patrons", "--seed", "\x1b1"],
     ["no\u202ecommand"], ["show", "a", "no\u202eargument\x9b"]],
)  # fmt: skip
def test_a_mistake_on_the_command_line_repeats_no_command(call: Call, arguments: list[str]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert not COMMANDING.search(result.output)


def test_a_name_that_turns_letters_round_is_shown_written_out(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(CASE, "utf-8")
    for command in (["show"], ["settle"], ["settle", "--json"], ["check"]):
        result = call(command[0], str(file), *command[1:])
        assert result.exit_code == 0, result.output
        assert not COMMANDING.search(result.output)
    shown: dict[str, Any] = json.loads(call("settle", str(file), "--json").stdout)
    assert shown["case"] == "towns"
    page = page_of(tertius.load(file))
    assert "No\\u202erth" in page
    assert not COMMANDING.search(page)
