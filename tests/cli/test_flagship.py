"""The commands on the flagship case, with the real solver and the real brief."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

import tertius
from tests.cli.conftest import Call

TALKS = ["us-dprk", "us-china", "dprk-china", "dprk-russia"]


def test_settle_gives_the_documented_shape(call: Call) -> None:
    result = call("settle", "korea-2019", "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    case = tertius.load("korea-2019")
    assert told["case"] == "korea-2019"
    assert list(told["agreements"]) == list(case.talks) == TALKS
    assert set(told["levels"]) == set(case.issues)
    assert all(0 <= level <= 100 for level in told["levels"].values())
    assert set(told["payoffs"]) == set(case.actors)
    assert all(math.isfinite(payoff) for payoff in told["payoffs"].values())
    assert {talk: set(values) for talk, values in told["walk_away"].items()} == {
        talk: set(entry.parties) for talk, entry in case.talks.items()
    }
    assert told["status"] in ("settled", "several settlements")


def test_a_talk_that_is_made_to_fail_stays_at_its_reference(call: Call) -> None:
    told = json.loads(call("settle", "korea-2019", "--without", "us-dprk", "--json").stdout)
    talk = tertius.load("korea-2019").talks["us-dprk"]
    assert told["agreements"]["us-dprk"] is False
    for issue, stays in talk.without_agreement.items():
        assert told["levels"][issue] == pytest.approx(stays.level.middle)
    shown = call("settle", "korea-2019", "--without", "us-dprk").stdout
    assert "(us-dprk): no agreement\n  It was made to break down." in shown


def test_the_walk_away_value_is_the_payoff_without_the_talk(call: Call) -> None:
    settled = json.loads(call("settle", "korea-2019", "--json").stdout)
    without = json.loads(call("settle", "korea-2019", "--without", "us-dprk", "--json").stdout)
    for party, value in settled["walk_away"]["us-dprk"].items():
        assert without["payoffs"][party] == pytest.approx(value, abs=1e-6)


@pytest.mark.long
def test_run_prints_the_analysis_and_writes_the_brief(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call("run", "korea-2019", "--no-moves", "--no-sensitivity", "--draws", "16")
    assert result.exit_code == 0, result.stderr
    assert max(len(line) for line in result.stdout.splitlines()) <= 80
    assert "If one talk breaks down" in result.stdout
    assert "In words" in result.stdout
    page = (tmp_path / "korea-2019-brief" / "brief.html").read_text("utf-8")
    assert "Before the second US-North Korea summit" in page
    assert "<script" not in page
