"""``tertius sensitivity``: what is printed, and what a mistake looks like."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import pytest

import tertius
from tertius.rules.theory import Theory
from tests.analysis.forecast.hanging import BRIDGE, GROUPED, function, three_numbers
from tests.cli.conftest import Call
from tests.cli.test_settle import rows

NARROW = BRIDGE.replace("20 to 80", "70 to 80")


@pytest.fixture
def bridge(tmp_path: Path) -> str:
    file = tmp_path / "bridge.yaml"
    file.write_text(BRIDGE, "utf-8")
    return str(file)


def words(text: str) -> str:
    return " ".join(text.split())


def test_each_output_has_its_inputs_and_agreements_their_thresholds(call: Call, bridge: str) -> None:
    result = call("sensitivity", bridge, "--base", "64")
    assert result.exit_code == 0
    said = words(result.stdout)
    assert "bridge, as of 1 May 2024. 4 inputs, 384 settlements (base 64, seed 1) under renegotiate." in said
    assert "Agreement in crossing" in result.stdout
    assert "Level of height" in result.stdout
    assert "Payoff" not in result.stdout
    assert said.index("What matters most") < said.index("Agreement in crossing"), "one rank comes first"
    rank, position = [row for row in rows(result.stdout) if row[0].startswith("position of West bank")][:2]
    assert len(rank) == 2
    assert "% ±" in rank[1]
    assert position[-2:] == ["none", "agreement"]
    assert "100% ±" in position[1]
    assert "An agreement in crossing appears when the position of West bank on Height is above 50.0 (20 to 80)." in said
    assert max(len(line) for line in result.stdout.splitlines()) <= 80


def test_a_quick_look_has_no_indices(call: Call, bridge: str) -> None:
    result = call("sensitivity", bridge, "--quick", "--of", "pilots")
    assert result.exit_code == 0
    assert "4 inputs, one at a time, under renegotiate." in words(result.stdout)
    assert "First order" not in result.stdout
    assert [row[0] for row in rows(result.stdout)].count("salience of Height for Pilots") == 1
    assert "Where agreements appear" not in result.stdout


def test_what_does_not_move_says_so(call: Call, tmp_path: Path) -> None:
    (tmp_path / "narrow.yaml").write_text(NARROW, "utf-8")
    result = call("sensitivity", str(tmp_path / "narrow.yaml"), "--base", "16", "--of", "crossing")
    said = words(result.stdout)
    assert "Agreement in crossing: the same in every draw." in said
    assert "There is an agreement in crossing wherever any one input stands in its range" in said
    quick = call("sensitivity", str(tmp_path / "narrow.yaml"), "--quick", "--of", "agreement:crossing")
    assert "Agreement in crossing: the same at both ends of every input alone." in words(quick.stdout)


def test_no_agreement_anywhere_is_said_too(call: Call, tmp_path: Path) -> None:
    (tmp_path / "low.yaml").write_text(BRIDGE.replace("20 to 80", "10 to 20"), "utf-8")
    said = words(call("sensitivity", str(tmp_path / "low.yaml"), "--quick").stdout)
    assert "There is no agreement in crossing wherever any one input stands in its range" in said


def test_the_threshold_of_a_group_says_which_number_it_is_told_of(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mood.yaml").write_text(BRIDGE + GROUPED, "utf-8")
    said = words(call("sensitivity", str(tmp_path / "mood.yaml"), "--quick").stdout)
    assert "disappears when the group 'mood' moves so far that the salience of Height for East bank is above" in said


def test_json_stands_alone(call: Call, bridge: str) -> None:
    told = json.loads(call("sensitivity", bridge, "--base", "16", "--of", "level:height", "--json").stdout)
    assert told["of"] == ["level:height"]
    assert list(told["indices"]) == ["level:height"]
    assert told["thresholds"][0]["appears"] is True
    quick = json.loads(call("sensitivity", bridge, "--quick", "--json").stdout)
    assert "indices" not in quick
    assert "base" not in quick


@pytest.mark.parametrize("command", ["sensitivity", "evidence"])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--of", "crosing"], "there is no target 'crosing': did you mean 'crossing'?"),
        (["--base", "100"], "a base of 100: take a power of two from 2 to 1048576, such as 256"),
        (["--threads", "0"], "0 threads: it takes 1 or more"),
        (["--seed", "-1"], "the seed is -1"),
        (["--rule", "holt"], "there is no rule 'holt': did you mean 'hold'?"),
    ],
)
def test_mistakes_are_named(call: Call, bridge: str, command: str, options: list[str], message: str) -> None:
    result = call(command, bridge, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr


@pytest.mark.parametrize("command", ["sensitivity", "evidence"])
def test_a_case_without_ranges_has_nothing_to_find(call: Call, command: str) -> None:
    result = call(command, "two-patrons")
    assert result.exit_code == 2
    assert "no number of two-patrons is uncertain: give ranges" in result.stderr


@pytest.mark.parametrize("command", ["sensitivity", "evidence"])
def test_most_settlements_not_at_rest_end_with_4(
    call: Call, bridge: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    restless: Theory = function(lambda values: values[:, 0], settled=False)
    for name in ("evidence", "sensitivity_report"):
        monkeypatch.setattr(
            import_module(f"tertius.analysis.forecast.{name}"), "chosen_theory", lambda *asked: restless
        )
    monkeypatch.setattr(tertius, "load", lambda name: three_numbers())
    result = call(command, bridge, "--base", "16")
    assert result.exit_code == 4
    assert "height" in result.stdout.lower()
