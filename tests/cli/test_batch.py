"""``tertius batch``: tables in three formats, mistakes at the end, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import tertius
from tertius.case.files.write import yaml_of
from tertius.cli import app


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["batch", *arguments, "--draws", "4"], prog_name="tertius")


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_the_table_is_written_though_a_case_is_not_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("broken.yaml").write_text("case: broken\n", "utf-8")
    done = run("broken.yaml", "ec-emission-1994", "-o", f"t.{ending}")
    assert done.exit_code == 3
    assert "broken.yaml:1: the field 'title' is missing" in done.stderr
    told = tertius.batch(["broken.yaml", "ec-emission-1994"], 4)
    if ending == "json":
        assert json.loads(Path("t.json").read_text("utf-8")) == told.to_dict()
    elif ending == "csv":
        assert Path("t.csv").read_bytes().decode() == told.to_frame().to_csv(lineterminator="\n")
    else:
        assert Path("t.xlsx").stat().st_size
    again = run("ec-emission-1994", "-o", f"t.{ending}")
    assert again.exit_code == 2
    assert "is there already" in again.stderr
    assert run("ec-emission-1994", "-o", f"t.{ending}", "--force").exit_code == 0


def test_a_name_that_begins_like_a_formula_is_a_text_in_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("=1+1.yaml").write_text("case: broken\n", "utf-8")
    assert run("=1+1.yaml", "-o", "t.csv").exit_code == 3
    assert Path("t.csv").read_text("utf-8").splitlines()[1].startswith("'=1+1.yaml,")


def test_json_is_the_result() -> None:
    done = run("two-patrons", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == tertius.batch("two-patrons", 4).to_dict()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "there is no case"),
        (["two-patrons", "--resume"], "there is no --keep"),
        (["two-patrons", "-o", "table.txt"], "a table ends in .csv, .xlsx or .json"),
        (["two-patrons", "--theories", "nonsense"], "nonsense"),
        (["--list", "nowhere.txt"], "nowhere.txt"),
    ],
)
def test_mistakes_of_usage_end_with_2(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


def test_cases_of_one_id_are_told_apart_by_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("one.yaml").write_text(yaml_of(tertius.load("two-patrons")), "utf-8")
    rows = run("one.yaml", "two-patrons").stdout.splitlines()
    assert [row.split()[0] for row in rows if "with-first" in row] == ["one.yaml", "two-patrons"]
