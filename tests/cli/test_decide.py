"""``tertius decide``: what it prints, and that nothing but a mistake ends it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Call

HEAD = "actor,position,salience,capability\n"
DECLARED = ("--scale", "0", "100", "percent", "--salience-max", "100", "--as-of", "2020-01-01")


@pytest.fixture(autouse=True)
def _with_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("table.csv").write_text(HEAD + "North,0,80,10\nMiddle,20 to 40,50,20\nSouth,100,60,30\n", "utf-8")


def lines_of(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_rules_stand_side_by_side_with_naive_rivals_marked(call: Call) -> None:
    result = call("decide", "table.csv", *DECLARED, "--draws", "100")
    assert result.exit_code == 0
    lines = lines_of(result.stdout)
    (mean,) = (line for line in lines if line.startswith("mean (naive) "))
    assert re.fullmatch(r"mean \(naive\) 43\.3 40\.\d to 4[56]\.\d settled", mean)
    assert "mid-scale (naive) 50.0 – settled" in lines
    assert lines.index("In words") > lines.index("mid-scale (naive) 50.0 – settled")


def test_a_trace_tells_every_round(call: Call) -> None:
    options = ("--rule", "challenge", "--variant", "code", "--rounds", "2", "--trace")
    result = call("decide", "table.csv", *DECLARED, *options)
    assert result.exit_code == 0
    assert "Round 1, after which" in result.stdout
    assert "Quadrant map of round" in result.stdout
    assert any(line.startswith("North ") for line in lines_of(result.stdout))
    told = json.loads(call("decide", "table.csv", *DECLARED, *options, "--json").stdout)
    trace = told["issues"]["issue"]["trace"]
    assert list(trace) == ["challenge"]
    assert 1 <= len(trace["challenge"]["rounds"]) <= 2
    assert set(trace["challenge"]["rounds"][0]["risk"]) == {"north", "middle", "south"}
    stopped = call("decide", "table.csv", *DECLARED, "--rule", "mean", "--trace")
    assert stopped.exit_code == 2
    assert "--trace tells the rounds of challenge" in stopped.stderr


def test_those_who_stand_at_one_place_have_no_rounds(call: Call) -> None:
    Path("one.csv").write_text(HEAD + "North,30,80,10\nSouth,30,60,30\n", "utf-8")
    result = call("decide", "one.csv", *DECLARED, "--trace")
    assert result.exit_code == 0
    assert "Both actors stand at 30.0 percent" in result.stdout
    assert "there is nothing to challenge" in result.stdout


def test_several_tables_are_pooled_and_shown_apart(call: Call) -> None:
    Path("ben.csv").write_text(HEAD + "North,0,80,10\nMiddle,60,50,20\nSouth,100,60,30\n", "utf-8")
    result = call("decide", "table.csv", "ben.csv", *DECLARED, "--rule", "mean")
    assert result.exit_code == 0
    lines = lines_of(result.stdout)
    assert "Rule pooled table.csv ben.csv" in lines
    assert "mean 48.3 43.3 53.3" in lines
    assert call("decide", "table.csv", *DECLARED, "--partial").exit_code == 2


def test_tables_of_one_name_are_told_apart_and_names_in_any_script_are_one(call: Call) -> None:
    head = "issue,actor,position,salience,capability\n"
    for folder, order in (("anna", "价格 日期"), ("ben", "日期 价格")):
        Path(folder).mkdir()
        rows = "".join(f"{issue},{actor},{len(folder)}0,50,10\n" for issue in order.split() for actor in ("A", "B"))
        Path(folder, "table.csv").write_text(head + rows, "utf-8")
    result = call("decide", "anna/table.csv", "ben/table.csv", *DECLARED, "--rule", "mean", "--json")
    assert result.exit_code == 0
    for one in json.loads(result.stdout)["issues"].values():
        assert one["tables"]["anna/table.csv"]["mean"] == 40
        assert one["tables"]["ben/table.csv"]["mean"] == 30


def test_numbers_that_are_missing_are_filled_in_if_asked(call: Call) -> None:
    Path("table.csv").write_text(HEAD + "North,0,,10\nMiddle,30,50,20\nSouth,100,60,30\n", "utf-8")
    result = call("decide", "table.csv", *DECLARED, "--impute", "mean")
    assert result.exit_code == 0
    assert "warning: table.csv:2, column salience: the salience of 'North' is missing and was imputed" in result.stderr
    assert "Imputed, and not known: the salience of North." in " ".join(result.stdout.split())
    assert call("decide", "table.csv", *DECLARED, "--impute", "guess").exit_code == 2
    assert call("decide", "table.csv", "table.csv", *DECLARED, "--impute", "mean").exit_code == 2


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ("North,0,80,10\nNorth,5,80,10\nSouth,1,1,1\n", 3, "'North' stands twice, in row 2 and in row 3"),
        ("North,0,180,10\nSouth,1,1,1\n", 3, "table.csv:2, column salience: salience, found the salience 180"),
        ("North,0,,10\nSouth,1,1,1\n", 3, "table.csv:2, column salience: "),
        ("North,0,0,10\nSouth,1,0,1\n", 0, ""),
    ],
)
def test_bad_tables_are_told_with_row_and_column(call: Call, rows: str, code: int, words: str) -> None:
    Path("table.csv").write_text(HEAD + rows, "utf-8")
    result = call("decide", "table.csv", *DECLARED)
    assert result.exit_code == code
    assert words in result.stderr


def test_what_is_no_decision_is_refused(call: Call) -> None:
    result = call("decide", "korea-2019", "--variant", "odd")
    assert result.exit_code == 2
    assert "korea-2019 has talks" in result.stderr
    assert "the variants are printed, code" in result.stderr


def test_an_actor_has_a_role_by_id_and_by_the_name_in_the_table(call: Call) -> None:
    told = [
        call("decide", "table.csv", *DECLARED, "--draws", "0", "--role", f"{name}=commission", "--json").stdout
        for name in ("North", "north")
    ]
    assert "pool" in told[0]
    assert told[0] == told[1]


def test_a_trace_calls_actors_by_their_ids_where_names_are_long(call: Call) -> None:
    rows = "North,0,80,10,The ministry of the north\nMiddle,30,50,20,\nSouth,100,60,30,\n"
    Path("long.csv").write_text("actor,position,salience,capability,description\n" + rows, "utf-8")
    result = call("decide", "long.csv", *DECLARED, "--rule", "challenge", "--variant", "code", "--trace")
    assert any(line.startswith("north ") for line in lines_of(result.stdout))
    assert "ministry" not in result.stdout


def test_several_experts_in_one_table_are_told_to_be_a_table_each(call: Call) -> None:
    Path("both.csv").write_text("actor,position,position,salience,capability\nNorth,0,5,80,10\n", "utf-8")
    assert "those of several experts bear their names" in call("decide", "both.csv", *DECLARED).stderr
