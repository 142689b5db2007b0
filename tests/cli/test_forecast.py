"""``tertius forecast`` and ``tertius draw``: what a mistake looks like, and that it costs nobody a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analysis.forecast.hanging import BRIDGE
from tests.cli.conftest import Call

FORECAST = [
    (["--draws", "0"], ["0 draws: a forecast takes 1 draw or more"]),
    (["--draws", "99999999999999"], ["99999999999999 draws: a forecast takes at most 17179869184"]),
    (["--threads", "0"], ["0 threads: it takes 1 or more"]),
    (["--theories", "nonsense"], ["there is no rule 'nonsense': the rules are renegotiate, hold, "]),
    (["--theories", "weighted-mean"], ["the theory 'weighted-mean' does not apply to bridge: those that do are "]),
    (
        ["--draws", "0", "--seed", "-1", "--threads", "0", "--theories", "weighted-mean,holt,hold"],
        ["0 draws", "the seed is -1", "0 threads", "the theory 'weighted-mean' does not", "there is no rule 'holt'"],
    ),
]
DRAW = [
    (["--index", "-1"], ["the index of a draw is -1: it is a whole number, 0 or more"]),
    (["--index", "17179869184"], ["draw 17179869184 is beyond the last one: a case has at most 17179869184 draws"]),
    (
        ["--index", "-1", "--seed", "-1", "--rule", "holt"],
        ["the index of a draw is -1", "the seed is -1", "there is no rule 'holt': did you mean 'hold'?"],
    ),
]
SENSITIVITY = [
    (
        ["--of", "nonsense", "--base", "0", "--seed", "-1", "--threads", "0", "--rule", "holt"],
        ["there is no target 'nonsense'", "a base of 0", "the seed is -1", "0 threads", "there is no rule 'holt'"],
    )
]
ALL = [
    *(("forecast", *one) for one in FORECAST),
    *(("draw", *one) for one in DRAW),
    *(("sensitivity", *one) for one in SENSITIVITY),
    *(("evidence", *one) for one in SENSITIVITY),
    ("run", ["--seed", "-1"], ["the seed is -1: it is a whole number, 0 or more"]),
]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bridge.yaml").write_text(BRIDGE, "utf-8")


@pytest.mark.parametrize(("command", "options", "messages"), ALL)
def test_every_mistake_is_named_at_once(call: Call, command: str, options: list[str], messages: list[str]) -> None:
    result = call(command, "bridge.yaml", *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == len(messages)
    assert all(line.startswith(message) for line, message in zip(lines, messages, strict=True))
    assert [path.name for path in Path().iterdir()] == ["bridge.yaml"]


def test_a_mistake_leaves_the_file_of_keep_alone(call: Call) -> None:
    assert call("forecast", "bridge.yaml", "--draws", "0", "--keep", "new.csv").exit_code == 2
    assert not Path("new.csv").exists()
    Path("old.csv").write_text("mine", "utf-8")
    assert call("forecast", "bridge.yaml", "--draws", "0", "--keep", "old.csv", "--force").exit_code == 2
    result = call("forecast", "bridge.yaml", "--draws", "4", "--keep", "old.csv")
    assert result.exit_code == 2
    assert "old.csv is there already: give another name, or ask to replace it with --force" in result.stderr
    assert Path("old.csv").read_text("utf-8") == "mine"


@pytest.mark.parametrize("command", ["check", "forecast"])
def test_ranges_and_groups_that_say_nothing_are_refused_all_at_once(call: Call, command: str) -> None:
    ranges = BRIDGE.replace("20 to 80", "50 to 50").replace("30 to 60", "60 to 30")
    groups = """
groups:
  mood: {together: [stances.pilots.height.salience, stances.west.height.position]}
  twice: {together: [stances.pilots.height.salience]}
  torn: {together: [stances.west.height.salience], against: [stances.west.height.salience]}
  lost: {together: [stances.north.height.salience]}
"""
    Path("bad.yaml").write_text(ranges, "utf-8")
    result = call(command, "bad.yaml")
    assert result.exit_code == 3
    assert "'50 to 50' is a range without width: write 50, or give it a width" in result.stderr
    assert "the low end 60 is above the high end 30: did you mean '30 to 60'?" in result.stderr
    Path("bad.yaml").write_text(BRIDGE + groups, "utf-8")
    result = call(command, "bad.yaml")
    assert result.exit_code == 3
    assert "'stances.pilots.height.salience' is in the group 'mood' already" in result.stderr
    assert "'stances.west.height.salience' is both under `together` and under `against`" in result.stderr
    assert "there is no 'north' in the path 'stances.north.height.salience'" in result.stderr
    assert "3 mistakes" in result.stderr


def test_a_group_of_one_is_warned_of(call: Call) -> None:
    Path("one.yaml").write_text(BRIDGE + "groups: {mood: {together: [stances.west.height.position]}}\n", "utf-8")
    result = call("check", "one.yaml")
    assert result.exit_code == 0
    assert "group 'mood', it has only one number, so nothing moves together: name two or more" in result.stderr


def test_a_draw_says_which_one_it_is(call: Call) -> None:
    told = json.loads(call("draw", "bridge.yaml", "--index", "5", "--seed", "2", "--json").stdout)
    assert (told["seed"], told["index"]) == (2, 5)
    assert told["settlement"]["settings"]["draw"] == "draw 5 of seed 2"
    middle = json.loads(call("settle", "bridge.yaml", "--json").stdout)
    assert middle["settings"]["draw"] == "middle"


def test_draws_are_never_kept_in_the_case_itself(call: Call) -> None:
    Path("own.yaml").write_text("case: own\n", "utf-8")
    result = call("forecast", "own.yaml", "--keep", "own.yaml", "--force")
    assert result.exit_code == 2
    assert "that is the case itself" in result.stderr
    assert Path("own.yaml").read_text("utf-8") == "case: own\n"
