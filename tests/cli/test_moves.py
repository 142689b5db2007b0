"""`tertius moves` and `tertius game`: a ranking, a table and sentences, and what they cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tertius.case.files.write import yaml_of
from tests.analysis.moves.towns import towns
from tests.cli.conftest import Call


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "pass.yaml"
    path.write_text(yaml_of(towns()), encoding="utf-8")
    return str(path)


def test_the_ranking_fits_a_terminal_and_says_what_backfires(call: Call, file: str) -> None:
    result = call("moves", file, "--for", "lower", "--depth", "2", "--draws", "16", "--theories", "hold")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "ask-the-port, then" in result.stdout
    assert "plead backfires" in result.stdout


def test_the_json_is_the_result(call: Call, file: str) -> None:
    told = json.loads(call("moves", file, "--for", "port", "--draws", "8", "--theories", "hold", "--json").stdout)
    assert [plan["moves"] for plan in told["plans"]] == [["lend"]]
    assert told["exhaustive"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--for", "prot"], "there is no actor 'prot': did you mean 'port'?"),
        (["--for", "port", "--depth", "9"], "a plan has 1 to 3 moves"),
        (["--for", "port", "--draws", "0"], "it takes 1 draw or more"),
        ([], "--for"),
    ],
)
def test_what_cannot_be_understood_is_said(call: Call, file: str, options: list[str], said: str) -> None:
    result = call("moves", file, *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_game_fits_a_terminal_and_its_json_is_the_result(call: Call, file: str) -> None:
    options = ["game", file, "--draws", "8", "--theories", "hold", "--order", "port,upper,lower"]
    result = call(*options)
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert "In turn, each foreseeing the rest" in result.stdout
    told = json.loads(call(*options, "--json").stdout)
    assert told["order"] == ["port", "upper", "lower"]
    assert set(told["alone"]) == {"port", "upper", "lower"}


def test_a_game_without_players_is_refused(call: Call, file: str) -> None:
    result = call("game", file, "--players", "prot")
    assert result.exit_code == 2
    assert "'prot' cannot play: did you mean 'port'?" in result.stderr
