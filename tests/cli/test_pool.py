"""``tertius pool``: what it shows, what it writes, and that nothing is replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tests.cli.conftest import Call

HEAD = "actor,position,salience,capability\n"
DECLARED = ("--scale", "0", "100", "--salience-max", "100", "--as-of", "2020-01-01")


@pytest.fixture(autouse=True)
def _with_two_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("anna.csv").write_text(HEAD + "North,40,80,100\nSouth,90,50,60\n", "utf-8")
    Path("ben.csv").write_text(HEAD + "North,60,80,100\nSouth,90,55,60\n", "utf-8")


def test_it_shows_where_they_differ_and_writes_the_case(call: Call) -> None:
    result = call("pool", "anna.csv", "ben.csv", *DECLARED, "-o", "my-case")
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert lines[0] == "2 of 6 numbers differ between the 2 tables."
    assert "North Position position 40; 60 40 to 60, likely 50 20%" in lines
    assert "South Position salience 50; 55 50 to 55, likely 52.5 5%" in lines
    assert lines.index("South Position salience 50; 55 50 to 55, likely 52.5 5%") > lines.index(
        "North Position position 40; 60 40 to 60, likely 50 20%"
    )
    assert lines[-1] == "The pooled case is in my-case/case.yaml"
    case = tertius.load("my-case")
    assert case.case == "my-case"
    assert str(case.stances["north"]["issue"].position) == "40 to 60, likely 50"


def test_without_a_folder_it_only_shows(call: Call) -> None:
    assert call("pool", "anna.csv", "ben.csv", *DECLARED).exit_code == 0
    Path("carl.csv").write_bytes(Path("anna.csv").read_bytes())
    assert "0 of 6 numbers differ" in call("pool", "anna.csv", "carl.csv", *DECLARED).stdout
    assert sorted(file.name for file in Path().iterdir()) == ["anna.csv", "ben.csv", "carl.csv"]


def test_what_is_missing_stops_it_unless_the_tables_are_partial(call: Call) -> None:
    Path("carl.csv").write_text(HEAD + "North,50,80,100\nSouth,90,50,60\nEast,1,2,3\n", "utf-8")
    tables = ("pool", "anna.csv", "carl.csv", *DECLARED, "-o", "my-case")
    stopped = call(*tables)
    assert stopped.exit_code == 3
    assert "anna.csv: the actor 'East' is missing, which carl.csv has" in stopped.stderr
    assert not Path("my-case").exists()
    done = call(*tables, "--partial")
    assert done.exit_code == 0
    assert "warning: anna.csv: the actor 'East' is missing" in done.stderr
    assert len(tertius.load("my-case").actors) == 3


def test_nothing_is_replaced_unasked(call: Call) -> None:
    tables = ("pool", "anna.csv", "ben.csv", *DECLARED, "-o", "my-case")
    assert call(*tables).exit_code == 0
    assert call(*tables).exit_code == 2
    assert call(*tables, "--force").exit_code == 0
    assert call("pool", "anna.csv", *DECLARED).exit_code == 2


def test_it_writes_a_blind_sheet_and_replaces_none(call: Call) -> None:
    result = call("pool", "--sheet", "two-patrons", "-o", "anna.xlsx")
    assert (result.exit_code, result.stdout) == (0, "The sheet is in anna.xlsx\n")
    before = Path("anna.xlsx").read_bytes()
    assert call("pool", "--sheet", "two-patrons", "-o", "anna.xlsx").exit_code == 2
    assert Path("anna.xlsx").read_bytes() == before
    assert call("pool", "--sheet", "two-patrons", "-o", "anna.xlsx", "--force").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to pool"),
        (("--sheet", "two-patrons"), "ends in .xlsx"),
        (("--sheet", "two-patrons", "-o", "folder"), "ends in .xlsx"),
        (("anna.csv", "--sheet", "two-patrons", "-o", "a.xlsx"), "leave one of them out"),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(call: Call, arguments: tuple[str, ...], said: str) -> None:
    result = call("pool", *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
