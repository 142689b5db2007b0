"""`tertius leverage` on the terminal: tables, words, and what a mistake is answered with."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tertius.cli import app
from tertius.report.text.upper_hand import BY_BELIEF
from tests.report.text.test_upper_hand import FOOLED, PLAIN


def said(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["leverage", *arguments], prog_name="tertius", env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def test_pairs_and_talks_in_tables_and_words() -> None:
    told = said("korea-2019", "--rule", "hold")
    assert "Theory: hold." in told
    for part in ("Who relies on whom", "Net leverage", "What each talk is worth", "In words"):
        assert part in told
    assert "North Korea relies most on the United States: left by it, it would lose" in told


def test_one_talk_and_one_position() -> None:
    told = said("two-patrons", "--of", "with-first")
    assert "The walk-away value of The client, taken apart" in told
    assert "hang on" in told
    explained = said("two-patrons", "--explain", "client", "--of", "with-first")
    assert "The gain of The client from the talk" in explained
    assert (
        "the talk “The client and the first patron”" not in explained.split("where it comes from")[1].split("Part:")[0]
    )


def test_draws_give_ranges_and_sampled_parts_their_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    from tertius.analysis.leverage import attribution

    told = said("black-sea-grain-2022", "--draws", "3", "--rule", "hold")
    assert "3 draws, seed 1." in told
    assert "Low, middle, high" in told
    monkeypatch.setattr(attribution, "EXACT", 2)
    explained = said("two-patrons", "--explain", "client")
    assert "From sampled orders" in explained
    assert "Error" in explained


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["korea-2019", "--explain", "dprq"], "did you mean 'dprk'?"),
        (["korea-2019", "--of", "us-drk"], "did you mean 'us-dprk'?"),
        (["korea-2019", "--explain", "russia", "--of", "us-dprk"], "its parties are usa, dprk"),
        (["korea-2019", "--rule", "holds"], "did you mean 'hold'?"),
        (["ec-emission-1994", "--explain", "delay"], "--explain: that is about talks, and ec-emission-1994 has none"),
        (["korea-2019", "--threads", "0"], "0 threads"),
        (["korea-2019", "--seed", "-1", "--draws", "2"], "seed"),
    ],
)
def test_a_mistake_says_what_there_is(arguments: list[str], answer: str) -> None:
    assert answer in said(*arguments, code=2)


@pytest.mark.parametrize("command", [["leverage"], ["forecast", "--draws", "4", "--theories", "hold"]])
def test_upper_hands_by_belief_are_footnoted_where_there_are_any(command: list[str], tmp_path: Path) -> None:
    for text, times in ((FOOLED, 1), (PLAIN, 0)):
        (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
        told = CliRunner().invoke(app, [command[0], str(tmp_path / "case.yaml"), *command[1:]])
        assert told.exit_code == 0, told.output
        assert " ".join(told.stdout.split()).count(BY_BELIEF) == times
