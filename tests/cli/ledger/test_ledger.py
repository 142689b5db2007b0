"""`tertius ledger`: a forecast frozen with its case, looked at, resolved; and what is told of mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

import tertius
from tertius.case.files.write import yaml_of
from tertius.cli import app
from tertius.ledger import adding
from tertius.ledger.chain import hash_of_text
from tertius.ledger.freezing import Making
from tests.house.shapes import faults, shape_of

Told = Callable[..., Result]
TOWNS = """
case: two-towns
title: Two towns
as_of: 2024-01-01
actors: {a: A, b: B}
issues: {toll: {scale: [0, 10]}}
talks: {deal: {parties: [a, b], kind: crisis, without_agreement: {toll: 0}}}
stances:
  a: {toll: {position: 10, salience: 10 to 20}}
  b: {toll: {position: 2 to 8, salience: 10}}
"""
ADD = ("add", "towns.yaml", "--draws", "32", "--question")
NEW = ("--by", "2099-12-31", "--resolves", "they sign")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """``told("list")``: a command of the ledger, in a folder with a small case."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("TERTIUS_LEDGER", raising=False)
    (tmp_path / "towns.yaml").write_text(TOWNS, "utf-8")
    return lambda *arguments: CliRunner().invoke(app, ["ledger", *arguments], prog_name="tertius")


