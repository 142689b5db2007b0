"""`tertius claims`: a table, sentences, JSON, and what it cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tertius.case.files.write import yaml_of
from tests.analysis.claims.dam import dam
from tests.cli.conftest import Call


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "dam.yaml"
    path.write_text(yaml_of(dam()), encoding="utf-8")
    return str(path)


def test_the_table_fits_a_terminal_and_few_draws_are_said(call: Call, file: str) -> None:
    result = call("claims", file, "--draws", "16", "--theories", "hold")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "16 draws are few" in result.stdout
    assert "– visits-for-the-talks: It fails: 1 of 2 events" in result.stdout


def test_the_json_is_the_result(call: Call, file: str) -> None:
    options = ["--draws", "8", "--theories", "hold", "--claim", "tie-pays", "--claim", "visits-for-the-talks", "--json"]
    told = json.loads(call("claims", file, *options).stdout)
    assert [one["id"] for one in told["claims"]] == ["tie-pays", "visits-for-the-talks"]
    assert told["claims"][1]["clustering"]["observed"] == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--claim", "tie-pay"], "there is no claim 'tie-pay': did you mean 'tie-pays'?"),
        (["--draws", "0"], "it takes 1 draw or more"),
        (["--theories", "none"], "none"),
    ],
)
def test_what_cannot_be_understood_is_said(call: Call, file: str, options: list[str], said: str) -> None:
    result = call("claims", file, *options)
    assert result.exit_code == 2
    assert said in result.stderr
