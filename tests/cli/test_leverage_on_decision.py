"""``tertius leverage`` on a decision without talks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Call

DECLARED = ("--scale", "0", "100", "percent", "--salience-max", "100", "--as-of", "2020-01-01")


@pytest.fixture(autouse=True)
def _with_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "North,0,80,10\nMiddle,30,50,20\nSouth,100,60,30\n"
    Path("table.csv").write_text(f"actor,position,salience,capability\n{rows}", "utf-8")


def test_it_says_who_can_move_it(call: Call) -> None:
    result = call("leverage", "table.csv", *DECLARED)
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Position: the decision falls at 58.3 percent" in lines
    assert any(line.startswith("South 50% 8.3 58.3 ") for line in lines)
    assert "The cheapest concessions that move it up by 10.0: Middle +36.0; cost" in result.stdout
    told = json.loads(call("leverage", "table.csv", *DECLARED, "--by", "5", "--json").stdout)
    assert told["issues"]["issue"]["concessions"]["up"]["steps"] == {"middle": pytest.approx(18)}


def test_what_is_about_talks_is_refused(call: Call) -> None:
    result = call("leverage", "table.csv", *DECLARED, "--explain", "north", "--draws", "5")
    assert result.exit_code == 2
    assert "--explain, --draws: that is about talks, and table has none" in result.stderr
    assert call("leverage", "table.csv", *DECLARED, "--of", "price").exit_code == 2
    assert call("leverage", "table.csv", *DECLARED, "--rule", "hold").exit_code == 2
    other = call("leverage", "two-patrons", "--by", "5")
    assert other.exit_code == 2
    assert "--by is about a decision" in other.stderr


def test_nobody_can_move_what_nobody_has_weight_on(call: Call) -> None:
    Path("idle.csv").write_text("actor,position,salience,capability\nA,0,0,1\nB,9,0,1\n", "utf-8")
    result = call("leverage", "idle.csv", *DECLARED)
    assert result.exit_code == 3
    assert "nobody has any weight" in result.stderr
