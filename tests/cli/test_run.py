"""``tertius run``: the first page that it prints, where the brief stands, and that nothing is replaced unasked."""

from __future__ import annotations

import html
import json
import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import tertius
import tertius.report.brief.brief
from tertius.analysis.whole import Analysis, Asked, analyse
from tertius.case.model import Case
from tertius.rules.settlement import Status
from tests.cli.conftest import Call
from tests.cli.examples import toy_case

LINES = 40


@cache
def found() -> Analysis:
    """The whole analysis of the toy case, made once."""
    return analyse(toy_case(), Asked(draws=64))


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What `run` asks for, and what it is given: ``change`` may make something else of the analysis."""
    state = SimpleNamespace(asked=[], change=lambda made: made)

    def made(case: Case, asked: Asked, telling: Any) -> Analysis:
        state.asked.append((case.case, asked))
        return state.change(replace(found(), asked=asked))

    monkeypatch.setattr(tertius, "load", lambda name: toy_case())
    monkeypatch.setattr(tertius.report.brief.brief, "analyse", made)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return state


def test_the_first_page_is_printed_in_forty_lines_and_says_where_the_rest_is(
    call: Call, study: SimpleNamespace
) -> None:
    result = call("run", "toy")
    assert result.exit_code == 0, result.stderr
    place = Path("toy-brief/brief.html")
    page = place.read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert len(result.stdout.splitlines()) <= LINES
    told = " ".join(result.stdout.split())
    assert told.startswith("A toy [with brackets] – and a dash")
    assert "Who concedes what?" in told
    assert "Do not use this" in told
    assert f"The brief is in {place}" in told
    assert "Every figure: tertius settle toy, tertius leverage toy, tertius forecast toy" in told


def test_what_is_asked_for_is_what_is_found_out(call: Call, study: SimpleNamespace) -> None:
    call("run", "toy")
    call("run", "toy", "--draws", "40", "--seed", "7", "--solution", "egalitarian", "--no-moves", "-o", "other")
    call("run", "toy", "--theories", "hold,renegotiate", "--no-sensitivity", "-o", "third")
    assert [asked for _, asked in study.asked] == [
        Asked(),
        Asked(40, 7, moves=False, solution="egalitarian"),
        Asked(sensitivity=False, theories="hold,renegotiate"),
    ]


def test_title_headline_and_sections_are_those_of_the_author(call: Call, study: SimpleNamespace) -> None:
    result = call("run", "toy", "--title", "Mine", "--headline", "Yes & no", "--sections", "reasons")
    told = " ".join(result.stdout.split())
    assert told.startswith("Mine ")
    assert "Yes & no" in told
    assert "By the model: " in told
    page = Path("toy-brief/brief.html").read_text("utf-8")
    assert "<h1>Mine</h1>" in page
    assert "Yes &amp; no" in page
    assert page.count("<summary>") == 2  # reasons, and notes with sources


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--sections", "talk,claims,xyz"), "no section 'talk'"),
        (("--theories", "hold", "--solution", "egalitarian"), "--theories"),
        (("--draws", "-1"), "--draws"),
    ],
)
def test_what_cannot_be_is_said_before_the_work(
    call: Call, study: SimpleNamespace, arguments: tuple[str, ...], said: str
) -> None:
    result = call("run", "toy", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert study.asked == []
    assert not Path("toy-brief").exists()


def test_a_brief_is_not_replaced_unasked_and_that_is_said_before_the_work(call: Call, study: SimpleNamespace) -> None:
    place = Path("out/brief.html")
    place.parent.mkdir()
    place.write_text("mine", "utf-8")
    result = call("run", "toy", "-o", "out")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{place} is there already: use --force to replace it" in result.stderr
    assert place.read_text("utf-8") == "mine"
    assert study.asked == []
    assert call("run", "toy", "--output", "out", "--force").exit_code == 0
    assert place.read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_place_that_cannot_hold_a_brief_is_said_before_the_work(
    call: Call, study: SimpleNamespace, place: str
) -> None:
    Path("file").write_text("x", "utf-8")
    result = call("run", "toy", "-o", place)
    assert result.exit_code == 2
    assert "file" in result.stderr
    assert "fault" not in result.stderr
    assert study.asked == []


def test_a_brief_that_cannot_be_written_is_no_fault_of_ours(call: Call, study: SimpleNamespace) -> None:
    Path("out/brief.html").mkdir(parents=True)
    result = call("run", "toy", "-o", "out", "--force")
    assert result.exit_code == 2
    assert "brief.html" in result.stderr
    assert "fault" not in result.stderr


def _cycling(made: Analysis) -> Analysis:
    return replace(made, settlement=replace(made.settlement, status=Status.CYCLING))


def _interrupted(made: Analysis) -> Analysis:
    assert made.forecast is not None
    return replace(made, forecast=replace(made.forecast, asked=5000), stopped="settling draws")


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (_cycling, 4, ""),
        (_interrupted, 130, "Stopped after 64 of 5,000 draws."),
        (lambda made: replace(made, stopped="testing claims"), 130, "Stopped while testing claims; the brief has"),
    ],
)
def test_what_did_not_converge_or_was_cut_short_ends_so_and_with_a_brief(
    call: Call, study: SimpleNamespace, change: Callable[[Analysis], Analysis], code: int, said: str
) -> None:
    study.change = change
    result = call("run", "toy")
    assert result.exit_code == code
    assert said in result.stderr
    assert Path("toy-brief/brief.html").exists()
    told = json.loads(call("run", "toy", "--json", "--force").stdout)
    assert told["settlement"]["status"] == change(found()).settlement.status.value


def test_as_json_settlement_forecast_and_the_places_of_the_brief_are_all_that_is_printed(
    call: Call, study: SimpleNamespace
) -> None:
    result = call("run", "toy", "-o", "out", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert list(told) == ["brief", "files", "settlement", "forecast"]
    assert told["brief"] == str(Path("out/brief.html"))
    assert told["files"] == [told["brief"]]
    assert found().forecast is not None
    assert told["settlement"] == json.loads(json.dumps(found().settlement.to_dict(list(found().warnings))))
    assert told["forecast"] == json.loads(json.dumps(found().forecast.to_dict()))
    study.change = lambda made: replace(made, forecast=None)
    assert json.loads(call("run", "toy", "--json", "--force", "--draws", "0").stdout)["forecast"] is None


def test_the_command_in_the_foot_makes_the_same_brief_again(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = "actor,position,salience,capability\nNorth,4,30,20\nSouth,7,40,10\nEast,6,10,10\n"
    Path("who wants what.csv").write_text(table, encoding="utf-8")
    declared = ["--scale", "4", "10", "years", "--salience-max", "50", "--as-of", "1994-05-01"]
    own = ["--title", "Cars,\n'soon'", "--headline", "It is $7 & more", "--sections", "stances,rules", "--seed", "3"]
    call("run", "who wants what.csv", *declared, *own, "-o", "first")
    first = Path("first/brief.html").read_text(encoding="utf-8")
    command = html.unescape(re.findall(r"<code>(tertius run .*?)</code>", first)[-1])
    call(*shlex.split(command)[1:], "-o", "again")
    assert Path("again/brief.html").read_text(encoding="utf-8") == first
    call("run", "who wants what.csv", "--scale", "0", "10", "--salience-max", "50", "-o", "today", "--draws", "0")
    assert "--as-of " in Path("today/brief.html").read_text(encoding="utf-8")
