"""The options that say what a plain table does not: two words or three for a scale, and where they may stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tertius.cli.options import read_scale
from tertius.errors import UsageError
from tests.cli.conftest import Call

SALIENCE = ("--salience-max", "100")


@pytest.fixture(autouse=True)
def _with_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text("actor,position,salience,power\na,4,50,1\nb,10,50,1\n", "utf-8")


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        (("--scale", "4", "10", "years"), "years"),
        (("--scale", "4", "10"), ""),
        (("--scale", "4", "to", "10", "years"), "years"),
        (("--scale", "4 10 years"), "years"),
        (("--scale", "4 10"), ""),
        (("--scale=4 10 years",), "years"),
        (("--scale=4", "10", "years"), "years"),
        (("--scale", "4", "10", "million barrels"), "million barrels"),
        (("--scale", "-4.5", "1e1", "°C"), "°C"),
    ],
)
def test_a_scale_is_two_numbers_and_perhaps_a_unit(call: Call, words: tuple[str, ...], unit: str) -> None:
    for arguments in (
        ("t.csv", *words, *SALIENCE),
        (*SALIENCE, *words, "--json", "t.csv"),
        (*words, *SALIENCE, "t.csv"),
    ):
        result = call("settle", *arguments, *([] if "--json" in arguments else ["--json"]))
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["levels"]["issue"] == pytest.approx(7)
    shown = call("show", "t.csv", *words, *SALIENCE).stdout
    assert (f"({unit})" in shown or unit in shown) if unit else "years" not in shown


def test_a_table_behind_two_numbers_is_no_unit(call: Call) -> None:
    Path("folder").mkdir()
    assert "the folder has no case.yaml" in call("check", "t.csv", *SALIENCE, "--scale", "4", "10", "folder").stderr
    result = call("check", *SALIENCE, "--scale", "4", "10", "t.csv")
    assert result.exit_code == 0
    assert "t.csv: no mistakes" in result.stdout


def test_a_word_taken_for_the_unit_is_named_when_an_argument_is_missing(call: Call) -> None:
    result = call("new", "--from", "t.csv", *SALIENCE, "--scale", "4", "10", "my-case")
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert "Missing argument 'DIR'. 'my-case' was taken for the unit of --scale: put the argument before" in said
    assert not Path("my-case").exists()
    plain = " ".join(call("settle", *SALIENCE).stderr.split())
    assert "Missing argument 'CASE'" in plain
    assert "unit" not in plain


@pytest.mark.parametrize("words", ["4", "four ten", "4 10,5", "4..10", ""])
def test_what_is_no_scale_is_refused_with_an_example(call: Call, words: str) -> None:
    with pytest.raises(UsageError, match="--scale 4 10 years, or --scale 0 100"):
        read_scale(words)
    assert call("settle", "t.csv", "--scale", words, *SALIENCE).exit_code == 2


def test_check_and_show_take_plain_tables(call: Call) -> None:
    declared = ("--scale", "4", "10", "years", *SALIENCE, "--as-of", "1994-05-01")
    shown = call("show", "t.csv", *declared)
    assert shown.exit_code == 0
    assert "as of 1 May 1994" in shown.stdout
    checked = call("check", "t.csv", "korea-2019", *declared)
    assert checked.exit_code == 0
    assert "t.csv: no mistakes; 2 actors" in checked.stdout
    assert "korea-2019: no mistakes" in checked.stdout
    assert "warning: t.csv" not in checked.stderr
    assert "the scale of the positions is not declared" in call("check", "t.csv").stderr
    assert "the scale of the positions is not declared" in call("show", "t.csv").stderr
    wrong = call("check", "korea-2019", *SALIENCE)
    assert wrong.exit_code == 2
    assert "there is none among korea-2019" in wrong.stderr


def test_the_day_is_said_if_it_is_not_declared(call: Call) -> None:
    declared = ("--scale", "4", "10", *SALIENCE)
    for command in (("settle", "t.csv"), ("check", "t.csv"), ("show", "t.csv"), ("import", "t.csv", "mine")):
        result = call(*command, *declared)
        assert result.exit_code == 0
        assert "is taken to describe today" in result.stderr
        assert (
            "--as-of"
            not in call(*command, *declared, "--as-of", "1994-05-01", *(["--force"] * ("mine" in command))).stderr
        )
    assert "a date is written 2019-01-10" in call("settle", "t.csv", *declared, "--as-of", "May").stderr


def test_a_case_says_these_things_itself(call: Call) -> None:
    call("export", "two-patrons", "k.xlsx")
    call("import", "k.xlsx", "mine")
    for case in ("k.xlsx", "mine"):
        result = call("settle", case, *SALIENCE)
        assert result.exit_code == 2
        assert f"{case} is a case and says it itself" in result.stderr
    assert "there is no file, folder or gallery case 'nowhere'" in call("settle", "nowhere", *SALIENCE).stderr


TWO_SCALES = """actor,issue,position,salience,power
Harbour,fee,0.5,80,30
Fishers,fee,7,60,50
Harbour,route length,0,80,30
Fishers,route length,100,60,50
"""


def test_the_command_line_takes_a_scale_for_each_issue(tmp_path: Path, call: Call) -> None:
    (tmp_path / "t.csv").write_text(TWO_SCALES, "utf-8")
    table = str(tmp_path / "t.csv")
    declared = ("--salience-max", "100", "--as-of", "2024-01-01")
    for words in (
        ("--scale", "fee", "0", "10", "EUR", "--scale", "route length", "0", "100"),
        ("--scale", "0", "100", "--scale=fee", "0", "to", "10", "EUR"),
        ("--scale", "fee: 0 10 EUR", "--scale", "0 100"),
        ("--scale", "fee 0 10 EUR", "--scale", "route length 0 100"),
    ):
        for arguments in ((table, *words, *declared), (*declared, *words, table)):
            result = call("show", *arguments)
            assert result.exit_code == 0, result.output
            assert "from 0 to 10 EUR" in result.stdout or "0 to 10 EUR" in " ".join(result.stdout.split())
            assert "warning" not in result.stderr
    twice = call("check", table, "--scale", "0", "100", "--scale", "0", "10", *declared)
    assert twice.exit_code == 2
    assert "--scale is given twice for the scale of all issues" in " ".join(twice.stderr.split())
