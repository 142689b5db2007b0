"""``tertius export`` and ``tertius import``: there and back, and nothing is replaced unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

import tertius
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
    for arguments in (("export", "korea-2019", "k.xlsx"), ("import", "k.xlsx", "mine")):
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


def test_bad_targets_and_sources(call: Call) -> None:
    assert "exported to .xlsx or .yaml" in call("export", "korea-2019", "k.pdf").stderr
    Path("k.xlsx").write_bytes(b"no workbook")
    result = call("import", "k.xlsx", "mine")
    assert result.exit_code == 3
    assert "no workbook, or it is damaged" in result.stderr
    assert not Path("mine").exists()
    assert call("settle", "korea-2019", "--salience-max", "1").exit_code == 2
