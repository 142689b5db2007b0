"""`tertius ledger import` and `export`: formats found by what files hold, counts told, mistakes and exit codes."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import tertius
from tertius.cli import app
from tests.house.shapes import faults, shape_of
from tests.ledger.importing.sets import market, outcome, series, write_set


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with invented sets of questions and of outcomes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("TERTIUS_LEDGER", raising=False)
    write_set(Path("q.json"), "questions", [market(), series(), market("korea")])
    write_set(Path("r.json"), "resolutions", [outcome("m1", 1.0), outcome("korea", 0.5, resolved=False)])


def told(*words: str) -> Result:
    return CliRunner().invoke(app, ["ledger", *words], prog_name="tertius")


def test_what_was_written_is_counted_and_told() -> None:
    done = told("import", "q.json", "--resolutions", "r.json")
    assert done.exit_code == 0, done.stderr
    assert "ForecastBench: 4 questions, 2 forecasts and 1 outcome written down." in done.stdout
    assert "Left out, outcomes that are not known yet: 1." in done.stdout
    assert "30 %, crowd" in told("list").stdout
    again = told("import", "q.json", "r.json", "--json")
    value = json.loads(again.stdout)
    assert faults(value, shape_of("written"), tertius.load("two-patrons")) == []
    assert (value["questions"], value["known"], value["head"]) == (0, 7, tertius.Ledger().verify().head)


def test_one_question_is_chosen_and_its_crowd_joins_one_of_ours() -> None:
    assert told("import", "q.json", "--match", "KOREA").exit_code == 0
    assert [one.question.id[-5:] for one in tertius.Ledger().tracks()] == ["korea"]
    ours = ("--by", "2099-12-31", "--text", "?", "--resolves", "!", "--probability", "0.5")
    assert told("add", "--question", "ours", *ours).exit_code == 0
    done = told("import", "q.json", "--match", "korea", "--as", "ours")
    assert done.exit_code == 0, done.stderr
    assert [one.rivals.get("crowd") for one in tertius.Ledger().track("ours").forecasts] == [None, 0.3]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "nowhere.json"), 2, "there is no file nowhere.json"),
        (("import", "r.json"), 2, "say nothing without their questions"),
        (("import", "text.txt"), 2, "of no format that is known: there are forecastbench"),
        (("import", "q.json", "--format", "forecastbnch"), 2, "did you mean 'forecastbench'?"),
        (("import", "q.json", "--match", "hail"), 2, "no question was found"),
        (("import", "q.json", "--match", "korea", "--as", "ours"), 2, "there is no ledger"),
        (("import", "wrong.json"), 3, "wrong.json: question 1, freeze_datetime_value is '30 percent'"),
        (("import", "wrong.json", "--format", "tertius"), 2, "no ledger that was exported as JSON"),
        (("export",), 2, "--json FILE writes the whole ledger"),
        (("export", "--json", "out.json"), 2, "there is no ledger"),
    ],
)
def test_mistakes_are_told_and_nothing_is_made(words: tuple[str, ...], code: int, said: str) -> None:
    Path("text.txt").write_text("a text", "utf-8")
    write_set(Path("wrong.json"), "questions", [market(freeze_datetime_value="30 percent")])
    done = told(*words)
    assert done.exit_code == code
    assert said in " ".join(done.stderr.split())
    assert not Path("ledger.sqlite").exists()
    assert not Path("out.json").exists()


def test_an_export_is_imported_and_replaced_only_with_force() -> None:
    told("import", "q.json", "r.json")
    done = told("export", "--json", "out.json", "--csv", "tables")
    assert done.stdout == "The ledger is in out.json\nThe ledger is in tables\n"
    assert {one.name for one in Path("tables").iterdir()} >= {"entries.csv", "forecasts.csv"}
    assert told("import", "out.json", "--ledger", "two.sqlite").exit_code == 0
    assert tertius.Ledger("two.sqlite").tracks() == tertius.Ledger().tracks()
    for words in (("--json", "out.json"), ("--csv", "tables")):
        refused = told("export", *words)
        assert refused.exit_code == 2
        assert "is there already" in refused.stderr
        assert told("export", *words, "--force").exit_code == 0
    for words in (("--match", "x"), ("--as", "x"), ("--keep",), ("q.json",)):
        assert "taken in whole, alone" in told("import", "out.json", *words).stderr
    value = json.loads(Path("out.json").read_text("utf-8"))
    value["entries"][0]["who"] = "somebody"
    Path("out.json").write_text(json.dumps(value), "utf-8")
    done = told("import", "out.json", "--ledger", "three.sqlite")
    assert (done.exit_code, Path("three.sqlite").exists()) == (3, False)
    assert "out.json: entry 1, it is not what was written down: its hash differs" in " ".join(done.stderr.split())


def test_of_hundreds_of_questions_those_that_were_forecast_are_listed() -> None:
    rows = [market(f"m{n}") for n in range(40)]
    write_set(Path("q.json"), "questions", rows)
    write_set(Path("r.json"), "resolutions", [outcome(one["id"], 1.0) for one in rows])
    told("import", "q.json", "r.json")
    ledger, mine = tertius.Ledger(), "forecastbench/2024-03-03/inventedmarket/m3"
    assert "m7" not in told("score").stdout
    one = ledger.track(mine).forecasts[0]
    ledger.record([], [replace(one, who="anna", said=0.8, rivals={}, settings={})])
    shown = told("score").stdout
    assert shown.count("none in time") == 0
    assert f"{mine} " in " ".join(shown.split())
    assert "and 31 more" in " ".join(shown.split())
    assert "on their word: crowd" in " ".join(shown.split())
    assert told("report", "-o", "page.html", "--no-why").exit_code == 0
    page = Path("page.html").read_text("utf-8")
    assert "the bridge of m3" in page
    assert "the bridge of m7" not in page
