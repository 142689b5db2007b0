"""``tertius evidence``: the ranking and its sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analysis.forecast.hanging import BRIDGE
from tests.cli.conftest import Call

WITH_EVIDENCE = BRIDGE.replace(
    "position: 20 to 80, salience", "method: derived, source: survey, as_of: 2020-05-01, position: 20 to 80, salience"
)
SOURCES = "sources: {survey: {title: A survey of the banks, reliability: low}}\n"


@pytest.fixture
def bridge(tmp_path: Path) -> str:
    file = tmp_path / "bridge.yaml"
    file.write_text(WITH_EVIDENCE + SOURCES, "utf-8")
    return str(file)


def test_the_widest_gap_comes_first_with_its_sentence(call: Call, bridge: str) -> None:
    result = call("evidence", bridge, "--base", "64")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "A better figure for the position of West bank on Height would narrow the forecast most: 100% of" in said
    assert "it was derived, 4 years before the date of the case, from a source of low reliability." in said
    [row] = [line for line in result.stdout.splitlines() if "derived" in line and "4.0" in line]
    assert "0.85" in row  # half way from 0.5 to 0.7 for four years, and half of the rest for the source
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_an_output_that_nothing_moves_has_no_ranking(call: Call, tmp_path: Path) -> None:
    (tmp_path / "narrow.yaml").write_text(BRIDGE.replace("20 to 80", "70 to 80"), "utf-8")
    result = call("evidence", str(tmp_path / "narrow.yaml"), "--base", "16", "--of", "agreement:crossing")
    assert result.exit_code == 0
    assert "is the same in every draw" in result.stdout
    assert "Influence" not in result.stdout


def test_json_has_every_input_in_the_order_of_its_rank(call: Call, bridge: str) -> None:
    told = json.loads(call("evidence", bridge, "--base", "32", "--of", "pilots", "--json").stdout)
    assert told["of"] == ["payoff:pilots"]
    assert len(told["inputs"]) == 4
    products = [entry["product"] for entry in told["inputs"].values()]
    assert products == sorted(products, reverse=True)
    assert told["inputs"]["stances.west.height.position"]["reliability"] == "low"
    assert "age" not in told["inputs"]["stances.pilots.height.salience"]


@pytest.mark.parametrize("command", ["evidence", "sensitivity"])
def test_inputs_are_named_by_their_paths_too_and_both_can_be_set(call: Call, bridge: str, command: str) -> None:
    result = call(command, bridge, "--base", "64")
    assert "Their paths in the case, for --set" in result.stdout
    path, words = "stances.west.height.position", "position of West bank on Height"
    [row] = [line for line in result.stdout.splitlines() if path in line]
    assert words in row
    one, other = (call("what-if", bridge, "--set", f"{name}=50", "--json").stdout for name in (path, words.upper()))
    assert json.loads(one) == json.loads(other)


def test_words_that_name_no_number_are_told_which_are_near(call: Call, bridge: str) -> None:
    result = call("what-if", bridge, "--set", "position of West bank on Heigth=50")
    assert result.exit_code == 2
    assert "did you mean 'position of West bank on Height'?" in result.stderr
