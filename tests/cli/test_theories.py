"""Theories side by side on the terminal, as JSON, as a frame; and what is said of bad names."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

import tertius
from tests.cli.conftest import Call
from tests.cli.examples import LONG_ID, toy_settlement
from tests.cli.test_settle import rows


def test_theories_stand_side_by_side_with_their_spread(call: Call) -> None:
    result = call("settle", "korea-2019", "--theories", "all")
    assert result.exit_code == 0
    cells = rows(result.stdout)
    assert ["Talk or issue", "renegotiate", "hold", "Spread"] in cells
    assert ["sanctions-relief", "21.6", "21.8", "21.6 to 21.8"] in cells
    assert ["us-dprk", "agreement", "agreement"] in cells
    assert ["North Korea", "146.6", "146.4", "146.4 to 146.6"] in cells


def test_the_frame_and_the_json_say_the_same(call: Call) -> None:
    told = json.loads(call("settle", "korea-2019", "--theories", "hold,renegotiate", "--json").stdout)
    theories = tertius.settle_theories(tertius.load("korea-2019"), ["hold", "renegotiate"])
    assert told == theories.to_dict()
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
    assert ["Talk or issue", "renegotiate", "renegotiate (2)", "hold", "hold (2)", "Spread"] in cells
    assert ["arms", "53.1", "30.0", "53.1", "30.0", "30.0 to 53.1"] in cells


def test_settle_says_how_the_other_theory_differs(call: Call) -> None:
    told = " ".join(call("settle", "korea-2019").stdout.split())
    assert "Under 'hold' (if a talk breaks down, the other agreements stay as they are)" in told
    assert "Under 'renegotiate'" in " ".join(call("settle", "korea-2019", "--rule", "hold").stdout.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--rule", "holt"), "there is no rule 'holt': did you mean 'hold'?"),
        (("--theories", "all,hold"), "there is no rule 'all'"),
        (("--theories", ""), "there is no rule ''"),
        (("--theories", "all", "--rule", "hold"), "use one of the two"),
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
