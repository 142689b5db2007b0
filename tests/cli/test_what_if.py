"""`tertius what-if` and `tertius compare`: what is asked, what is printed, what is written, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tertius
from tertius.case import load
from tests.cli.conftest import Call
from tests.scenarios.test_comparison import BRIDGE


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "bridge.yaml").write_text(BRIDGE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "bridge.yaml"


def test_before_and_after_stand_side_by_side(call: Call, bridge: str) -> None:
    result = call("what-if", bridge, "--set", "needs.grain.weight=90", "--theories", "hold", "--draws", "16")
    assert result.exit_code == 0
    assert "weight of the need 'grain': 90, was 10 to 30" in result.stdout
    assert "Theory: hold" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    told = json.loads(call("what-if", bridge, "--set", "needs.grain.weight=90", "--json").stdout)
    after = told["theories"]["hold"]["after"]["payoffs"]["a"]
    assert after == pytest.approx(tertius.settle(load(bridge), rule="hold").payoffs["a"] + 40, abs=40)


def test_options_are_made_in_their_order(call: Call, bridge: str) -> None:
    options = ["--set", "issues.toll.level=50", "--remove", "talks.passage", "--add", "issues.fish={level: 3}"]
    told = json.loads(call("what-if", bridge, *options, "--json").stdout)
    assert told["theories"]["hold"]["after"]["levels"] == {"toll": 50.0, "fish": 3.0}


def test_all_mistakes_name_their_option(call: Call, bridge: str) -> None:
    result = call("what-if", bridge, "--set", "needs.grain.weight=-1", "--remove", "talks.pasage")
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "--remove talks.pasage: there is no 'pasage' in the path 'talks.pasage': did you mean 'passage'? (known: "
        "passage)",
        "--set needs.grain.weight=-1: need 'grain', weight, number of points -1 is below 0: a number of points is 0 or "
        "more, and at most 1e9",
        "2 mistakes",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "nothing is changed: say what, with --set, --add, --remove or --move"),
        (["--set", "needs.grain.weight"], "--set takes a path, an equals sign and a value"),
        (["--move", "leave"], "there is no move 'leave': the case has no moves"),
        (["--set", "curvature=1", "--force"], "--force replaces the file of --save"),
        (["--set", "curvature=1", "--save", "bridge.yaml"], "--save bridge.yaml: that is the case itself"),
        (["--set", "curvature=1", "--save", "v.txt"], "a variant is a YAML file"),
    ],
)
def test_what_cannot_be_understood_is_said(call: Call, bridge: str, options: list[str], said: str) -> None:
    result = call("what-if", bridge, *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_yaml_that_cannot_be_read_is_said_of_its_option(call: Call, bridge: str) -> None:
    result = call("what-if", bridge, "--add", "needs.x={actor: a")
    assert result.exit_code == 3
    assert result.stderr.startswith("--add needs.x={actor: a: the bracket opened here is not closed properly")


def test_the_changes_are_saved_as_a_variant_and_nothing_is_replaced_unasked(call: Call, bridge: str) -> None:
    arguments = ["what-if", bridge, "--set", "needs.grain.weight=5 to 6", "--theories", "hold", "--save", "deep/v.yaml"]
    assert call(*arguments).exit_code == 0
    variant = load("deep/v.yaml")
    assert str(variant.needs["grain"].weight) == "5 to 6"
    again = call(*arguments)
    assert again.exit_code == 2
    assert "use --force to replace it" in again.stderr
    assert call(*arguments, "--force").exit_code == 0
    compared = call("compare", bridge, "deep/v.yaml", "--theories", "hold")
    assert compared.exit_code == 0
    assert "bridge (before) and v (after)" in compared.stdout
    assert "weight of the need 'grain': 5 to 6, was 10 to 30" in compared.stdout
