"""Theories side by side on the terminal, as JSON, as a frame; and what is said of bad names."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

import tertius
import tertius.rules
from tertius.case.files.write import yaml_of
from tests.before import as_before
from tests.cli.conftest import Call
from tests.cli.examples import LONG_ID, toy_settlement
from tests.cli.test_settle import rows


def test_theories_stand_side_by_side_with_their_spread(call: Call) -> None:
    result = call("settle", "korea-2019", "--theories", "renegotiate,hold")
    assert result.exit_code == 0
    cells = rows(result.stdout)
    assert ["Talk or issue", "renegotiate", "hold", "Spread"] in cells
    assert ["denuclearisation", "45.8", "46.0", "45.8 to 46.0"] in cells
    assert ["us-dprk", "agreement", "agreement"] in cells
    assert ["North Korea", "134.3", "134.2", "134.2 to 134.3"] in cells


def test_the_frame_and_the_json_say_the_same(call: Call) -> None:
    told = json.loads(call("settle", "korea-2019", "--theories", "hold,renegotiate", "--json").stdout)
    case = tertius.load("korea-2019")
    theories = tertius.settle_theories(case, ["hold", "renegotiate"])
    assert told == theories.to_dict(tertius.warn_case(case))
    assert list(told["theories"]) == ["hold", "renegotiate"]
    frame = theories.to_frame()
    for name, one in told["theories"].items():
        assert frame.loc[("level", "tariff-relief"), name] == one["levels"]["tariff-relief"]
    low, high = told["spread"]["levels"]["tariff-relief"]
    assert low < high
    assert "tariff-relief" in theories._repr_html_()


def test_several_settlements_of_one_theory_have_a_column_each(
    call: Call, toy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    other = toy_settlement(levels={"arms": 30.0, LONG_ID: 2.0, "trade": 40.0})
    toy.settlement = toy_settlement(alternatives=(other,))
    cells = rows(call("settle", "toy", "--theories", "all").stdout)
    assert ["(2) renegotiate (2)"] in cells
    assert ["Talk or issue", "(1)", "(2)", "(3)", "(4)", "Spread"] in cells
    assert ["us-dprk", "deal", "deal", "deal", "deal"] in cells
    assert ["arms", "53.1", "30.0", "53.1", "30.0", "30.0 to 53.1"] in cells


def test_every_rule_stands_there_with_every_solution(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "korea.yaml"  # where no deal is missed, one solution has several settlements
    path.write_text(yaml_of(as_before(tertius.load("korea-2019"))), "utf-8")
    result = call("settle", str(path), "--theories", "all")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= 80
    told = json.loads(call("settle", str(path), "--theories", "all", "--json").stdout)
    assert list(told["theories"]) == [theory.name for theory in tertius.rules.theories_for(tertius.load("korea-2019"))]
    egalitarian = told["theories"]["renegotiate+egalitarian"]
    assert egalitarian["status"] == "several settlements"
    assert result.stdout.count("renegotiate+egalitarian (") == len(egalitarian["alternatives"])


def test_a_solution_for_a_run(call: Call) -> None:
    told = call("settle", "korea-2019", "--solution", "kalai-smorodinsky").stdout
    assert "Theory: renegotiate+kalai-smorodinsky." in told
    assert "Under 'hold+kalai-smorodinsky' (if a talk breaks down" in " ".join(told.split())


def test_settle_says_how_the_other_theory_differs(call: Call) -> None:
    told = " ".join(call("settle", "korea-2019").stdout.split())
    assert "Under 'hold' (if a talk breaks down, the other agreements stay as they are)" in told
    assert "Under 'renegotiate'" in " ".join(call("settle", "korea-2019", "--rule", "hold").stdout.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--rule", "holt"), "there is no rule 'holt': did you mean 'hold'?"),
        (("--theories", "all,hold"), "there is no rule 'all'"),
        (("--theories", ""), "no theory named: choose from renegotiate, "),
        (("--theories", "all", "--rule", "hold"), "use one of the two"),
        (("--theories", "all", "--solution", "nash"), "--solution asks for one theory"),
        (("--solution", "nahs"), "there is no solution 'nahs': did you mean 'nash'?"),
    ],
)
def test_bad_names_end_with_2(call: Call, arguments: tuple[str, ...], says: str) -> None:
    result = call("settle", "korea-2019", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_a_decision_does_not_speak_of_talks(call: Call) -> None:
    told = call("settle", "ec-emission-1994", "--theories", "all").stdout
    assert "Every talk is settled" not in told
    assert "The answer is a formula" in told
    assert "Where the decision falls" in told
    assert any(row[-2:] == ["7.39", "7.39"] for row in rows(told))
