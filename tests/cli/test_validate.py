"""``tertius validate``: the tables, JSON, and what is said where the data are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call
from tests.studies.deu_made import made_folder


def test_the_tables_fit_a_terminal(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERTIUS_DATA", str(made_folder(tmp_path / "deu3").parent))
    result = call("validate", "deu")
    assert result.exit_code == 0
    assert "24 issues of 12 proposals" in result.stdout
    assert result.stdout.count("\npool ") == 2
    for name in ("weighted-mean", "mean", "median", "reference", "constant 50", "weighted mean ± 20"):
        assert result.stdout.count(f"\n{name} ") == 2
    assert "80 percent ranges hold" in result.stdout
    assert max(map(len, result.stdout.splitlines()[3:])) <= 80


def test_json(call: Call, tmp_path: Path) -> None:
    result = call("validate", "deu", "--data", str(made_folder(tmp_path)), "--json")
    told = json.loads(result.stdout)
    assert told["splits"] == {"train": 16, "dev": 8}
    assert told["scores"]["dev"]["mean"]["mae"]["low"] <= told["scores"]["dev"]["mean"]["mae"]["mean"]


def test_what_is_missing_is_said(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERTIUS_DATA", raising=False)
    for arguments, code, said in (
        (("deu",), 2, "give --data DIR"),
        (("un",), 2, "there is no study 'un': the studies are deu"),
        (("deu", "--data", str(tmp_path / "nowhere")), 2, "there is no folder"),
    ):
        result = call("validate", *arguments)
        assert result.exit_code == code
        assert said in result.stderr
    folder = made_folder(tmp_path)
    (folder / "issues.csv").write_text("isnrnmc,out\n1,2\n", "utf-8")
    result = call("validate", "deu", "--data", str(folder))
    assert result.exit_code == 3
    assert "there is no column 'prnr'" in result.stderr
    assert "mistakes" in result.stderr
