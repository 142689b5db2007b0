"""``tertius export`` and ``tertius import``: there and back, and nothing is replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
from tertius.case.files.layout import SHEETS
from tertius.case.load import files_of
from tests.cli.conftest import Call


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_there_and_back(call: Call) -> None:
    assert call("export", "korea-2019", "k.xlsx").exit_code == 0
    result = call("import", "k.xlsx", "mine")
    assert result.exit_code == 0
    assert "korea-2019 is in mine/case.yaml" in result.stdout
    assert tertius.load("mine") == tertius.load("korea-2019")
    assert call("check", "k.xlsx", "--evidence").exit_code == 0


def test_nothing_is_replaced_unasked(call: Call) -> None:
    for arguments in (("export", "two-patrons", "k.xlsx"), ("import", "k.xlsx", "mine")):
        assert call(*arguments).exit_code == 0
        again = call(*arguments)
        assert again.exit_code == 2
        assert "use --force to replace it" in again.stderr
        assert call(*arguments, "--force").exit_code == 0


def test_a_plain_table_becomes_a_case_file(call: Call) -> None:
    Path("t.csv").write_text("actor;position;salience;power\na;4;50;1\nb;10;50;1\n", "utf-8")
    assert call("import", "t.csv", "mine").exit_code == 3
    assert call("import", "t.csv", "mine", "--scale", "4", "10", "years", "--salience-max", "100").exit_code == 0
    assert tertius.settle(tertius.load("mine")).levels["issue"] == pytest.approx(7)


FILLED = {"doubt", "keeps", "firm", "link demands", "threat demands", "ties", "answered by"}
"""Of the sheets that are seldom written, those that say something of Korea."""


def test_there_and_back_as_csv_files(call: Call) -> None:
    result = call("export", "korea-2019", "k", "--csv")
    assert result.exit_code == 0
    assert "korea-2019 is in k" in result.stdout
    seldom = {sheet.name for sheet in SHEETS if sheet.seldom}  # written if there is something in them
    assert len(list(Path("k").iterdir())) == len(SHEETS) - len(seldom - FILLED) + 1
    assert call("import", "k", "mine").exit_code == 0
    assert tertius.load("mine") == tertius.load("k") == tertius.load("korea-2019")
    assert list(files_of("k/case.csv")) == list(files_of("k"))
    assert call("check", "k/", "--evidence").exit_code == 0


def test_csv_files_are_replaced_only_when_asked_and_never_beside_a_case_file(call: Call) -> None:
    Path("k").mkdir()
    Path("k/stances.csv").write_text("mine", "utf-8")
    result = call("export", "two-patrons", "k", "--csv")
    assert result.exit_code == 2
    assert "stances.csv in k are there already: use --force" in result.stderr
    assert [file.name for file in Path("k").iterdir()] == ["stances.csv"]
    assert call("export", "two-patrons", "k", "--csv", "--force").exit_code == 0
    call("import", "k", "mine")
    result = call("export", "mine", "mine", "--csv", "--force")
    assert result.exit_code == 2
    assert "mine holds case.yaml, whose stances would be read twice" in result.stderr
    assert [file.name for file in Path("mine").iterdir()] == ["case.yaml"]
    assert "is a file, not a folder" in call("export", "mine", "k/case.csv", "--csv").stderr


def test_bad_targets_and_sources(call: Call) -> None:
    assert (
        "'k.pdf' ends in '.pdf': a case is exported to .xlsx or .yaml" in call("export", "korea-2019", "k.pdf").stderr
    )
    assert "'k' has no ending: " in call("export", "korea-2019", "k").stderr
    Path("k.xlsx").write_bytes(b"no workbook")
    result = call("import", "k.xlsx", "mine")
    assert result.exit_code == 3
    assert "no workbook, or it is damaged" in result.stderr
    assert not Path("mine").exists()
    assert call("settle", "korea-2019", "--salience-max", "1").exit_code == 2


@pytest.mark.parametrize(
    "command",
    [("import", "t.csv", "mine"), ("new", "mine", "--from", "t.csv"), ("pool", "t.csv", "u.csv", "-o", "mine")],
)
@pytest.mark.parametrize("table", ["stances.csv", "stances.xlsx", "case.csv"])
def test_no_case_file_is_put_beside_tables_that_would_be_read_with_it(
    call: Call, command: tuple[str, ...], table: str
) -> None:
    for name in ("t.csv", "u.csv"):
        Path(name).write_text("actor;position;salience;power\na;4;50;1\nb;10;50;1\n", "utf-8")
    Path("mine").mkdir()
    (Path("mine") / table).write_text("mine", "utf-8")
    declared = (*command, "--scale", "4", "10", "years", "--salience-max", "100", "--as-of", "1994-05-01")
    for arguments in (declared, (*declared, "--force")):
        result = call(*arguments)
        assert result.exit_code == 2
        assert f"{table} lies in mine, where case.yaml would stand beside it: choose another folder" in result.stderr
        assert [file.name for file in Path("mine").iterdir()] == [table]
    (Path("mine") / table).unlink()
    assert call(*declared).exit_code == 0
    assert len(tertius.load("mine").stances) == 2


def test_a_folder_of_csv_files_cannot_be_imported_into_itself(call: Call) -> None:
    assert call("export", "two-patrons", "k", "--csv").exit_code == 0
    result = call("import", "k", "k")
    assert result.exit_code == 2
    assert "case.csv and stances.csv lie in k, where case.yaml would stand beside them" in result.stderr
    assert tertius.load("k") == tertius.load("two-patrons")