def printed(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_forecast_is_that_of_the_case_and_the_case_is_kept(told: Told) -> None:
    case = tertius.load("towns.yaml")
    added = printed(told(*ADD, "deal", *NEW, "--mine", "0.4", "--json"))
    forecast = tertius.forecast(case, 32)
    one = added["forecast"]
    assert one["said"] == forecast.headline["deal"].probability
    assert one["theories"] == {name: each.agreement["deal"].value for name, each in forecast.theories.items()}
    rate = tertius.base_rates().rates["crisis"].rate
    expected = {"always 50%": 0.5, "base rate": rate, "analyst": 0.4}
    assert {name: one["rivals"][name] for name in expected} == expected
    assert one["case_hash"] == hash_of_text(yaml_of(case))
    assert (one["seed"], one["settings"]["draws"], one["version"]) == (1, 32, tertius.__version__)
    assert added["new"]
    assert "The frozen case is in frozen.yaml" in told("show", "deal", "--case", "frozen.yaml").stdout
    assert yaml_of(tertius.load("frozen.yaml")) == yaml_of(case)
    assert tertius.Ledger("ledger.sqlite").verify(added["head"]).kept


def test_a_level_is_asked_for_on_its_own_scale(told: Told) -> None:
    one = printed(told(*ADD, "level:toll", *NEW, "--mine", "5", "--json"))
    spread = tertius.forecast(tertius.load("towns.yaml"), 32).pooled.levels["toll"]
    said = {float(share): level for share, level in one["forecast"]["said"].items()}
    assert (said[0.1], said[0.5], said[0.9]) == (spread.low.value, spread.middle.value, spread.high.value)
    assert (said[0.25], said[0.75]) == spread.half
    assert one["question"]["scale"] == [0.0, 10.0]
    assert one["forecast"]["rivals"]["analyst"] == {"0.5": 5.0}
    assert one["forecast"]["rivals"]["reference"] == {"0.5": 0.0}
    assert one["forecast"]["rivals"]["uniform"]["0.25"] == 2.5
    # saliences 15 and 10 at the middle, positions 10 and 5
    assert one["forecast"]["rivals"]["weighted mean"]["0.5"] == pytest.approx((15 * 10 + 10 * 5) / 25)
    shown = told("show", "level:toll").stdout
    assert f"Tertius {tertius.__version__}" in shown
    assert "32 draws, seed 1" in shown
    assert told("resolve", "level:toll", "11", "--source", "x").exit_code == 2
    assert printed(told("resolve", "level:toll", "6.5", "--source", "x", "--json"))["outcome"] == 6.5


def test_a_case_that_was_changed_is_told_and_both_are_kept(told: Told, tmp_path: Path) -> None:
    told(*ADD, "deal", *NEW)
    assert "was changed" not in told("show", "deal").stdout
    (tmp_path / "towns.yaml").write_text(TOWNS.replace("2 to 8", "3 to 8"), "utf-8")
    assert "The file of the case was changed" in told("show", "deal").stdout
    again = told(*ADD, "deal")
    assert again.exit_code == 0
    assert "The case is not the one of entry 2" in again.stdout
    told("show", "deal", "--case", "old.yaml", "--entry", "2")
    assert "3 to 8" not in Path("old.yaml").read_text("utf-8")
    assert told("show", "deal", "--case", "old.yaml").exit_code == 2
    assert told("show", "deal", "--case", "old.yaml", "--force").exit_code == 0
    assert "3 to 8" in Path("old.yaml").read_text("utf-8")


def test_pooled_with_a_base_rate_the_headline_before_is_a_rival(told: Told) -> None:
    pooled = printed(told(*ADD, "deal", *NEW, "--base-rate", "crisis", "--weight", "1", "--json"))["forecast"]
    plain = printed(told(*ADD, "deal", "--json"))["forecast"]
    assert pooled["said"] == pytest.approx(tertius.base_rates().rates["crisis"].rate)
    assert pooled["rivals"]["before pooling"] == plain["said"]
    assert "before pooling" not in plain["rivals"]


def test_every_mistake_is_told_at_once_and_nothing_is_written(told: Told, tmp_path: Path) -> None:
    result = told(
        *ADD, "del", "--by", "2020-01-01", "--kind", "crisi", "--seed", "-1", "--mine", "3", "--probability", ".1"
    )
    assert result.exit_code == 2
    for found in ("did you mean 'deal'", "in the past", "--resolves", "did you mean 'crisis'", "seed", "--probability"):
        assert found in result.stderr
    assert "--mine 3 is not a probability" in told(*ADD, "deal", *NEW, "--mine", "3").stderr
    assert told("add", "--question", "x", *NEW, "--text", "?").exit_code == 2
    assert told("add", "towns.yaml", *NEW).exit_code == 2
    no_day = told("add", "towns.yaml", "--by", "tomorrow", "--resolves", "x").stderr
    assert "--by 'tomorrow' is no day" in no_day
    assert "--question is needed" in no_day
    assert told("list").exit_code == 2
    assert not (tmp_path / "ledger.sqlite").exists()


def test_a_question_that_ended_is_forecast_no_more(told: Told) -> None:
    told("add", "--question", "q", "--text", "?", "--probability", "0.3", *NEW)
    assert told("resolve", "q", "perhaps", "--source", "x").exit_code == 2
    assert told("resolve", "q", "yes", "--source", "x", "--on", "2098-01-01").exit_code == 2
    assert told("resolve", "q", "yes", "--source", "x").exit_code == 0
    again = told("add", "--question", "q", "--probability", "0.9")
    assert again.exit_code == 2
    assert "is resolved already, by entry 3" in again.stderr
    twice = told("resolve", "q", "yes", "--source", "x")
    assert twice.exit_code == 2
    assert "--correct" in twice.stderr
    assert told("void", "q", "--why", "unclear", "--correct").exit_code == 0
    assert [row.split()[-1] for row in told("list", "--only", "void").stdout.splitlines()[-1:]] == ["void"]


def test_another_day_is_another_question_and_is_told_before_any_draw(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(*ADD, "deal", *NEW)
    with monkeypatch.context() as patch:
        patch.setattr(adding, "freeze", lambda *_: pytest.fail("draws were settled"))
        assert told(*ADD, "deal", "--by", "2098-12-31").exit_code == 2
        wrong = told(*ADD, "deal", "--corrects", "7")
        assert wrong.exit_code == 2
        assert "entry 7 is no forecast of" in wrong.stderr
    other = told(*ADD, "deal", "--by", "2098-12-31")
    assert other.exit_code == 2
    assert "its by is 2099-12-31: a new question needs an id of its own" in other.stderr
    assert told(*ADD, "deal", "--by", "2098-12-31", "--resolves", "x", "--id", "sooner").exit_code == 0


def test_the_environment_names_the_ledger(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERTIUS_LEDGER", "team.sqlite")
    told("add", "--question", "q", "--text", "?", "--probability", "0.3", *NEW)
    assert Path("team.sqlite").exists()
    assert told("list", "--ledger", "other.sqlite").exit_code == 2


def test_a_ledger_that_was_changed_ends_with_2(told: Told) -> None:
    told("add", "--question", "q", "--text", "?", "--probability", "0.3", *NEW)
    assert told("verify").exit_code == 0
    wrong = told("verify", "--head", "abc")
    assert wrong.exit_code == 2
    assert "no entry has the hash abc" in wrong.stdout


def test_the_json_has_the_shape_of_the_page(told: Told) -> None:
    case, met = tertius.load("towns.yaml"), set[str]()
    told(*ADD, "deal", *NEW)
    told("void", "deal", "--why", "no talks")
    shown = printed(told("show", "deal", "--json"))
    assert (shown.pop("state"), shown.pop("case_changed")) == ("void", False)
    assert faults(shown, shape_of("track"), case, met) == []
    assert printed(told("list", "--json"))["questions"] == [shown]
    assert faults(printed(told("verify", "--json")), shape_of("verified"), case) == []
    assert met == {field.path for field in shape_of("track")}
    shown["forecasts"][0]["said"] = "much"
    assert faults(shown, shape_of("track"), case) != []


def test_nothing_is_written_of_a_forecast_that_was_interrupted(told: Told) -> None:
    def stop(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tertius.Ledger("ledger.sqlite").add(
            tertius.load("towns.yaml"), "deal", resolves="x", by=date(2099, 12, 31), how=Making(draws=32), progress=stop
        )
    assert not Path("ledger.sqlite").exists()
