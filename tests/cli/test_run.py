"""``tertius run``: what it prints, where the brief stands, and that nothing is replaced unasked."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import tertius.brief
from tertius.brief.words import settlement_sentences
from tertius.case.model import Case
from tertius.rules.settlement import Status
from tests.cli.conftest import Call
from tests.cli.examples import ENTRIES, toy_settlement


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toy: SimpleNamespace) -> None:
    def render_brief(settlement: Any, breakdowns: Any, written: Any, theories: Any) -> str:
        assert list(theories.settlements) == ["renegotiate", "hold"]
        toy.asked.append(("brief", settlement.case.case, list(breakdowns), written))
        return str(toy.page)

    monkeypatch.setattr(tertius.brief, "render_brief", render_brief)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_the_brief_stands_in_a_folder_named_after_the_case(call: Call, toy: SimpleNamespace) -> None:
    result = call("run", "toy")
    assert result.exit_code == 0
    assert Path("toy-brief/brief.html").read_text("utf-8") == "<p>brief</p>"
    assert result.stdout.rstrip().endswith(f"The brief is in {Path('toy-brief/brief.html')}")
    assert "Summit (us-dprk): agreement" in result.stdout
    told = " ".join(result.stdout.split())
    assert all(f"– {' '.join(words.split())}" in told for words in settlement_sentences(toy.settlement, {}))


def test_what_each_breakdown_would_do_is_shown(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(agreements={"us-dprk": True, "dprk-china": True})
    toy.breakdowns = {
        "us-dprk": toy_settlement(
            agreements={"us-dprk": False, "dprk-china": False},
            payoffs={"usa": 30.04, "dprk": 50.0, "china": 12.5},
        )
    }
    shown = call("run", "toy").stdout
    row = next(line for line in shown.splitlines() if line.strip().startswith("us-dprk "))
    assert re.split(r"\s{2,}", row.strip()) == ["us-dprk", "-10.0", "-11.3", "+0.5", "dprk-china"]
    assert toy.asked[-1][2] == ["us-dprk"]


def test_with_many_actors_the_table_of_breakdowns_is_turned_round(call: Call, toy: SimpleNamespace) -> None:
    extra = {f"a-neighbour-{n}": 10.0 * n for n in range(1, 6)}
    actors = ENTRIES["actors"] | {actor: f"Neighbour {actor[-1]}" for actor in extra}
    case = Case.model_validate(ENTRIES | {"actors": actors})
    toy.settlement = toy_settlement(case=case, agreements={"us-dprk": True, "dprk-china": True})
    payoffs = dict(toy.settlement.payoffs) | extra
    toy.settlement = replace(toy.settlement, payoffs=payoffs, ranges=dict.fromkeys(payoffs, 100.0))
    broken = replace(
        toy.settlement, agreements={"us-dprk": False, "dprk-china": False}, payoffs=payoffs | {"usa": 30.04}
    )
    toy.breakdowns = {"us-dprk": broken}
    rows = [re.split(r"\s{2,}", line.strip()) for line in call("run", "toy").stdout.splitlines()]
    assert ["Change for", "us-dprk"] in rows
    assert ["United States", "-10.0"] in rows
    assert ["Neighbour 5", "0.0"] in rows
    assert ["Fails with it", "dprk-china"] in rows


def test_a_brief_is_not_replaced_unasked_and_that_is_said_before_the_work(call: Call, toy: SimpleNamespace) -> None:
    place = Path("out/brief.html")
    place.parent.mkdir()
    place.write_text("mine", "utf-8")
    result = call("run", "toy", "-o", "out")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{place} is there already: use --force to replace it" in result.stderr
    assert place.read_text("utf-8") == "mine"
    assert toy.asked == []
    assert call("run", "toy", "--output", "out", "--force").exit_code == 0
    assert place.read_text("utf-8") == "<p>brief</p>"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_hold_a_brief_is_said_before_the_work(call: Call, toy: SimpleNamespace, place: str) -> None:
    Path("file").write_text("x", "utf-8")
    result = call("run", "toy", "-o", place)
    assert result.exit_code == 2
    assert "file" in result.stderr
    assert "fault" not in result.stderr
    assert toy.asked == []


def test_a_brief_that_cannot_be_written_is_no_fault_of_ours(call: Call) -> None:
    Path("out/brief.html").mkdir(parents=True)
    result = call("run", "toy", "-o", "out", "--force")
    assert result.exit_code == 2
    assert "brief.html" in result.stderr
    assert "fault" not in result.stderr


def test_a_search_that_does_not_converge_ends_with_4_and_a_brief(call: Call, toy: SimpleNamespace) -> None:
    toy.settlement = toy_settlement(status=Status.CYCLING)
    assert call("run", "toy").exit_code == 4
    assert Path("toy-brief/brief.html").exists()
