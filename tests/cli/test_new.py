"""``tertius new``: what it writes is valid, says how to go on, and replaces nothing unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_starter_is_valid_has_evidence_and_settles(call: Call) -> None:
    result = call("new", "my-case")
    assert result.exit_code == 0
    assert "tertius settle my-case" in result.stdout
    text = Path("my-case/case.yaml").read_text("utf-8")
    assert "{" not in text
    assert "# Who has a stake" in text
    checked = call("check", "my-case", "--evidence")
    assert checked.exit_code == 0
    assert "warning" not in checked.stderr
    case = tertius.load("my-case")
    assert case.case == "my-case"
    assert tertius.settle(case).agreements == {"contract": True}


def test_nothing_is_replaced_unasked(call: Call) -> None:
    Path("my-case").mkdir()
    Path("my-case/case.yaml").write_text("mine", "utf-8")
    assert call("new", "my-case").exit_code == 2
    assert Path("my-case/case.yaml").read_text("utf-8") == "mine"
    assert call("new", "my-case", "--force").exit_code == 0


def test_from_a_table_a_case_and_as_a_workbook(call: Call) -> None:
    Path("t.csv").write_text("actor,position,salience,power\na,4,50,1\nb,10,50,1\n", "utf-8")
    declared = ("--scale", "4", "10", "years", "--salience-max", "100")
    assert call("new", "one", "--from", "t.csv").exit_code == 3
    assert call("new", "one", "--from", "t.csv", *declared).exit_code == 0
    assert tertius.settle(tertius.load("one")).levels["issue"] == pytest.approx(7)
    assert call("new", "two", "--from", "korea-2019", "--sheet").exit_code == 0
    assert tertius.load("two/case.xlsx").talks == tertius.load("korea-2019").talks
    assert call("new", "three", "--sheet").exit_code == 0
    assert call("settle", "three/case.xlsx").exit_code == 0
    assert call("new", "four", *declared).exit_code == 2


def test_a_file_where_the_folder_should_be_is_said(call: Call) -> None:
    Path("my-case").write_text("mine", "utf-8")
    for arguments in (("new", "my-case"), ("new", "my-case", "--force"), ("import", "korea-2019", "my-case/below")):
        result = call(*arguments)
        assert result.exit_code == 2
        assert "my-case is a file, not a folder: choose another folder for case.yaml" in result.stderr
    assert Path("my-case").read_text("utf-8") == "mine"


def test_the_next_commands_can_be_pasted(call: Call) -> None:
    assert "tertius run 'a b'" in call("new", "a b").stdout


def test_a_folder_with_a_workbook_is_the_case_in_it(call: Call) -> None:
    assert call("new", "gerd", "--sheet").exit_code == 0
    checked = call("check", "gerd")
    assert checked.exit_code == 0
    assert "no mistakes" in checked.stdout
    assert call("new", "gerd").exit_code == 0
    assert "case.xlsx beside it is not read: the case of this folder is case.yaml" in call("check", "gerd").stderr
    Path("other").mkdir()
    Path("gerd/case.xlsx").rename("other/mine.xlsx")
    assert "name the file itself: other/mine.xlsx" in call("check", "other").stderr


def test_import_over_a_case_keeps_its_comments(call: Call) -> None:
    assert call("new", "gerd").exit_code == 0
    before = Path("gerd/case.yaml").read_text("utf-8")
    assert call("export", "gerd", "gerd.xlsx").exit_code == 0
    assert call("import", "gerd.xlsx", "gerd").exit_code == 2
    assert call("import", "gerd.xlsx", "gerd", "--force").exit_code == 0
    after = Path("gerd/case.yaml").read_text("utf-8")
    assert after != before
    assert after.count("#") == before.count("#")
    assert "# Who has a stake." in after
